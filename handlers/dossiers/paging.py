"""Keyset paging: a cursor says after which row the next page begins, so that new rows never shift a page.

A timeline goes from late to early; a list goes in the order that was asked for, and its cursor names that order.
"""

import base64
import binascii
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, and_, literal, or_, tuple_

from schemas.errors import Refused
from schemas.values import is_in_calendar


def cursor_at(moment: datetime, identity: str) -> str:
    return base64.urlsafe_b64encode(f"{moment.isoformat()}|{identity}".encode()).decode().rstrip("=")


def beyond(moment: ColumnElement[datetime], identity: ColumnElement[str], cursor: str) -> ColumnElement[bool]:
    """What comes after the cursor in a list from late to early."""
    at, last = _position(cursor)
    return or_(moment < at, and_(moment == at, identity < last))


def _position(cursor: str) -> tuple[datetime, str]:
    """Where a cursor stands; raises `Refused` (`request-invalid`) for one that this hub did not give."""
    try:
        moment, _, identity = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition("|")
        return datetime.fromisoformat(moment), identity
    except ValueError:
        raise Refused("request-invalid", path="after", came=cursor, expected="the cursor of a page") from None


def cursor_in(sort: str, value: datetime | str, identity: str) -> str:
    """After this row, in this order."""
    shown = value.isoformat() if isinstance(value, datetime) else value
    return base64.urlsafe_b64encode(orjson.dumps([sort, shown, identity])).decode().rstrip("=")


def after_in(sort: str, column: ColumnElement[Any], identity: ColumnElement[str], cursor: str) -> ColumnElement[bool]:
    """What comes after the cursor, compared as a pair so that an index begins there.

    Raises `Refused` (`request-invalid`) for a cursor that this hub did not give, or gave for another order.
    """
    value, last = _place(sort, cursor)
    here, there = tuple_(column, identity), tuple_(literal(value, column.type), literal(last, identity.type))
    return here < there if sort.startswith("-") else here > there


def _place(sort: str, cursor: str) -> tuple[datetime | str, str]:
    try:
        found = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        value, last = _read(sort, found) if isinstance(found, list) else (None, "")
    except (binascii.Error, ValueError):
        value, last = None, ""
    if value is None:
        expected = "de cursor van een pagina in deze volgorde / the cursor of a page in this order"
        raise Refused("request-invalid", path="cursor", came=cursor, expected=expected)
    return value, last


def _read(sort: str, found: list[Any]) -> tuple[datetime | str | None, str]:
    """The value and the id of a cursor of this order; no value for any other."""
    is_ours = len(found) == len(("sort", "value", "id")) and all(isinstance(each, str) for each in found)
    if not is_ours or found[0] != sort or "\x00" in found[1] + found[2]:
        return None, ""
    if not sort.endswith("opened"):
        return found[1], found[2]
    moment = datetime.fromisoformat(found[1])
    return (moment, found[2]) if moment.tzinfo and is_in_calendar(moment) else (None, "")
