"""People: added by whoever runs the hub, found by their id or e-mail address, disabled when they leave.

Every function takes the connection of a transaction that its caller opened and commits.
"""

from dataclasses import replace
from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from sqlalchemy.engine import Connection

from handlers.accounts import rules
from handlers.accounts.rules import User
from handlers.accounts.tables import USERS
from handlers.offices.views import office_named
from hub import rows as statements
from hub.ids import new_id
from schemas.errors import NotFound, Refused


def add_user(
    connection: Connection, *, office_id: str | None, name: str, role: str, at: datetime, email: str = ""
) -> User:
    """A person of an office, or an operator; raises `NotFound`, `Refused` (`request-invalid`, `already-exists`).

    Without an e-mail address he can sign in with one-time links alone.
    """
    rules.check_role(role, office_id)
    office = office_named(connection, office_id) if office_id else None
    address = check_email(email) if email else None
    if address and statements.select(connection, USERS, "email", [address]):
        raise Refused("already-exists", path="email", came=address, expected="an address that nobody has yet")
    user = User(new_id(), office.id if office else None, rules.check_name(name), role, at, address)
    statements.write(connection, USERS, [user])
    return user


def user_of(connection: Connection, user_id: str) -> User:
    """The person with this id; raises `NotFound`."""
    found = statements.select(connection, USERS, "id", [user_id])
    if not found:
        raise NotFound("not-found", path="user", came=user_id, expected="the id of a user")
    return found[0]


def user_by_email(connection: Connection, email: str) -> User | None:
    """The person who signs in with this address, in whatever capitals; `None` for an unknown or unreadable one."""
    try:
        found = statements.select(connection, USERS, "email", [check_email(email)])
    except Refused:
        return None
    return found[0] if found else None


def person_named(connection: Connection, reference: str) -> User:
    """The person with this id or e-mail address; raises `NotFound`."""
    found = user_by_email(connection, reference)
    return found or user_of(connection, reference)


def set_disabled(connection: Connection, user: User, at: datetime | None) -> User:
    """Shuts a person out (every session of his is over at once), or lets him in again without a moment."""
    changed = replace(user, disabled_at=at)
    statements.write(connection, USERS, [changed], "replace")
    return changed


def check_email(email: str) -> str:
    """An address in the one form in which it is kept and looked up; raises `Refused` (`request-invalid`)."""
    try:
        return validate_email(email.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise Refused(
            "request-invalid", path="email", came=f"{len(email)} characters", expected="name@domain"
        ) from None
