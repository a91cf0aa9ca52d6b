"""What was exchanged over a lane, as the agreements of the chain see it: what came in and what went out.

The agreements stand in `schemas/hdn/agreements/`.
They guard what we send (`adapters/sending.py`) and judge what was exchanged (`hub agreements`).
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy.engine import Connection

from adapters.addressing import FROM_LENDER
from adapters.hdn.exchanged import exchanged_of
from adapters.hdn.payloads import cut, spans
from adapters.hdn.xml import Element, parse
from hub import rows as statements
from hub.outgoing import WITHDRAWN
from hub.records import MESSAGES, OUTCOMES, OUTGOING, Lane, Message, Outgoing
from schemas.hdn.agreements.trace import Exchanged, Trace
from schemas.hdn.messages import message_type
from schemas.letters import Route

_NO_FILE = "AA=="


def trace_of(
    connection: Connection, lane: Lane, lender: str, *, until: datetime | None = None, without: str = ""
) -> Trace:
    """What was exchanged over the lane so far: what came in and was not refused, and what went out.

    What another party sent ended its leg here, whomever it was for; `lender` is the node of a lender that does not say.
    What our own side handed in is what it sent to the lender itself, unless it went out over the hub.
    `without` is the message that is about to go out over the hub.
    `until` is the moment one looks back from, so that what was left out can be seen.
    """
    came = statements.select(connection, MESSAGES, "lane_id", [lane.id])
    went = statements.select(connection, OUTGOING, "lane_id", [lane.id])
    left_out = {*_refused(connection, came), *_gone_over_the_hub(came, went, lane, without)}
    seen = [*_received((m for m in came if m.id not in left_out), lane, lender), *_sent(went)]
    return Trace(tuple(sorted(seen, key=lambda each: each.at)), until=until, ours=frozenset({lane.node}))


def _refused(connection: Connection, messages: Sequence[Message]) -> frozenset[str]:
    outcomes = statements.select(connection, OUTCOMES, "unit_id", [message.id for message in messages])
    return frozenset(outcome.unit_id for outcome in outcomes if outcome.state == "rejected")


def _gone_over_the_hub(came: Sequence[Message], went: Sequence[Outgoing], lane: Lane, going: str) -> frozenset[str]:
    versions = {(each.message_type, each.request_version) for each in went if each.state != WITHDRAWN}
    own = [message for message in came if _is_own(message, lane)]
    gone = {m.id for m in own if (m.message_type.partition(" ")[2], m.request_version) in versions}
    return frozenset(gone | {m.id for m in own if m.id == going})


def _is_own(message: Message, lane: Lane) -> bool:
    """Whether our own side wrote it: the office's software under the office's node, or the operator for it."""
    row = message_type(message.message_type)
    return row is not None and row.code not in FROM_LENDER and message.sender in {"", lane.node, message.channel}


def _received(messages: Iterator[Message], lane: Lane, lender: str) -> Iterator[Exchanged]:
    for message in messages:
        row = message_type(message.message_type)
        if row is None:
            continue
        sender = message.sender if message.sender.isdigit() else lender
        route = Route(
            sender=lane.node if _is_own(message, lane) else sender,
            receiver=lender if _is_own(message, lane) else lane.node,
            environment=lane.environment,
            request_version=message.request_version or 1,
            schema_version=message.schema_version or "24.0",
            at=message.sent_at or message.received_at,
        )
        yield exchanged_of(_tree(message.body), row, route, id=message.id, content_hash=message.content_hash)


def _sent(outgoing: Sequence[Outgoing]) -> Iterator[Exchanged]:
    for each in outgoing:
        row = message_type(each.message_type)
        if row is None or each.state == WITHDRAWN:
            continue
        route = Route(
            sender=each.sender,
            receiver=each.receiver,
            environment=each.environment,
            request_version=each.request_version,
            at=each.made_at,
        )
        yield exchanged_of(_tree(each.body), row, route, id=each.id, content_hash=each.content_hash)


def _tree(kept: bytes) -> Element:
    """The tree of what is kept of a message; its files play no part here, and of a large one only a hash is there."""
    found = spans(kept)
    plain = cut(kept, found, [_NO_FILE] * len(found))
    return parse(plain, limit=len(plain)).root
