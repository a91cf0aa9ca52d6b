"""One-time links, for a person who is there or is added by it. Of a link only the hash is kept.

Every function takes the connection of a transaction that its caller opened and commits.
"""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.engine import Connection

from handlers.accounts import rules
from handlers.accounts.people import add_user, user_of
from handlers.accounts.rules import AccessLink, Purpose
from handlers.accounts.tables import ACCESS_LINKS, USERS
from handlers.offices.views import office_named
from hub import rows as statements
from schemas.errors import Refused


def make_link(
    connection: Connection,
    user_id: str,
    at: datetime,
    purpose: Purpose = "sign-in",
    lives: timedelta = rules.LINK_LIVES,
) -> str:
    """The token of a link that works once, within a day or as long as it `lives`; raises `NotFound`.

    A link to set up an account or to choose a new password ends the older ones of this person.
    """
    user_of(connection, user_id)
    if purpose != "sign-in":
        end_links(connection, user_id, at)
    token = secrets.token_urlsafe(32)
    link = AccessLink(rules.hashed(token), user_id, at + lives, None, purpose)
    statements.write(connection, ACCESS_LINKS, [link])
    return token


def use_link(connection: Connection, token: str, at: datetime) -> AccessLink:
    """Uses a link up; raises `Refused` (`link-expired`)."""
    links = ACCESS_LINKS.table
    unused = (links.c.token_hash == rules.hashed(token)) & links.c.used_at.is_(None) & (links.c.expires_at > at)
    if connection.execute(update(links).where(unused).values(used_at=at)).rowcount != 1:
        raise Refused("link-expired", path="token", came="a used or expired link", expected="a new link")
    (link,) = statements.select(connection, ACCESS_LINKS, "token_hash", [rules.hashed(token)])
    return link


def link_of(connection: Connection, token: str) -> AccessLink | None:
    """The link of this token, also when it works no more; `None` for a token of nobody."""
    found = statements.select(connection, ACCESS_LINKS, "token_hash", [rules.hashed(token)])
    return found[0] if found else None


def end_links(connection: Connection, user_id: str, at: datetime) -> None:
    """Every link of this person that was not used is worth nothing from now on."""
    links = ACCESS_LINKS.table
    unused = (links.c.user_id == user_id) & links.c.used_at.is_(None)
    connection.execute(update(links).where(unused).values(used_at=at))


def link_for(connection: Connection, *, office: str, role: str, name: str, at: datetime) -> str:
    """The token of a one-time link; a person who is not there yet is added. Raises `NotFound`, `Refused`."""
    office_id = office_named(connection, office).id if office else None
    shown = name or role
    for user in statements.select(connection, USERS, "name", [shown]):
        if (user.office_id, user.role) == (office_id, role):
            return make_link(connection, user.id, at)
    return make_link(connection, add_user(connection, office_id=office_id, name=shown, role=role, at=at).id, at)
