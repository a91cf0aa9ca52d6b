"""The reading side of what goes out: messages with their states, and partners with what holds them.

Access is decided here, once: an office sees what went out over its exchanges, whoever runs the hub sees everything.
A partner as a whole is for operators only.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, or_, select, tuple_
from sqlalchemy.engine import Connection

from hub import rows as statements
from hub.delivery.breaker import Breaker
from hub.delivery.troubles import trouble_of
from hub.outgoing import QUEUED
from hub.reach import of_dossiers
from hub.records import NODES, OUTGOING, PARTNERS, Outgoing
from schemas.viewer import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a search asks for; an empty field asks for nothing. `id` is the beginning of an id."""

    id: str = ""
    state: str = ""
    receiver: str = ""
    code: str = ""
    dossier: str = ""
    lane: str = ""
    made_from: datetime | None = None
    made_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class OutgoingLine:
    """A message in a list. The last three say since when, by whom and why its partner is paused while it waits."""

    id: str
    message_type: str
    code: str
    sender: str
    receiver: str
    request_version: int
    about: str
    size: int
    lane_id: str | None
    dossier_id: str | None
    made_at: datetime
    made_by: str
    state: str
    attempts: int
    trouble: str
    tried_at: datetime | None
    next_try_at: datetime | None
    delivered_at: datetime | None
    answered_at: datetime | None
    resends: str
    reason: str
    decided_at: datetime | None
    decided_by: str
    paused_at: datetime | None
    paused_by: str | None
    paused_reason: str | None


@dataclass(frozen=True, slots=True)
class OutgoingView:
    """One message with its envelope and what the partner answered; `nl` and `en` say why it did not go."""

    line: OutgoingLine
    environment: str
    receiver_code: str
    queue: str
    unit_id: str
    content_hash: str
    envelope: dict[str, Any]
    answer: dict[str, Any]
    nl: str
    en: str


@dataclass(frozen=True, slots=True)
class PartnerView:
    """A node with its way out; an empty `channel` is no way. `breaker` is closed, half-open or open."""

    node: str
    kind: str
    code: str
    name: str
    channel: str
    address: str
    most_bytes: int | None
    queued: int
    oldest_queued_at: datetime | None
    breaker: str
    failures: int
    open_until: datetime | None
    out_paused_at: datetime | None
    out_paused_by: str
    out_reason: str
    in_paused_at: datetime | None
    in_paused_by: str
    in_reason: str


def outgoing_for(
    viewer: Viewer,
    connection: Connection,
    wanted: Wanted,
    *,
    after: tuple[datetime, str] | None = None,
    limit: int = 50,
) -> tuple[OutgoingLine, ...]:
    """What the viewer may see of what is wanted, the latest made first; at most `limit`, after the one given."""
    outgoing = OUTGOING.table.c
    query = _lines(viewer).where(*_conditions(wanted))
    if after:
        # The type of the column says how a moment is written; SQLite compares text.
        place = tuple_(literal(after[0], outgoing.made_at.type), literal(after[1]))
        query = query.where(tuple_(outgoing.made_at, outgoing.id) < place)
    query = query.order_by(outgoing.made_at.desc(), outgoing.id.desc()).limit(limit)
    return tuple(OutgoingLine(*row) for row in connection.execute(query))


def outgoing_one_for(viewer: Viewer, connection: Connection, outgoing_id: str) -> OutgoingView | None:
    """One message; `None` outside the scope."""
    row = connection.execute(_lines(viewer).where(OUTGOING.table.c.id == outgoing_id)).first()
    if row is None:
        return None
    line = OutgoingLine(*row)
    found = statements.select(connection, OUTGOING, "id", [outgoing_id])[0]
    trouble = trouble_of(line.trouble) if line.trouble else None
    return OutgoingView(
        line=line,
        environment=found.environment,
        receiver_code=found.receiver_code,
        queue=found.queue,
        unit_id=found.unit_id,
        content_hash=found.content_hash,
        envelope=found.envelope,
        answer=found.answer,
        nl=trouble.nl if trouble else "",
        en=trouble.en if trouble else "",
    )


