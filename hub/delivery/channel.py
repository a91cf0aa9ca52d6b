"""The port of a channel out: what it gets, and what it may say became of each message."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from hub.records import Outgoing, Partner


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message on its way: its row, and the whole bytes with every file put back."""

    row: Outgoing
    body: bytes

    @property
    def id(self) -> str:
        """The identity under which the partner knows it, however often it comes."""
        return self.row.id


@dataclass(frozen=True, slots=True)
class Delivered:
    """The partner's side has it and said no more."""


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The partner said that it accepted it; `facts` are what a person reads of its receipt."""

    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RefusedByPartner:
    """The partner will not take it, however often it comes; `facts` has the slug and what a person reads."""

    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NotNow:
    """It did not arrive, or nobody knows; it comes again under the same identity.

    `why` is a word of `hub/delivery/troubles.py`, `retry_after` the seconds of quiet that the partner asks for.
    """

    why: str
    retry_after: float | None = None


Result = Delivered | Acknowledged | RefusedByPartner | NotNow


@dataclass(frozen=True, slots=True)
class Answer:
    """A receipt that lay waiting: about which message, what it says (nothing when unreadable), where it lay."""

    id: str
    said: Acknowledged | RefusedByPartner | None
    place: str


class Channel(Protocol):
    """One partner's way out. One turn at a time uses it, from whatever thread."""

    @property
    def at_once(self) -> int:
        """How many messages it takes in one call; they are of as many queues."""

    def deliver(self, parcels: Sequence[Parcel]) -> Mapping[str, Result]:
        """What became of each by its id; what is not in the answer was not tried.

        Raises `Busy` when something of our own is away, and nothing was tried.
        """

    def answers(self) -> Sequence[Answer]:
        """Receipts that the partner laid down since; a channel that hears them elsewhere has none."""

    def settle(self, answers: Sequence[Answer]) -> None:
        """These are taken up and need not be read again."""

    def close(self) -> None: ...


OpenWay = Callable[[Partner], Channel]
"""The channel of a partner as its row says; raises `Refused` when the row does not fit."""
