"""Multi-row statements: one statement per table, whatever the number of rows.

`Rows` ties a table to the frozen value that stands for one of its rows.
On PostgreSQL many plain inserts are one binary `COPY`; few of them, and writes that may meet a row, are one statement
with one array per column (`unnest`), which is prepared once for any number of rows.
On SQLite both are `executemany`, which costs no round trip there.
Statements that need nothing of each other's answers travel together (`piped`): on PostgreSQL a round trip costs more
than what most of them ask.
No ORM object is made here; the measured difference stands in `docs/performance.md`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import cache, partial
from operator import attrgetter
from typing import Any, Generic, Literal, TypeVar, cast

import psycopg
from psycopg.pq import PipelineStatus
from sqlalchemy import Column, Table
from sqlalchemy.engine import Connection, Dialect
from sqlmodel import SQLModel

from hub.database import NO_SCANS

T = TypeVar("T")
OnConflict = Literal["error", "ignore", "replace"]
Key = tuple[Any, ...]

Answer = Callable[[], list[Any]]
"""What a statement found, read when it is called; inside `piped` it may still be on its way."""

_COPIED = 40
"""Rows from which a `COPY` costs less than a statement that travels with others."""
_NUMERIC = 1700
"""PostgreSQL's number of the type `numeric`; SQLAlchemy asks for it where a numeric column is read, and only there."""


@dataclass(frozen=True, slots=True, eq=False)
class Rows(Generic[T]):
    """A table and its frozen value, whose fields are the table's columns in the same order.

    `scope` is the column that says whose row it is; a unit of work loads all rows that belong to its dossiers.
    `kept` are columns that another hand writes: replacing a row leaves them as they are.
    """

    model: type[SQLModel]
    value: type[T]
    scope: str = "dossier_id"
    kept: tuple[str, ...] = ()

    @property
    def table(self) -> Table:
        return cast("Table", getattr(self.model, "__table__"))  # noqa: B009 - SQLModel sets it, mypy does not know it

    @property
    def columns(self) -> tuple[str, ...]:
        """The table's columns, in order."""
        return _columns(self.table)

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns of the primary key."""
        return _key_columns(self.table)

    def key(self, value: T) -> Key:
        """The primary key of a value, as a tuple."""
        found: Key = _keyed(self)(value)
        return found

    def scope_of(self, value: T) -> str:
        return str(getattr(value, self.scope))


@contextmanager
def piped(connection: Connection) -> Iterator[None]:
    """What is asked and written inside travels together on PostgreSQL; a failure comes out at an answer or the end.

    Inside another `piped` it joins that one, because psycopg would wait for all answers between the two.
    """
    if connection.dialect.name != "postgresql" or _is_piped(connection):
        yield
        return
    with _driver(connection).pipeline():
        yield


def ask(connection: Connection, sql: str, parameters: Sequence[Any] = ()) -> Answer:
    """Sends a statement with the driver's own markers; its rows are read when the answer is called.

    PostgreSQL's own errors come out as psycopg raises them, which `hub.database` sorts like SQLAlchemy's.
    """
    if connection.dialect.name == "postgresql":
        return _driver(connection).cursor().execute(sql.encode(), parameters or None).fetchall
    found = connection.exec_driver_sql(sql, tuple(parameters)).fetchall()
    return lambda: list(found)


def run(connection: Connection, sql: str, parameters: Sequence[Any]) -> None:
    """Sends a statement that changes something, with the driver's own markers."""
    if connection.dialect.name == "postgresql":
        _driver(connection).cursor().execute(sql.encode(), parameters)
    else:
        connection.exec_driver_sql(sql, tuple(parameters))


def name_rows_by_key(connection: Connection) -> None:
    """Says for the rest of this transaction that statements name their rows by key, so that no table is read whole."""
    if connection.dialect.name == "postgresql":
        run(connection, f"SET LOCAL {NO_SCANS}", ())


def asked(connection: Connection, rows: Rows[T], column: str, wanted: Iterable[Any]) -> Callable[[], list[T]]:
    """As `select`, read when it is called."""
    wanted = list(wanted)
    if not wanted:
        return list
    dialect = connection.dialect
    head = f"SELECT {_names(rows.columns)} FROM {rows.table.name} WHERE {_quoted(column)}"  # noqa: S608 - our own names
    tail = f" ORDER BY {_names(rows.keys)}"
    if dialect.name == "postgresql":
        found = ask(connection, f"{head} = ANY(%s::{_cast(rows.table.c[column], dialect)}[]){tail}", (wanted,))
    else:
        found = ask(connection, f"{head} IN ({', '.join('?' * len(wanted))}){tail}", wanted)
    return lambda: values_of(dialect, rows, found())


