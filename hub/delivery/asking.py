"""Statements of delivery, written once for both databases: `?` is the marker, moments and JSON are as columns are."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection

from hub import rows as statements
from hub.columns import to_json
from hub.rows import Answer


def ask(connection: Connection, sql: str, *values: Any) -> Answer:
    """Sends a statement that gives rows; they are read when the answer is called."""
    return statements.ask(connection, _written(connection, sql), _cells(connection, values))


def change(connection: Connection, sql: str, *values: Any) -> None:
    """Sends a statement that changes something and gives nothing."""
    statements.run(connection, _written(connection, sql), _cells(connection, values))


def moment(cell: Any) -> datetime | None:
    """A moment as a plain statement finds it: text on SQLite."""
    return datetime.fromisoformat(cell) if isinstance(cell, str) else cell


def _written(connection: Connection, sql: str) -> str:
    return sql.replace("?", "%s") if connection.dialect.name == "postgresql" else sql


def _cells(connection: Connection, values: tuple[Any, ...]) -> tuple[Any, ...]:
    is_sqlite = connection.dialect.name == "sqlite"
    return tuple(_cell(value, is_sqlite=is_sqlite) for value in values)


def _cell(value: Any, *, is_sqlite: bool) -> Any:
    if isinstance(value, Mapping):
        return to_json(dict(value))
    return value.isoformat(timespec="microseconds") if is_sqlite and isinstance(value, datetime) else value
