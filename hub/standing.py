"""How the hub stands, for the first look of an operator: what was refused, what waits, who was asked for last.

Every question is answered from an index over the few messages that are not simply applied.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from hub.records import MESSAGES, OUTCOMES
from hub.search import notable

_ASKS = ("parked", "rejected", "waiting", "discarded")


@dataclass(frozen=True, slots=True)
class Tally:
    """Messages with one reason: how many, and since when the oldest."""

    slug: str
    count: int
    since: datetime


def refused_since(connection: Connection, moment: datetime) -> list[Tally]:
    """What was refused from this moment on, by slug, the most first."""
    outcomes = OUTCOMES.table.c
    return _tallies(connection, outcomes.state == "rejected", outcomes.at >= moment, outcomes.kind == "message")


def waiting(connection: Connection) -> list[Tally]:
    """What waits for something that is not here yet, by what it waits for, the most first."""
    return _tallies(connection, OUTCOMES.table.c.state == "waiting")


def calm_since(connection: Connection) -> datetime | None:
    """When a message last asked for somebody, else when the first one came; `None` before anything came in."""
    outcomes = OUTCOMES.table.c
    newest = select(func.max(outcomes.at)).where(notable())
    latest = [connection.execute(newest.where(outcomes.state == state)).scalar_one() for state in _ASKS]
    first: datetime | None = connection.execute(select(func.min(MESSAGES.table.c.received_at))).scalar_one()
    moments: list[datetime] = [each for each in latest if each]
    return max(moments) if moments else first


def _tallies(connection: Connection, *conditions: object) -> list[Tally]:
    outcomes = OUTCOMES.table.c
    count = func.count()
    query = (
        select(outcomes.slug, count, func.min(outcomes.at))
        .where(notable(), *conditions)  # type: ignore[arg-type]  # conditions over columns
        .group_by(outcomes.slug)
        .order_by(count.desc(), outcomes.slug)
    )
    return [Tally(*row) for row in connection.execute(query)]
