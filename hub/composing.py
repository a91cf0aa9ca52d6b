"""The port through which a letter becomes final bytes, inside the transaction that decides to send it.

The roof gives the composer, because outside formats are the work of `adapters/`; the engine keeps what it made.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine import Connection

from hub.records import Lane
from schemas.letters import Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A message that may go out.

    `code` is its two letters, `envelope` the facts that travel beside it by the names of the hub's own channels.
    `flags` are what was noticed in it and refuses nothing.
    `body` has its files cut out as `payloads` say; `size` and `content_hash` are of the whole.
    """

    code: str
    message_type: str
    envelope: dict[str, str]
    body: bytes
    payloads: tuple[Any, ...] = ()
    content_hash: str
    size: int
    flags: tuple[str, ...] = ()


Compose = Callable[[Connection, Letter, Lane | None], Composed]
"""Raises `Refused` with every mistake, so that nothing goes out, and `Busy` when files are away."""


def no_letters(_connection: Connection, letter: Letter, _lane: Lane | None) -> Composed:
    """What a hub without a composer does: it cannot send."""
    raise LookupError(f"nothing composes {type(letter).__name__} here")