def stored_outgoing_for(viewer: Viewer, connection: Connection, outgoing_id: str) -> Outgoing | None:
    """The row itself, for its bytes; `None` outside the scope."""
    if connection.execute(_lines(viewer).where(OUTGOING.table.c.id == outgoing_id)).first() is None:
        return None
    return statements.select(connection, OUTGOING, "id", [outgoing_id])[0]


def partners_for(viewer: Viewer, connection: Connection, now: datetime) -> tuple[PartnerView, ...]:
    """Every lender and package with its way, by node; nothing for who is no operator."""
    if not viewer.is_operator:
        return ()
    waiting = _waiting(connection)
    nodes, ways = NODES.table, PARTNERS.table
    query = (
        select(nodes.c.node, nodes.c.kind, nodes.c.code, nodes.c.name, *(ways.c[name] for name in _WAY))
        .select_from(nodes.outerjoin(ways, ways.c.node == nodes.c.node))
        .where((nodes.c.kind != "office") | ways.c.node.is_not(None))
        .order_by(nodes.c.node)
    )
    return tuple(_partner(row, waiting.get(row.node, (0, None)), now) for row in connection.execute(query))


_WAY = (
    *("channel", "address", "most_bytes", "out_failures", "out_open_until", "out_paused_at", "out_paused_by"),
    *("out_reason", "in_paused_at", "in_paused_by", "in_reason"),
)


def _partner(row: Any, waiting: tuple[int, datetime | None], now: datetime) -> PartnerView:
    breaker = Breaker(row.out_failures or 0, row.out_open_until)
    return PartnerView(
        node=row.node,
        kind=row.kind,
        code=row.code,
        name=row.name,
        channel=row.channel or "",
        address=row.address or "",
        most_bytes=row.most_bytes,
        queued=waiting[0],
        oldest_queued_at=waiting[1],
        breaker=breaker.state(now),
        failures=breaker.failures,
        open_until=breaker.open_until,
        out_paused_at=row.out_paused_at,
        out_paused_by=row.out_paused_by or "",
        out_reason=row.out_reason or "",
        in_paused_at=row.in_paused_at,
        in_paused_by=row.in_paused_by or "",
        in_reason=row.in_reason or "",
    )


def _waiting(connection: Connection) -> dict[str, tuple[int, datetime | None]]:
    """Receiver → how many messages wait for it, and since when the oldest."""
    outgoing = OUTGOING.table.c
    query = (
        select(outgoing.receiver, func.count(), func.min(outgoing.made_at))
        .where(outgoing.state == QUEUED)
        .group_by(outgoing.receiver)
    )
    return {row[0]: (row[1], row[2]) for row in connection.execute(query)}


def _lines(viewer: Viewer) -> Select[Any]:
    outgoing, ways = OUTGOING.table, PARTNERS.table
    plain = [each.name for each in fields(OutgoingLine)][:-3]
    is_held = outgoing.c.state == QUEUED
    held = [case((is_held, ways.c[name])) for name in ("out_paused_at", "out_paused_by", "out_reason")]
    joined = outgoing.outerjoin(ways, ways.c.node == outgoing.c.receiver)
    query = select(*(outgoing.c[name] for name in plain), *held).select_from(joined)
    return query.where(*_scope(viewer))


def _scope(viewer: Viewer) -> Iterable[ColumnElement[bool]]:
    outgoing = OUTGOING.table.c
    yield outgoing.environment == viewer.environment
    if viewer.node:
        yield or_(outgoing.sender == viewer.node, outgoing.receiver == viewer.node)
    else:
        yield of_dossiers(viewer, outgoing.office_id, outgoing.dossier_id)


def _conditions(wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    outgoing = OUTGOING.table.c
    equal = (
        *((outgoing.state, wanted.state), (outgoing.receiver, wanted.receiver), (outgoing.code, wanted.code)),
        *((outgoing.dossier_id, wanted.dossier), (outgoing.lane_id, wanted.lane)),
    )
    yield from (column == asked for column, asked in equal if asked)
    if wanted.id:
        yield outgoing.id.startswith(wanted.id, autoescape=True)
    if wanted.made_from:
        yield outgoing.made_at >= wanted.made_from
    if wanted.made_to:
        yield outgoing.made_at < wanted.made_to
