"""A partner's desk: once by identity, the same receipt for a copy, and a record of both sides."""

import json
from datetime import timedelta

import pytest

from adapters.simulator.behaviours import BEHAVIOURS
from adapters.simulator.desk import Desk
from adapters.simulator.folder import FolderEnd
from adapters.simulator.lender import Lender
from adapters.simulator.messages import ax, sx
from adapters.simulator.package import Package, Seat
from adapters.simulator.post import Came
from adapters.simulator.station import HubAwayError, Station
from tests.builders.partners import BEGIN

OFFICE, LENDER = "500001", "600001"
START = BEGIN.replace(tzinfo=None)
AX = ax(at=START, number="AV-1", sender=OFFICE, receiver=LENDER)


class Watch:
    def __init__(self):
        self.at = BEGIN

    def __call__(self):
        return self.at


class Counter:
    """A hub that keeps what it is handed, and is away as often as it is told."""

    def __init__(self, away=0):
        self.away = away
        self.handed = []

    def collect(self):
        return 0

    def hand_in(self, said):
        if self.away:
            self.away -= 1
            raise HubAwayError("503")
        self.handed.append(said.id)
        return json.dumps({"outcome": "accepted"}).encode()

    def receipts(self):
        return ()

    def close(self):
        pass


@pytest.fixture
def watch():
    return Watch()


@pytest.fixture
def desk(watch):
    return Desk(Lender(LENDER, "AE"), watch)


def came(body=AX, identity="m-1"):
    return Came(id=identity, body=body, facts={"sender": OFFICE})


def test_a_message_gets_a_receipt_in_the_form_of_the_hub(desk):
    said = json.loads(desk.take(came()))
    assert (said["outcome"], said["envelope"]) == ("accepted", {"sender": OFFICE, "message_id": "m-1"})
    assert set(said) == {"id", "outcome", "received_at", "content_hash", "flags", "envelope"}


def test_a_copy_gets_the_same_receipt_and_is_done_once(desk, watch):
    first = desk.take(came())
    watch.at += timedelta(minutes=10)
    assert desk.take(came()) == first
    assert [said.code for said in desk.say()] == ["SX"]
    assert desk.got["m-1"].times == 2


def test_an_identity_is_for_one_content(desk):
    desk.take(came())
    said = json.loads(desk.take(came(AX.replace(b"Anna", b"Hanna"))))
    assert (said["outcome"], said["refusal"]["slug"]) == ("refused", "message-id-reused")
    assert len(desk.got) == 1


def test_what_cannot_be_read_is_refused_in_both_languages(desk):
    said = json.loads(desk.take(came(b"geen xml")))
    assert said["refusal"]["slug"] == "xml-malformed"
    assert said["refusal"]["nl"] != said["refusal"]["en"]
    assert (desk.got["m-1"].outcome, desk.got["m-1"].code) == ("refused", "")


def test_what_is_handed_over_is_noted_with_its_receipt(desk, watch):
    station = Station(desk, Counter())
    desk.take(came())
    watch.at += timedelta(hours=1)
    assert station.round() == 2
    assert [(each.code, each.other, each.outcome, each.times) for each in desk.gave.values()] == [
        ("SX", OFFICE, "accepted", 1),
        ("SX", OFFICE, "accepted", 1),
    ]


def test_what_the_hub_does_not_take_now_is_handed_over_later_in_its_order(desk, watch):
    hub = Counter(away=2)
    station = Station(desk, hub)
    desk.take(came())
    watch.at += timedelta(hours=1)
    for _ in range(2):
        with pytest.raises(HubAwayError):
            station.round()
        assert station.is_waiting
        assert desk.gave == {}
    station.round()
    assert hub.handed == list(desk.gave)
    assert not station.is_waiting


def test_a_message_that_is_sent_twice_is_noted_once_with_its_times(watch):
    lender = Lender(LENDER, "AE", behaviour=BEHAVIOURS["duplicates"])
    desk = Desk(lender, watch)
    station = Station(desk, Counter())
    desk.take(came())
    watch.at += timedelta(days=1)
    station.round()
    times = [each.times for each in desk.gave.values() if not each.id.endswith("-again")]
    assert set(times) == {2}


def test_a_folder_is_read_in_order_and_answered_beside_each_message(tmp_path, desk):
    end = FolderEnd(desk, inbox=tmp_path / "in", outbox=tmp_path / "out")
    for name, identity, body in (("1", "m-1", AX), ("2", "m-2", b"geen xml")):
        (tmp_path / "in" / f"{name}.xml").write_bytes(body)
        (tmp_path / "in" / f"{name}.json").write_text(json.dumps({"message_id": identity, "sender": OFFICE}))
    assert end.collect() == 2
    receipts = {place.name: json.loads(place.read_bytes()) for place in (tmp_path / "in").glob("*.receipt.json")}
    assert {name: (said["outcome"], said["envelope"]["message_id"]) for name, said in receipts.items()} == {
        "1.receipt.json": ("accepted", "m-1"),
        "2.receipt.json": ("refused", "m-2"),
    }
    assert end.collect() == 0


def test_what_is_laid_in_the_hot_folder_is_whole_and_has_its_envelope(tmp_path, watch):
    package = Package("700001")
    package.export("AV-1", 0, Seat(LENDER, "AE", "7001234"), BEGIN)
    desk = Desk(package, watch)
    station = Station(desk, FolderEnd(desk, inbox=tmp_path / "in", outbox=tmp_path / "out"))
    station.round()
    (place,) = (tmp_path / "out").glob("*.xml")
    envelope = json.loads(place.with_suffix(".json").read_bytes())
    assert envelope == {
        "message_id": next(iter(desk.gave)),
        "sender": "700001",
        "receiver": LENDER,
        "message_type": "AX OfferteAanvraag",
        "request_version": "1",
    }
    (tmp_path / "out" / "x.receipt.json").write_text(
        json.dumps({"outcome": "accepted", "envelope": {"message_id": envelope["message_id"]}})
    )
    station.round()
    assert [each.outcome for each in desk.gave.values()] == ["accepted"]


def test_a_status_of_nobody_is_noted_too(desk):
    desk.take(came(sx("09", at=START, sender=OFFICE, receiver=LENDER)))
    assert desk.got["m-1"].code == "SX"
