"""The tabs of a dossier: which of its pages this person may open, and which one is open.

A page of a dossier belongs here when people go there to work; what hangs below one of them keeps its tab open.
"""

from collections.abc import Collection
from dataclasses import dataclass

from portal_api.counter import (
    CUSTOMERS_WRITE,
    DOSSIERS_ASSIGN,
    DOSSIERS_READ,
    DOSSIERS_WRITE,
    MESSAGES_READ,
    PEOPLE_READ,
)

_PLACES = (
    ("", "tabs.dossier", DOSSIERS_READ),
    ("parties", "keeping.title", DOSSIERS_WRITE),
    ("products", "products.title", DOSSIERS_READ),
    ("tasks", "tasks.of_dossier", PEOPLE_READ),
    ("appointments", "appointments.of_dossier", PEOPLE_READ),
    ("hdn", "hdn.title", MESSAGES_READ),
    ("agreements", "agreements.title", DOSSIERS_READ),
    ("exports", "exports.title", DOSSIERS_READ),
    ("meeting-reports", "reports.title", PEOPLE_READ),
    ("dates", "dates.title", DOSSIERS_READ),
    ("for-the-customer", "for_customer.title", PEOPLE_READ),
    ("conversation", "conversation.title", PEOPLE_READ),
    ("publications", "publications.title", PEOPLE_READ),
    ("customers", "customers.title", CUSTOMERS_WRITE),
    ("involved", "involved.title", DOSSIERS_ASSIGN),
    ("looks", "looks.title", DOSSIERS_READ),
)
"""Below `/dossiers/{id}`: the place, its name in the catalogues, and the right that it asks."""
_OF_ONE = 2


@dataclass(frozen=True, slots=True)
class Tab:
    """`name` is a text of the catalogues."""

    href: str
    name: str
    is_open: bool


def tabs_at(path: str, scopes: Collection[str]) -> tuple[Tab, ...]:
    """The tabs of the dossier that this address is about; none for an address that is about no dossier."""
    room, *rest = path.strip("/").split("/")
    if room != "dossiers" or not rest or rest[0] in {"", "new"}:
        return ()
    base, below = f"/dossiers/{rest[0]}", rest[1] if len(rest) >= _OF_ONE else ""
    opened = below if below in {place for place, _, _ in _PLACES} else ""
    return tuple(
        Tab(f"{base}/{place}".rstrip("/"), name, place == opened) for place, name, scope in _PLACES if scope in scopes
    )
