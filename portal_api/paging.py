"""Pages of a list by key: a cursor says after which row the next page starts, so that new rows never shift a page."""

import base64
import binascii
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, TypeVar

import orjson
from fastapi import Query

from schemas.errors import Refused
from schemas.values import is_in_calendar

LARGEST, LONGEST_CURSOR = 200, 400
T = TypeVar("T")

Limit = Annotated[int, Query(ge=1, le=LARGEST, description="How many at most.")]
Cursor = Annotated[
    str | None,
    Query(max_length=LONGEST_CURSOR, description="`next` of the page before; leave it out for the first page."),
]


def after(cursor: str | None, length: int) -> tuple[str, ...] | None:
    """The key of the last row seen, `length` texts; `None` for the first page. Raises `Refused("request-invalid")`."""
    if not cursor:
        return None
    try:
        key = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError):
        key = None
    if not isinstance(key, list) or len(key) != length or not all(isinstance(each, str) for each in key):
        raise Refused("request-invalid", path="cursor", came=cursor, expected="`next` of an earlier page")
    if any("\x00" in each for each in key):
        raise Refused("request-invalid", path="cursor", came=cursor, expected="`next` of an earlier page")
    return tuple(key)


def moment_and_id(cursor: str | None) -> tuple[datetime, str] | None:
    """The key of a list by moment; `None` for the first page. Raises `Refused("request-invalid")`."""
    key = after(cursor, 2)
    if key is None:
        return None
    try:
        moment = datetime.fromisoformat(key[0])
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not is_in_calendar(moment):
        raise Refused("request-invalid", path="cursor", came=str(cursor), expected="`next` of an earlier page")
    return moment, key[1]


def cut(rows: Sequence[T], limit: int, key: Callable[[T], tuple[str, ...]]) -> tuple[tuple[T, ...], str | None]:
    """The rows of one page and the cursor of the next; `rows` has one more than `limit` when there is a next page."""
    shown = tuple(rows[:limit])
    return shown, cursor_of(key(shown[-1])) if len(rows) > limit else None


def cursor_of(key: tuple[str, ...]) -> str:
    """An opaque text that `after` reads back."""
    return base64.urlsafe_b64encode(orjson.dumps(list(key))).decode().rstrip("=")


def is_moment_and_id(cursor: str) -> bool:
    """Whether a cursor has the shape that the views give: a moment with its zone and an id. Raises `ValueError`."""
    moment, bar, identity = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition("|")
    at = datetime.fromisoformat(moment)
    return bool(bar) and "\x00" not in identity and at.tzinfo is not None and is_in_calendar(at)
