"""Two intakes at once: one exchange, one message and one join, whoever comes first."""

import threading

import pytest

from hub import rows
from hub.journal import record
from hub.naming import NamesMoved, Naming
from hub.records import LANES
from tests.builders.engine import OpenPage, ToyHub, WriteLine, entry

UUID, NUMBER = ("uuid", "6f2c0a52-0d0b-4d3e-9a52-3a4f1f0e6a01"), ("number", "A-1")


@pytest.fixture
def toy(postgres_url):
    hub = ToyHub(postgres_url)
    yield hub
    hub.close()


def at_once(*calls):
    """An error in a thread is a warning of pytest, and warnings are errors here."""
    start = threading.Barrier(len(calls))

    def run(call):
        start.wait(5)
        call()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)


def test_an_exchange_that_many_open_at_once_is_opened_once(toy):
    entries = [entry("A-1", WriteLine(text=str(n)), names=(UUID, NUMBER)) for n in range(8)]
    at_once(*[lambda each=each: record(toy.database, [each]) for each in entries])
    assert toy.sql("SELECT count(*) FROM lanes") == [(1,)]
    assert toy.sql("SELECT position FROM messages ORDER BY position") == [(n,) for n in range(1, 9)]


def test_a_message_that_comes_many_times_at_once_is_recorded_once(toy):
    one, receipts = entry("A-1", WriteLine(text="x")), []
    at_once(*[lambda: receipts.extend(each.receipt for each in record(toy.database, [one])) for _ in range(8)])
    assert len(set(receipts)) == 1
    assert toy.sql("SELECT count(*) FROM messages") == [(1,)]
    assert toy.sql("SELECT is_copy, count(*) FROM arrivals GROUP BY 1 ORDER BY 1") == [(False, 1), (True, 7)]


def test_an_intake_that_read_the_names_before_a_join_starts_again(toy):
    record(toy.database, [entry("u", WriteLine(text="a"), names=(UUID,))])
    record(toy.database, [entry("n", WriteLine(text="b"), names=(NUMBER,))])
    late = entry("late", WriteLine(text="c"), names=(NUMBER,))
    waiting, noticed = threading.Event(), []

    def read_early():
        with toy.database.transaction() as connection:
            connection.exec_driver_sql("SET LOCAL application_name = 'late'")
            waiting.set()
            try:
                Naming(connection, [late])
            except NamesMoved as moved:
                noticed.append(moved)

    reader = threading.Thread(target=read_early)
    with toy.database.transaction() as connection:
        joining = Naming(connection, [entry("both", OpenPage(), names=(UUID, NUMBER), opens=True)])
        reader.start()
        waiting.wait(5)
        _until_it_waits(toy)
        joining.place(entry("both", OpenPage(), names=(UUID, NUMBER), opens=True))
        joining.write_out()
    reader.join(10)
    assert len(noticed) == 1
    (again,) = record(toy.database, [late])
    assert toy.sql("SELECT kind, lane_id FROM exchange_names ORDER BY kind") == [
        ("number", again.lane_id),
        ("uuid", again.lane_id),
    ]


def test_a_worker_s_write_leaves_the_mark_of_a_join_as_it_is(toy):
    toy.hand_in(entry("n", WriteLine(text="b"), names=(NUMBER,)), rings=False)
    with toy.database.transaction() as connection:
        (seen,) = rows.select(connection, LANES, "environment", ["production"])
        with toy.database.transaction() as other:
            other.exec_driver_sql("UPDATE lanes SET joined_to = 'kept'")
        rows.write(connection, LANES, [seen], "replace")
    assert toy.sql("SELECT joined_to FROM lanes") == [("kept",)]


def _until_it_waits(toy):
    for _ in range(500):
        if toy.sql("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")[0][0]:
            return
    raise AssertionError("nobody waits")
