"""People and machines: users, one-time links, sessions, API keys. Of every secret only the hash is kept.

Every function takes the connection of a transaction that its caller opened and commits.
"""

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.engine import Connection

from handlers.offices import rules
from handlers.offices.directory import office_of
from handlers.offices.rules import AccessLink, ApiKey, Session, User
from handlers.offices.tables import ACCESS_LINKS, API_KEYS, OFFICES, SESSIONS, USERS
from hub import rows as statements
from hub.ids import new_id
from schemas.errors import NotFound, Refused


def add_user(connection: Connection, *, office_id: str | None, name: str, role: str, at: datetime) -> User:
    """A person of an office, or an operator; raises `NotFound`, `Refused` (`request-invalid`)."""
    rules.check_role(role, office_id)
    office = office_of(connection, office_id) if office_id else None
    user = User(new_id(), office.id if office else None, name, role, at)
    statements.write(connection, USERS, [user])
    return user


def make_link(connection: Connection, user_id: str, at: datetime) -> str:
    """The token of a link that signs this person in once, within a day; raises `NotFound`."""
    user_of(connection, user_id)
    token = secrets.token_urlsafe(32)
    statements.write(connection, ACCESS_LINKS, [AccessLink(rules.hashed(token), user_id, at + rules.LINK_LIVES, None)])
    return token


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


def create_api_key(
    connection: Connection,
    *,
    office_id: str | None,
    name: str,
    scopes: Iterable[str],
    at: datetime,
    node: str | None = None,
) -> tuple[ApiKey, str]:
    """A key of an office (of the operator without one) and its plain text, which is shown once.

    Raises `NotFound`, `Refused` (`request-invalid`).
    """
    office = office_of(connection, office_id) if office_id else None
    plain = f"{rules.KEY_PREFIX}{secrets.token_urlsafe(32)}"
    key = ApiKey(
        id=new_id(),
        office_id=office.id if office else None,
        name=name,
        key_hash=rules.hashed(plain),
        scopes=rules.check_scopes(scopes),
        node=rules.check_node(node) if node else None,
        created_at=at,
        revoked_at=None,
    )
    statements.write(connection, API_KEYS, [key])
    return key, plain


def api_key_of(connection: Connection, plain: str) -> ApiKey | None:
    """The key of this plain text; `None` when it is unknown or revoked."""
    found = statements.select(connection, API_KEYS, "key_hash", [rules.hashed(plain)])
    return found[0] if found and found[0].revoked_at is None else None


def revoke_api_key(connection: Connection, key_id: str, at: datetime) -> ApiKey:
    """Ends a key; raises `NotFound`."""
    found = statements.select(connection, API_KEYS, "id", [key_id])
    if not found:
        raise NotFound("not-found", path="key", came=key_id, expected="the id of an API key")
    revoked = replace(found[0], revoked_at=found[0].revoked_at or at)
    statements.write(connection, API_KEYS, [revoked], "replace")
    return revoked


def user_of(connection: Connection, user_id: str) -> User:
    """The person with this id; raises `NotFound`."""
    found = statements.select(connection, USERS, "id", [user_id])
    if not found:
        raise NotFound("not-found", path="user", came=user_id, expected="the id of a user")
    return found[0]


def is_empty(connection: Connection) -> bool:
    """Whether this hub has no office yet, so that `hub init` may run."""
    return connection.execute(OFFICES.table.select().limit(1)).first() is None
