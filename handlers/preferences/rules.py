"""What a saved view may be: a name for one way to look at one list."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from schemas.errors import Refused

MOST_PER_PAGE = 20
_LONGEST_NAME = 60
_LONGEST_QUERY = 500
_NEVER_KEPT = frozenset({"cursor", "lang", "theme"})
"""Where somebody was in the list, and how he sees every page: no part of a view."""


@dataclass(frozen=True, slots=True)
class SavedView:
    """A list as one person likes to see it; `owner` is `user:…` or `key:…`, `query` what follows the question mark."""

    id: str
    owner: str
    page: str
    name: str
    query: str
    made_at: datetime


def check_name(name: str) -> str:
    """One line of at most sixty characters; raises `Refused` (`request-invalid`)."""
    found = " ".join(name.split())
    if not found or len(found) > _LONGEST_NAME or not found.isprintable():
        raise Refused("request-invalid", path="name", came=name[:80], expected=f"1 - {_LONGEST_NAME} characters")
    return found


def normal(query: str) -> str:
    """The query in one order and without what no view keeps, so that the same view is the same text."""
    if len(query) > _LONGEST_QUERY:
        raise Refused("request-invalid", path="query", came=str(len(query)), expected=f"at most {_LONGEST_QUERY}")
    pairs = [(name, value) for name, value in parse_qsl(query) if name not in _NEVER_KEPT]
    return urlencode(sorted(pairs))
