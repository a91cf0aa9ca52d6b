"""The reading side of the journal: messages in a list, one message with its life and effect, what is held in a dossier.

Access is decided here, once: a message belongs to the office of its exchange; one that came into no exchange, to the
office whose node sent or received it. A lender sees what its own node sent and received, and never what came of it.
What lies outside the viewer's scope is absent.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.engine import Connection

from hub import rows as statements
from hub.reach import of_dossiers, sees_dossier
from hub.records import (
    ARRIVALS,
    COMMANDS,
    LANES,
    MESSAGES,
    NODES,
    OUTCOMES,
    RECEIPTS,
    TIMELINE,
    Arrival,
    JournaledCommand,
    Lane,
    Message,
    Outcome,
    TimelineEntry,
)
from hub.search import MessageLine, Wanted, found_lines, lines
from schemas.viewer import Viewer, VisibleDossier


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message with its life. `why` holds the refusal; for an operator also where a parked message broke."""

    line: MessageLine
    identity: str
    content_hash: str
    receiver_code: str
    schema_version: str
    environment: str
    receipt: dict[str, Any]
    arrivals: tuple[Arrival, ...]
    decided_at: datetime | None
    attempts: int
    why: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HeldMessage:
    """A message that a parked one keeps from its dossier; `is_parked` for the parked one itself."""

    id: str
    message_type: str
    received_at: datetime
    is_parked: bool


def messages_for(
    viewer: Viewer,
    connection: Connection,
    wanted: Wanted,
    *,
    after: tuple[datetime, str] | None = None,
    limit: int = 50,
) -> tuple[MessageLine, ...]:
    """What the viewer may see of what is wanted, the latest received first; at most `limit`, after the one given."""
    found = found_lines(connection, wanted, *_scope(viewer), after=after, limit=limit)
    return tuple(_line(line, viewer) for line in found)


def message_for(viewer: Viewer, connection: Connection, message_id: str) -> MessageView | None:
    """One message; `None` outside the scope."""
    row = connection.execute(_lines(viewer).where(MESSAGES.table.c.id == message_id)).first()
    if row is None:
        return None
    line = _line(MessageLine(*row), viewer)
    found = statements.select(connection, MESSAGES, "id", [message_id])[0]
    receipts = statements.select(connection, RECEIPTS, "message_id", [message_id])
    outcomes = statements.select(connection, OUTCOMES, "unit_id", [message_id])
    return MessageView(
        line=line,
        identity=found.identity,
        content_hash=found.content_hash,
        receiver_code=found.receiver_code,
        schema_version=found.schema_version,
        environment=found.environment,
        receipt=orjson.loads(receipts[0].body) if receipts else {},
        arrivals=tuple(statements.select(connection, ARRIVALS, "message_id", [message_id])),
        decided_at=outcomes[0].at if outcomes else None,
        attempts=outcomes[0].attempts if outcomes else 0,
        why=_why(outcomes, viewer),
    )


def stored_message_for(viewer: Viewer, connection: Connection, message_id: str) -> Message | None:
    """The journal's own row of a message, for its bytes; `None` outside the scope."""
    if connection.execute(_lines(viewer).where(MESSAGES.table.c.id == message_id)).first() is None:
        return None
    return statements.select(connection, MESSAGES, "id", [message_id])[0]


def effect_for(viewer: Viewer, connection: Connection, message_id: str) -> tuple[TimelineEntry, ...] | None:
    """What a message changed, in the order in which it did; `None` outside the scope, nothing for a lender."""
    if connection.execute(_lines(viewer).where(MESSAGES.table.c.id == message_id)).first() is None:
        return None
    if viewer.node:
        return ()
    entries = statements.select(connection, TIMELINE, "unit_id", [message_id])
    return tuple(sorted(entries, key=lambda entry: entry.n))


def lane_for(viewer: Viewer, connection: Connection, lane_id: str) -> Lane | None:
    """One exchange; `None` outside the scope."""
    found = statements.select(connection, LANES, "id", [lane_id])
    lane = found[0] if found else None
    if lane is None or not sees_dossier(viewer, connection, lane.office_id, lane.environment, lane.dossier_id):
        return None
    return lane