def select(connection: Connection, rows: Rows[T], column: str, wanted: Iterable[Any]) -> list[T]:
    """All rows whose `column` is one of `wanted`, as values, ordered by primary key."""
    return asked(connection, rows, column, wanted)()


def values_of(dialect: Dialect, rows: Rows[T], found: Iterable[Sequence[Any]]) -> list[T]:
    """Database rows, in the order of the table's columns, as values."""
    make = rows.value
    readers = _readers(rows.table, dialect)
    if not readers:
        return [make(*row) for row in found]
    made = []
    for row in found:
        cells = list(row)
        for index, read in readers:
            cells[index] = read(cells[index])
        made.append(make(*cells))
    return made


def write(connection: Connection, rows: Rows[T], values: Sequence[T], on_conflict: OnConflict = "error") -> None:
    """Inserts all values in one statement; a row that exists is an error, left alone or replaced."""
    if not values:
        return
    dialect, cells = connection.dialect, _cells(connection, rows, values)
    if dialect.name != "postgresql":
        connection.exec_driver_sql(_insert_sqlite(rows, on_conflict), cells)
    elif on_conflict == "error" and not _is_piped(connection):
        _copy(connection, rows.table, cells)
    else:
        columns = tuple(list(column) for column in zip(*cells, strict=True))
        _driver(connection).cursor().execute(_insert_postgres(rows, on_conflict, dialect).encode(), columns)


def claim(connection: Connection, rows: Rows[T], value: T) -> bool:
    """Inserts a row of which something is unique; false when somebody has that, also at this very moment.

    Looking first is not enough on PostgreSQL: of two who look at once both see nothing, and one would break.
    """
    dialect, cells = connection.dialect, _cells(connection, rows, [value])
    if dialect.name != "postgresql":
        return connection.exec_driver_sql(_insert_sqlite(rows, "ignore"), cells).rowcount == 1
    columns, asked = [[cell] for cell in cells[0]], _insert_postgres(rows, "ignore", dialect).encode()
    return _driver(connection).cursor().execute(asked, columns).rowcount == 1


