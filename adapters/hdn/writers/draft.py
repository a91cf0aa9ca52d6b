"""What goes into a writer beside the letter, and what comes out before it is checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from adapters.hdn.xml import Element
from schemas.errors import Finding


class Sources(Protocol):
    """Where a writer finds what a letter only names; both raise `NotFound` for what is not kept."""

    def original(self, message_id: str) -> bytes:
        """The journaled message, byte for byte."""

    def file(self, blob: str) -> bytes:
        """The content of a blob, named as `sha256:…`."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A message before it is judged.

    `files` are the contents of its files by the reference that stands in `root`.
    `received` is the message that is sent on, `unchanged` its bytes when not one of them changes.
    `findings` are the mistakes that the writer found himself.
    """

    root: Element
    received: Element | None = None
    unchanged: bytes | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
