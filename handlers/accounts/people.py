"""People: added by whoever runs the hub, found by their id.

Every function takes the connection of a transaction that its caller opened and commits.
"""

from datetime import datetime

from sqlalchemy.engine import Connection

from handlers.accounts import rules
from handlers.accounts.rules import User
from handlers.accounts.tables import USERS
from handlers.offices.views import office_named
from hub import rows as statements
from hub.ids import new_id
from schemas.errors import NotFound


def add_user(connection: Connection, *, office_id: str | None, name: str, role: str, at: datetime) -> User:
    """A person of an office, or an operator; raises `NotFound`, `Refused` (`request-invalid`)."""
    rules.check_role(role, office_id)
    office = office_named(connection, office_id) if office_id else None
    user = User(new_id(), office.id if office else None, name, role, at)
    statements.write(connection, USERS, [user])
    return user


def user_of(connection: Connection, user_id: str) -> User:
    """The person with this id; raises `NotFound`."""
    found = statements.select(connection, USERS, "id", [user_id])
    if not found:
        raise NotFound("not-found", path="user", came=user_id, expected="the id of a user")
    return found[0]
