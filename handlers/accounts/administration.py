"""What an administrator does to somebody's account: reset it, shut it, and see how it stands.

Every function takes the connection of a transaction that its caller opened and commits.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.engine import Connection

from handlers.accounts import proofs, tries
from handlers.accounts.links import end_links, make_link
from handlers.accounts.passkeys import passkeys_of, remove_passkeys
from handlers.accounts.people import person_named, set_disabled
from handlers.accounts.rules import User
from handlers.accounts.sessions import end_sessions
from handlers.accounts.tables import USERS
from schemas.errors import Refused


def reset(connection: Connection, reference: str, at: datetime, *, and_factors: bool) -> tuple[str, str]:
    """The id of the person and the token of a link to choose a new password; raises `NotFound`, `Refused`."""
    user = person_named(connection, reference)
    if user.email is None:
        raise Refused("request-invalid", path="person", came="a person without an address", expected="an address")
    tries.forgive(connection, user.id)
    if and_factors:
        proofs.remove_totp(connection, user.id)
        proofs.remove_recovery_codes(connection, user.id)
        remove_passkeys(connection, user.id)
        end_sessions(connection, user.id, at)
    return user.id, make_link(connection, user.id, at, "reset")


def disable(connection: Connection, reference: str, at: datetime) -> User:
    """Shuts a person out; raises `NotFound`."""
    user = person_named(connection, reference)
    end_sessions(connection, user.id, at)
    end_links(connection, user.id, at)
    return set_disabled(connection, user, at)


def is_active(connection: Connection, user: User) -> bool:
    """Whether he has a way in of his own: a password or a passkey."""
    return bool(proofs.credentials_of(connection, user.id).password_hash) or bool(passkeys_of(connection, user.id))


def standings(connection: Connection) -> list[dict[str, object]]:
    """Everybody, by name, with how he signs in; no secret is in it."""
    query = select(USERS.table).order_by(USERS.table.c.name, USERS.table.c.id)
    return [_standing(connection, User(*row)) for row in connection.execute(query).fetchall()]


def _standing(connection: Connection, user: User) -> dict[str, object]:
    credentials = proofs.credentials_of(connection, user.id)
    return {
        "id": user.id,
        "name": user.name,
        "email": user.email,
        "role": user.role,
        "office": user.office_id,
        "disabled": user.disabled_at is not None,
        "password": bool(credentials.password_hash),
        "app": bool(credentials.totp),
        "passkeys": len(passkeys_of(connection, user.id)),
        "recovery_codes": proofs.codes_left(connection, user.id),
    }
