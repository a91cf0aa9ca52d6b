"""What is kept of somebody's account, for himself: who he is to it, and where and when he was signed in."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.engine import Connection

from handlers.accounts.people import user_of
from handlers.accounts.rules import Session
from handlers.accounts.tables import SESSIONS

_MOST = 200


@dataclass(frozen=True, slots=True)
class OwnSession:
    device: str
    opened_at: datetime
    seen_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """His account without any secret; his latest sessions first."""

    name: str
    email: str
    phone: str
    created_at: datetime
    sessions: tuple[OwnSession, ...]


def own_account_of(connection: Connection, user_id: str) -> OwnAccount:
    """Raises `NotFound`."""
    user, table = user_of(connection, user_id), SESSIONS.table
    query = select(table).where(table.c.user_id == user_id).order_by(table.c.opened_at.desc()).limit(_MOST)
    found = [Session(*row) for row in connection.execute(query)]
    sessions = tuple(OwnSession(each.device, each.opened_at, each.seen_at, each.closed_at) for each in found)
    return OwnAccount(user.name, user.email or "", user.phone, user.created_at, sessions)
