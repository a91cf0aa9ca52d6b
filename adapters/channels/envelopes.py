"""The envelope as each channel writes it: AMQP headers, JSON, `Hub-…` headers of HTTP, or a file beside the XML.

A mistake never hides what is right: the facts that can be read are kept, and the refusal names every mistake.
"""

import reprlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

import orjson
from pydantic import ValidationError

from schemas.envelope import Envelope
from schemas.errors import Refused

WHOLE = "envelope"
"""The path of a mistake in the envelope as a whole."""
PREFIX = "hub-"
"""What the names of the facts begin with in HTTP headers."""
_NODE = ("een nummer van zes cijfers", "a number of six digits")
_EXPECTED: dict[str, tuple[str, str]] = {
    "message_id": ("ten hoogste 255 tekens", "at most 255 characters"),
    "sender": _NODE,
    "receiver": _NODE,
    "message_type": ("een berichtsoort zoals AX OfferteAanvraag", "a message type like AX OfferteAanvraag"),
    "receiver_code": ("een ontvangercode zoals AE", "a receiver code like AE"),
    "schema_version": ("een versie zoals 24.0", "a version like 24.0"),
    "request_version": ("een geheel getal van 1 tot en met 999", "a whole number from 1 to 999"),
    "dossier": ("ten hoogste 255 tekens", "at most 255 characters"),
    "environment": ("production, stage of acceptatie", "production, stage or acceptatie"),
    "sent_at": (
        "een moment met tijdzone, zoals 2026-11-21T10:00:00Z",
        "a moment with its zone, like 2026-11-21T10:00:00Z",
    ),
    WHOLE: ("een JSON-object", "a JSON object"),
}
_FACTS = frozenset(Envelope.model_fields)
_MOST_MISTAKES = 10
"""Mistakes that a refusal tells; an envelope of a million of them is not answered with a million sentences."""
_UNKNOWN = ("geen gegeven van die naam", "no fact of that name")
_FOREIGN = ("x-", "traceparent", "tracestate", "baggage")
"""AMQP headers of brokers and tracing, which are no part of an envelope."""

Understood = tuple[Envelope, Refused | None]


def from_facts(facts: Mapping[str, Any]) -> Understood:
    """The envelope of these facts by name, and what is wrong with them; an empty text counts as not given."""
    given = {name: value for name, value in facts.items() if value is not None and value != ""}
    wrong = {name: value for name, value in given.items() if not _is_readable(name, value)}
    right = {name: value for name, value in given.items() if name not in wrong}
    try:
        return Envelope.model_validate(right), _refusal(wrong)
    except ValidationError as error:
        wrong |= {str(found["loc"][0]): given[str(found["loc"][0])] for found in error.errors()}
    in_order = {name: value for name, value in given.items() if name in wrong}
    return Envelope.model_validate({n: v for n, v in right.items() if n not in wrong}), _refusal(in_order)


def from_amqp(headers: Mapping[str | bytes, Any] | None, message_id: str | None) -> Understood:
    """The envelope in AMQP headers; the identity is the property `message_id`."""
    named = ((_name(name), value) for name, value in (headers or {}).items())
    facts = {name: value for name, value in named if not name.lower().startswith(_FOREIGN)}
    return _with_identity(facts, message_id)


def from_http(headers: Iterable[tuple[str, str]], key: str | None) -> Understood:
    """The envelope in `Hub-…` headers, as in `Hub-Message-Type`; the identity is the Idempotency-Key.

    A header that comes twice with two values is a mistake, because a proxy and the hub may each read another one.
    """
    named: dict[str, set[str]] = {}
    for name, value in headers:
        if name.lower().startswith(PREFIX):
            named.setdefault(_fact(name.lower()), set()).add(value)
    facts: dict[str, Any] = {
        name: values.pop() if len(values) == 1 else sorted(values) for name, values in named.items()
    }
    return _with_identity(facts, key)


def from_json(value: object, key: str | None = None) -> Understood:
    """The envelope as a JSON object, of a request body or of a file beside the XML."""
    if value is None:
        return _with_identity({}, key)
    if not isinstance(value, dict):
        return Envelope(message_id=_usable(key)), _refusal({WHOLE: type(value).__name__})
    return _with_identity(value, key)


def from_file(content: bytes) -> Understood:
    """The envelope in a JSON file."""
    try:
        value = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        return Envelope(), _refusal({WHOLE: str(error)})
    return from_json({} if value is None else value)


def _with_identity(facts: Mapping[str, Any], identity: str | None) -> Understood:
    """Completes the facts with the channel's own identity; a different one inside is refused."""
    inside = facts.get("message_id")
    envelope, refusal = from_facts({**facts, "message_id": identity or inside})
    if identity and inside and inside != identity and refusal is None:
        refusal = Refused("envelope-mismatch", path="message_id", came=inside, expected=identity)
    return envelope, refusal


def _is_readable(name: str, value: object) -> bool:
    """Whether the name is one of the envelope and the value is plain: no lists, no bytes, no moment without a zone."""
    if name not in _FACTS or isinstance(value, bool) or not isinstance(value, str | int | datetime):
        return False
    if name == "request_version":
        return isinstance(value, int) or (isinstance(value, str) and value.isascii() and value.isdecimal())
    if name == "sent_at":
        return _has_zone(value)
    return isinstance(value, str) and value.isprintable()


def _has_zone(value: object) -> bool:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return False
    return isinstance(moment, datetime) and moment.tzinfo is not None


def _refusal(wrong: Mapping[str, Any]) -> Refused | None:
    """One refusal for all mistakes; the first leads, the sentences name every one."""
    if not wrong:
        return None
    first = islice(wrong.items(), _MOST_MISTAKES)
    mistakes = [(_shown(name), _shown(value), _EXPECTED.get(name, _UNKNOWN)) for name, value in first]
    path, came, expected = mistakes[0]
    dutch = "; ".join(f"{name} is {value} (verwacht: {nl})" for name, value, (nl, _) in mistakes)
    english = "; ".join(f"{name} is {value} (expected: {en})" for name, value, (_, en) in mistakes)
    if len(wrong) > len(mistakes):
        dutch, english = f"{dutch}; en meer", f"{english}; and more"
    return Refused(
        "envelope-invalid",
        path=path,
        came=came,
        expected=" / ".join(expected),
        nl=f"De envelop klopt niet: {dutch}. Herstel de envelop en lever opnieuw aan. Er is niets gewijzigd.",
        en=f"The envelope is wrong: {english}. Mend the envelope and deliver again. Nothing was changed.",
    )


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else reprlib.repr(value)
    return text[:100].encode("unicode_escape").decode() if not text.isprintable() else text[:100]


def _name(header: str | bytes) -> str:
    return header if isinstance(header, str) else header.decode("ascii", "backslashreplace")


def _fact(header: str) -> str:
    return header.removeprefix(PREFIX).replace("-", "_")


def _usable(key: str | None) -> str | None:
    return key if key and len(key) <= 255 and key.isprintable() else None  # noqa: PLR2004 - as the envelope has it
