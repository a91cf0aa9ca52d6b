"""Who moves a partner now: one process at a time, as long as a turn lasts.

On PostgreSQL a session of the turn holds an advisory lock, which a dead process has lost.
On SQLite every role is in one process, and a set of names does the same.
Losing the lock in the middle harms nobody: what is in hand is not due again for a while, and comes under the same id.
"""

import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from hub.database import Database
from schemas.errors import Busy

_SPACE = 7_032  # the first half of the lock's key; liveness has the one before
_here: set[tuple[str, str]] = set()
_guard = threading.Lock()


@contextmanager
def owned(database: Database, name: str) -> Iterator[bool]:
    """Whether `name` is ours inside; raises `Busy` when the database is away."""
    with _in_process(database, name) if database.is_sqlite else _in_session(database, name) as is_ours:
        yield is_ours


@contextmanager
def _in_process(database: Database, name: str) -> Iterator[bool]:
    key = (database.url, name)
    with _guard:
        is_ours = key not in _here
        _here.add(key)
    try:
        yield is_ours
    finally:
        if is_ours:
            with _guard:
                _here.discard(key)


@contextmanager
def _in_session(database: Database, name: str) -> Iterator[bool]:
    try:
        connection = database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        key = (_SPACE, zlib.crc32(name.encode()) - 2**31)
        is_ours = bool(connection.exec_driver_sql("SELECT pg_try_advisory_lock(%s, %s)", key).scalar_one())
    except (DBAPIError, PoolTimeout) as error:
        raise Busy("database", type(error).__name__) from error
    try:
        yield is_ours
    finally:
        _let_go(connection, key, is_ours=is_ours)


def _let_go(connection: Connection, key: tuple[int, int], *, is_ours: bool) -> None:
    try:
        if is_ours:
            connection.exec_driver_sql("SELECT pg_advisory_unlock(%s, %s)", key)
    except DBAPIError:
        with suppress(DBAPIError):
            connection.invalidate()
    finally:
        connection.close()
