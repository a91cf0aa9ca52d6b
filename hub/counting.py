"""How many rows fit each of some queries, for the numbers beside saved views."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, literal, select
from sqlalchemy.engine import Connection

MOST_COUNTED = 1000
"""So many are counted beside a saved view, and more are told as more."""


def counted(connection: Connection, queries: Sequence[Select[Any]]) -> tuple[int, ...]:
    """How many rows each finds, in one statement; `MOST_COUNTED` and one when there are more."""
    if not queries:
        return ()
    each = [
        one.with_only_columns(literal(1)).order_by(None).limit(MOST_COUNTED + 1).subquery(f"view_{number}")
        for number, one in enumerate(queries)
    ]
    counts = [select(func.count()).select_from(one).scalar_subquery() for one in each]
    return tuple(connection.execute(select(*counts)).one())
