"""Replay into an empty database reaches the same facts, whatever happened, and says what is not the same."""

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

from hub.database import Database
from hub.execute import execute
from hub.ids import new_id
from hub.ledger import balance, snapshot
from hub.records import NODES, NodeEntry
from hub.registry import Handler, Registry
from hub.release import Release
from hub.replay import Differences, replay
from hub.rows import write
from schemas.errors import Refused
from tests.builders.engine import (
    LINES,
    START,
    TOY,
    LinkPage,
    NotePage,
    OpenPage,
    WriteLine,
    compose_toy,
    entry,
    open_page,
)
from tests.builders.engine import write_line as write_as_it_is
from tests.builders.runtimes import runtime_of


def create(database):
    SQLModel.metadata.create_all(database.engine)


@pytest.fixture
def empty(toy, tmp_path, request):
    if toy.database.is_sqlite:
        return f"sqlite:///{tmp_path}/again.db"
    return request.getfixturevalue("postgres_server").new_database()


@pytest.fixture
def lived(toy):
    """Messages that waited, broke, were refused, discarded and retried, and people who linked and wrote notes."""
    with toy.database.transaction() as connection:
        write(connection, NODES, [NodeEntry("500001", "office", "office-1", "", "Kantoor")])
    toy.hand_in(entry("D1", WriteLine(text="early")), entry("D1", OpenPage(text="a"), WriteLine(text="send")))
    toy.hand_in(entry("D1", WriteLine(text="refuse")), entry("D2", OpenPage(text="b")), entry("D9", salt="stored"))
    toy.hand_in(entry("D2", WriteLine(text="poison")), entry("D2", WriteLine(text="c")))
    toy.hand_in(
        entry("D3", OpenPage(text="d")), entry("D3", WriteLine(text="poison 3")), entry("D4", WriteLine(text="lost"))
    )
    toy.work_through_pauses()
    page = toy.sql("SELECT dossier_id FROM lanes l JOIN exchange_names n ON n.lane_id = l.id WHERE n.value = 'D1'")[0][
        0
    ]
    lane = toy.sql("SELECT lane_id FROM exchange_names WHERE value = 'D4'")[0][0]
    for command in (NotePage(dossier_id=page, text="note"), LinkPage(lane_id=lane, dossier_id=page)):
        execute(toy.database, toy.registry, command, actor="user:1", at=toy.clock.now())
    (unit,) = toy.sql("SELECT m.id FROM messages m JOIN lanes l ON l.blocked_by = m.id WHERE m.dossier_name = 'D2'")[0]
    release = Release(database=toy.database, registry=toy.registry, actor="operator:otto", reason="", at=START)
    release.discard(unit)
    toy.work_through_pauses()
    assert toy.lines().count("c") == 1
    return toy


def test_replay_reaches_the_same_facts_in_the_same_dossiers(lived, empty, tmp_path):
    found = replay(runtime_of(lived, tmp_path), empty, create=create)
    assert found == Differences(dossiers=3, units=10, only_before=(), only_after=(), differing={}, failed=())
    assert found.is_same


def test_what_replay_made_is_balanced_and_holds_the_same_rows(lived, empty, tmp_path):
    replay(runtime_of(lived, tmp_path), empty, create=create)
    again = Database(empty)
    with snapshot(lived.database) as before, snapshot(again) as after:
        assert balance(after) == balance(before)
        for name in ("timeline", "outgoing", "toy_lines", "nodes", "commands", "messages", "lanes", "timers", "heads"):
            table = SQLModel.metadata.tables[name]
            # Numbers are drawn anew; only their order counts.
            same = select(*(column for column in table.columns if column.name != "number"))
            in_order = same.order_by(*table.primary_key)
            assert before.execute(in_order).all() == after.execute(in_order).all(), name
    again.close()


def test_a_database_with_tables_is_refused(lived, tmp_path):
    with pytest.raises(Refused) as refused:
        replay(runtime_of(lived, tmp_path), lived.database.url, create=create)
    assert refused.value.slug == "target-not-empty"


def test_a_handler_that_does_something_else_today_is_a_difference(lived, empty, tmp_path):
    def open_otherwise(command, work):
        open_page(command.model_copy(update={"text": command.text.upper()}), work)

    today = Registry(
        TOY.commands, {**TOY.handlers, OpenPage: Handler(open_otherwise, (LINES,))}, {}, compose=compose_toy
    )
    found = replay(runtime_of(lived, tmp_path, today), empty, create=create)
    assert set(found.differing.values()) == {("lines",)}
    assert len(found.differing) == 3


def test_a_handler_that_breaks_today_is_named_by_its_unit(lived, empty, tmp_path):
    def break_on_c(command, work):
        if command.text == "c":
            raise ZeroDivisionError
        write_as_it_is(command, work)

    today = Registry(TOY.commands, {**TOY.handlers, WriteLine: Handler(break_on_c, (LINES,))}, {}, compose=compose_toy)
    found = replay(runtime_of(lived, tmp_path, today), empty, create=create)
    assert [failure.why for failure in found.failed] == ["ZeroDivisionError"]


def test_a_handler_that_is_not_the_same_twice_is_found(lived, empty, tmp_path):
    def write_at_random(command, work):
        write_as_it_is(command.model_copy(update={"text": new_id()}) if command.text == "c" else command, work)

    today = Registry(
        TOY.commands, {**TOY.handlers, WriteLine: Handler(write_at_random, (LINES,))}, {}, compose=compose_toy
    )
    assert not replay(runtime_of(lived, tmp_path, today), empty, create=create).is_same
