"""Dossiers: the values, what an application's version becomes (`content`), what the office keeps itself (`keeping`)."""

from handlers.dossiers.rules.content import (
    Dossier,
    Part,
    Party,
    Product,
    Property,
    Said,
    changes,
    name_of,
    party_row,
    said_by,
    title_of,
    titled,
)

__all__ = [
    "Dossier",
    "Part",
    "Party",
    "Product",
    "Property",
    "Said",
    "changes",
    "name_of",
    "party_row",
    "said_by",
    "title_of",
    "titled",
]
