"""Sessions of signed-in browsers. Of a session only the hash of its token is kept.

Every function takes the connection of a transaction that its caller opened and commits.
"""

import secrets
from dataclasses import replace
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.engine import Connection

from handlers.accounts import rules
from handlers.accounts.people import user_of
from handlers.accounts.rules import Session, User
from handlers.accounts.tables import ACCESS_LINKS, SESSIONS
from hub import rows as statements
from schemas.errors import Refused


def open_session(connection: Connection, token: str, at: datetime) -> tuple[str, User]:
    """Uses up a link; the session's own token and the person. Raises `Refused` (`link-expired`)."""
    links = ACCESS_LINKS.table
    unused = (links.c.token_hash == rules.hashed(token)) & links.c.used_at.is_(None) & (links.c.expires_at > at)
    if connection.execute(update(links).where(unused).values(used_at=at)).rowcount != 1:
        raise Refused("link-expired", path="token", came="a used or expired link", expected="a new link")
    (link,) = statements.select(connection, ACCESS_LINKS, "token_hash", [rules.hashed(token)])
    session = secrets.token_urlsafe(32)
    statements.write(connection, SESSIONS, [Session(rules.hashed(session), link.user_id, at, at, None)])
    return session, user_of(connection, link.user_id)


def session_of(connection: Connection, token: str, at: datetime) -> tuple[Session, User] | None:
    """The open session of this token with its person; `None` when it is unknown, closed or idle for too long."""
    found = statements.select(connection, SESSIONS, "token_hash", [rules.hashed(token)])
    if not found or not rules.is_open(found[0], at):
        return None
    return found[0], user_of(connection, found[0].user_id)


def keep_session(connection: Connection, session: Session, at: datetime) -> None:
    """Writes that the session was used now; ask `rules.is_due` first, so that not every page writes."""
    statements.write(connection, SESSIONS, [replace(session, seen_at=at)], "replace")


def touch_session(connection: Connection, token: str, at: datetime) -> None:
    """The session of this token was used now; one that is closed or idle for too long stays so."""
    found = session_of(connection, token, at)
    if found and rules.is_due(found[0], at):
        keep_session(connection, found[0], at)


def close_session(connection: Connection, token: str, at: datetime) -> None:
    """Signs out; an unknown token changes nothing."""
    sessions = SESSIONS.table
    connection.execute(update(sessions).where(sessions.c.token_hash == rules.hashed(token)).values(closed_at=at))
