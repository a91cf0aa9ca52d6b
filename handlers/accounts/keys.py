"""API keys of machines: made, replaced, revoked. Their secrets stand with those of clients.

Every function takes the connection of a transaction that its caller opened and commits.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy.engine import Connection

from handlers.accounts import rules
from handlers.accounts.machines.rules import Secret
from handlers.accounts.machines.secrets import make_secret, replace_secret, secret_of
from handlers.accounts.roles import check_machine_rights
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
    expires_at: datetime | None = None,
) -> tuple[ApiKey, str]:
    """A key of an office (of the operator without one) and its plain text, which is shown once.

    Raises `NotFound`, `Refused` (`request-invalid`).
    """
    office = office_named(connection, office_id) if office_id else None
    key = ApiKey(
        id=new_id(),
        office_id=office.id if office else None,
        name=name,
        scopes=check_machine_rights(scopes),
        node=check_node(node) if node else None,
        created_at=at,
        revoked_at=None,
    )
    statements.write(connection, API_KEYS, [key])
    return key, make_secret(connection, key.id, rules.KEY_PREFIX, at, expires_at)


def rotate_api_key(connection: Connection, key_id: str, at: datetime, until: datetime) -> tuple[ApiKey, str]:
    """A new plain text of the key; the old one works until `until`. Raises `NotFound`."""
    key = _key(connection, key_id)
    if key.revoked_at is not None:
        raise NotFound("not-found", path="key", came=key_id, expected="the id of an API key that is not revoked")
    return key, replace_secret(connection, key.id, rules.KEY_PREFIX, at, until)


def api_key_of(connection: Connection, plain: str, at: datetime) -> tuple[ApiKey, Secret] | None:
    """The key of this plain text, and which of its secrets this is; `None` when unknown, expired or revoked."""
    secret = secret_of(connection, plain, at)
    found = statements.select(connection, API_KEYS, "id", [secret.owner_id]) if secret else []
    return (found[0], secret) if secret and found and found[0].revoked_at is None else None


def revoke_api_key(connection: Connection, key_id: str, at: datetime) -> ApiKey:
    """Ends a key; raises `NotFound`."""
    key = _key(connection, key_id)
    revoked = replace(key, revoked_at=key.revoked_at or at)
    statements.write(connection, API_KEYS, [revoked], "replace")
    return revoked


def _key(connection: Connection, key_id: str) -> ApiKey:
    found = statements.select(connection, API_KEYS, "id", [key_id])
    if not found:
        raise NotFound("not-found", path="key", came=key_id, expected="the id of an API key")
    return found[0]
