"""Advice: what the code of today would make of a parked message, tried in a transaction that is rolled back."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NoReturn

from sqlalchemy.engine import Connection

from hub import rows as statements
from hub.database import Database
from hub.dispatch import Round
from hub.lanes import as_unit, lock_heads
from hub.parked import parked_of
from hub.parking import KILLS, group_of
from hub.records import COMMANDS, OUTCOMES, Outcome
from hub.registry import Registry
from hub.release import unblock
from schemas.errors import Busy

FAILS, NOT_TRIED = "still-fails", "not-tried"


@dataclass(frozen=True, slots=True)
class Advice:
    """`result` is the state that the message would get, `still-fails` or `not-tried`; `why` says what stops it."""

    unit_id: str
    result: str
    why: str = ""


class _Undone(Exception):  # noqa: N818 - it only carries the answer out of the transaction
    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome


def advise(database: Database, registry: Registry, unit_ids: Iterable[str], at: datetime) -> list[Advice]:
    """Tries each of these parked messages by itself; nothing of it stays. Raises as `parked.show` does."""
    return [_advise(database, registry, unit_id, at) for unit_id in unit_ids]


def _advise(database: Database, registry: Registry, unit_id: str, at: datetime) -> Advice:
    with database.reading() as connection:
        parked, _ = parked_of(connection, unit_id)
    if parked.slug.startswith(KILLS):
        why = "it ended the process that handled it; a retry runs it alone in a child process"
        return Advice(unit_id, NOT_TRIED, why)
    try:
        _try_and_undo(database, registry, unit_id, at)
    except _Undone as undone:
        state = FAILS if undone.outcome.state == "parked" else undone.outcome.state
        return Advice(unit_id, state, undone.outcome.slug)
    except Busy as busy:
        return Advice(unit_id, NOT_TRIED, str(busy))
    except Exception as error:  # noqa: BLE001 - that it still breaks is the answer
        return Advice(unit_id, FAILS, group_of(error))


def _try_and_undo(database: Database, registry: Registry, unit_id: str, at: datetime) -> NoReturn:
    with database.transaction() as connection:
        raise _Undone(_try(connection, registry, unit_id, at))


def _try(connection: Connection, registry: Registry, unit_id: str, at: datetime) -> Outcome:
    parked, lane = parked_of(connection, unit_id)
    heads = lock_heads(connection, {lane.key}, skip_locked=True)
    if lane.key not in heads:
        raise Busy("lock", "somebody is working on its dossier")
    free = replace(lane, blocked_by=None, attempts=0, retry_at=None)
    unblock(connection, registry, free, parked, at)
    again = statements.select(connection, OUTCOMES, "unit_id", [unit_id])
    if again:
        return again[0]
    unit = as_unit(tuple(statements.select(connection, COMMANDS, "unit_id", [unit_id])))
    round_ = Round(connection, registry, {free.id: free}, heads)
    round_.prepare([unit])
    outcome = round_.handle_message(unit)
    round_.write_out()
    return outcome
