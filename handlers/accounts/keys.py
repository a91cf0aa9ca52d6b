"""API keys of machines. Of a key only the hash is kept.

Every function takes the connection of a transaction that its caller opened and commits.
"""

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy.engine import Connection

from handlers.accounts import rules
from handlers.accounts.rules import ApiKey
from handlers.accounts.tables import API_KEYS
from handlers.offices.views import office_named
from hub import rows as statements
from hub.ids import new_id
from schemas.errors import NotFound
from schemas.values import check_node


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
    office = office_named(connection, office_id) if office_id else None
    plain = f"{rules.KEY_PREFIX}{secrets.token_urlsafe(32)}"
    key = ApiKey(
        id=new_id(),
        office_id=office.id if office else None,
        name=name,
        key_hash=rules.hashed(plain),
        scopes=rules.check_scopes(scopes),
        node=check_node(node) if node else None,
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
