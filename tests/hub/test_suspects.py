"""What a dead worker left is run alone, by one worker, also when no broker remembers that it was delivered."""

import time

import pytest

from hub.batches import Batches
from hub.database import Database
from hub.liveness import Life, lives, worker_name
from hub.readiness import wait_until_ready
from hub.records import BATCHES
from hub.roles import Threads, work
from hub.rows import select, write
from hub.schema import upgrade
from tests.builders.engine import ToyHub
from tests.builders.runtimes import runtime_of

DEAD = "worker:99999999:dead"


def left(toy):
    with toy.database.reading() as connection:
        return [row[0] for row in connection.exec_driver_sql("SELECT worker FROM batches")]


def test_a_worker_that_starts_runs_what_a_dead_one_left_alone(toy):
    ran = []
    toy.worker._batches = Batches(toy.database, toy.clock, lambda name, lanes: ran.append(list(lanes)) or 0)
    Batches(toy.database, toy.clock).begin(DEAD, [("unit-1", "lane-1"), ("unit-2", "lane-2")])
    asked = iter([False, True])
    toy.worker.run(lambda: next(asked))
    assert ran == [["lane-1", "lane-2"]]
    assert left(toy) == []


def test_lanes_that_another_worker_runs_alone_are_left_to_it(toy):
    other = worker_name()
    Batches(toy.database, toy.clock).begin(DEAD, [("unit-1", "lane-1")])
    with Life(toy.database, other):
        with toy.database.transaction() as connection:
            (batch,) = select(connection, BATCHES, "worker", [DEAD])
            write(connection, BATCHES, [type(batch)(batch.id, other, batch.started_at, batch.units, 1)], "replace")
        toy.batches.sweep("worker:1:me")
        assert toy.batches.suspect_lanes == {"lane-1"}
        toy.batches.end(DEAD)
        toy.batches.sweep("worker:1:me")
        assert toy.batches.suspect_lanes == frozenset()


def test_a_worker_that_lost_its_session_announces_itself_anew(postgres_url, tmp_path, monkeypatch):
    monkeypatch.setattr("hub.liveness._ASK_EVERY_S", 0.1)
    monkeypatch.setattr("hub.worker._IDLE_S", 0.1)
    hub = ToyHub(postgres_url)
    runtime = runtime_of(hub, tmp_path)
    object.__setattr__(runtime, "settings", runtime.settings.model_copy(update={"broker_url": hub.broker_url}))
    holders = "SELECT pid FROM pg_locks WHERE locktype = 'advisory'"
    roles = Threads()
    roles.start("work", lambda stop: work(runtime, stop))
    first = _eventually(lambda: hub.sql(holders))
    hub.sql(f"SELECT pg_terminate_backend({first[0][0]})")
    second = _eventually(lambda: [row for row in hub.sql(holders) if row not in first])
    assert len(second) == 1
    roles.stop()
    hub.close()


def _eventually(ask):
    deadline = time.monotonic() + 10
    while not (found := ask()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return found


def test_a_life_ends_with_its_session(postgres_url):
    database = Database(postgres_url)
    name = worker_name()
    with Life(database, name), database.reading() as connection:
        assert lives(connection, name)
    with database.reading() as connection:
        assert not lives(connection, name)
    database.close()


def test_a_restarted_process_with_the_same_number_does_not_take_its_former_worker_for_living(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/hub.db")
    former, mine = worker_name(), worker_name()
    with Life(database, mine), database.reading() as connection:
        assert (lives(connection, former), lives(connection, mine)) == (False, True)
    database.close()


@pytest.fixture
def unmigrated(tmp_path):
    hub = ToyHub(f"sqlite:///{tmp_path}/hub.db")
    hub.database = Database(f"sqlite:///{tmp_path}/fresh.db")
    yield hub
    hub.database.close()


def test_a_role_waits_for_the_migrations(unmigrated, tmp_path):
    runtime = runtime_of(unmigrated, tmp_path)
    asked = iter([False, True])
    assert not wait_until_ready(runtime, "work", lambda: next(asked))
    upgrade(unmigrated.database)
    assert wait_until_ready(runtime, "work", lambda: False)


def test_a_role_waits_for_a_database_that_is_away(unmigrated, tmp_path):
    runtime = runtime_of(unmigrated, tmp_path)
    object.__setattr__(runtime, "database", Database("postgresql+psycopg://hub@127.0.0.1:1/none"))
    asked = iter([False, True])
    assert not wait_until_ready(runtime, "work", lambda: next(asked))
