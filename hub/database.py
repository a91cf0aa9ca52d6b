"""The database: one place that opens connections and one that commits.

SQLite has one writer; every unit of work opens with `BEGIN IMMEDIATE` behind one first-come-first-served lock of the
process, so that a portal write waits its turn instead of failing beside a busy worker.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DataError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from schemas.errors import Busy, Refused

STATEMENT_TIMEOUT_MS = 5_000
IDLE_TIMEOUT_MS = 15_000
NO_SCANS = "enable_seqscan=off"
"""For transactions whose statements name every row by its key: the planner must not take the whole table for them.

A plan is made for a table as it was when it was last counted and kept as long as the connection, and such a plan
compares every row of what was a small table with every key; see docs/decisions/0030.
"""
_OPTIONS = (
    f"-c statement_timeout={STATEMENT_TIMEOUT_MS}",
    f"-c idle_in_transaction_session_timeout={IDLE_TIMEOUT_MS}",
    "-c timezone=UTC",
    "-c jit=off",
)
_HASTY_OPTIONS = ("-c synchronous_commit=off", f"-c {NO_SCANS}")
_POOL_SIZE = 10
_NUL = ("cannot contain NUL", "0x00")
"""What psycopg and PostgreSQL say of a text that none of them takes; who typed it is told, it is no mistake of ours."""
_OUR_MISTAKES = ("no such", "has no column", "syntax error")
"""What SQLite raises as operational although the statement itself is wrong."""


class Database:
    """Connections to one database; `transaction` is the only door to a change."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._hasty = _engine(url, waits_for_disk=False)
        self._turn = FairLock()

    @contextmanager
    def transaction(self, *, waits_for_disk: bool = True) -> Iterator[Connection]:
        """A connection in a transaction that commits at the end and rolls back on any error.

        What follows from the journal need not wait for the disk: if the machine dies before it is written, the whole
        transaction is gone, the journal says what is due, and the relay rings it again.
        Raises `Busy("database")` when the database is away, locked or full.
        """
        engine = self.engine if waits_for_disk else self._hasty
        if not self.is_sqlite:
            with _named(), engine.begin() as connection, _given_up_when_lost(connection):
                yield connection
            return
        with _named(), self._turn, engine.connect() as plain:
            connection = plain.execution_options(hub_writes=True)
            with connection.begin():
                yield connection

    @contextmanager
    def at_once(self) -> Iterator[Connection]:
        """A connection on which one statement is a transaction of its own, and does not wait for the disk."""
        if self.is_sqlite:
            with self.transaction(waits_for_disk=False) as connection:
                yield connection
            return
        with _named(), self._hasty.connect() as connection, _given_up_when_lost(connection):
            yield connection.execution_options(isolation_level="AUTOCOMMIT")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for reading; what it sees is one moment on SQLite and the last commits on PostgreSQL."""
        with _named(), self.engine.connect() as connection, _given_up_when_lost(connection):
            yield connection

    def close(self) -> None:
        self.engine.dispose()
        self._hasty.dispose()


class FairLock:
    """A lock that serves its askers in the order they came."""

    def __init__(self) -> None:
        self._inner = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._held = False

    def __enter__(self) -> None:
        with self._inner:
            if not self._held:
                self._held = True
                return
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        turn.acquire()

    def __exit__(self, *_: object) -> None:
        with self._inner:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._held = False


@contextmanager
def _given_up_when_lost(connection: Connection) -> Iterator[None]:
    """A connection whose server went away under psycopg's own statements is not given back to the pool."""
    try:
        yield
    except psycopg.Error:
        driver = connection.connection.driver_connection
        if isinstance(driver, psycopg.Connection) and driver.broken:
            connection.invalidate()
        raise


@contextmanager
def _named() -> Iterator[None]:
    """Sorts what a driver raises: away, locked, full, deadlock → `Busy`; NUL → `Refused`; the rest stays as it is."""
    try:
        yield
    except PoolTimeout as error:
        raise Busy("database", "no connection was free in time") from error
    except (DataError, psycopg.DataError) as error:
        if not any(said in str(error) for said in _NUL):
            raise
        raise Refused("request-invalid", path="text", came="NUL", expected="text without NUL") from None
    except (OperationalError, InterfaceError) as error:
        if any(mistake in str(error.orig) for mistake in _OUR_MISTAKES):
            raise
        raise Busy("database", type(error.orig).__name__) from error
    except (psycopg.OperationalError, psycopg.InterfaceError) as error:
        raise Busy("database", type(error).__name__) from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise Busy("database", "the connection was lost") from error
        raise


def _engine(url: str, *, waits_for_disk: bool = True) -> Engine:
    if make_url(url).get_backend_name() == "sqlite":
        # In WAL mode NORMAL loses the last commits in a power cut, and never a part of one or one before another.
        return _sqlite(url, "FULL" if waits_for_disk else "NORMAL")
    return create_engine(
        url,
        pool_size=_POOL_SIZE,
        max_overflow=_POOL_SIZE,
        pool_timeout=10,
        pool_pre_ping=False,
        connect_args={
            "connect_timeout": 5,
            "options": " ".join(_OPTIONS if waits_for_disk else (*_OPTIONS, *_HASTY_OPTIONS)),
            # A server that is gone without a word is noticed within a minute, and not after the hours of the system.
            "keepalives_idle": 20,
            "keepalives_interval": 10,
            "keepalives_count": 3,
            "tcp_user_timeout": 30_000,
        },
    )


def _sqlite(url: str, synchronous: str) -> Engine:
    database = make_url(url).database
    if database:
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": 5.0, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", f"synchronous={synchronous}", "foreign_keys=ON", "busy_timeout=5000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("hub_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
