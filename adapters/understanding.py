"""What is known about one message while it is being understood, and the sources that its envelope is put together from.

Each step of `adapters/intake.py` adds what it found when it is through, so what was known before a refusal is
journaled with it.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC
from typing import Any
from uuid import UUID

from adapters.addressing import FROM_LENDER, Address
from adapters.handed import NOBODY, Handed
from adapters.hdn.readers.header import HeaderFacts
from adapters.hdn.xml import Element, Parsed
from hub.entries import Answer, Entry, Name
from hub.ids import new_id
from hub.records import Blob
from schemas.commands import Command
from schemas.envelope import Envelope
from schemas.errors import Refused
from schemas.hdn.messages import message_type

_OPENS = "AX"
_NOWHERE = Address(None, "", "")
_NO_HEADER = HeaderFacts()
_PLACES = frozenset({"receiver", "request_version", "dossier"})
NOT_KEPT = "body-not-kept"
"""The flag of a message whose bytes are too many to keep."""


@dataclass(slots=True, kw_only=True)
class Known:
    """One message so far. `said` is the envelope as understood, `code` the two letters after the schema check."""

    handed: Handed
    content_hash: str
    said: Envelope
    header: HeaderFacts = _NO_HEADER
    parsed: Parsed | None = None
    root: Element | None = None
    code: str = ""
    flags: tuple[str, ...] = ()
    commands: tuple[Command, ...] = ()
    blobs: tuple[Blob, ...] = ()
    address: Address = field(default=_NOWHERE)
    refusal: Refused | None = None
    answer: Answer | None = None
    belongs_to: str = ""

    def add(self, **found: Any) -> None:
        """What a step found, by the names of the fields."""
        for name, value in found.items():
            setattr(self, name, value)

    def entry(self, limit: int) -> Entry:
        """The journal's entry; bytes beyond `limit` are not kept, and a flag says so."""
        handed, parsed = self.handed, self.parsed
        keeps = not handed.unread and len(handed.body) <= limit
        return Entry(
            environment=self.said.environment or "",
            sender=handed.bound_to or self.said.sender or "",
            identity=handed.identity or (f"unread-{new_id()}" if handed.unread else self._by_content()),
            channel=handed.channel,
            content_hash=self.content_hash,
            size=handed.unread or len(handed.body),
            received_at=handed.received_at,
            envelope=self.said,
            body=parsed.stripped if parsed else handed.body if keeps else b"",
            payloads=tuple(asdict(payload) for payload in parsed.payloads) if parsed else (),
            blobs=self.blobs,
            flags=self.flags if keeps else (*self.flags, NOT_KEPT),
            refusal=self.refusal,
            office_id=self.address.office_id,
            partner=self.address.partner,
            node=self.address.node,
            names=tuple(self._names()),
            opens=self.code == _OPENS,
            answers=self.code in FROM_LENDER,
            belongs_to="" if self.refusal else self.belongs_to,
            commands=() if self.refusal else self.commands,
            answer=self.answer,
        )

    def _by_content(self) -> str:
        """The identity of a message that has none: its content, and what only the envelope says of where it belongs.

        Statuses without a Header are often equal to the byte; two of two exchanges are not copies of each other.
        What was refused is no copy of what is delivered again with its envelope mended.
        """
        beside = (
            str(getattr(self.handed.envelope, name) or "")
            for name, inside in _inside(self.header)
            if name in _PLACES and inside is None
        )
        place = "/".join(beside)
        named = f"{self.content_hash}/{place}" if place.strip("/") else self.content_hash
        return named if self.refusal is None else f"{named}!{_mark(self.refusal)}"

    def _names(self) -> Iterator[Name]:
        dossier, number = self.said.dossier, self.header.number
        uuid = uuid_of(dossier)
        if uuid:
            yield "uuid", uuid
        if number or (dossier and not uuid):
            yield "number", number or dossier or ""


def _mark(refusal: Refused) -> str:
    said = f"{refusal.slug}/{refusal.path}/{refusal.came}/{refusal.expected}"
    return hashlib.sha256(said.encode("utf-8", "backslashreplace")).hexdigest()[:16]


def at_first(handed: Handed, environment: str) -> Known:
    """What is known before the bytes are looked at; an envelope without an environment is for ours."""
    given: dict[str, Any] = {"message_id": handed.identity}
    if handed.envelope.environment is None:
        given["environment"] = environment
    if handed.bound_to not in {None, NOBODY} and handed.envelope.sender is None:
        given["sender"] = handed.bound_to
    return Known(
        handed=handed,
        content_hash=hashlib.sha256(handed.body).hexdigest(),
        said=handed.envelope.model_copy(update=given),
    )


def completed(said: Envelope, header: HeaderFacts) -> Envelope:
    """The envelope, with what only the Header says."""
    missing = {name: inside for name, inside in _inside(header) if inside is not None and getattr(said, name) is None}
    return said.model_copy(update=missing) if missing else said


def check_agreement(given: Envelope, header: HeaderFacts) -> None:
    """Raises `Refused("envelope-mismatch")` when what was given beside the XML and the Header disagree."""
    for name, inside in _inside(header):
        outside = getattr(given, name)
        if outside is not None and inside is not None and not _agree(name, outside, inside):
            raise Refused("envelope-mismatch", path=name, came=outside, expected=inside)


def uuid_of(name: str | None) -> str:
    """The name as a UUID in its usual writing, or nothing when it is not one."""
    try:
        return str(UUID(name)) if name and len(name) in {32, 36} else ""
    except ValueError:
        return ""


def _inside(header: HeaderFacts) -> Iterator[tuple[str, object]]:
    yield "sender", header.sender
    yield "receiver", header.receiver
    yield "message_type", header.message_type
    yield "receiver_code", header.receiver_code
    yield "schema_version", header.schema_version
    yield "request_version", header.request_version
    yield "sent_at", header.sent_at.astimezone(UTC) if header.sent_at else None
    yield "dossier", header.number


def _agree(name: str, outside: Any, inside: Any) -> bool:
    """Whether two sources say the same, each in its own writing."""
    match name:
        case "message_type":
            row = message_type(str(outside))
            return row is not None and row == message_type(str(inside))
        case "receiver_code":
            return str(outside).partition(" ")[0] == str(inside).partition(" ")[0]
        case "schema_version":
            # 24.0.6.0 is a release of 24.0.
            return f"{outside}.".startswith(f"{inside}.") or f"{inside}.".startswith(f"{outside}.")
        case "dossier":
            return outside == inside or bool(uuid_of(str(outside)))
        case _:
            return bool(outside == inside)
