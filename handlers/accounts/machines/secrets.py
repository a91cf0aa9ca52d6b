"""The secrets of clients and API keys: made, replaced with an overlap, used. Only their hashes are kept.

Every function takes the connection of a transaction that its caller opened and commits.
"""

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.engine import Connection

from handlers.accounts.machines import rules
from handlers.accounts.machines.rules import Secret
from handlers.accounts.machines.tables import SECRETS
from handlers.accounts.rules import hashed
from hub import rows as statements


def make_secret(
    connection: Connection, owner_id: str, prefix: str, at: datetime, expires_at: datetime | None = None
) -> str:
    """The plain text of a new secret of this owner, which is shown once."""
    plain = f"{prefix}{secrets.token_urlsafe(32)}"
    statements.write(connection, SECRETS, [Secret(hashed(plain), owner_id, at, expires_at, None)])
    return plain


def replace_secret(connection: Connection, owner_id: str, prefix: str, at: datetime, until: datetime) -> str:
    """A new secret; those that are there work until `until`, and no longer."""
    ending = rules.replaced(secrets_of(connection, [owner_id]), until)
    statements.write(connection, SECRETS, [replace(each, expires_at=ends) for each, ends in ending], "replace")
    return make_secret(connection, owner_id, prefix, at)


def secrets_of(connection: Connection, owner_ids: Iterable[str]) -> list[Secret]:
    """The secrets of these owners, expired ones included, oldest first."""
    found = statements.select(connection, SECRETS, "owner_id", owner_ids)
    return sorted(found, key=lambda each: each.created_at)


def secret_of(connection: Connection, plain: str, at: datetime) -> Secret | None:
    """The secret of this plain text; `None` when it is unknown or has expired."""
    found = statements.select(connection, SECRETS, "secret_hash", [hashed(plain)])
    return found[0] if found and rules.is_valid(found[0], at) else None


def touch_secret(connection: Connection, plain: str, at: datetime) -> None:
    """The secret of this plain text was used now; an unknown one changes nothing."""
    table = SECRETS.table
    connection.execute(update(table).where(table.c.secret_hash == hashed(plain)).values(used_at=at))
