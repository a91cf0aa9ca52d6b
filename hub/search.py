"""Searching the journal, for an operator: which messages there are, and the whole life of one. Never their content.

What an office may see of this is decided in `hub/views.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, func, literal, select, tuple_
from sqlalchemy.engine import Connection

from hub import rows as statements
from hub.outcomes import IN_FLIGHT
from hub.records import (
    ARRIVALS,
    COMMANDS,
    LANES,
    MESSAGES,
    OUTCOMES,
    RECEIPTS,
    TIMELINE,
    Arrival,
    Lane,
    Outcome,
    TimelineEntry,
)
from schemas.errors import NotFound, Refused

_LINE = "id message_type sender receiver dossier_name received_at lane_id position"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for; what is empty is not asked. `id` is the beginning of an id, `state` may be `in-flight`."""

    id: str = ""
    lane: str = ""
    dossier_name: str = ""
    sender: str = ""
    message_type: str = ""
    state: str = ""
    slug: str = ""
    received_from: datetime | None = None
    received_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class FoundMessage:
    """A message in a list; `slug` says why it was refused, what it waits for or how it failed."""

    id: str
    message_type: str
    sender: str
    receiver: str
    dossier_name: str
    received_at: datetime
    lane_id: str | None
    position: int
    state: str
    slug: str


@dataclass(frozen=True, slots=True)
class Page:
    """The latest received first; `next` is where the following page begins, empty after the last."""

    messages: tuple[FoundMessage, ...]
    next: str


@dataclass(frozen=True, slots=True)
class MessageLife:
    """Everything that happened to one message. `commands` are names; `effects` are the lines that it made."""

    message: FoundMessage
    environment: str
    channel: str
    identity: str
    receiver_code: str
    schema_version: str
    request_version: int
    size: int
    flags: tuple[str, ...]
    arrivals: tuple[Arrival, ...]
    receipt: dict[str, Any]
    commands: tuple[str, ...]
    lane: Lane | None
    outcome: Outcome | None
    effects: tuple[TimelineEntry, ...]


def search(connection: Connection, wanted: Wanted, *, after: str = "", limit: int = 50) -> Page:
    """At most `limit` messages that fit, from the place that `next` of an earlier page named."""
    messages = MESSAGES.table.c
    query = _lines().where(*_conditions(wanted))
    if after:
        moment, message_id = _place(after)
        place = tuple_(literal(moment, messages.received_at.type), literal(message_id))
        query = query.where(tuple_(messages.received_at, messages.id) < place)
    query = query.order_by(messages.received_at.desc(), messages.id.desc()).limit(limit + 1)
    found = [FoundMessage(*row) for row in connection.execute(query)]
    shown = found[:limit]
    more = f"{shown[-1].received_at.isoformat()}~{shown[-1].id}" if len(found) > limit else ""
    return Page(tuple(shown), more)


def life_of(connection: Connection, message_id: str) -> MessageLife:
    """The life of one message, by its id or the beginning of it; raises `NotFound` when it names none, or several."""
    page = search(connection, Wanted(id=message_id), limit=2)
    exact = [found for found in page.messages if found.id == message_id] or list(page.messages)
    if len(exact) != 1:
        raise NotFound("not-found", path="message", came=message_id, expected="the id of one message")
    (line,) = exact
    stored = statements.select(connection, MESSAGES, "id", [line.id])[0]
    receipts = statements.select(connection, RECEIPTS, "message_id", [line.id])
    lanes = statements.select(connection, LANES, "id", [line.lane_id]) if line.lane_id else []
    outcomes = statements.select(connection, OUTCOMES, "unit_id", [line.id])
    effects = statements.select(connection, TIMELINE, "unit_id", [line.id])
    return MessageLife(
        message=line,
        environment=stored.environment,
        channel=stored.channel,
        identity=stored.identity,
        receiver_code=stored.receiver_code,
        schema_version=stored.schema_version,
        request_version=stored.request_version,
        size=stored.size,
        flags=tuple(stored.flags),
        arrivals=tuple(statements.select(connection, ARRIVALS, "message_id", [line.id])),
        receipt=orjson.loads(receipts[0].body) if receipts else {},
        commands=tuple(command.name for command in statements.select(connection, COMMANDS, "unit_id", [line.id])),
        lane=lanes[0] if lanes else None,
        outcome=outcomes[0] if outcomes else None,
        effects=tuple(sorted(effects, key=lambda entry: entry.n)),
    )


def _lines() -> Any:
    messages, outcomes = MESSAGES.table.c, OUTCOMES.table.c
    columns = [messages[name] for name in _LINE.split()]
    state, slug = func.coalesce(outcomes.state, IN_FLIGHT), func.coalesce(outcomes.slug, "")
    joined = MESSAGES.table.outerjoin(OUTCOMES.table, outcomes.unit_id == messages.id)
    return select(*columns, state, slug).select_from(joined)


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    messages, outcomes = MESSAGES.table.c, OUTCOMES.table.c
    equal = (
        (messages.lane_id, wanted.lane),
        (messages.dossier_name, wanted.dossier_name),
        (messages.sender, wanted.sender),
        (outcomes.slug, wanted.slug),
    )
    yield from (column == asked for column, asked in equal if asked)
    if wanted.id:
        yield messages.id.startswith(wanted.id, autoescape=True)
    if wanted.message_type:
        yield messages.message_type.startswith(wanted.message_type, autoescape=True)
    if wanted.state:
        yield outcomes.state.is_(None) if wanted.state == IN_FLIGHT else outcomes.state == wanted.state
    if wanted.received_from:
        yield messages.received_at >= wanted.received_from
    if wanted.received_before:
        yield messages.received_at < wanted.received_before


def _place(after: str) -> tuple[datetime, str]:
    moment, _, message_id = after.partition("~")
    try:
        return datetime.fromisoformat(moment), message_id
    except ValueError:
        raise Refused("request-invalid", path="after", came=after, expected="the end of a page") from None
