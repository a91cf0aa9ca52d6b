"""What is parked, for an operator: the groups of failures, and one parked message with what it holds up.

Deciding about it is `hub/release.py`; trying it without a trace is `hub/advice.py`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, literal, select, tuple_
from sqlalchemy.engine import Connection

from hub import rows as statements
from hub.records import COMMANDS, LANE_HEADS, LANES, MESSAGES, OUTCOMES, Lane, Outcome
from schemas.errors import Conflict, NotFound


@dataclass(frozen=True, slots=True)
class Group:
    """Parked messages that failed alike. `followers` counts the messages that wait behind them in their lanes."""

    slug: str
    count: int
    first_seen: datetime
    last_seen: datetime
    lanes: int
    followers: int


@dataclass(frozen=True, slots=True)
class ParkedMessage:
    """One parked message. `detail` says where our code broke and nothing that the message said."""

    unit_id: str
    slug: str
    parked_at: datetime
    attempts: int
    detail: dict[str, Any]
    lane_id: str
    dossier_id: str | None
    position: int
    followers: int
    message_type: str
    sender: str
    received_at: datetime
    commands: tuple[str, ...]


def groups(connection: Connection) -> list[Group]:
    """The groups of what is parked, the largest first."""
    outcomes = OUTCOMES.table.c
    count = func.count()
    query = (
        _with_lanes(
            outcomes.slug,
            count,
            func.min(outcomes.at),
            func.max(outcomes.at),
            func.count(outcomes.lane_id.distinct()),
            func.sum(_followers()),
        )
        .group_by(outcomes.slug)
        .order_by(count.desc(), outcomes.slug)
    )
    return [Group(row[0], row[1], row[2], row[3], row[4], int(row[5])) for row in connection.execute(query)]


def parked_units(connection: Connection, group: str | None = None) -> list[str]:
    """The ids of what is parked, the oldest first; of one group when it is given."""
    outcomes = OUTCOMES.table.c
    query = select(outcomes.unit_id).where(outcomes.state == "parked").order_by(outcomes.at, outcomes.unit_id)
    if group is not None:
        query = query.where(outcomes.slug == group)
    return [row[0] for row in connection.execute(query)]


def parked_messages(
    connection: Connection, group: str = "", *, after: tuple[datetime, str] | None = None, limit: int = 50
) -> list[ParkedMessage]:
    """What is parked, the oldest first, of one group when it is given; at most `limit`, after the one given."""
    outcomes = OUTCOMES.table.c
    query = _messages().order_by(outcomes.at, outcomes.unit_id).limit(limit)
    if group:
        query = query.where(outcomes.slug == group)
    if after:
        place = tuple_(literal(after[0], outcomes.at.type), literal(after[1]))
        query = query.where(tuple_(outcomes.at, outcomes.unit_id) > place)
    return _named(connection, query)


def show(connection: Connection, unit_id: str) -> ParkedMessage:
    """One parked message; raises `NotFound` for an unknown id and `Conflict("not-parked")` for any other message."""
    parked_of(connection, unit_id)
    return _named(connection, _messages().where(OUTCOMES.table.c.unit_id == unit_id))[0]


def _messages() -> Select[Any]:
    outcomes, lanes, m = OUTCOMES.table.c, LANES.table.c, MESSAGES.table.c
    return _with_lanes(
        *(outcomes.unit_id, outcomes.slug, outcomes.at, outcomes.attempts, outcomes.detail, lanes.id, lanes.dossier_id),
        *(m.position, _followers(), m.message_type, m.sender, m.received_at),
    )


def _named(connection: Connection, query: Select[Any]) -> list[ParkedMessage]:
    """The messages with the names of their commands, which one more statement reads."""
    found: list[tuple[Any, ...]] = [tuple(row) for row in connection.execute(query)]
    names: dict[str, list[str]] = {row[0]: [] for row in found}
    for command in statements.select(connection, COMMANDS, "unit_id", list(names)):
        names[command.unit_id].append(command.name)
    return [ParkedMessage(*row, tuple(names[row[0]])) for row in found]  # type: ignore[call-arg]  # rows are of any length


def parked_of(connection: Connection, unit_id: str) -> tuple[Outcome, Lane]:
    """The outcome of a parked unit and the lane that it blocks; raises as `show` does."""
    outcomes = statements.select(connection, OUTCOMES, "unit_id", [unit_id])
    if not outcomes and not statements.select(connection, MESSAGES, "id", [unit_id]):
        raise NotFound("not-found", path="unit", came=unit_id, expected="a parked message")
    if not outcomes or outcomes[0].state != "parked":
        raise Conflict("not-parked", path="unit", came=unit_id, expected="a parked message")
    return outcomes[0], statements.select(connection, LANES, "id", [outcomes[0].lane_id])[0]


def _with_lanes(*columns: Any) -> Select[Any]:
    outcomes, lanes, heads = OUTCOMES.table, LANES.table, LANE_HEADS.table
    joined = outcomes.join(lanes, lanes.c.id == outcomes.c.lane_id).join(heads, heads.c.lane_id == lanes.c.id)
    joined = joined.join(MESSAGES.table, MESSAGES.table.c.id == outcomes.c.unit_id)
    return select(*columns).select_from(joined).where(outcomes.c.state == "parked")


def _followers() -> Any:
    """What is due behind the parked message: it is itself due, unless it was set aside before it broke."""
    itself = case((MESSAGES.table.c.position > LANES.table.c.done_position, 1), else_=0)
    return LANE_HEADS.table.c.position - LANES.table.c.done_position - itself
