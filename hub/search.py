"""Searching the journal: which messages there are, and for the shell the whole life of one. Never their content.

The one search behind command line, API and pages; what an office may see of it is decided in `hub/views.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Select, func, literal, literal_column, select, tuple_
from sqlalchemy.engine import Connection

from hub import rows as statements
from hub.outcomes import IN_FLIGHT
from hub.records import (
    ARRIVALS,
    COMMANDS,
    EXCHANGE_NAMES,
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for; what is empty is not asked. `id` is the beginning of an id, `state` may be `in-flight`.

    `dossier` and `lane` are our own ids, `dossier_name` is the partner's word for an exchange.
    """

    id: str = ""
    lane: str = ""
    dossier: str = ""
    dossier_name: str = ""
    sender: str = ""
    message_type: str = ""
    state: str = ""
    slug: str = ""
    received_from: datetime | None = None
    received_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class MessageLine:
    """A message in a list. `state` is the word of its outcome; `slug` says why it was refused or what it waits for."""

    id: str
    message_type: str
    sender: str
    receiver: str
    channel: str
    received_at: datetime
    sent_at: datetime | None
    request_version: int
    size: int
    flags: list[str]
    lane_id: str | None
    position: int
    dossier_name: str
    dossier_id: str | None
    state: str
    slug: str


@dataclass(frozen=True, slots=True)
class Page:
    """The latest received first; `next` is where the following page begins, empty after the last."""

    messages: tuple[MessageLine, ...]
    next: str


@dataclass(frozen=True, slots=True)
class MessageLife:
    """Everything that happened to one message. `commands` are names; `effects` are the lines that it made."""

    message: MessageLine
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
    found = found_lines(connection, wanted, after=_place(after) if after else None, limit=limit + 1)
    shown = found[:limit]
    more = f"{shown[-1].received_at.isoformat()}~{shown[-1].id}" if len(found) > limit else ""
    return Page(shown, more)


def found_lines(
    connection: Connection,
    wanted: Wanted,
    *scope: ColumnElement[bool],
    after: tuple[datetime, str] | None = None,
    limit: int = 50,
) -> tuple[MessageLine, ...]:
    """What fits and lies in the scope, the latest received first; at most `limit`, after the one given."""
    messages = MESSAGES.table.c
    query = lines().where(*scope, *_conditions(wanted))
    if after:
        # The type of the column says how a moment is written; SQLite compares text.
        place = tuple_(literal(after[0], messages.received_at.type), literal(after[1]))
        query = query.where(tuple_(messages.received_at, messages.id) < place)
    query = query.order_by(messages.received_at.desc(), messages.id.desc()).limit(limit)
    return tuple(MessageLine(*row) for row in connection.execute(query))


def lines() -> Select[Any]:
    """The columns of `MessageLine`, with the exchange and the outcome of each message beside it."""
    m, lanes, outcomes = MESSAGES.table.c, LANES.table.c, OUTCOMES.table.c
    columns = (
        *(m.id, m.message_type, m.sender, m.receiver, m.channel, m.received_at, m.sent_at, m.request_version),
        *(m.size, m.flags, m.lane_id, m.position, m.dossier_name, lanes.dossier_id),
        *(func.coalesce(outcomes.state, IN_FLIGHT), func.coalesce(outcomes.slug, "")),
    )
    joined = MESSAGES.table.outerjoin(LANES.table, lanes.id == m.lane_id)
    return select(*columns).select_from(joined.outerjoin(OUTCOMES.table, outcomes.unit_id == m.id))


def exchanges_named(connection: Connection, environment: str, name: str, *, limit: int = 20) -> list[str]:
    """The ids of the exchanges that some partner knows by this name, the newest first."""
    names = EXCHANGE_NAMES.table.c
    query = select(names.lane_id).where(names.environment == environment, names.value == name).distinct()
    return [row[0] for row in connection.execute(query.order_by(names.lane_id.desc()).limit(limit))]


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


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    messages, lanes, outcomes = MESSAGES.table.c, LANES.table.c, OUTCOMES.table.c
    equal = (
        (messages.lane_id, wanted.lane),
        (lanes.dossier_id, wanted.dossier),
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
    if wanted.state not in {"", IN_FLIGHT, "applied", "superseded"}:
        yield notable()
    if wanted.received_from:
        yield messages.received_at >= wanted.received_from
    if wanted.received_to:
        yield messages.received_at < wanted.received_to


def notable() -> ColumnElement[bool]:
    """What the index over the few outcomes that are not simply applied says of itself, so that SQLite uses it."""
    return OUTCOMES.table.c.state.not_in([literal_column("'applied'"), literal_column("'superseded'")])


def _place(after: str) -> tuple[datetime, str]:
    moment, _, message_id = after.partition("~")
    try:
        return datetime.fromisoformat(moment), message_id
    except ValueError:
        raise Refused("request-invalid", path="after", came=after, expected="the end of a page") from None
