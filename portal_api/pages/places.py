"""Where somebody begins: the first page that his rights open."""

from collections.abc import Collection

from portal_api.counter import DOSSIERS_READ, MESSAGES_READ, OWN_READ
from schemas.errors import Refused

_PLACES = ((OWN_READ, "/mine"), (MESSAGES_READ, "/traffic"))
"""For whoever does not see dossiers: his own, or what his node sends and receives."""


def first_place(scopes: Collection[str]) -> str:
    """The address; empty for who may see dossiers, whose page `/` is. Raises `Refused` (`not-allowed`)."""
    if DOSSIERS_READ in scopes:
        return ""
    for scope, place in _PLACES:
        if scope in scopes:
            return place
    raise Refused("not-allowed", expected=DOSSIERS_READ)
