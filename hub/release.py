"""Releasing a lane: an operator retries the parked message that blocks it, or discards it.

Both are journaled as commands, with who decided and why.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.engine import Connection

from hub import rows as statements
from hub.bells import Bell
from hub.bus.port import Bus
from hub.database import Database
from hub.dispatch import COMMAND, Round, next_numbers
from hub.ids import new_id
from hub.lanes import lock_heads
from hub.logs import log
from hub.orders import journal_orders
from hub.parked import parked_of
from hub.records import COMMANDS, HEADS, LANES, MESSAGES, OUTCOMES, Head, JournaledCommand, Lane, Outcome
from hub.registry import Registry
from hub.relay import ring
from schemas.commands import Command
from schemas.errors import Busy, Conflict
from schemas.operations import DiscardParked, RetryParked

_LOCK_TIMEOUT = "3s"


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """Who decides, why and when; `actor` is `user:…` or `operator:…`. Each unit has a transaction of its own."""

    database: Database
    registry: Registry
    actor: str
    reason: str
    at: datetime

    def retry(self, unit_id: str) -> Bell:
        """Tries the parked message again: the worker takes it first, then its followers.

        Raises `Conflict("not-parked")` when somebody else decided first, and `NotFound`.
        Returns the bell to ring; the relay rings it when nobody does.
        """
        with self.database.transaction() as connection:
            outcome, lane, head = _locked(connection, unit_id)
            self._journal(connection, RetryParked(unit_id=unit_id, lane_id=lane.id, reason=self.reason), lane, head)
            free = replace(lane, blocked_by=None, attempts=0, retry_at=None)
            unblock(connection, self.registry, free, outcome, self.at)
        log.info("parked-retried", unit=unit_id, lane=lane.id, actor_kind=self.actor.partition(":")[0])
        return Bell(lane.id, unit_id)

    def discard(self, unit_id: str) -> Bell:
        """Decides that the parked message is never applied; its followers go on. Raises as `retry` does."""
        with self.database.transaction() as connection:
            outcome, lane, head = _locked(connection, unit_id)
            self._journal(connection, DiscardParked(unit_id=unit_id, lane_id=lane.id, reason=self.reason), lane, head)
            said = {"discarded_by": self.actor, "reason": self.reason, "discarded_at": self.at.isoformat()}
            gone = replace(outcome, state="discarded", detail=outcome.detail | said)
            position = statements.select(connection, MESSAGES, "id", [unit_id])[0].position
            free = replace(lane, blocked_by=None, attempts=0, retry_at=None)
            free = replace(free, done_position=max(free.done_position, position))
            statements.write(connection, OUTCOMES, [gone], "replace")
            statements.write(connection, LANES, [free], "replace")
        log.info("parked-discarded", unit=unit_id, lane=lane.id, actor_kind=self.actor.partition(":")[0])
        return Bell(lane.id, unit_id)

    def _journal(self, connection: Connection, command: Command, lane: Lane, head: Head) -> None:
        unit_id, name = new_id(), type(command).__name__
        journaled = JournaledCommand(
            unit_id, 0, None, 0, lane.dossier_id, name, command.model_dump_json(), self.actor, self.at
        )
        moved = Head(head.key, head.seq + 1)
        (number,) = next_numbers(connection, 1)
        outcome = Outcome(unit_id, COMMAND, None, lane.key, moved.seq, number, "applied", "", self.at, 0, 0, 0, {})
        statements.write(connection, COMMANDS, [journaled])
        statements.write(connection, HEADS, [moved], "replace")
        statements.write(connection, OUTCOMES, [outcome])


def ring_released(bus: Bus, bells: Sequence[Bell]) -> None:
    """Rings the lanes that were released; with the broker away the relay does so later."""
    with suppress(Busy):
        ring(bus, bells)


def unblock(connection: Connection, registry: Registry, free: Lane, outcome: Outcome, at: datetime) -> None:
    """Makes the unit due again; one that waited before it broke is tried here and now, because its lane is past it."""
    position = statements.select(connection, MESSAGES, "id", [outcome.unit_id])[0].position
    if position > free.done_position:
        statements.remove(connection, OUTCOMES, [(outcome.unit_id,)])
        statements.write(connection, LANES, [free], "replace")
        return
    waits = replace(outcome, state="waiting", slug="retry", attempts=0, detail={})
    counted = replace(free, waiting=free.waiting + 1)
    statements.write(connection, OUTCOMES, [waits], "replace")
    statements.write(connection, LANES, [counted], "replace")
    round_ = Round(
        connection, registry, {counted.id: counted}, lock_heads(connection, {counted.key}, skip_locked=False)
    )
    round_.prepare(())
    round_.retry_waiting(counted.id)
    round_.write_out(lambda writes: journal_orders(writes, round_.orders, at))


def _locked(connection: Connection, unit_id: str) -> tuple[Outcome, Lane, Head]:
    """The parked unit with its lane and head, locked; looked at again then, because another may have decided."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_LOCK_TIMEOUT}'")
    _, lane = parked_of(connection, unit_id)
    heads = lock_heads(connection, {lane.key}, skip_locked=False)
    outcome, fresh = parked_of(connection, unit_id)
    if fresh.key not in heads or fresh.blocked_by != unit_id:
        raise Conflict("not-parked", path="unit", came=unit_id, expected="a parked message")
    return outcome, fresh, heads[fresh.key]
