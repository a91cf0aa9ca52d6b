"""One-time links, for a person who is there or is added by it. Of a link only the hash is kept.

Every function takes the connection of a transaction that its caller opened and commits.
"""

import secrets
from datetime import datetime

from sqlalchemy.engine import Connection

from handlers.accounts import rules
from handlers.accounts.people import add_user, user_of
from handlers.accounts.rules import AccessLink
from handlers.accounts.tables import ACCESS_LINKS, USERS
from handlers.offices.views import office_named
from hub import rows as statements


def make_link(connection: Connection, user_id: str, at: datetime) -> str:
    """The token of a link that signs this person in once, within a day; raises `NotFound`."""
    user_of(connection, user_id)
    token = secrets.token_urlsafe(32)
    statements.write(connection, ACCESS_LINKS, [AccessLink(rules.hashed(token), user_id, at + rules.LINK_LIVES, None)])
    return token


def link_for(connection: Connection, *, office: str, role: str, name: str, at: datetime) -> str:
    """The token of a one-time link; a person who is not there yet is added. Raises `NotFound`, `Refused`."""
    office_id = office_named(connection, office).id if office else None
    shown = name or role
    for user in statements.select(connection, USERS, "name", [shown]):
        if (user.office_id, user.role) == (office_id, role):
            return make_link(connection, user.id, at)
    return make_link(connection, add_user(connection, office_id=office_id, name=shown, role=role, at=at).id, at)
