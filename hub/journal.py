"""The journal: one transaction records messages, arrivals, receipts and commands; a copy gets the stored receipt.

Intake is its only caller. It never waits for a worker: it locks lane heads, which only intake touches, in id order.
Two intakes that open the same exchange at once meet on a unique key; the loser starts its transaction again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from psycopg.errors import UniqueViolation
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from hub import rows as statements
from hub.database import Database
from hub.entries import Entry
from hub.ids import new_id
from hub.naming import NamesMoved, Naming, names_of
from hub.records import (
    ARRIVALS,
    BLOBS,
    COMMANDS,
    MESSAGES,
    OUTCOMES,
    OUTGOING,
    RECEIPTS,
    Arrival,
    GivenReceipt,
    JournaledCommand,
    Message,
    Outcome,
    Outgoing,
)
from hub.rows import Answer, Writes
from schemas.errors import Busy, Refused
from schemas.receipts import Receipt, Refusal

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Recorded:
    """What intake gets back per entry: the receipt's bytes, and for a new accepted message the bell to ring."""

    message_id: str
    receipt: bytes
    accepted: bool
    is_copy: bool
    lane_id: str | None
    slug: str = ""


def record(database: Database, entries: Sequence[Entry]) -> list[Recorded]:
    """Journals all entries in one transaction, in their order; raises `Busy` when the database is away."""
    for _ in range(_TRIES):
        try:
            with database.transaction() as connection:
                return _Recording(connection).record(entries)
        except (IntegrityError, UniqueViolation, NamesMoved):
            continue  # another intake recorded the same message or exchange at this moment: look again
    raise Busy("database", "another intake kept recording the same messages")


