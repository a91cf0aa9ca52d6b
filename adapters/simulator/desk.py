"""A partner at work: takes each message once by its identity, answers copies as before, and keeps its own record.

The record is what a partner can show of its side, to be held against that of the hub.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

import orjson

from adapters.simulator.post import Came, Said, digest, receipt
from adapters.simulator.reading import read
from schemas.errors import Refused

ACCEPTED, REFUSED = "accepted", "refused"


class Partner(Protocol):
    """What a lender and a package have in common."""

    node: str

    def take(self, came: Came, at: datetime) -> None:
        """Takes a message; raises `Refused`."""

    def say(self, until: datetime) -> list[Said]:
        """What leaves by `until`, in order."""

    @property
    def next_at(self) -> datetime | None:
        """When it has something to say by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """One message in the record of a partner: `times` counts how often it passed, `outcome` is that of its receipt.

    `other` is the node at the other end, `slug` why it was refused.
    """

    id: str
    code: str
    other: str
    hash: str
    times: int = 1
    outcome: str = ""
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """The record of a desk: its receipts, what came and what was handed over, each by identity."""

    receipts: dict[str, bytes]
    got: dict[str, Noted]
    gave: dict[str, Noted]


class Desk:
    """One partner, for several threads; `now` is its clock, `archive` gets every message that is new."""

    def __init__(
        self, partner: Partner, now: Callable[[], datetime], archive: Callable[[Came], None] = lambda _: None
    ) -> None:
        self._partner = partner
        self._now = now
        self._archive = archive
        self._guard = threading.RLock()
        self._receipts: dict[str, bytes] = {}
        self._got: dict[str, Noted] = {}
        self._gave: dict[str, Noted] = {}

    @property
    def node(self) -> str:
        return self._partner.node

    @property
    def got(self) -> dict[str, Noted]:
        """What came, by identity."""
        with self._guard:
            return dict(self._got)

    @property
    def gave(self) -> dict[str, Noted]:
        """What was handed over, by identity."""
        with self._guard:
            return dict(self._gave)

    @property
    def record(self) -> Record:
        """What it would have to know after a restart."""
        with self._guard:
            return Record(dict(self._receipts), dict(self._got), dict(self._gave))

    def remember(self, record: Record) -> None:
        """Goes on with what it had before a restart."""
        with self._guard:
            self._receipts = dict(record.receipts)
            self._got, self._gave = dict(record.got), dict(record.gave)

    @property
    def next_at(self) -> datetime | None:
        with self._guard:
            return self._partner.next_at

    def take(self, came: Came) -> bytes:
        """The receipt of a message; that of a copy is the first one, byte for byte."""
        with self._guard:
            known = self._got.get(came.id)
            if known and known.hash == digest(came.body):
                self._got[came.id] = replace(known, times=known.times + 1)
                return self._receipts[came.id]
            if known:
                reused = Refused("message-id-reused", path="message_id", came=came.id, expected=known.hash)
                return receipt(came, reused, self._now())
            return self._first(came)

    def say(self) -> list[Said]:
        """What is to be handed over by now, in order."""
        with self._guard:
            return self._partner.say(self._now())

    def handed(self, said: Said, answer: bytes | None) -> None:
        """It was handed over; `answer` is the receipt when the channel gives it at once."""
        with self._guard:
            known = self._gave.get(said.id)
            self._gave[said.id] = (
                replace(known, times=known.times + 1)
                if known
                else Noted(id=said.id, code=said.code, other=said.receiver, hash=digest(said.body))
            )
            if answer is not None:
                self.told(said.id, answer)

    def told(self, message_id: str, answer: bytes) -> None:
        """The receipt of what was handed over before; the first one counts, because copies get the same."""
        with self._guard:
            known = self._gave.get(message_id)
            if known and not known.outcome:
                said = orjson.loads(answer)
                slug = (said.get("refusal") or {}).get("slug", "")
                self._gave[message_id] = replace(known, outcome=said["outcome"], slug=slug)

    def _first(self, came: Came) -> bytes:
        refusal: Refused | None = None
        try:
            self._partner.take(came, self._now())
        except Refused as refused:
            refusal = refused
        self._receipts[came.id] = made = receipt(came, refusal, self._now())
        self._got[came.id] = Noted(
            id=came.id,
            code=_code(came),
            other=came.facts.get("sender", ""),
            hash=digest(came.body),
            outcome=REFUSED if refusal else ACCEPTED,
            slug=refusal.slug if refusal else "",
        )
        self._archive(came)
        return made


def _code(came: Came) -> str:
    """The two letters of a message, empty for what is none."""
    try:
        return read(came).code
    except Refused:
        return ""
