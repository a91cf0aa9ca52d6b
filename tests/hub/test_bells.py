"""Bells share parcels, and a parcel is settled when every lane in it is finished."""

from hub.bells import MOST_IN_PARCEL, Bell, parcelled, ringing, settled
from hub.bus import open_bus
from hub.bus.port import Parcel
from hub.ids import new_id
from hub.relay import ring
from hub.topology import COMMANDS, TOPOLOGY
from tests.builders.engine import OpenPage, WriteLine, entry


def opened():
    bus = open_bus(f"memory://{new_id()}")
    bus.declare(TOPOLOGY)
    return bus


def test_bells_come_out_of_their_parcels_in_the_order_in_which_they_were_rung():
    bus, bells = opened(), [Bell(f"lane-{n}", f"unit-{n}") for n in range(2 * MOST_IN_PARCEL + 3)]
    assert ring(bus, bells) == {bell.unit_id for bell in bells}
    delivered = bus.take(COMMANDS, 100, 0.0)
    assert len(delivered) == 3
    assert [bell for _, bell in ringing(bus, delivered)] == bells


def test_a_bell_of_a_parcel_that_the_broker_did_not_keep_was_not_rung():
    class Forgetful:
        def publish(self, parcels):
            return frozenset(parcel.key for parcel in parcels[1:])

    bells = [Bell(f"lane-{n}", f"unit-{n}") for n in range(MOST_IN_PARCEL + 2)]
    assert ring(Forgetful(), bells) == {f"unit-{MOST_IN_PARCEL}", f"unit-{MOST_IN_PARCEL + 1}"}


def test_a_parcel_is_settled_when_its_last_lane_is_finished():
    bus = opened()
    ring(bus, [Bell("A", "1"), Bell("B", "2")])
    bells = ringing(bus, bus.take(COMMANDS, 1, 0.0))
    assert settled(bells, {"A"}) == []
    assert [delivery.tag for delivery in settled(bells, {"A", "B"})] == [bells[0][0].tag]


def test_what_can_be_read_of_a_parcel_rings_and_a_parcel_without_a_bell_is_settled():
    bus = opened()
    bus.publish([Parcel(COMMANDS, "1", b"A 1\nnonsense\nB 2"), Parcel(COMMANDS, "2", b"\xff")])
    assert [bell for _, bell in ringing(bus, bus.take(COMMANDS, 10, 0.0))] == [Bell("A", "1"), Bell("B", "2")]
    bus.return_all()
    assert len(bus.take(COMMANDS, 10, 0.0)) == 1


def test_a_parcel_with_no_bells_is_none():
    assert parcelled([]) == {}


def test_a_lane_that_stands_still_holds_up_no_lane_of_its_parcel(toy):
    toy.hand_in(*(entry(name, OpenPage(text=name)) for name in "ABC"))
    toy.work()
    toy.hand_in(entry("A", WriteLine(text="busy")), entry("B", WriteLine(text="b")), entry("C", WriteLine(text="c")))
    toy.worker.round(0.02)
    assert sorted(toy.lines()) == ["A", "B", "C", "b", "c"]
