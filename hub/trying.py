"""Trying: what a command would make, seen inside its transaction, which is undone. Nothing of it stays."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import TypeVar

from sqlalchemy.engine import Connection

from hub.database import Database
from hub.execute import tried
from hub.ids import new_id
from hub.registry import Registry
from schemas.commands import Command
from schemas.errors import Busy

T = TypeVar("T")


class _Undone(Exception):  # noqa: N818 - it only ends the transaction
    """What was tried is rolled back."""


def try_out(
    database: Database,
    registry: Registry,
    command: Command,
    *,
    actor: str,
    at: datetime,
    look: Callable[[Connection, str], T],
) -> T:
    """What `look` sees after the command, given the connection and the id of its unit.

    Raises what the command refuses, and `Busy` when its exchange is linked elsewhere at this moment.
    """
    unit_id, seen = new_id(), list[T]()
    with suppress(_Undone), database.transaction() as connection:
        if tried(connection, registry, command, actor=actor, at=at, unit_id=unit_id) is None:
            raise Busy("lock", "the exchange was linked elsewhere meanwhile")
        seen.append(look(connection, unit_id))
        raise _Undone
    return seen[0]