class Writes:
    """Writes that are collected and then made together: many plain inserts first, the rest in one go.

    What is collected never points back at the collection, so that all rows are free as soon as it ends.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._copies: list[tuple[Rows[Any], Sequence[Any]]] = []
        self._others: list[Callable[[], None]] = []

    def write(self, rows: Rows[T], values: Sequence[T], on_conflict: OnConflict = "error") -> None:
        """As `rows.write`, later."""
        if on_conflict == "error" and len(values) >= _COPIED:
            self._copies.append((rows, values))
        else:
            self._others.append(partial(write, self._connection, rows, values, on_conflict))

    def remove(self, rows: Rows[Any], keys: Sequence[Key]) -> None:
        """As `rows.remove`, later."""
        self._others.append(partial(remove, self._connection, rows, keys))

    def add(self, write_it: Callable[[], None]) -> None:
        """Anything else that writes and asks nothing."""
        self._others.append(write_it)

    def make(self) -> None:
        """Makes all writes; the first that fails comes out."""
        for rows, values in self._copies:
            write(self._connection, rows, values)
        with piped(self._connection):
            for each in self._others:
                each()


def _cells(connection: Connection, rows: Rows[T], values: Sequence[T]) -> list[tuple[Any, ...]]:
    """The values as the driver takes them, one tuple per row."""
    read, writers = _getter(rows), _writers(rows.table, connection.dialect)
    cells = [read(value) for value in values]
    return [_converted(row, writers) for row in cells] if writers else cells


def _converted(row: Sequence[Any], writers: Sequence[tuple[int, Any]]) -> tuple[Any, ...]:
    cells = list(row)
    for index, convert in writers:
        cells[index] = convert(cells[index])
    return tuple(cells)


def _copy(connection: Connection, table: Table, cells: Sequence[Sequence[Any]]) -> None:
    """Plain inserts on PostgreSQL; psycopg's own errors come out, which `hub.database` sorts like SQLAlchemy's."""
    with _driver(connection).cursor() as cursor, cursor.copy(_copy_into(table)) as copy:
        copy.set_types(_types(table, connection.dialect))
        for row in cells:
            copy.write_row(row)


def remove(connection: Connection, rows: Rows[T], keys: Sequence[Key]) -> None:
    """Deletes the rows of these primary keys."""
    if not keys:
        return
    if connection.dialect.name == "postgresql":
        arrays = tuple(list(column) for column in zip(*keys, strict=True))
        _driver(connection).cursor().execute(_delete_postgres(rows, connection.dialect).encode(), arrays)
        return
    condition = " AND ".join(f"{_quoted(name)} = ?" for name in rows.keys)
    connection.exec_driver_sql(f"DELETE FROM {rows.table.name} WHERE {condition}", list(keys))  # noqa: S608 - our own names


def _driver(connection: Connection) -> "psycopg.Connection[Any]":
    return cast("psycopg.Connection[Any]", connection.connection.driver_connection)


def _is_piped(connection: Connection) -> bool:
    return _driver(connection).pgconn.pipeline_status != PipelineStatus.OFF


def _quoted(name: str) -> str:
    return f'"{name}"'


def _names(names: Iterable[str]) -> str:
    return ", ".join(_quoted(name) for name in names)


def _columns(table: Table) -> tuple[str, ...]:
    found = _COLUMNS.get(table)
    if found is None:
        found = _COLUMNS[table] = tuple(column.name for column in table.columns)
    return found


def _key_columns(table: Table) -> tuple[str, ...]:
    found = _KEYS.get(table)
    if found is None:
        found = _KEYS[table] = tuple(column.name for column in table.primary_key)
    return found


_COLUMNS: dict[Table, tuple[str, ...]] = {}
_KEYS: dict[Table, tuple[str, ...]] = {}


@cache
def _getter(rows: Rows[Any]) -> Callable[[Any], Any]:
    names = [field.name for field in fields(rows.value)]
    return attrgetter(*names)


@cache
def _keyed(rows: Rows[Any]) -> Any:
    if len(rows.keys) > 1:
        return attrgetter(*rows.keys)
    single = attrgetter(rows.keys[0])
    return lambda value: (single(value),)


@cache
def _cast(column: Column[Any], dialect: Dialect) -> str:
    return str(column.type.compile(dialect=dialect)).split(" COLLATE")[0]


@cache
def _writers(table: Table, dialect: Dialect) -> list[tuple[int, Any]]:
    made = [(i, c.type.dialect_impl(dialect).bind_processor(dialect)) for i, c in enumerate(table.columns)]
    return [(index, convert) for index, convert in made if convert]


@cache
def _readers(table: Table, dialect: Dialect) -> list[tuple[int, Any]]:
    made = [(i, c.type.dialect_impl(dialect).result_processor(dialect, _NUMERIC)) for i, c in enumerate(table.columns)]
    return [(index, convert) for index, convert in made if convert]


def _conflict(rows: Rows[Any], on_conflict: OnConflict) -> str:
    if on_conflict == "error":
        return ""
    keys = rows.keys
    others = [name for name in rows.columns if name not in keys and name not in rows.kept]
    if on_conflict == "ignore" or not others:
        return " ON CONFLICT DO NOTHING"
    sets = ", ".join(f"{_quoted(name)} = excluded.{_quoted(name)}" for name in others)
    return f" ON CONFLICT ({_names(keys)}) DO UPDATE SET {sets}"


@cache
def _insert_postgres(rows: Rows[Any], on_conflict: OnConflict, dialect: Dialect) -> str:
    table = rows.table
    arrays = ", ".join(f"%b::{_cast(column, dialect)}[]" for column in table.columns)
    names = _names(_columns(table))
    return f"INSERT INTO {table.name} ({names}) SELECT * FROM unnest({arrays}){_conflict(rows, on_conflict)}"  # noqa: S608 - our own names


@cache
def _delete_postgres(rows: Rows[Any], dialect: Dialect) -> str:
    arrays = ", ".join(f"%b::{_cast(rows.table.c[name], dialect)}[]" for name in rows.keys)
    return f"DELETE FROM {rows.table.name} WHERE ({_names(rows.keys)}) IN (SELECT * FROM unnest({arrays}))"  # noqa: S608 - our own names


@cache
def _copy_into(table: Table) -> bytes:
    return f"COPY {table.name} ({_names(_columns(table))}) FROM STDIN (FORMAT BINARY)".encode()


@cache
def _types(table: Table, dialect: Dialect) -> tuple[str, ...]:
    """The types of the columns by the names that psycopg knows them by; a binary `COPY` converts nothing."""
    return tuple(_cast(column, dialect).partition("(")[0].lower() for column in table.columns)


@cache
def _insert_sqlite(rows: Rows[Any], on_conflict: OnConflict) -> str:
    table, names = rows.table, rows.columns
    marks = ", ".join("?" * len(names))
    return f"INSERT INTO {table.name} ({_names(names)}) VALUES ({marks}){_conflict(rows, on_conflict)}"  # noqa: S608 - our own names
