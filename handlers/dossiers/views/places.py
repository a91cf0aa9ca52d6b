"""Dossiers by where their people live, or where the property stands: a postcode, with or without a house number."""

from typing import Any

from sqlalchemy import Select, select

from handlers.dossiers.rules.places import read_place
from handlers.dossiers.tables import PARTIES, PROPERTIES


def living_at(words: str) -> list[Select[tuple[str]]]:
    """The ids of dossiers at this place, for use inside another query; nothing when the words are no postcode."""
    place = read_place(words)
    if place is None:
        return []
    return [_at(rows.table.c, *place) for rows in (PARTIES, PROPERTIES)]


def _at(table: Any, postcode: str, house_number: str) -> Select[tuple[str]]:
    query = select(table.dossier_id).where(table.postcode == postcode)
    return query.where(table.house_number == house_number) if house_number else query
