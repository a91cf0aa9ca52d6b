"""What was exchanged about one application, as the agreements see it, and what it means to break one.

How a message is read lives in `adapters/hdn/readers/`; what a breach leads to is decided where it is asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

NOTHING = "niets / nothing"


@dataclass(frozen=True, slots=True)
class Breach:
    """`who` broke an agreement with a message, or by leaving it unanswered, and when; `expected` is what was agreed.

    `agreement` is the slug. `expected` may hold Dutch and English with a slash between, `came` is a value.
    """

    agreement: str
    message_id: str
    who: str
    came: str
    expected: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a DA (DocumentKenmerk): its number, the code of its document and of its status.

    `moment` is the status moment as text, which tells a repeated judgement from a new one.
    """

    number: str
    status: str
    document: str = ""
    reason: str = ""
    moment: str = ""
    from_source: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchanged:
    """One message that went from `sender` to `receiver` (nodes) at `at` (aware); `code` is its two letters.

    `answers` is the domain it responds to (`AX`), `status` the code of an SX, `lines` the list of a DA.
    `numbers` are the lines that a DX delivers for, or that an SX about a DX names; `files` counts the files of a DX.
    `intermediaries` and `service_providers` of an application are one text each, equal when their content is equal.
    """

    id: str
    code: str
    sender: str
    receiver: str
    at: datetime
    request_version: int = 1
    schema_version: str = ""
    content_hash: str = ""
    answers: str = ""
    status: str = ""
    lender_reference: str = ""
    lines: tuple[Line, ...] = ()
    numbers: tuple[str, ...] = ()
    files: int = 1
    indicative: bool = False
    binding: bool = False
    intermediaries: tuple[str, ...] = ()
    service_providers: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raises `ValueError` for a moment without a zone: a term cannot be measured with it."""
        if self.at.tzinfo is None:
            raise ValueError(f"message {self.id} has a moment without a zone")

    @property
    def way(self) -> tuple[str, str]:
        return self.sender, self.receiver

    @property
    def way_back(self) -> tuple[str, str]:
        return self.receiver, self.sender

    @property
    def version_sent(self) -> tuple[str, tuple[str, str], int]:
        """What goes once from one party to another (KET-003)."""
        return self.code, self.way, self.request_version

    @property
    def named(self) -> str:
        """How a breach speaks of it: `SX 09`, `DA v2`."""
        return f"{self.code} {self.status or f'v{self.request_version}'}"

    def line(self, number: str) -> Line | None:
        """The line of this number, or `None` when the list has not got it."""
        return next((line for line in self.lines if line.number == number), None)

    def breaks(self, agreement: str, came: str, expected: str) -> Breach:
        """The breach that this message is."""
        return Breach(agreement, self.id, self.sender, came, expected, self.at)

    def is_left_alone(self, agreement: str, who: str, expected: str, due: datetime) -> Breach:
        """The breach of `who`, who let `due` pass without what this message asks for."""
        return Breach(agreement, self.id, who, NOTHING, expected, due)


@dataclass(frozen=True, slots=True)
class Trace:
    """The messages of one exchange, each once, in the order in which they were exchanged.

    `until` is the moment from which one looks back; without it that of the last message.
    `ours` are the nodes of whom every message is here; another's may have gone past us.
    """

    messages: tuple[Exchanged, ...] = ()
    until: datetime | None = None
    ours: frozenset[str] = frozenset()

    def walk(self) -> Iterator[tuple[Exchanged, tuple[Exchanged, ...]]]:
        """Each message with those before it."""
        for place, message in enumerate(self.messages):
            yield message, self.messages[:place]

    def after(self, message: Exchanged) -> tuple[Exchanged, ...]:
        return self.messages[self.messages.index(message) + 1 :]

    def is_past(self, due: datetime) -> bool:
        """Whether one looks back from later than `due`."""
        moments = [message.at for message in self.messages]
        return (self.until or max(moments, default=due)) > due

    def then(self, message: Exchanged) -> "Trace":
        """The trace with one message more."""
        return replace(self, messages=(*self.messages, message))