def held_in(dossier: VisibleDossier, connection: Connection) -> tuple[HeldMessage, ...]:
    """The messages that a parked one holds back from this dossier, the oldest first."""
    lanes, messages = LANES.table.c, MESSAGES.table.c
    query = (
        select(messages.id, messages.message_type, messages.received_at, messages.id == lanes.blocked_by)
        .join_from(LANES.table, MESSAGES.table, messages.lane_id == lanes.id)
        .where(lanes.dossier_id == dossier.id, lanes.blocked_by.is_not(None))
        .where(or_(messages.position > lanes.done_position, messages.id == lanes.blocked_by))
        .order_by(messages.received_at, messages.id)
    )
    return tuple(HeldMessage(row[0], row[1], row[2], bool(row[3])) for row in connection.execute(query))


def held_counts(connection: Connection, dossier_ids: Iterable[str]) -> dict[str, int]:
    """Dossier id → how many of its exchanges a parked message blocks, for a list of dossiers in scope."""
    counts: dict[str, int] = {}
    for lane in statements.select(connection, LANES, "dossier_id", dossier_ids):
        if lane.blocked_by and lane.dossier_id:
            counts[lane.dossier_id] = counts.get(lane.dossier_id, 0) + 1
    return counts


def journaled_command(connection: Connection, unit_id: str) -> JournaledCommand | None:
    """The command of a person that was handled as this unit."""
    found = statements.select(connection, COMMANDS, "unit_id", [unit_id])
    return found[0] if found else None


def outcome_of(connection: Connection, unit_id: str) -> Outcome | None:
    found = statements.select(connection, OUTCOMES, "unit_id", [unit_id])
    return found[0] if found else None


def newest_change(connection: Connection) -> int:
    """The number of the last unit that was handled; 0 in an empty hub."""
    numbers = select(OUTCOMES.table.c.number).order_by(OUTCOMES.table.c.number.desc()).limit(1)
    return connection.execute(numbers).scalar_one_or_none() or 0


def changes_after(connection: Connection, number: int, limit: int) -> tuple[tuple[int, str, str], ...]:
    """What was handled after this number: number, lane or dossier, kind of unit.

    It names no office: whoever tells it to somebody asks first whether he may see that dossier.
    """
    outcomes = OUTCOMES.table.c
    query = select(outcomes.number, outcomes.key, outcomes.kind).where(outcomes.number > number)
    found = connection.execute(query.order_by(outcomes.number).limit(limit))
    return tuple((row[0], row[1], row[2]) for row in found)


def _lines(viewer: Viewer) -> Select[Any]:
    return lines().where(*_scope(viewer))


def _scope(viewer: Viewer) -> Iterable[ColumnElement[bool]]:
    m, lanes, nodes = MESSAGES.table.c, LANES.table.c, NODES.table.c
    if viewer.is_operator:
        # A refused message may name another environment, or none; whoever runs the hub sees it.
        return (or_(m.environment == viewer.environment, m.lane_id.is_(None)),)
    if viewer.node:
        return (m.environment == viewer.environment, or_(m.sender == viewer.node, m.receiver == viewer.node))
    if viewer.involved_as is not None:
        return (m.environment == viewer.environment, of_dossiers(viewer, lanes.office_id, lanes.dossier_id))
    office_id = viewer.office_id or ""  # never NULL, which would mean the unclaimed node
    own_node = exists().where(nodes.office_id == office_id, or_(nodes.node == m.receiver, nodes.node == m.sender))
    mine = or_(lanes.office_id == office_id, and_(m.lane_id.is_(None), own_node))
    return (m.environment == viewer.environment, mine)


def _line(line: MessageLine, viewer: Viewer) -> MessageLine:
    if viewer.node:
        line = replace(line, dossier_id=None, lane_id=None)
    return replace(line, slug="") if line.state == "parked" and not viewer.is_operator else line


def _why(outcomes: list[Outcome], viewer: Viewer) -> dict[str, Any]:
    """A parked message's detail names our own code, which is for operators only."""
    if not outcomes or (outcomes[0].state == "parked" and not viewer.is_operator):
        return {}
    return outcomes[0].detail
