"""What a worker takes into one round: what it has time for, and everybody in turn."""

import sqlite3

import pytest

from hub.database import Database
from tests.builders.engine import OpenPage, ToyHub, WriteLine, entry
from tests.builders.hub import until_idle

_FULL, _NORMAL = 2, 1


@pytest.fixture
def small(postgres_url):
    """A hub whose worker looks at two lanes at a time."""
    hub = ToyHub(postgres_url, batch_size=2)
    yield hub
    hub.close()


def test_a_round_looks_at_no_more_lanes_than_it_has_time_for(toy):
    looked = []
    move = toy.worker._move
    toy.worker._move = lambda lanes: (looked.append((len(lanes), toy.worker._fits)), move(lanes))[1]
    toy.hand_in(*(entry(f"D{n}", OpenPage(text=str(n))) for n in range(400)))
    until_idle(lambda: toy.worker.round(0.1))
    assert [lanes for lanes, fits in looked if lanes > fits] == []
    assert len(toy.lines()) == 400


def test_lanes_that_another_worker_holds_keep_nobody_else_waiting(small):
    small.hand_in(*(entry(f"D{n}", OpenPage(text=str(n))) for n in range(2)))
    until_idle(lambda: small.worker.round(0.05))
    with small.database.transaction() as connection:
        connection.exec_driver_sql("SELECT key FROM heads FOR UPDATE")
        small.hand_in(*(entry(f"D{n}", WriteLine(text="held")) for n in range(2)))
        small.hand_in(*(entry(f"D{n}", OpenPage(text=str(n))) for n in range(2, 6)))
        for _ in range(6):
            small.worker.round(0.05)
        assert sorted(small.lines()) == ["0", "1", "2", "3", "4", "5"]
    until_idle(lambda: small.worker.round(0.05))
    assert small.lines().count("held") == 2


def test_only_what_follows_from_the_journal_does_not_wait_for_the_disk(tmp_path, monkeypatch):
    database = Database(f"sqlite:///{tmp_path}/hub.db")
    kept = []
    monkeypatch.setattr(sqlite3, "Connection", type("NotSpared", (), {}))  # the suite spares SQLite its fsync elsewhere
    for waits in (True, False):
        with database.transaction(waits_for_disk=waits) as connection:
            kept.append(connection.exec_driver_sql("PRAGMA synchronous").scalar_one())
    database.close()
    assert kept == [_FULL, _NORMAL]
