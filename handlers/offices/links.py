"""The link that `hub users link` prints: for a person of an office, or for an operator."""

from datetime import datetime

from sqlalchemy.engine import Connection

from handlers.offices.accounts import add_user, make_link
from handlers.offices.directory import office_of
from handlers.offices.tables import USERS
from hub import rows as statements


def link_for(connection: Connection, *, office: str, role: str, name: str, at: datetime) -> str:
    """The token of a one-time link; a person who is not there yet is added. Raises `NotFound`, `Refused`."""
    office_id = office_of(connection, office).id if office else None
    shown = name or role
    for user in statements.select(connection, USERS, "name", [shown]):
        if (user.office_id, user.role) == (office_id, role):
            return make_link(connection, user.id, at)
    return make_link(connection, add_user(connection, office_id=office_id, name=shown, role=role, at=at).id, at)