@dataclass(slots=True)
class _Recording:
    """One transaction's rows, collected and written with one statement per table."""

    connection: Connection
    messages: list[Message] = field(default_factory=list)
    arrivals: list[Arrival] = field(default_factory=list)
    receipts: list[GivenReceipt] = field(default_factory=list)
    commands: list[JournaledCommand] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    known: dict[tuple[str, str, str], tuple[str, str]] = field(default_factory=dict)
    contents: set[tuple[str, str, str]] = field(default_factory=set)
    copies: dict[int, str] = field(default_factory=dict)
    statuses: dict[str, Outgoing] = field(default_factory=dict)

    def record(self, entries: Sequence[Entry]) -> list[Recorded]:
        accepted = [entry for entry in entries if entry.refusal is None]
        with statements.piped(self.connection):
            statements.name_rows_by_key(self.connection)
            known, names = self._look_up(entries), names_of(self.connection, accepted)
            self._remember(known())
            stored = names()
        naming = Naming(self.connection, accepted, stored)
        made = [self._take(entry, naming, index) for index, entry in enumerate(entries)]
        writes = Writes(self.connection)
        writes.write(BLOBS, list({b.hash: b for e in entries for b in e.blobs}.values()), "ignore")
        naming.collect(writes)
        writes.write(MESSAGES, self.messages)
        writes.write(ARRIVALS, self.arrivals)
        writes.write(RECEIPTS, self.receipts)
        writes.write(COMMANDS, self.commands)
        writes.write(OUTCOMES, self.outcomes)
        writes.write(OUTGOING, list(self.statuses.values()), "ignore")
        writes.make()
        return self._with_stored_receipts(made)

    def _look_up(self, entries: Sequence[Entry]) -> Answer:
        """Finds which identities and contents are known already; a reused identity is found by its content."""
        identities = [entry.identity for entry in entries]
        hashes = [entry.content_hash for entry in entries]
        if self.connection.dialect.name == "postgresql":
            condition, parameters = "identity = ANY(%s) OR content_hash = ANY(%s)", [identities, hashes]
        else:
            marks = ", ".join("?" * len(identities)), ", ".join("?" * len(hashes))
            condition = f"identity IN ({marks[0]}) OR content_hash IN ({marks[1]})"
            parameters = [*identities, *hashes]  # type: ignore[list-item]
        sql = f"SELECT environment, sender, identity, id, content_hash FROM messages WHERE {condition}"  # noqa: S608
        return statements.ask(self.connection, sql, parameters)

    def _remember(self, found: Iterable[Sequence[str]]) -> None:
        for environment, sender, identity, message_id, content_hash in found:
            self.known[environment, sender, identity] = (message_id, content_hash)
            self.contents.add((environment, sender, content_hash))

    def _take(self, entry: Entry, naming: Naming, index: int) -> Recorded:
        before = self.known.get((entry.environment, entry.sender, entry.identity))
        if before is None:
            return self._place(entry, naming)
        if before[1] == entry.content_hash:
            return self._copy(entry, before[0], index)
        again = self.known.get((entry.environment, entry.sender, entry.reuse_identity))
        if again:
            return self._copy(entry, again[0], index)
        refusal = Refused("message-id-reused", path="message_id", came=entry.identity, expected=before[0])
        return self._new(replace(entry, identity=entry.reuse_identity, refusal=refusal), None, 0)

    def _place(self, entry: Entry, naming: Naming) -> Recorded:
        """A message that was not seen before: into its lane, or refused, or kept because nobody handles its type."""
        if entry.refusal or not entry.commands:
            return self._new(entry, None, 0)
        if (entry.environment, entry.sender, entry.content_hash) in self.contents:
            entry = replace(entry, flags=(*entry.flags, "same-content"))
        try:
            lane_id, position = naming.place(entry)
        except Refused as refused:
            return self._new(replace(entry, refusal=refused), None, 0)
        return self._new(entry, lane_id, position)

    def _copy(self, entry: Entry, message_id: str, index: int) -> Recorded:
        self.arrivals.append(Arrival(new_id(), message_id, entry.channel, entry.received_at, is_copy=True))
        self.copies[index] = message_id
        return Recorded(message_id, b"", accepted=False, is_copy=True, lane_id=None)

    def _new(self, entry: Entry, lane_id: str | None, position: int) -> Recorded:
        message_id = new_id()
        receipt = receipt_of(entry, message_id, lane_id)
        status = entry.answer(entry, entry.refusal, message_id, lane_id) if entry.answer else None
        self.messages.append(entry.as_message(message_id, lane_id, position, status.id if status else ""))
        if status:
            self.statuses[status.id] = status
        self.arrivals.append(Arrival(new_id(), message_id, entry.channel, entry.received_at, is_copy=False))
        self.receipts.append(
            GivenReceipt(message_id, "refused" if entry.refusal else "accepted", entry.received_at, receipt)
        )
        if entry.refusal:
            self.outcomes.append(_at_once(entry, message_id, "rejected", entry.refusal.slug, entry.refusal.as_dict()))
        elif not entry.commands:
            self.outcomes.append(_at_once(entry, message_id, "stored", "", {}))
        for n, command in enumerate(entry.commands if not entry.refusal else ()):
            self.commands.append(
                JournaledCommand(
                    message_id,
                    n,
                    lane_id,
                    position,
                    None,
                    type(command).__name__,
                    command.model_dump_json(exclude_defaults=True),
                    entry.sender or entry.channel,
                    entry.received_at,
                )
            )
        self.known[entry.environment, entry.sender, entry.identity] = (message_id, entry.content_hash)
        self.contents.add((entry.environment, entry.sender, entry.content_hash))
        slug = entry.refusal.slug if entry.refusal else ""
        return Recorded(message_id, receipt, not entry.refusal, is_copy=False, lane_id=lane_id, slug=slug)

    def _with_stored_receipts(self, made: list[Recorded]) -> list[Recorded]:
        if not self.copies:
            return made
        stored = statements.select(self.connection, RECEIPTS, "message_id", set(self.copies.values()))
        by_id = {receipt.message_id: receipt for receipt in stored}
        for index, message_id in self.copies.items():
            receipt = by_id[message_id]
            made[index] = replace(made[index], receipt=receipt.body, accepted=receipt.outcome == "accepted")
        return made


def receipt_of(entry: Entry, message_id: str, lane_id: str | None) -> bytes:
    """The receipt of a message, as the bytes that every channel gives."""
    refusal = Refusal(**entry.refusal.as_dict()) if entry.refusal else None
    receipt = Receipt(
        id=message_id,
        outcome="refused" if refusal else "accepted",
        received_at=_text(entry.received_at),
        content_hash=entry.content_hash,
        lane=lane_id,
        flags=entry.flags,
        envelope=entry.envelope,
        refusal=refusal,
    )
    return receipt.model_dump_json(exclude_none=True).encode()


def _at_once(entry: Entry, message_id: str, state: str, slug: str, detail: dict[str, Any]) -> Outcome:
    """The outcome of a message that no worker sees: refused, or of a type that nobody handles."""
    return Outcome(message_id, "message", None, message_id, 0, 0, state, slug, entry.received_at, 0, 0, 0, detail)


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")
