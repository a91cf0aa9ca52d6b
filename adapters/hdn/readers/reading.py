"""What goes into a reader beside the XML, and what comes out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from adapters.hdn.payloads import Payload
from schemas.commands import Command

CommandT_co = TypeVar("CommandT_co", bound=Command, covariant=True)


@dataclass(frozen=True, slots=True)
class Origin:
    """The facts around a message that a reader copies into its commands.

    `payloads` and `contents` are those of the parsed message.
    `keep` stores a file that was parsed into memory and returns its blob, `sha256:<hex>`.
    A streamed file is kept already.
    """

    request_version: int
    sent_at: datetime | None
    content_hash: str
    number: str | None
    keep: Callable[[bytes], str]
    payloads: Sequence[Payload] = ()
    contents: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading(Generic[CommandT_co]):
    """The commands of one message, in its order, and what was noticed about it (`unknown-code:StatusAXBericht`)."""

    commands: tuple[CommandT_co, ...]
    flags: tuple[str, ...] = ()

    @property
    def command(self) -> CommandT_co:
        """The command of a message that carries one; `ValueError` when it carries more."""
        (only,) = self.commands
        return only
