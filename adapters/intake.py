"""Intake: bytes with an envelope become a journal entry, understood or refused, and get their receipt.

The same road for every channel: size, hardened parse, XSD, conditions, addressing, reader, journal.
A refusal is an entry like any other; nothing else changes.
"""

import hashlib
import time
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC
from uuid import UUID

from adapters.addressing import FROM_LENDER, address
from adapters.handed import Handed
from adapters.hdn import conditions, validation
from adapters.hdn.payloads import Payload, Sink
from adapters.hdn.readers.header import HeaderFacts, read_header
from adapters.hdn.readers.reading import Origin
from adapters.hdn.readers.table import READERS
from adapters.hdn.schemas import SchemaSet
from adapters.hdn.xml import Parsed, parse
from hub.bells import Bell
from hub.blobs import SMALL, Store, StoreSink
from hub.database import Database
from hub.directory import Directory
from hub.entries import Entry, Name
from hub.journal import Recorded, record
from hub.metrics import METRICS
from hub.records import Blob
from schemas.applications import RegisterApplication
from schemas.commands import Command
from schemas.envelope import Envelope
from schemas.errors import Refused

_FIRST_VERSION = 1
_OVERHEAD = 1024 * 1024


class Intake:
    """One intake. `largest_file` is the most bytes that one attachment may have, decoded."""

    def __init__(
        self,
        database: Database,
        directory: Directory,
        store: Store,
        *,
        environment: str,
        largest_file: int,
        schemas: SchemaSet | None = None,
    ) -> None:
        self._database = database
        self._directory = directory
        self._store = store
        self._environment = environment
        self._largest_file = largest_file
        self.limit = body_limit(largest_file)
        self._schemas = schemas

    def take(self, handed: Sequence[Handed]) -> list[Recorded]:
        """Journals these messages in one transaction, in their order, and returns a receipt for each.

        Raises `Busy` when the database or the files are away; then nothing was accepted.
        """
        started = time.perf_counter()
        entries = [self.understand(one) for one in handed]
        recorded = record(self._database, entries)
        METRICS.intake_seconds.observe(time.perf_counter() - started)
        for entry, answer in zip(entries, recorded, strict=True):
            _count(entry, answer)
        return recorded

    def understand(self, handed: Handed) -> Entry:
        """The entry of one message; what is wrong with it stands in `refusal`, never in an exception."""
        reading = _Reading(handed, self._environment)
        try:
            self._read(reading)
        except Refused as refused:
            reading.refusal = refused
        return reading.entry()

    def _read(self, reading: "_Reading") -> None:
        handed = reading.handed
        if handed.refusal:
            raise handed.refusal
        if not handed.body:
            raise Refused("message-empty", path="")
        parsed = parse(handed.body, limit=self.limit, charset=handed.charset, open_sink=self._sink)
        reading.parsed = parsed
        self._check_files(parsed.payloads)
        header = read_header(parsed.root)
        reading.merge(header)
        self._check_ends(reading)
        said = reading.said
        checked = validation.check(
            parsed.root, said.message_type, said.receiver_code or "", said.schema_version, schemas=self._schemas
        )
        code = checked.message.code
        reading.checked(checked)
        reading.flags += conditions.check(checked.root, code)
        origin = reading.origin(parsed)
        found = READERS[code](checked.root, origin)
        reading.flags += found.flags
        reading.commands = found.commands
        reading.address(self._directory, code)

    def _sink(self) -> Sink:
        return StoreSink(self._store)

    def _check_files(self, payloads: Sequence[Payload]) -> None:
        for payload in payloads:
            if payload.size > self._largest_file:
                raise Refused("message-too-large", path=payload.path, came=payload.size, expected=self._largest_file)

    def _check_ends(self, reading: "_Reading") -> None:
        """The environment is ours, and the sender is whom the connection is bound to."""
        said, bound_to = reading.said, reading.handed.bound_to
        if said.environment != self._environment:
            raise Refused("environment-mismatch", path="environment", came=said.environment, expected=self._environment)
        if bound_to and said.sender and said.sender != bound_to:
            raise Refused("sender-mismatch", path="sender", came=said.sender, expected=bound_to)
        if bound_to and not said.sender:
            reading.said = said.model_copy(update={"sender": bound_to})


