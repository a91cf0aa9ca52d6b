"""Replay: everything that was ever decided, decided once more in an empty database, and the facts compared.

What came in, and accounts, offices and settings are copied.
What handlers make is made again, in the order of first handling.
What is parked or was discarded stays so.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby
from typing import Any, NamedTuple

from sqlalchemy import Table, inspect, select
from sqlalchemy.engine import Connection
from sqlmodel import SQLModel

from hub import rows as statements
from hub import schema
from hub.database import Database
from hub.dispatch import COMMAND, Round
from hub.execute import run
from hub.lanes import Unit, as_unit, lock_heads
from hub.ledger import snapshot
from hub.logs import log
from hub.records import COMMANDS, HEADS, LANES, OUTCOMES, TIMERS, Head, JournaledCommand, Lane, Outcome
from hub.registry import Registry
from hub.runtime import Runtime
from schemas.errors import Refused

_AT_ONCE = 200
_KEPT = frozenset({"parked", "discarded"})

MADE_AGAIN = {
    "lanes": "how far each exchange is follows from its messages",
    "heads": "counted again with what is applied",
    "outcomes": "what became of a unit is what replay finds out",
    "timeline": "told again by the handlers",
    "outgoing": "decided again by the handlers",
    "batches": "what workers of the source have in hand",
    "timers": "their commands are in the journal; the table itself is copied at the end",
    "uploads": "files on their way; what arrived is attached by a command",
    "upload_parts": "the bytes of those",
    "alembic_version": "the target has its own",
}
"""Tables of the engine that are not copied, each with its reason.

Of the capabilities, a table is made again when a handler needs it or it belongs to a dossier; the others are copied.
A table whose `info` says `{"replay": "copied"}` is copied in any case.
"""


class Failure(NamedTuple):
    """A unit that the code of today cannot handle, although it was handled before."""

    unit_id: str
    why: str


@dataclass(frozen=True, slots=True)
class Differences:
    """What is not the same after replay: dossiers by id, for one that differs the names of the facts that do."""

    dossiers: int
    units: int
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]
    differing: dict[str, tuple[str, ...]]
    failed: tuple[Failure, ...]

    @property
    def is_same(self) -> bool:
        return not (self.only_before or self.only_after or self.differing or self.failed)


def replay(source: Runtime, into_url: str, *, create: Callable[[Database], None] = schema.upgrade) -> Differences:
    """Replays `source` into the empty database of `into_url`; raises `Refused("target-not-empty")` for any other."""
    target = Database(into_url)
    try:
        if inspect(target.engine).get_table_names():
            raise Refused("target-not-empty", path="into")
        create(target)
        with snapshot(source.database) as before:
            failed, units = _Replay(source.registry, before, target).run()
            with target.reading() as after:
                return _compare(source, before, after, failed, units)
    finally:
        target.close()


@dataclass(slots=True)
class _Replay:
    registry: Registry
    source: Connection
    target: Database

    def run(self) -> tuple[list[Failure], int]:
        lanes = _all(self.source, LANES.table, LANES)
        with self.target.transaction() as connection:
            for table in _copied(self.registry, self.source):
                _copy(self.source, connection, table)
            statements.write(connection, LANES, [_fresh(lane) for lane in lanes])
            statements.write(connection, HEADS, [Head(lane.id, 0) for lane in lanes])
        outcomes = _all(self.source, OUTCOMES.table, OUTCOMES)
        handled = [o for o in outcomes if o.number and o.state not in _KEPT]
        handled.sort(key=lambda outcome: outcome.number)
        failed = list(chain.from_iterable(self._handle(units) for units in self._units(handled)))
        self._finish(lanes, [outcome for outcome in outcomes if not outcome.number or outcome.state in _KEPT])
        return failed, len(handled)

    def _units(self, outcomes: Sequence[Outcome]) -> Iterator[list[Unit]]:
        """Messages in runs of at most so many, every command of a person by itself."""
        for kind, alike in groupby(outcomes, key=lambda outcome: outcome.kind):
            ids = [outcome.unit_id for outcome in alike]
            size = 1 if kind == COMMAND else _AT_ONCE
            for start in range(0, len(ids), size):
                part = ids[start : start + size]
                found: dict[str, list[JournaledCommand]] = {}
                for command in statements.select(self.source, COMMANDS, "unit_id", part):
                    found.setdefault(command.unit_id, []).append(command)
                yield [as_unit(tuple(found[unit_id])) for unit_id in part]

    def _handle(self, units: Sequence[Unit]) -> list[Failure]:
        """Handles these units in one transaction; when one breaks, each in its own."""
        try:
            with self.target.transaction() as connection:
                if units[0].lane_id is None:
                    self._command(connection, units[0])
                else:
                    self._messages(connection, units)
        except Exception as error:  # noqa: BLE001 - that it breaks now is a difference to report, not the end of replay
            if len(units) == 1:
                return [Failure(units[0].id, type(error).__name__)]
            return list(chain.from_iterable(self._handle([unit]) for unit in units))
        return []

    def _messages(self, connection: Connection, units: Sequence[Unit]) -> None:
        lanes = statements.select(connection, LANES, "id", {str(unit.lane_id) for unit in units})
        heads = lock_heads(connection, {lane.key for lane in lanes}, skip_locked=False)
        round_ = Round(connection, self.registry, {lane.id: lane for lane in lanes}, heads)
        round_.prepare(units)
        for unit in units:
            round_.handle_message(unit)
        round_.write_out()

    def _command(self, connection: Connection, unit: Unit) -> None:
        (journaled,) = unit.commands
        kind = self.registry.commands.get(journaled.name)
        if kind is None or kind not in self.registry.handlers:
            self._decision(connection, unit)
            return
        statements.remove(connection, COMMANDS, [(unit.id, 0)])  # `run` journals it again
        command = kind.model_validate_json(journaled.arguments)
        run(connection, self.registry, command, actor=unit.actor, at=unit.at, unit_id=unit.id)

    def _decision(self, connection: Connection, unit: Unit) -> None:
        """An operator's decision about what is parked: it changed no fact, and is kept as it was."""
        for outcome in statements.select(self.source, OUTCOMES, "unit_id", [unit.id]):
            head = statements.select(connection, HEADS, "key", [outcome.key])
            statements.write(connection, HEADS, [replace(each, seq=each.seq + 1) for each in head], "replace")
            statements.write(connection, OUTCOMES, [outcome])

    def _finish(self, lanes: Sequence[Lane], kept: Sequence[Outcome]) -> None:
        """What is not made again: positions, blocks, outcomes that no handler gave, timers with their moments."""
        by_id = {lane.id: lane for lane in lanes}
        with self.target.transaction() as connection:
            made = _all(connection, LANES.table, LANES)
            statements.write(connection, LANES, [_as_far_as(lane, by_id[lane.id]) for lane in made], "replace")
            statements.write(connection, OUTCOMES, list(kept), "replace")
            connection.execute(TIMERS.table.delete())
            _copy(self.source, connection, TIMERS.table)


