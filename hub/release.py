"""Releasing a lane: an operator retries the parked message that blocks it, or discards it.

Both are journaled as commands, with who decided and why.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, NamedTuple

import orjson
from sqlalchemy.engine import Connection

from hub import rows as statements
from hub.bells import Bell
from hub.bus.port import Bus
from hub.database import Database
from hub.dispatch import COMMAND, Round, next_numbers
from hub.ids import derived_id, new_id
from hub.lanes import lock_heads
from hub.logs import log
from hub.orders import journal_orders
from hub.parked import parked_of
from hub.records import COMMANDS, HEADS, LANES, MESSAGES, OUTCOMES, Head, JournaledCommand, Lane, Outcome
from hub.registry import Registry
from hub.relay import ring
from schemas.commands import Command
from schemas.errors import Busy, Conflict, Refused
from schemas.operations import DiscardParked, RetryParked

_LOCK_TIMEOUT = "3s"

Verb = Literal["retry", "discard"]
_COMMANDS: dict[Verb, type[Command]] = {"retry": RetryParked, "discard": DiscardParked}


class Decided(NamedTuple):
    """What became of one message of a decision: the bell of its lane, or why it could not be decided."""

    unit_id: str
    bell: Bell | None
    refused: Refused | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """Who decides, why and when; `actor` is `user:…` or `operator:…`. Each unit has a transaction of its own."""

    database: Database
    registry: Registry
    actor: str
    reason: str
    at: datetime

    def retry(self, unit_id: str, decision_id: str = "") -> Bell:
        """Tries the parked message again: the worker takes it first, then its followers.

        `decision_id` is the unit of the decision itself, a new one when it is left out.
        Raises `Conflict("not-parked")` when somebody else decided first, and `NotFound`.
        Returns the bell to ring; the relay rings it when nobody does.
        """
        with self.database.transaction() as connection:
            outcome, lane, head = _locked(connection, unit_id)
            command = RetryParked(unit_id=unit_id, lane_id=lane.id, reason=self.reason)
            self._journal(connection, command, lane, head, decision_id)
            free = replace(lane, blocked_by=None, attempts=0, retry_at=None)
            unblock(connection, self.registry, free, outcome, self.at)
        log.info("parked-retried", unit=unit_id, lane=lane.id, actor_kind=self.actor.partition(":")[0])
        return Bell(lane.id, unit_id)

    def discard(self, unit_id: str, decision_id: str = "") -> Bell:
        """Decides that the parked message is never applied; its followers go on. Raises as `retry` does."""
        with self.database.transaction() as connection:
            outcome, lane, head = _locked(connection, unit_id)
            command = DiscardParked(unit_id=unit_id, lane_id=lane.id, reason=self.reason)
            self._journal(connection, command, lane, head, decision_id)
            said = {"discarded_by": self.actor, "reason": self.reason, "discarded_at": self.at.isoformat()}
            gone = replace(outcome, state="discarded", detail=outcome.detail | said)
            position = statements.select(connection, MESSAGES, "id", [unit_id])[0].position
            free = replace(lane, blocked_by=None, attempts=0, retry_at=None)
            free = replace(free, done_position=max(free.done_position, position))
            statements.write(connection, OUTCOMES, [gone], "replace")
            statements.write(connection, LANES, [free], "replace")
        log.info("parked-discarded", unit=unit_id, lane=lane.id, actor_kind=self.actor.partition(":")[0])
        return Bell(lane.id, unit_id)

    def _journal(self, connection: Connection, command: Command, lane: Lane, head: Head, decision_id: str) -> None:
        unit_id, name = decision_id or new_id(), type(command).__name__
        journaled = JournaledCommand(
            unit_id, 0, None, 0, lane.dossier_id, name, command.model_dump_json(), self.actor, self.at
        )
        moved = replace(head, seq=head.seq + 1)
        (number,) = next_numbers(connection, 1)
        outcome = Outcome(unit_id, COMMAND, None, lane.key, moved.seq, number, "applied", "", self.at, 0, 0, 0, {})
        statements.write(connection, COMMANDS, [journaled])
        statements.write(connection, HEADS, [moved], "replace")
        statements.write(connection, OUTCOMES, [outcome])


def release_each(release: Release, verb: Verb, unit_ids: Iterable[str], request: str = "") -> list[Decided]:
    """Each message by itself; one that somebody else decided about meanwhile is named, and the others go on.

    `request` names who asks with a key of his own: what it decided before is answered as then and not done again.
    """
    return [
        _decided(release, verb, unit_id, derived_id("release", request, unit_id) if request else "")
        for unit_id in unit_ids
    ]


def _decided(release: Release, verb: Verb, unit_id: str, decision_id: str) -> Decided:
    try:
        bell = _before(release, verb, decision_id)
        if bell is None:
            bell = release.retry(unit_id, decision_id) if verb == "retry" else release.discard(unit_id, decision_id)
    except Refused as refused:
        # The same request, given twice at once: the other one did it.
        bell = _before(release, verb, decision_id) if refused.slug == "not-parked" else None
        return Decided(unit_id, bell, None if bell else refused)
    return Decided(unit_id, bell, None)


def _before(release: Release, verb: Verb, decision_id: str) -> Bell | None:
    """The bell of a decision that was taken before; raises `Conflict("idempotency-key-reused")` for another one."""
    if not decision_id:
        return None
    with release.database.reading() as connection:
        found = statements.select(connection, COMMANDS, "unit_id", [decision_id])
    if not found:
        return None
    said = orjson.loads(found[0].arguments)
    if found[0].name != _COMMANDS[verb].__name__ or said["reason"] != release.reason:
        raise Conflict("idempotency-key-reused", path="Idempotency-Key", came=decision_id, expected="a key of its own")
    return Bell(said["lane_id"], said["unit_id"])


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
