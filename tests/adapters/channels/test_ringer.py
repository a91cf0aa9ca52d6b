"""Bells beside the channel: asked for at once, rung when the broker takes them."""

import threading

from adapters.channels.ringer import Ringer
from hub.bells import Bell
from schemas.errors import Busy


class StubbornBus:
    """A broker that is away for the first calls and then keeps what it likes."""

    def __init__(self, away=0, refuses=0):
        self.away = away
        self.refuses = refuses
        self.rung = []
        self.calls = 0
        self.is_closed = False
        self.done = threading.Event()

    def publish(self, parcels, *, patience=10.0):
        self.calls += 1
        if self.calls <= self.away:
            raise Busy("broker")
        kept = [parcel for parcel in parcels if self.calls > self.refuses]
        self.rung += [bell for parcel in kept for bell in parcel.body.decode().split("\n")]
        if kept:
            self.done.set()
        return frozenset(parcel.key for parcel in kept)

    def close(self):
        self.is_closed = True


def test_a_bell_is_rung():
    bus = StubbornBus()
    ringer = Ringer(lambda: bus)
    ringer.ring([Bell("lane-1", "m-1"), Bell("lane-2", "m-2")])
    assert bus.done.wait(5)
    ringer.close()
    assert sorted(bus.rung) == ["lane-1 m-1", "lane-2 m-2"]
    assert bus.is_closed


def test_a_bell_that_the_broker_did_not_keep_is_rung_again():
    bus = StubbornBus(refuses=1)
    ringer = Ringer(lambda: bus)
    ringer.ring([Bell("lane-1", "m-1")])
    assert bus.done.wait(5)
    ringer.close()
    assert bus.rung == ["lane-1 m-1"]


def test_a_broker_that_is_away_stops_nobody_and_gets_the_bell_when_it_is_back():
    bus = StubbornBus(away=1)
    ringer = Ringer(lambda: bus)
    ringer.ring([Bell("lane-1", "m-1")])
    ringer.ring([Bell("lane-1", "m-2")])
    assert bus.done.wait(5)
    ringer.close()
    assert bus.rung == ["lane-1 m-2"]


def test_closing_does_not_wait_for_a_broker_that_stays_away():
    bus = StubbornBus(away=1_000)
    ringer = Ringer(lambda: bus)
    ringer.ring([Bell("lane-1", "m-1")])
    ringer.close()
    assert bus.is_closed
