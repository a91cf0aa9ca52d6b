"""People: added by whoever runs the hub, found by their id or e-mail address, disabled when they leave.

Every function takes the connection of a transaction that its caller opened and commits.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.engine import Connection

from handlers.accounts import rules
from handlers.accounts.roles import role_of
from handlers.accounts.rules import NOWHERE, Place, User
from handlers.accounts.tables import USERS
from handlers.offices.views import is_open, office_named, organisation_named
from hub import rows as statements
from hub.addresses import check_email
from hub.clock import AMSTERDAM
from hub.ids import new_id
from hub.records import NODES
from schemas.errors import NotFound, Refused
from schemas.names import check_name
from schemas.values import check_node


def add_user(  # noqa: PLR0913 - every fact of an account, by its name
    connection: Connection,
    *,
    office_id: str | None,
    name: str,
    role: str,
    at: datetime,
    email: str = "",
    place: Place = NOWHERE,
    user_id: str = "",
) -> User:
    """A person with a role; raises `NotFound`, `Refused` (`request-invalid`, `already-exists`).

    `place` is what the role asks beside an office. Without an e-mail address he signs in with one-time links alone.
    `user_id` is given where it is settled before: in the demo, and for a customer whose invitation may come twice.
    """
    office = office_named(connection, office_id) if office_id else None
    check_place(connection, role, office.id if office else None, place)
    address = check_email(email) if email else None
    user = User(
        id=user_id or new_id(),
        office_id=office.id if office else None,
        name=check_name(name),
        role=role,
        created_at=at,
        email=address,
        organisation_id=place.organisation_id,
        node=place.node,
        ends_on=place.ends_on,
        phone=place.phone,
    )
    if not statements.claim(connection, USERS, user):
        raise Refused("already-exists", path="email", came=address, expected="an address that nobody has yet")
    return user


def check_place(connection: Connection, role: str, office_id: str | None, place: Place) -> None:
    """Whether an account stands where its role says (`roles.toml`): of the hub, an office, a sub-agent or a lender.

    Raises `NotFound`, `Refused` (`request-invalid`) with the field, what came and what the role asks.
    """
    asks = role_of(role)
    asked = {
        "office_id": (office_id, asks.of in {"office", "sub-agent", "customer"}),
        "organisation_id": (place.organisation_id, asks.of == "sub-agent"),
        "node": (place.node, asks.of == "lender"),
        "ends_on": (place.ends_on, asks.ends),
    }
    for path, (came, is_asked) in asked.items():
        if came is None and is_asked:
            raise Refused("request-invalid", path=path, came="none", expected=f"a value, for the role {role}")
        if came is not None and not is_asked and path != "ends_on":
            raise Refused("request-invalid", path=path, came=str(came), expected=f"nothing, for the role {role}")
    if place.organisation_id and office_id:
        organisation_named(connection, office_id, place.organisation_id)
    if place.node:
        known = statements.select(connection, NODES, "node", [check_node(place.node)])
        if not known or known[0].kind != "lender":
            raise Refused("request-invalid", path="node", came=place.node, expected="the node of a lender")


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


def may_come_in(connection: Connection, user: User, at: datetime) -> bool:
    """Whether he was not shut out, his last day is not over, and his organisation is not closed."""
    if not rules.may_come_in(user, at.astimezone(AMSTERDAM).date()):
        return False
    return user.organisation_id is None or is_open(connection, user.organisation_id)


def check_works(user: User, at: datetime) -> None:
    """Whether he can do somebody's work; raises `Refused` (`account-reads-only`, `account-over`)."""
    if role_of(user.role).ends:
        raise Refused("account-reads-only", path="person_id", came=user.role, expected="adviser, handler")
    if not rules.may_come_in(user, at.astimezone(AMSTERDAM).date()):
        raise Refused(
            "account-over", path="person_id", came=str(user.ends_on or user.disabled_at), expected="an account"
        )


def person_named(connection: Connection, reference: str) -> User:
    """The person with this id or e-mail address; raises `NotFound`."""
    found = user_by_email(connection, reference)
    return found or user_of(connection, reference)


def set_disabled(connection: Connection, user: User, at: datetime | None) -> User:
    """Shuts a person out (every session of his is over at once), or lets him in again without a moment."""
    changed = replace(user, disabled_at=at)
    statements.write(connection, USERS, [changed], "replace")
    return changed
