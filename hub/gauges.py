"""The gauges over state, read from the database, so that they are true with any number of workers."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.engine import Connection

from hub.clock import Clock
from hub.database import Database
from hub.ledger import balance, snapshot
from hub.metrics import METRICS, Metrics
from hub.outcomes import STATES
from hub.outgoing import QUEUED
from hub.outgoing import STATES as OUTGOING_STATES
from hub.records import COMMANDS, LANE_HEADS, LANES, MESSAGES, OUTCOMES, OUTGOING, PARTNERS

_EVERY_S = 15.0
_LEDGER_EVERY_S = 300.0


class Gauges:
    """Sets the gauges now and then; the relay gives it its turns.

    `counts` are those over what other rooms keep, by the name of the metric.
    The ledger reads whole tables, so it comes less often.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        metrics: Metrics = METRICS,
        counts: Sequence[tuple[str, Callable[[Connection, datetime], float]]] = (),
        every_s: float = _EVERY_S,
        ledger_every_s: float = _LEDGER_EVERY_S,
    ) -> None:
        self._database = database
        self._clock = clock
        self._metrics = metrics
        self._counts = counts
        self._every_s = every_s
        self._ledger_every_s = ledger_every_s
        self._next = self._next_ledger = 0.0

    def tick(self) -> None:
        """Reads what is due to be read; raises `Busy` when the database is away."""
        now = time.monotonic()
        if now >= self._next:
            self._next = now + self._every_s
            self._set_counts()
            self._set_outgoing()
        if now >= self._next_ledger:
            self._next_ledger = now + self._ledger_every_s
            with snapshot(self._database) as connection:
                self._metrics.imbalance.set(len(balance(connection).imbalances))

    def _set_counts(self) -> None:
        with self._database.reading() as connection:
            states = by_state(connection)
            since = oldest_in_flight(connection)
            self._metrics.in_flight.set(in_flight(connection))
            self._metrics.blocked_lanes.set(_count(connection, LANES.table.c.blocked_by.is_not(None)))
        for state in STATES:
            self._metrics.state.labels(state).set(states.get(state, 0))
        self._metrics.oldest_in_flight.set((self._clock.now() - since).total_seconds() if since else 0)

    def _set_outgoing(self) -> None:
        now, partners = self._clock.now(), PARTNERS.table.c
        with self._database.reading() as connection:
            states = outgoing_by_state(connection)
            since = oldest_outgoing(connection)
            for name, count in self._counts:
                getattr(self._metrics, name).set(count(connection, now))
            self._metrics.open_breakers.set(_count(connection, partners.out_open_until > now))
            for direction, column in (("out", partners.out_paused_at), ("in", partners.in_paused_at)):
                self._metrics.paused_partners.labels(direction).set(_count(connection, column.is_not(None)))
        for state in OUTGOING_STATES:
            self._metrics.outgoing.labels(state).set(states.get(state, 0))
        self._metrics.oldest_outgoing.set((now - since).total_seconds() if since else 0)


def by_state(connection: Connection) -> dict[str, int]:
    """How many messages have each outcome."""
    outcomes = OUTCOMES.table.c
    query = select(outcomes.state, func.count()).where(outcomes.kind == "message").group_by(outcomes.state)
    return {row[0]: row[1] for row in connection.execute(query)}


def in_flight(connection: Connection) -> int:
    """How many accepted messages have no outcome yet; those behind a parked message are among them."""
    lanes, heads, messages = LANES.table.c, LANE_HEADS.table.c, MESSAGES.table.c
    due = select(func.coalesce(func.sum(heads.position - lanes.done_position), 0)).where(
        heads.lane_id == lanes.id, heads.position > lanes.done_position
    )
    parked = select(func.count()).where(messages.id == lanes.blocked_by, messages.position > lanes.done_position)
    return int(connection.execute(due).scalar_one()) - int(connection.execute(parked).scalar_one())


def oldest_in_flight(connection: Connection) -> datetime | None:
    """When the oldest message was received that a worker could take now; `None` when there is none."""
    lanes, heads, messages = LANES.table.c, LANE_HEADS.table.c, MESSAGES.table.c
    query = select(func.min(messages.received_at)).where(
        heads.lane_id == lanes.id,
        heads.position > lanes.done_position,
        lanes.blocked_by.is_(None),
        messages.lane_id == lanes.id,
        messages.position > lanes.done_position,
        ~_is_held(),
    )
    found: datetime | None = connection.execute(query).scalar_one()
    return found


def outgoing_by_state(connection: Connection) -> dict[str, int]:
    """How many messages that go out are in each state."""
    outgoing = OUTGOING.table.c
    query = select(outgoing.state, func.count()).group_by(outgoing.state)
    return {row[0]: row[1] for row in connection.execute(query)}


def oldest_outgoing(connection: Connection) -> datetime | None:
    """When the oldest message was made that waits for a partner that nobody paused; `None` when there is none."""
    outgoing, partners = OUTGOING.table, PARTNERS.table
    query = (
        select(func.min(outgoing.c.made_at))
        .select_from(outgoing.outerjoin(partners, partners.c.node == outgoing.c.receiver))
        .where(outgoing.c.state == QUEUED, partners.c.out_paused_at.is_(None))
    )
    found: datetime | None = connection.execute(query).scalar_one()
    return found


def _is_held() -> Any:
    """Whether the next message of a lane came from a partner whose way in is paused."""
    lanes, commands, partners = LANES.table.c, COMMANDS.table.c, PARTNERS.table.c
    return exists().where(
        commands.lane_id == lanes.id,
        commands.position == lanes.done_position + 1,
        commands.actor == partners.node,
        partners.in_paused_at.is_not(None),
    )


def _count(connection: Connection, condition: object) -> int:
    return int(connection.execute(select(func.count()).where(condition)).scalar_one())  # type: ignore[arg-type]
