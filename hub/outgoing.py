"""What goes out: how a composed letter becomes a row, which states it passes, and what an answer does to it.

Here is nothing of channels: `hub/delivery/` moves rows from queued to delivered.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.engine import Connection

from hub import rows as statements
from hub.columns import to_json
from hub.composing import Composed
from hub.records import Outgoing

QUEUED = "queued"
DELIVERED = "delivered"
ACKNOWLEDGED = "acknowledged"
REFUSED = "refused"
WITHDRAWN = "withdrawn"

STATES = (QUEUED, DELIVERED, ACKNOWLEDGED, REFUSED, WITHDRAWN)
"""queued: waits for its turn or its partner. delivered: the channel has it. acknowledged: the partner said so.
refused: the partner could not take it, or what it said of it. withdrawn: a person took it back before it went."""


class Sent(NamedTuple):
    """What went out over a lane, without its bytes."""

    id: str
    unit_id: str
    code: str
    request_version: int
    sender: str
    receiver: str
    receiver_code: str
    about: str
    state: str
    made_at: datetime
    delivered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Answered:
    """A partner answered what went out in a lane: every version of `code` at `request_version`, and `about` it.

    An empty `about` means all, else what went out about it last.
    `state` is acknowledged or refused, `facts` what a person reads of the answer.
    """

    lane_id: str
    code: str
    request_version: int
    state: str
    at: datetime
    about: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


def outgoing_of(
    composed: Composed,
    *,
    id: str,  # noqa: A002 - its name
    lane_id: str | None,
    office_id: str | None,
    resends: str = "",
    reason: str = "",
    **facts: Any,
) -> Outgoing:
    """The row of a composed letter; `facts` are the unit, its place, its moment, who, and what it is about."""
    envelope = composed.envelope
    receiver = envelope["receiver"]
    return Outgoing(
        id=id,
        queue=f"{receiver}/{lane_id or id}",
        lane_id=lane_id,
        office_id=office_id,
        number=0,
        resends=resends,
        reason=reason,
        environment=envelope["environment"],
        sender=envelope["sender"],
        receiver=receiver,
        code=composed.code,
        message_type=composed.message_type,
        receiver_code=envelope.get("receiver_code", ""),
        request_version=int(envelope.get("request_version", "1")),
        envelope={**envelope, "message_id": id},
        content_hash=composed.content_hash,
        size=composed.size,
        payloads=list(composed.payloads),
        body=composed.body,
        **facts,
    )


def folded(answers: Iterable[Answered]) -> list[Answered]:
    """One answer per message that went out: the first, but a refusal outweighs."""
    found: dict[tuple[str, str, int, str], Answered] = {}
    for each in answers:
        key = (each.lane_id, each.code, each.request_version, each.about)
        if key not in found or (each.state, found[key].state) == (REFUSED, ACKNOWLEDGED):
            found[key] = each
    return list(found.values())


def take_answers(connection: Connection, answers: Sequence[Answered]) -> None:
    """Moves what was answered, with one statement on PostgreSQL; what another answer settled before stays as it is."""
    if not answers:
        return
    cells = [_cells(each) for each in answers]
    if connection.dialect.name == "postgresql":
        columns = [list(column) for column in zip(*cells, strict=True)]
        statements.run(connection, _TAKE_POSTGRES, columns)
        return
    for state, at, facts, lane_id, code, version, about in cells:
        moment = at.isoformat(timespec="microseconds")
        statements.run(connection, _TAKE_SQLITE, (state, moment, facts, lane_id, code, version, about, about, state))


def sent_in(connection: Connection, lane_id: str) -> list[Sent]:
    """What went out over the lane, in its order, without its bytes."""
    marker = "%s" if connection.dialect.name == "postgresql" else "?"
    sql = (
        f"SELECT {', '.join(Sent._fields)} "  # noqa: S608 - no input in it
        f"FROM outgoing WHERE lane_id = {marker} ORDER BY number, made_at, n"
    )
    found = statements.ask(connection, sql, (lane_id,))()
    return [
        Sent(*row[:-2], _moment(row[-2]), _moment(row[-1]) if row[-1] else None)  # type: ignore[call-arg]  # of any length
        for row in found
    ]


def withdrawn_among(connection: Connection, ids: Sequence[str]) -> frozenset[str]:
    """Those of these outgoing messages that a person withdrew before they went."""
    if not ids:
        return frozenset()
    is_postgres = connection.dialect.name == "postgresql"
    wanted = "= ANY(%s::text[])" if is_postgres else f"IN ({', '.join('?' * len(ids))})"
    sql = f"SELECT id FROM outgoing WHERE state = '{WITHDRAWN}' AND id {wanted}"  # noqa: S608 - no input in it
    found = statements.ask(connection, sql, (list(ids),) if is_postgres else tuple(ids))()
    return frozenset(row[0] for row in found)


def sent_of(outgoing: Outgoing) -> Sent:
    """The same of a row that is not written yet."""
    return Sent(*(getattr(outgoing, name) for name in Sent._fields))


def _moment(cell: datetime | str) -> datetime:
    return datetime.fromisoformat(cell) if isinstance(cell, str) else cell


def _cells(each: Answered) -> tuple[str, datetime, str, str, str, int, str]:
    return each.state, each.at, to_json(dict(each.facts)), each.lane_id, each.code, each.request_version, each.about


_OPEN_TO = f"(o.state IN ('{QUEUED}', '{DELIVERED}') OR (o.state = '{ACKNOWLEDGED}' AND {{state}} = '{REFUSED}'))"
_BESIDE = (
    "EXISTS (SELECT 1 FROM outgoing p WHERE p.lane_id = o.lane_id AND p.code = o.code "
    "AND p.request_version = o.request_version AND p.about = o.about AND p.n >= 0 AND "
)
_OF_THE_LATEST = (
    "({about} = '' OR (o.about = {about} "
    f"AND NOT {_BESIDE} p.state NOT IN ('{QUEUED}', '{WITHDRAWN}') "
    "AND (p.number, p.made_at, p.n) > (o.number, o.made_at, o.n)) "
    f"AND (o.state <> '{QUEUED}' OR NOT {_BESIDE} p.state = '{DELIVERED}'))))"
)
"""What is said of one thing is said of what went out about it last; what came before keeps its own answer.

What is queued may be out already when the deliverer died before it could say so, unless what came before it waits for
an answer.
"""
_TAKE_POSTGRES = (
    "UPDATE outgoing o SET state = a.state, answered_at = a.at, answer = a.facts "  # noqa: S608 - our own words
    "FROM unnest(%b::VARCHAR[], %b::TIMESTAMPTZ[], %b::TEXT[], %b::VARCHAR[], %b::VARCHAR[], %b::INTEGER[], "
    "%b::VARCHAR[]) AS a (state, at, facts, lane_id, code, version, about) "
    "WHERE o.lane_id = a.lane_id AND o.code = a.code AND o.request_version = a.version AND o.n >= 0 "
    f"AND {_OF_THE_LATEST.format(about='a.about')} AND {_OPEN_TO.format(state='a.state')}"
)
_TAKE_SQLITE = (
    "UPDATE outgoing SET state = ?, answered_at = ?, answer = ? "  # noqa: S608 - our own words
    # Which rows is settled before the first of them changes.
    "WHERE id IN (SELECT o.id FROM outgoing o WHERE o.lane_id = ? AND o.code = ? AND o.request_version = ? "
    f"AND o.n >= 0 AND {_OF_THE_LATEST.format(about='?')} AND {_OPEN_TO.format(state='?')})"
)
