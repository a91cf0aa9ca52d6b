"""Composes a letter: the writer writes, then the product is judged as its receiver would judge it.

XSD of (message type, receiver code, schema version), conditional rules, the rules of sending, the agreements of the
chain; every mistake is told at once, so that it is a sentence on the page and not a message at the lender.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC

from adapters.hdn.schemas import SchemaSet
from adapters.hdn.validation import own_schemas
from adapters.hdn.writers.draft import Sources
from adapters.hdn.writers.elements import serialised
from adapters.hdn.writers.header import receiver_code
from adapters.hdn.writers.judging import breaches_of, judged
from adapters.hdn.writers.refusing import RefusedLetter
from adapters.hdn.writers.table import WRITERS
from adapters.hdn.xml import Element
from schemas.errors import Refused
from schemas.hdn.agreements.trace import Trace
from schemas.hdn.messages import MessageType, message_type
from schemas.letters import Letter, Route


@dataclass(frozen=True, slots=True)
class Composed:
    """A message that may go out.

    `code` is its two letters, `message_type` the name of its root, `content_hash` the SHA-256 of `body` as hex.
    `envelope` are the facts that travel beside it, by their names in the hub's own channels.
    `flags` are what was noticed and refuses nothing, like `condition:PartijNAWData.BedrijfsNaam`.
    """

    code: str
    message_type: str
    body: bytes
    content_hash: str
    envelope: dict[str, str]
    flags: tuple[str, ...] = ()


def compose(
    letter: Letter, sources: Sources, trace: Trace | None = None, *, schemas: SchemaSet | None = None
) -> Composed:
    """The final bytes of a letter; the same letter gives the same bytes.

    `trace` is what was exchanged before, which the agreements of the chain judge the message by.
    Raises `Refused` with every mistake in its `findings`: the slug is that of the first.
    """
    draft = WRITERS[type(letter)](letter, sources)
    message = _message(draft.root)
    found = judged(draft, message, letter, schemas or own_schemas())
    body = draft.unchanged or serialised(found.root, draft.files)
    content_hash = hashlib.sha256(body).hexdigest()
    breaches = () if trace is None else breaches_of(trace, found.root, message, letter.route, content_hash)
    if found.findings or breaches:
        raise RefusedLetter((*found.findings, *breaches), found.flags)
    return Composed(
        code=message.code,
        message_type=message.root,
        body=body,
        content_hash=content_hash,
        envelope=_envelope(message, letter.route, found.root),
        flags=found.flags,
    )


def _message(root: Element) -> MessageType:
    found = message_type(str(root.tag))
    if found is None:
        expected = "een berichtsoort / a message type"
        raise Refused("unknown-message-type", path="original", came=root.tag, expected=expected)
    return found


def _envelope(message: MessageType, route: Route, root: Element) -> dict[str, str]:
    return {name: value for name, value in _facts(message, route, root) if value}


def _facts(message: MessageType, route: Route, root: Element) -> Iterator[tuple[str, str]]:
    yield "sender", route.sender
    yield "receiver", route.receiver
    yield "message_type", message.name
    yield "receiver_code", receiver_code(route.receiver_code)
    yield "schema_version", route.schema_version
    yield "request_version", str(route.request_version)
    yield "dossier", route.dossier or route.number or ""
    yield "environment", route.environment
    if next(root.iterchildren("Header"), None) is None:
        # A Header tells its own moment, in local time to the second; two sources that differ would be refused.
        yield "sent_at", route.at.astimezone(UTC).isoformat()
