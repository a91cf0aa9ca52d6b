"""Rows that a unit of work does not hold in hand get another dossier: history, what went out, the exchanges."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.engine import Connection

from hub.records import OUTCOMES
from hub.rows import Rows

MOST_NAMED = 500
"""So many values stand in one statement; SQLite and PostgreSQL take some thousands."""


@dataclass(frozen=True, slots=True)
class Readdressed:
    """Rows of one dossier that are the other's from here on.

    `having` names, per column, the values of the rows that go; without it all of them go.
    `handled_in` adds what units told that were handled in that dossier.
    """

    rows: Rows[Any]
    from_id: str
    to_id: str
    having: Mapping[str, frozenset[str]] = field(default_factory=dict)
    handled_in: str = ""


def readdress(connection: Connection, moved: Readdressed) -> None:
    """One statement for all, or one per so many values that are named."""
    table = moved.rows.table
    goes = update(table).where(table.c.dossier_id == moved.from_id).values(dossier_id=moved.to_id)
    if not moved.having and not moved.handled_in:
        connection.execute(goes)
        return
    for column, values in moved.having.items():
        named = sorted(values)
        for start in range(0, len(named), MOST_NAMED):
            connection.execute(goes.where(or_(table.c[column].in_(named[start : start + MOST_NAMED]))))
    if moved.handled_in:
        outcomes = OUTCOMES.table.c
        theirs = select(outcomes.unit_id).where(outcomes.key == moved.handled_in)
        connection.execute(goes.where(table.c.unit_id.in_(theirs)))
