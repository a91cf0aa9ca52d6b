"""A partner whose way in is paused: its messages are journaled and answered, and move when somebody resumes it."""

import pytest
from prometheus_client import CollectorRegistry

from hub.delivery import paused
from hub.delivery.decisions import decide
from hub.directory import register
from hub.gauges import Gauges
from hub.ledger import balance
from hub.metrics import Metrics
from hub.records import NodeEntry
from schemas.operations import PausePartner, ResumePartner
from tests.builders.engine import OpenPage, ToyHub, WriteLine, entry

LENDER, OFFICE = "600001", "500001"


@pytest.fixture(params=["sqlite", "postgres"])
def toy(request, tmp_path, monkeypatch):
    monkeypatch.setattr(paused, "_FRESH_S", -1.0)
    url = f"sqlite:///{tmp_path}/hub.db" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    hub = ToyHub(url)
    with hub.database.transaction() as connection:
        register(connection, [NodeEntry(LENDER, "lender", None, "AE", "Aegon")])
    yield hub
    hub.close()


def pause(toy, node=LENDER):
    decide(toy.database, PausePartner(node=node, direction="in", reason="rommel"), actor="user:1", at=toy.clock.now())


def resume(toy, node=LENDER):
    decide(toy.database, ResumePartner(node=node, direction="in", reason="klaar"), actor="user:1", at=toy.clock.now())


def lines(toy):
    return [row[0] for row in toy.sql("SELECT text FROM toy_lines ORDER BY dossier_id, place")]


def test_what_a_paused_partner_sends_is_journaled_and_does_not_move(toy):
    pause(toy)
    (recorded,) = toy.hand_in(entry("D1", OpenPage()))
    toy.work()
    assert (recorded.accepted, lines(toy)) == (True, [])
    assert toy.sql("SELECT count(*) FROM messages") == [(1,)]


def test_after_resuming_everything_moves_in_order(toy):
    pause(toy)
    toy.hand_in(entry("D1", OpenPage()), entry("D1", WriteLine(text="one")), entry("D1", WriteLine(text="two")))
    toy.work()
    resume(toy)
    toy.work()
    assert lines(toy) == ["opened", "one", "two"]


def test_on_resuming_the_relay_rings_at_once_what_was_held(toy):
    toy.relay._again_s = 3600
    toy.relay.look()
    pause(toy)
    toy.hand_in(entry("D1", OpenPage()))
    toy.work(1)
    assert toy.relay.look() == 0
    resume(toy)
    assert toy.relay.look() == 1


def test_the_relay_does_not_ring_what_is_held(toy):
    pause(toy)
    toy.hand_in(entry("D1", OpenPage()), rings=False)
    assert [toy.relay.look(), toy.relay.look()] == [0, 0]


def test_others_go_on_also_in_the_same_lane_up_to_the_first_held_message(toy):
    toy.hand_in(entry("D1", OpenPage(), sender=OFFICE))
    pause(toy)
    toy.hand_in(
        entry("D1", WriteLine(text="ours"), sender=OFFICE),
        entry("D1", WriteLine(text="theirs"), sender=LENDER),
        entry("D1", WriteLine(text="ours again"), sender=OFFICE),
        entry("D2", OpenPage(text="elsewhere"), sender=OFFICE),
    )
    toy.work()
    assert sorted(lines(toy)) == ["elsewhere", "opened", "ours"]
    resume(toy)
    toy.work()
    assert sorted(lines(toy)) == ["elsewhere", "opened", "ours", "ours again", "theirs"]


def test_a_pause_of_what_goes_out_holds_nothing_that_comes_in(toy):
    decide(toy.database, PausePartner(node=LENDER, direction="out", reason="x"), actor="user:1", at=toy.clock.now())
    toy.hand_in(entry("D1", OpenPage()))
    toy.work()
    assert lines(toy) == ["opened"]


def test_many_held_lanes_keep_no_worker_busy(toy):
    pause(toy)
    toy.hand_in(*(entry(f"D{n}", OpenPage(), WriteLine(text="x"), salt=str(n)) for n in range(150)))
    assert toy.worker.round(0.02) == 0
    assert toy.worker.round(0.02) == 0
    assert toy.worker._kept == []
    resume(toy)
    toy.work(300)
    assert len(lines(toy)) == 300


def test_what_is_held_is_not_stuck_and_not_missing(toy):
    pause(toy)
    toy.hand_in(entry("D1", OpenPage()))
    toy.work()
    toy.clock.forward(hours=1)
    registry = CollectorRegistry()
    Gauges(toy.database, toy.clock, metrics=Metrics(registry)).tick()
    assert registry.get_sample_value("hub_oldest_in_flight_seconds") == 0
    assert registry.get_sample_value("hub_in_flight_messages") == 1
    assert registry.get_sample_value("hub_paused_partners", {"direction": "in"}) == 1
    with toy.database.reading() as connection:
        assert balance(connection).imbalances == ()
