"""Whether a worker still lives, as others can see it.

On PostgreSQL a worker holds an advisory lock in a session of its own: a dead process, on any machine, has lost it.
On SQLite all workers are on one machine, and the process number tells; in a container it is the same after a restart,
so that a process also knows its own living workers by name.
"""

import contextlib
import os
import time
import zlib
from types import TracebackType
from typing import Self

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from hub.database import Database
from hub.ids import new_id
from schemas.errors import Busy

_ASK_EVERY_S = 2.0
_SPACE = 7_031  # the first half of the lock's key, so that no other advisory lock of the database meets it


_here: set[str] = set()
"""The workers of this process that live."""


def worker_name(role: str = "worker") -> str:
    """A name that tells the process, and differs for each worker in it."""
    return f"{role}:{os.getpid()}:{new_id()}"


class Life:
    """Held as long as the worker lives; use it as a context."""

    def __init__(self, database: Database, worker: str) -> None:
        self._database = database
        self._worker = worker
        self._connection: Connection | None = None
        self._ask_again_at = 0.0

    def __enter__(self) -> Self:
        _here.add(self._worker)
        if not self._database.is_sqlite:
            try:
                self._connection = self._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
                self._connection.exec_driver_sql("SET idle_session_timeout = 0")
                self._connection.exec_driver_sql("SELECT pg_advisory_lock(%s, %s)", (_SPACE, _number(self._worker)))
            except DBAPIError as error:
                raise Busy("database", type(error.orig).__name__) from error
        return self

    def holds(self) -> bool:
        """False when the session is lost, so that others take this worker for dead; asked at most every two seconds."""
        if self._connection is None or time.monotonic() < self._ask_again_at:
            return True
        self._ask_again_at = time.monotonic() + _ASK_EVERY_S
        try:
            self._connection.exec_driver_sql("SELECT 1")
        except DBAPIError:
            return False
        return True

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _here.discard(self._worker)
        if self._connection is not None:
            # Let go by name first: the server ends a closed session later than the client does.
            if not self._connection.invalidated:  # a session that was lost has let go already
                with contextlib.suppress(DBAPIError):
                    self._connection.exec_driver_sql(
                        "SELECT pg_advisory_unlock(%s, %s)", (_SPACE, _number(self._worker))
                    )
            self._connection.invalidate()
            self._connection.close()


def lives(connection: Connection, worker: str) -> bool:
    """True when the worker holds its lock, or when its process is there."""
    if connection.dialect.name == "postgresql":
        free = connection.exec_driver_sql(
            "SELECT pg_try_advisory_xact_lock(%s, %s)", (_SPACE, _number(worker))
        ).scalar_one()
        return not free
    pid = int(worker.split(":")[1])
    return worker in _here if pid == os.getpid() else _process_lives(pid)


def _number(worker: str) -> int:
    return zlib.crc32(worker.encode()) - 2**31


def _process_lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