def _copied(registry: Registry, source: Connection) -> list[Table]:
    needed = {rows.table.name for handler in registry.handlers.values() for rows in handler.needs}
    there = set(inspect(source).get_table_names())
    tables = [table for table in SQLModel.metadata.sorted_tables if table.name in there]
    return [table for table in tables if table.info.get("replay") == "copied" or not _is_made(table, needed)]


def _is_made(table: Table, needed: set[str]) -> bool:
    if table.name == COMMANDS.table.name:
        return False
    return table.name in MADE_AGAIN or table.name in needed or "dossier_id" in table.columns


def _copy(source: Connection, target: Connection, table: Table) -> None:
    for part in source.execute(select(table)).mappings().partitions(_AT_ONCE):
        target.execute(table.insert(), [dict(row) for row in part])


def _all(connection: Connection, table: Table, rows: statements.Rows[Any]) -> list[Any]:
    return [rows.value(*row) for row in connection.execute(select(table).order_by(*table.primary_key))]


def _fresh(lane: Lane) -> Lane:
    return Lane(
        id=lane.id,
        environment=lane.environment,
        office_id=lane.office_id,
        partner=lane.partner,
        node=lane.node,
        opened_at=lane.opened_at,
        joined_to=lane.joined_to,
        dossier_id=lane.born_in or None,
        born_in=lane.born_in,
    )


def _as_far_as(made: Lane, source: Lane) -> Lane:
    return replace(
        made, done_position=source.done_position, blocked_by=source.blocked_by, attempts=source.attempts, retry_at=None
    )


def _compare(
    source: Runtime, before: Connection, after: Connection, failed: Sequence[Failure], units: int
) -> Differences:
    known, made = _dossiers(before), _dossiers(after)
    differing = {}
    for dossier_id in sorted(known & made):
        names = _differing(source.facts(before, dossier_id), source.facts(after, dossier_id))
        if names:
            differing[dossier_id] = names
    log.info("replayed", units=str(units), count=len(known), left=str(len(differing)))
    return Differences(
        len(known), units, tuple(sorted(known - made)), tuple(sorted(made - known)), differing, tuple(failed)
    )


def _dossiers(connection: Connection) -> set[str]:
    """The keys that are no lane's own and no office's: every dossier that was ever applied to."""
    found = connection.exec_driver_sql(
        "SELECT h.key FROM heads h LEFT JOIN lanes l ON l.id = h.key LEFT JOIN nodes n ON n.office_id = h.key "
        "WHERE l.id IS NULL AND n.node IS NULL"
    )
    return {row[0] for row in found}


def _differing(before: dict[str, object], after: dict[str, object]) -> tuple[str, ...]:
    return tuple(sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name)))
