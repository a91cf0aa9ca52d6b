"""Receipts of partners: the hub's own receipt JSON read without trust, and what one does to the message it is about.

A receipt may come before its delivery is recorded, twice, from somebody else, or about nothing.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

import orjson
from sqlalchemy.engine import Connection

from hub.delivery.asking import ask
from hub.delivery.channel import Acknowledged, RefusedByPartner

MOST_BYTES = 64 * 1024
"""A longer receipt is not read."""
_LONGEST = {"receipt": 64, "received_at": 40, "slug": 64, "path": 200, "came": 200, "nl": 1_000, "en": 1_000}
_OUTCOMES = ("accepted", "refused")
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]+")

Taken = Literal["taken", "repeated", "stale", "foreign", "unknown"]
"""taken: the message has its state now. repeated: it had an answer already. stale: of a sending before this one.
foreign: it came from another node than the message went to. unknown: no such message went out."""


def read_receipt(body: bytes) -> tuple[str, Acknowledged | RefusedByPartner | None]:
    """Which message the receipt names (empty when it names none) and what it says, `None` for what is no receipt."""
    found = _parsed(body)
    outcome = found.get("outcome")
    if outcome not in _OUTCOMES or not isinstance(found.get("id"), str):
        return "", None
    envelope, refusal = _inside(found, "envelope"), _inside(found, "refusal")
    facts = _told({"receipt": found["id"], "received_at": found.get("received_at")})
    about = envelope.get("message_id")
    named = about if isinstance(about, str) else ""
    if outcome == "accepted":
        return named, Acknowledged(facts)
    told = _told({name: refusal.get(name) for name in ("slug", "path", "came", "nl", "en")})
    return named, RefusedByPartner(facts | {"slug": "refused-by-partner"} | told)


def read_problem(body: bytes) -> dict[str, str]:
    """What a refusal that is no receipt says of itself (RFC 9457, as the hub writes it); nothing when it is neither."""
    found = _parsed(body)
    told = _told({name: found.get(name) for name in ("slug", "nl", "en")})
    detail = _told({"en": found.get("detail") or found.get("title")})
    return detail | told


def take_receipt(
    connection: Connection, about: str, node: str, said: Acknowledged | RefusedByPartner, at: datetime
) -> Taken:
    """Moves the message that a receipt from `node` is about; what was answered before stays as it is."""
    state = "acknowledged" if isinstance(said, Acknowledged) else "refused"
    taken = ask(
        connection,
        "UPDATE outgoing SET state = ?, answered_at = ?, answer = ?, delivered_at = coalesce(delivered_at, ?), "
        "trouble = '', next_try_at = NULL WHERE id = ? AND receiver = ? "
        "AND (state = 'delivered' OR (state = 'queued' AND attempts > 0)) RETURNING id",
        *(state, at, said.facts, at, about, node),
    )()
    return "taken" if taken else _why_not(connection, about, node)


def _why_not(connection: Connection, about: str, node: str) -> Taken:
    found = ask(connection, "SELECT receiver, state, attempts FROM outgoing WHERE id = ?", about)()
    if not found or found[0][1] == "withdrawn":
        return "unknown"
    receiver, state, _ = found[0]
    if receiver != node:
        return "foreign"
    return "stale" if state == "queued" else "repeated"


def _parsed(body: bytes) -> Mapping[str, Any]:
    if len(body) > MOST_BYTES:
        return {}
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def _inside(found: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    inside = found.get(name)
    return inside if isinstance(inside, dict) else {}


def _told(facts: Mapping[str, Any]) -> dict[str, str]:
    """What a partner wrote, as one short line per fact without invisible characters."""
    cleaned = {
        name: _INVISIBLE.sub(" ", value)[: _LONGEST[name]] for name, value in facts.items() if isinstance(value, str)
    }
    return {name: value for name, value in cleaned.items() if value}
