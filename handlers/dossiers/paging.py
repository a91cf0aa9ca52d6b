"""Keyset paging from late to early: a cursor says after which moment and identity the next page begins."""

import base64
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_

from schemas.errors import Refused


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
