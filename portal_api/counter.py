"""What the counter works with: the runtime, and the ports that the roof hands in from the other rooms."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from fastapi import APIRouter
from sqlalchemy.engine import Connection

from hub.records import Message
from hub.runtime import Runtime

MESSAGES_READ, MESSAGES_WRITE = "messages:read", "messages:write"
DOSSIERS_READ, DOSSIERS_WRITE = "dossiers:read", "dossiers:write"


class Accounts(Protocol):
    """What the counter changes about sessions, inside a transaction of its own; the capability `offices` does it."""

    def open_session(self, connection: Connection, token: str, at: datetime) -> tuple[str, object]:
        """Uses a one-time link up; the token of a new session first. Raises `Refused("link-expired")`."""

    def touch_session(self, connection: Connection, token: str, at: datetime) -> None:
        """The session was used now."""

    def close_session(self, connection: Connection, token: str, at: datetime) -> None:
        """The session is over, whether it was there or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """`original` puts a message together again, byte for byte as it came.

    `routers` are mounted as they are and decide access themselves, like the channel that takes messages in.
    """

    runtime: Runtime
    accounts: Accounts
    original: Callable[[Connection, Message], bytes]
    routers: tuple[APIRouter, ...] = ()