class _Reading:
    """One message while it is being understood: what is known so far survives a refusal."""

    def __init__(self, handed: Handed, environment: str) -> None:
        self.handed = handed
        self.hash = hashlib.sha256(handed.body).hexdigest()
        self.said: Envelope = handed.envelope
        if self.said.environment is None:
            self.said = self.said.model_copy(update={"environment": environment})
        self.header = HeaderFacts()
        self.parsed: Parsed | None = None
        self.flags: tuple[str, ...] = ()
        self.commands: tuple[Command, ...] = ()
        self.refusal: Refused | None = None
        self.blobs: dict[str, Blob] = {}
        self.office_id: str | None = None
        self.node = ""
        self.partner = ""
        self.code = ""

    def merge(self, header: HeaderFacts) -> None:
        """Completes the envelope with the Header; two sources that disagree are refused, both values named."""
        self.header = header
        given = {
            "sender": header.sender,
            "receiver": header.receiver,
            "message_type": header.message_type,
            "receiver_code": header.receiver_code,
            "schema_version": header.schema_version,
            "request_version": header.request_version,
            "sent_at": header.sent_at.astimezone(UTC) if header.sent_at else None,
        }
        update = {}
        for name, inside in given.items():
            outside = getattr(self.said, name)
            if outside is None:
                update[name] = inside
            elif inside is not None and not _agree(name, outside, inside):
                raise Refused("envelope-mismatch", path=name, came=outside, expected=inside)
        dossier = self.said.dossier
        if dossier is None:
            update["dossier"] = header.number
        elif header.number and not _is_uuid(dossier) and dossier != header.number:
            raise Refused("envelope-mismatch", path="dossier", came=dossier, expected=header.number)
        self.said = self.said.model_copy(update={name: value for name, value in update.items() if value is not None})

    def checked(self, checked: validation.Checked) -> None:
        """What the schema check settled: the full name of the type, the version, a version of the application."""
        self.code = checked.message.code
        self.flags += checked.flags
        self.said = self.said.model_copy(
            update={
                "message_type": checked.message.name,
                "schema_version": checked.version,
                "request_version": self.said.request_version or _FIRST_VERSION,
            }
        )

    def origin(self, parsed: Parsed) -> Origin:
        dossier = self.said.dossier
        return Origin(
            request_version=self.said.request_version or _FIRST_VERSION,
            sent_at=self.said.sent_at,
            content_hash=self.hash,
            number=self.header.number or (None if dossier is None or _is_uuid(dossier) else dossier),
            keep=self._keep,
            payloads=parsed.payloads,
            contents=parsed.contents,
        )

    def address(self, directory: Directory, code: str) -> None:
        first = self.commands[0]
        named = first.products[0].lender if isinstance(first, RegisterApplication) and first.products else None
        place = address(
            directory,
            self.said,
            code,
            named.code if named else "",
            may_be_unclaimed=self.handed.bound_to is None,
        )
        self.office_id, self.node, self.partner = place.office_id, place.node, place.partner

    def entry(self) -> Entry:
        handed, parsed = self.handed, self.parsed
        refused = self.refusal is not None
        too_large = refused and parsed is None and len(handed.body) > _KEPT_UNREAD
        return Entry(
            environment=self.said.environment or "",
            sender=self.said.sender or "",
            identity=handed.identity or self.hash,
            channel=handed.channel,
            content_hash=self.hash,
            size=len(handed.body),
            received_at=handed.received_at,
            envelope=self.said.model_copy(update={"message_id": handed.identity}),
            body=b"" if too_large else parsed.stripped if parsed else handed.body,
            payloads=tuple(asdict(payload) for payload in parsed.payloads) if parsed else (),
            blobs=tuple(self.blobs.values()),
            flags=self.flags,
            refusal=self.refusal,
            office_id=self.office_id,
            partner=self.partner,
            node=self.node,
            names=self._names(),
            opens=self.code == "AX",
            answers=self.code in FROM_LENDER,
            commands=() if refused else self.commands,
        )

    def _names(self) -> tuple[Name, ...]:
        names: dict[str, str] = {}
        if self.said.dossier:
            names["uuid" if _is_uuid(self.said.dossier) else "number"] = self.said.dossier
        if self.header.number:
            names["number"] = self.header.number
        return tuple(names.items())

    def _keep(self, content: bytes) -> str:
        digest = hashlib.sha256(content).hexdigest()
        self.blobs[digest] = Blob(digest, len(content), content)
        return f"sha256:{digest}"


_KEPT_UNREAD = 64 * 1024 * 1024


def body_limit(largest_file: int) -> int:
    """The most bytes of a message whose one attachment is as large as allowed: base64 in lines, and the rest."""
    return largest_file * 4 // 3 * 103 // 100 + _OVERHEAD


def bells(recorded: Sequence[Recorded]) -> list[Bell]:
    """The bells to ring for what was newly accepted."""
    return [Bell(r.lane_id, r.message_id) for r in recorded if r.accepted and not r.is_copy and r.lane_id]


def _agree(name: str, outside: object, inside: object) -> bool:
    if name in {"message_type", "receiver_code"}:
        return str(outside).partition(" ")[0] == str(inside).partition(" ")[0]
    return outside == inside


def _is_uuid(text: str) -> bool:
    try:
        return len(text) in {32, 36} and bool(UUID(text))
    except ValueError:
        return False


def _count(entry: Entry, answer: Recorded) -> None:
    outcome = "copy" if answer.is_copy else "accepted" if answer.accepted else "refused"
    METRICS.received.labels(entry.channel, entry.envelope.message_type or "unknown", outcome).inc()
    METRICS.received_bytes.labels(entry.channel).inc(entry.size)
    if answer.is_copy:
        METRICS.copies.labels(entry.channel).inc()
    if answer.slug:
        METRICS.refused.labels(answer.slug).inc()
    for flag in entry.flags:
        METRICS.flagged.labels(flag.partition(":")[0]).inc()
