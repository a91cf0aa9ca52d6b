"""The road of a person's or timer's command: at once, in the caller's request, in one transaction of its own.

It takes the same locks and the same dispatch as a message but is in no lane, so a parked message never stops a person.
"""

from datetime import datetime
from itertools import count

from psycopg.errors import UniqueViolation
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from hub import rows as statements
from hub.database import Database
from hub.dispatch import Round
from hub.ids import new_id
from hub.lanes import as_unit, lock_heads
from hub.orders import journal_orders
from hub.parking import announce
from hub.records import COMMANDS, HEADS, LANES, OUTCOMES, Head, JournaledCommand, Lane, Outcome
from hub.registry import Registry
from schemas.commands import Command
from schemas.errors import Busy, Conflict, NotFound, Refused

MERGED = "dossier-merged"
"""The slug of what is asked of a dossier that leads to another one."""
_TRIES = 3
_LOCK_TIMEOUT = "3s"


def execute(
    database: Database,
    registry: Registry,
    command: Command,
    *,
    actor: str,
    at: datetime,
    unit_id: str | None = None,
    seen: int | None = None,
) -> Outcome:
    """Journals and applies `command`; raises `Refused` with nothing written, `Busy` when it can be tried again.

    The dossier is the command's `dossier_id`, a second one its `with_dossier_id`, the lane its `lane_id`; each may be
    absent.
    Raises `Conflict("dossier-merged")` for a dossier that leads to another one.
    A command about an office itself has its `office_id`, which is locked and counted like a dossier.
    A `unit_id` that was handled before is answered with its first outcome: once is enough.
    `seen` is the `seq` of the dossier as the person saw it; raises `Refused("stale")` when it has moved since.
    """
    unit_id = unit_id or new_id()
    for attempt in count(1):
        try:
            with database.transaction() as connection:
                outcome = run(connection, registry, command, actor=actor, at=at, unit_id=unit_id, seen=seen)
        except (IntegrityError, UniqueViolation):
            # The same unit was given twice at once and locks nothing in common: the next look finds its outcome.
            if attempt == _TRIES:
                raise
            continue
        if outcome:
            return outcome
        if attempt == _TRIES:
            raise Busy("lock", "the exchange was linked elsewhere meanwhile")
    raise AssertionError("count() has no end")


def run(
    connection: Connection,
    registry: Registry,
    command: Command,
    *,
    actor: str,
    at: datetime,
    unit_id: str,
    seen: int | None = None,
) -> Outcome | None:
    """One try inside a transaction of the caller; `None` when the lane moved before it could be locked."""
    before = _outcome_of(connection, unit_id)
    if before:
        return before
    made = _carry_out(connection, registry, command, actor=actor, at=at, unit_id=unit_id, seen=seen)
    if isinstance(made, Round):
        for parked_unit, parked in made.parked:
            announce(parked_unit, parked)
        return made.outcomes[unit_id]
    return made


def tried(
    connection: Connection, registry: Registry, command: Command, *, actor: str, at: datetime, unit_id: str
) -> Outcome | None:
    """As `run`, for a transaction that is undone: nobody hears of what it would park."""
    made = _carry_out(connection, registry, command, actor=actor, at=at, unit_id=unit_id, seen=None)
    return made.outcomes[unit_id] if isinstance(made, Round) else made


def _carry_out(
    connection: Connection,
    registry: Registry,
    command: Command,
    *,
    actor: str,
    at: datetime,
    unit_id: str,
    seen: int | None,
) -> Round | Outcome | None:
    """The round that it made, written; its first outcome when somebody gave it meanwhile; `None` as `run` says."""
    lane = _lane(connection, command)
    dossier_id = _scope(connection, registry, command, lane)
    heads = _lock(connection, lane, dossier_id, getattr(command, "with_dossier_id", None))
    meanwhile = _outcome_of(connection, unit_id)
    if meanwhile:
        return meanwhile
    if not registry.handlers[type(command)].follows:
        _check_own(heads)
    _check_seen(heads, dossier_id, seen)
    fresh = _lane(connection, command)
    if lane and fresh and fresh.key != lane.key:
        return None
    journaled = JournaledCommand(
        unit_id, 0, None, 0, dossier_id, type(command).__name__, command.model_dump_json(), actor, at
    )
    unit = as_unit((journaled,))
    round_ = Round(connection, registry, {fresh.id: fresh} if fresh else {}, heads)
    round_.handle_command(unit, command, fresh, frozenset(heads) - ({fresh.id} if fresh else set()))
    round_.write_out(
        lambda writes: writes.write(COMMANDS, [journaled]),
        lambda writes: journal_orders(writes, round_.orders, at),
    )
    return round_


def _scope(connection: Connection, registry: Registry, command: Command, lane: Lane | None) -> str | None:
    """What the command changes: a dossier, or an office; the head of an office, or of what is new, is made here."""
    office_id: str | None = getattr(command, "office_id", None)
    dossier_id: str | None = getattr(command, "dossier_id", None)
    second: str | None = getattr(command, "with_dossier_id", None)
    made = office_id or (second or dossier_id if registry.handlers[type(command)].opens else None)
    if made:
        statements.write(connection, HEADS, [Head(made, 0)], "ignore")
    if made and made != second:
        return made
    return dossier_id or (lane.dossier_id if lane else None)


def _lane(connection: Connection, command: Command) -> Lane | None:
    lane_id: str | None = getattr(command, "lane_id", None)
    if lane_id is None:
        return None
    found = statements.select(connection, LANES, "id", [lane_id])
    if not found:
        raise NotFound("not-found", path="lane_id", came=lane_id, expected="an exchange")
    return found[0]


def _check_seen(heads: dict[str, Head], dossier_id: str | None, seen: int | None) -> None:
    """Under the lock, so that of two who saw the same only one writes."""
    if dossier_id and seen is not None and heads[dossier_id].seq != seen:
        raise Refused("stale", path="dossier_id", came=heads[dossier_id].seq, expected=seen)


def _check_own(heads: dict[str, Head]) -> None:
    """What was merged into another dossier takes nothing in any more."""
    for head in heads.values():
        if head.leads_to:
            raise Conflict(MERGED, path="dossier_id", came=head.key, expected=head.leads_to)


def _lock(
    connection: Connection, lane: Lane | None, dossier_id: str | None, second: str | None = None
) -> dict[str, Head]:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_LOCK_TIMEOUT}'")
    of_lane = (lane.id, lane.dossier_id) if lane else ()
    keys = {key for key in (dossier_id, second, *of_lane) if key}
    heads = lock_heads(connection, keys, skip_locked=False)
    for path, key in (("dossier_id", dossier_id), ("with_dossier_id", second)):
        if key and key not in heads:
            raise NotFound("not-found", path=path, came=key, expected="a dossier")
    return heads


def _outcome_of(connection: Connection, unit_id: str) -> Outcome | None:
    found = statements.select(connection, OUTCOMES, "unit_id", [unit_id])
    return found[0] if found else None
