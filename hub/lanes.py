"""Lanes and locks: which lanes a worker may move now, and what is due in them.

A worker locks heads in one statement and skips what another holds; it never waits while it holds a lock.
What is due is read after the lock, so a delivery is only the bell, never the truth.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy.engine import Connection

from hub import rows as statements
from hub.records import COMMANDS, HEADS, LANES, Head, JournaledCommand, Lane


@dataclass(frozen=True, slots=True)
class Unit:
    """A message or a single command of a person or timer: what is applied in one piece."""

    id: str
    lane_id: str | None
    position: int
    actor: str
    at: datetime
    commands: tuple[JournaledCommand, ...]


_LOCK_FREE = (
    "SELECT key, seq, leads_to FROM heads WHERE key IN (SELECT coalesce(dossier_id, id) FROM lanes WHERE id = ANY(%s)) "
    "ORDER BY key FOR UPDATE SKIP LOCKED"
)


@dataclass(frozen=True, slots=True)
class Due:
    """Units by lane and position; `is_cut` says that the last lane, and those after it, may have more."""

    units: list[Unit]
    is_cut: bool = False


def lock_free(connection: Connection, lane_ids: Sequence[str]) -> tuple[dict[str, Lane], dict[str, Head]]:
    """Locks what is free of these lanes; returns the lanes that are ours now and their heads, by id and by key."""
    lanes, heads, _ = lock_known(connection, lane_ids)
    return lanes, heads


def lock_known(
    connection: Connection, lane_ids: Sequence[str]
) -> tuple[dict[str, Lane], dict[str, Head], frozenset[str]]:
    """As `lock_free`, and which of these are no lanes: a bell may be older than a restored database, or made up."""
    if connection.dialect.name == "postgresql":
        # The second statement begins after the first has its locks, although they travel together.
        with statements.piped(connection):
            locked = statements.ask(connection, _LOCK_FREE, (list(lane_ids),))
            lanes = statements.asked(connection, LANES, "id", lane_ids)
            heads, fresh = {row[0]: Head(*row) for row in locked()}, lanes()
    else:
        fresh = statements.select(connection, LANES, "id", lane_ids)
        heads = lock_heads(connection, {lane.key for lane in fresh}, skip_locked=True)
    unknown = frozenset(lane_ids) - {lane.id for lane in fresh}
    return {lane.id: lane for lane in fresh if lane.key in heads}, heads, unknown


def lock_heads(connection: Connection, keys: Iterable[str], *, skip_locked: bool) -> dict[str, Head]:
    """Locks these heads in key order; on SQLite the transaction itself is the lock."""
    wanted = sorted(keys)
    if connection.dialect.name != "postgresql":
        found = statements.select(connection, HEADS, "key", wanted)
    else:
        tail = " SKIP LOCKED" if skip_locked else ""
        sql = f"SELECT key, seq, leads_to FROM heads WHERE key = ANY(%s) ORDER BY key FOR UPDATE{tail}"  # noqa: S608 - no input in it
        found = [Head(*row) for row in statements.ask(connection, sql, (wanted,))()]
    return {head.key: head for head in found}


def due_units(connection: Connection, lanes: Sequence[Lane], limit: int) -> Due:
    """What is due in these lanes, by lane and position; at most `limit` commands, and whether there is more."""
    free = sorted((lane.id, lane.done_position) for lane in lanes if lane.blocked_by is None)
    commands = _due_commands(connection, free, limit + 1)
    if len(commands) <= limit:
        return Due(_grouped(commands))
    return Due(_grouped(_whole_units(connection, commands)), is_cut=True)


def waiting_units(connection: Connection, lane_ids: Sequence[str]) -> list[Unit]:
    """What was set aside in these lanes, by lane and position."""
    if not lane_ids:
        return []
    postgres = connection.dialect.name == "postgresql"
    among = "= ANY(%s)" if postgres else f"IN ({', '.join('?' * len(lane_ids))})"
    sql = (
        f"SELECT {_names('c')} FROM outcomes o JOIN commands c ON c.unit_id = o.unit_id "  # noqa: S608 - no input in it
        f"WHERE o.lane_id {among} AND o.state = 'waiting' ORDER BY c.lane_id, c.position, c.n"
    )
    parameters: tuple[Any, ...] = (list(lane_ids),) if postgres else tuple(lane_ids)
    found = connection.exec_driver_sql(sql, parameters).fetchall()
    return _grouped(statements.values_of(connection.dialect, COMMANDS, found))


def _due_commands(connection: Connection, free: Sequence[tuple[str, int]], limit: int) -> list[JournaledCommand]:
    """On PostgreSQL one look in the index per lane, whatever the planner thinks of the size of the journal."""
    if not free:
        return []
    if connection.dialect.name == "postgresql":
        sql = (
            f"SELECT {_names('c')} FROM unnest(%b::VARCHAR[], %b::BIGINT[]) AS free (lane_id, done) "  # noqa: S608 - no input in it
            f"CROSS JOIN LATERAL (SELECT {_names('j')} FROM commands j WHERE j.lane_id = free.lane_id "
            f"AND j.position > free.done ORDER BY j.position, j.n LIMIT {limit}) c "
            f"ORDER BY c.lane_id, c.position, c.n LIMIT {limit}"
        )
        lane_ids, done = zip(*free, strict=True)
        found = statements.ask(connection, sql, (list(lane_ids), list(done)))()
    else:
        sql = (
            f"SELECT {_names('c')} FROM lanes l JOIN commands c ON c.lane_id = l.id AND c.position > l.done_position "  # noqa: S608
            f"WHERE l.id IN ({', '.join('?' * len(free))}) ORDER BY c.lane_id, c.position, c.n LIMIT {limit}"
        )
        found = statements.ask(connection, sql, [lane_id for lane_id, _ in free])()
    return statements.values_of(connection.dialect, COMMANDS, found)


def _names(table: str) -> str:
    return ", ".join(f'{table}."{name}"' for name in COMMANDS.columns)


def _grouped(commands: Sequence[JournaledCommand]) -> list[Unit]:
    return [as_unit(tuple(group)) for _, group in groupby(commands, key=attrgetter("unit_id"))]


def _whole_units(connection: Connection, commands: list[JournaledCommand]) -> list[JournaledCommand]:
    """Drops the last unit when the limit may have cut it; a unit that is all there is, is read whole."""
    last = commands[-1].unit_id
    whole = [command for command in commands if command.unit_id != last]
    return whole or statements.select(connection, COMMANDS, "unit_id", [last])


def as_unit(commands: tuple[JournaledCommand, ...]) -> Unit:
    """The commands of one unit as one piece."""
    first = commands[0]
    return Unit(first.unit_id, first.lane_id, first.position, first.actor, first.given_at, commands)
