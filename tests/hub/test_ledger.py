"""The ledger balances whatever happened, and finds every single row that is gone by the id of its unit."""

import pytest

from hub.execute import execute
from hub.ledger import balance, snapshot
from hub.release import Release
from tests.builders.engine import START, NotePage, OpenPage, WriteLine, entry

GONE = {
    "receipts": ("message_id", "message_id"),
    "messages": ("id", "id"),
    "commands": ("unit_id", "unit_id, n"),
    "outcomes": ("unit_id", "unit_id"),
    "timeline": ("unit_id", "id"),
    "outgoing": ("unit_id", "id"),
    "arrivals": ("message_id", "id"),
}


def balanced(toy):
    with snapshot(toy.database) as connection:
        return balance(connection)


def release(toy):
    return Release(database=toy.database, registry=toy.registry, actor="operator:otto", reason="", at=START)


@pytest.fixture
def busy(toy):
    """One of every account but superseded and carried, and a person's command."""
    toy.hand_in(entry("D1", OpenPage()), entry("D1", WriteLine(text="send"), WriteLine(text="two")))
    toy.hand_in(entry("D1", WriteLine(text="refuse")), entry("D2", WriteLine(text="early")), entry("D9", salt="stored"))
    toy.hand_in(entry("D3", OpenPage()), entry("D3", WriteLine(text="poison")), entry("D3", WriteLine(text="follower")))
    toy.hand_in(entry("D4", OpenPage(), salt="4"), entry("D4", WriteLine(text="poison 4")))
    toy.hand_in(
        entry("D1", WriteLine(text="x"), identity="reused"), entry("D1", WriteLine(text="y"), identity="reused")
    )
    toy.work_through_pauses()
    page = toy.sql("SELECT dossier_id FROM lanes WHERE dossier_id IS NOT NULL ORDER BY id")[0][0]
    execute(toy.database, toy.registry, NotePage(dossier_id=page, text="note"), actor="user:1", at=START)
    parked = toy.sql(
        "SELECT m.id FROM messages m JOIN outcomes o ON o.unit_id = m.id "
        "WHERE o.state = 'parked' AND m.dossier_name = 'D4'"
    )
    release(toy).discard(parked[0][0])
    return toy


def test_an_empty_hub_is_balanced(toy):
    found = balanced(toy)
    assert (found.accounts, found.in_flight, found.imbalances) == ({}, 0, ())


def test_every_message_is_in_exactly_one_account(busy):
    found = balanced(busy)
    assert found.imbalances == ()
    assert found.accounts == {
        "applied": 5,
        "discarded": 1,
        "in-flight": 1,
        "parked": 1,
        "rejected": 2,
        "stored": 1,
        "waiting": 1,
    }
    assert sum(found.accounts.values()) == busy.sql("SELECT count(*) FROM messages")[0][0]


def test_a_retried_message_is_in_flight_again(busy):
    release(busy).retry(busy.sql("SELECT unit_id FROM outcomes WHERE state = 'parked'")[0][0])
    found = balanced(busy)
    assert found.imbalances == ()
    assert (found.in_flight, found.accounts.get("parked", 0)) == (2, 0)


@pytest.mark.parametrize("table", GONE)
def test_any_single_row_that_is_gone_is_found_by_id(busy, table):
    unit, keys = GONE[table]
    names = [name.strip() for name in keys.split(",")]
    rows = busy.sql(f"SELECT {unit}, {keys} FROM {table} ORDER BY {keys}")
    assert rows
    where = " AND ".join(f"{name} = {'?' if busy.database.is_sqlite else '%s'}" for name in names)
    for unit_id, *key in rows:
        with busy.database.transaction() as connection:
            connection.exec_driver_sql("CREATE TEMPORARY TABLE kept AS SELECT * FROM " + table)
            connection.exec_driver_sql(f"DELETE FROM {table} WHERE {where}", tuple(key))
            found = {imbalance.id for imbalance in balance(connection).imbalances}
            connection.exec_driver_sql(f"DELETE FROM {table}")
            connection.exec_driver_sql(f"INSERT INTO {table} SELECT * FROM kept")
            connection.exec_driver_sql("DROP TABLE kept")
        if table == "arrivals" and unit_id not in found:
            assert busy.sql("SELECT count(*) FROM arrivals WHERE message_id = ?", unit_id) != [(1,)]
            continue
        assert unit_id in found, (table, key)
    assert balanced(busy).imbalances == ()


def test_an_outcome_that_was_made_up_is_found(busy):
    with busy.database.transaction() as connection:
        connection.exec_driver_sql(
            "INSERT INTO outcomes SELECT 'made-up', kind, lane_id, key, seq, number, state, slug, at, effects, "
            "outgoing, attempts, detail FROM outcomes WHERE state = 'stored'"
        )
    assert [(i.id, i.slug) for i in balanced(busy).imbalances] == [("made-up", "message-missing")]
