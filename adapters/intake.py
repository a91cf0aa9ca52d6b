"""Intake: bytes with an envelope become a journal entry, understood or refused, and get their receipt.

The same road for every channel: size, hardened parse, XSD, conditions, addressing, reader, journal.
A refusal is an entry like any other; nothing else changes.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

from adapters.addressing import address
from adapters.handed import Handed
from adapters.hdn import conditions, validation
from adapters.hdn.payloads import Payload, Sink
from adapters.hdn.readers.header import read_header
from adapters.hdn.readers.reading import Origin
from adapters.hdn.readers.table import READERS
from adapters.hdn.schemas import SchemaSet
from adapters.hdn.xml import Element, Parsed, parse
from adapters.onward import carried, office_of_package
from adapters.receipt_statuses import receipt_status
from adapters.understanding import Known, at_first, check_agreement, completed, uuid_of
from hub.bells import Bell
from hub.blobs import Store, StoreSink
from hub.database import Database
from hub.directory import Directory
from hub.entries import Answer, Entry
from hub.journal import Recorded, record
from hub.metrics import METRICS
from hub.records import Blob
from hub.settings import body_limit
from schemas.advice_exports import CORRELATION
from schemas.applications import RegisterApplication
from schemas.commands import Command
from schemas.errors import Refused
from schemas.hdn.messages import message_type

_FIRST_VERSION = 1
_SIDE_BY_SIDE = 100
_SIDE_BY_SIDE_BYTES = 1024 * 1024
WHOLE = "body"
"""The path of a refusal that is about the message as a whole."""

Step = Callable[[Known], None]


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
        self._steps: tuple[Step, ...] = (
            self._parse,
            self._complete,
            self._check_ends,
            self._check_schema,
            self._read,
            self._address,
            self._belong,
        )

    def take(self, handed: Sequence[Handed]) -> list[Recorded]:
        """Journals these messages in one transaction, in their order, and returns a receipt for each.

        Raises `Busy` when the database or the files are away; then nothing was accepted.
        """
        started = time.perf_counter()
        entries = [entry for some in _side_by_side(handed) for entry in self._understand(some)]
        recorded = record(self._database, entries)
        METRICS.intake_seconds.observe(time.perf_counter() - started)
        _count(entries, recorded)
        return recorded

    def understand(self, handed: Handed) -> Entry:
        """The entry of one message; what is wrong with it stands in `refusal`, never in an exception."""
        return self._understand([handed])[0]

    def _understand(self, handed: Sequence[Handed]) -> list[Entry]:
        """Each step for all messages before the next step, because the code of one step stays warm that way."""
        known = [at_first(one, self._environment) for one in handed]
        for step in self._steps:
            for one in known:
                _take_step(step, one)
        for one in known:
            one.answer = self._answer(one)
        return [one.entry(self.limit) for one in known]

    def _answer(self, known: Known) -> Answer | None:
        return receipt_status(known, self._directory, self._schemas)

    def _parse(self, known: Known) -> None:
        handed = known.handed
        if handed.refusal:
            raise handed.refusal
        if not handed.body or handed.body.isspace():
            raise Refused("message-empty", came=f"{len(handed.body)} bytes", expected="XML")
        parsed = parse(handed.body, limit=self.limit, charset=handed.charset, open_sink=self._sink)
        known.add(parsed=parsed, root=parsed.root)

    def _complete(self, known: Known) -> None:
        header = read_header(_root(known))
        known.add(header=header, said=completed(known.said, header))

    def _check_ends(self, known: Known) -> None:
        """Files fit, the sender is whom the connection is bound to, sources agree, the environment is ours."""
        self._check_files(_parsed(known).payloads)
        bound_to = known.handed.bound_to
        claims = {known.handed.envelope.sender, known.header.sender} - {None, bound_to}
        if bound_to and claims:
            raise Refused("sender-mismatch", path="sender", came=", ".join(sorted(map(str, claims))), expected=bound_to)
        check_agreement(known.handed.envelope, known.header)
        came = known.said.environment
        if came != self._environment:
            raise Refused("environment-mismatch", path="environment", came=came, expected=self._environment)

    def _check_schema(self, known: Known) -> None:
        said = known.said
        checked = validation.check(
            _root(known), said.message_type, said.receiver_code or "", said.schema_version, schemas=self._schemas
        )
        settled = {
            "message_type": checked.message.name,
            "schema_version": checked.version,
            "request_version": said.request_version or _FIRST_VERSION,
        }
        known.add(
            root=checked.root,
            code=checked.message.code,
            said=said.model_copy(update=settled),
            flags=known.flags + checked.flags + conditions.check(checked.root, checked.message.code),
        )

    def _read(self, known: Known) -> None:
        blobs: dict[str, Blob] = {}

        def keep(content: bytes) -> str:
            digest = sha256(content).hexdigest()
            blobs[digest] = Blob(digest, len(content), content)
            return f"sha256:{digest}"

        found = READERS[known.code](_root(known), _origin(known, keep))
        known.add(commands=found.commands, blobs=tuple(blobs.values()), flags=known.flags + found.flags)

    def _address(self, known: Known) -> None:
        financier = _financier(known.commands[0])
        is_operators = known.handed.bound_to is None
        office = None if is_operators else office_of_package(self._directory, known, financier)
        place = address(self._directory, known.said, known.code, financier, is_operators=is_operators, office=office)
        onward = () if is_operators else carried(self._directory, known, place)
        known.add(address=place, commands=(*known.commands, *onward))

    def _belong(self, known: Known) -> None:
        """An application under a number that a dossier of its office went out by belongs to that dossier."""
        if not isinstance(known.commands[0], RegisterApplication) or known.address.office_id is None:
            return
        said = {known.header.number, known.said.dossier} - {None}
        numbers = sorted(each for each in said if each and CORRELATION.fullmatch(each))
        place = (known.said.environment or "", known.address.office_id)
        known.add(belongs_to=self._directory.exported_as(numbers, *place))

    def _sink(self) -> Sink:
        return StoreSink(self._store)

    def _check_files(self, payloads: Sequence[Payload]) -> None:
        for payload in payloads:
            if payload.size > self._largest_file:
                raise Refused("message-too-large", path=payload.path, came=payload.size, expected=self._largest_file)


def bells(recorded: Sequence[Recorded]) -> list[Bell]:
    """The bells to ring for what was newly accepted."""
    return [Bell(r.lane_id, r.message_id) for r in recorded if r.accepted and not r.is_copy and r.lane_id]


def _take_step(step: Step, known: Known) -> None:
    """The message learns what this step finds, or its refusal."""
    if known.refusal:
        return
    try:
        step(known)
    except Refused as refused:
        refused.path = refused.path or WHOLE
        known.refusal = refused


def _side_by_side(handed: Sequence[Handed]) -> Iterator[list[Handed]]:
    """Messages whose trees may be in memory together: few when they are large."""
    some: list[Handed] = []
    size = 0
    for one in handed:
        some.append(one)
        size += len(one.body)
        if len(some) == _SIDE_BY_SIDE or size >= _SIDE_BY_SIDE_BYTES:
            yield some
            some, size = [], 0
    if some:
        yield some


def _parsed(known: Known) -> Parsed:
    if known.parsed is None:
        raise AssertionError("a step ran before the parse")
    return known.parsed


def _root(known: Known) -> Element:
    if known.root is None:
        raise AssertionError("a step ran before the parse")
    return known.root


def _origin(known: Known, keep: Callable[[bytes], str]) -> Origin:
    said, parsed = known.said, _parsed(known)
    return Origin(
        request_version=said.request_version or _FIRST_VERSION,
        sent_at=said.sent_at,
        content_hash=known.content_hash,
        number=known.header.number or (None if uuid_of(said.dossier) else said.dossier),
        keep=keep,
        payloads=parsed.payloads,
        contents=parsed.contents,
    )


def _financier(command: Command) -> str:
    """The code of the lender that an application names, or nothing."""
    named = command.products[0].lender if isinstance(command, RegisterApplication) and command.products else None
    return named.code if named else ""


def _count(entries: Sequence[Entry], recorded: Sequence[Recorded]) -> None:
    """Counts a batch; a label is never a text that a partner can make up."""
    received: Counter[tuple[str, str, str]] = Counter()
    size: Counter[str] = Counter()
    for entry, answer in zip(entries, recorded, strict=True):
        row = message_type(entry.envelope.message_type or "")
        outcome = "copy" if answer.is_copy else "accepted" if answer.accepted else "refused"
        received[entry.channel, row.name if row else "unknown", outcome] += 1
        size[entry.channel] += entry.size
        if answer.slug:
            METRICS.refused.labels(answer.slug).inc()
        for flag in entry.flags:
            METRICS.flagged.labels(flag.partition(":")[0]).inc()
    for (channel, name, outcome), count in received.items():
        METRICS.received.labels(channel, name, outcome).inc(count)
        if outcome == "copy":
            METRICS.copies.labels(channel).inc(count)
    for channel, total in size.items():
        METRICS.received_bytes.labels(channel).inc(total)
