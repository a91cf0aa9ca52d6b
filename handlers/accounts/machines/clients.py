"""Machine clients and the tokens that they ask for.

Every function takes the connection of a transaction that its caller opened and commits.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.engine import Connection

from handlers.accounts.machines import rules
from handlers.accounts.machines.rules import Client, Token
from handlers.accounts.machines.secrets import make_secret, replace_secret, secret_of, touch_secret
from handlers.accounts.machines.signing import assertions
from handlers.accounts.machines.signing.public_keys import add_key
from handlers.accounts.machines.tables import CLIENTS, TOKENS
from handlers.accounts.roles import check_machine_rights
from handlers.accounts.rules import hashed
from handlers.offices.views import office_named
from hub import rows as statements
from hub.ids import new_id
from schemas.errors import NotFound, Refused
from schemas.values import check_node

__all__ = [
    "add_client",
    "client_id_of",
    "client_of",
    "holder_of",
    "issue_token",
    "issue_token_for_assertion",
    "revoke_client",
    "rotate_client",
    "touch_secret",
]


def add_client(  # noqa: PLR0913 - one for each thing that a client is
    connection: Connection,
    *,
    office: str | None,
    name: str,
    scopes: Iterable[str],
    at: datetime,
    node: str | None = None,
    certificate: str = "",
    expires_at: datetime | None = None,
    public_key: str = "",
) -> tuple[Client, str]:
    """A client of an office (of the operator without one) and its secret, which is shown once.

    With a `public_key` (PEM or JWK) it signs assertions instead, and its secret is empty.

    Raises `NotFound`, `Refused` (`request-invalid`).
    """
    client = Client(
        id=new_id(),
        office_id=office_named(connection, office).id if office else None,
        name=name,
        scopes=check_machine_rights(scopes),
        node=check_node(node) if node else None,
        certificate=rules.check_fingerprint(certificate),
        created_at=at,
        revoked_at=None,
    )
    statements.write(connection, CLIENTS, [client])
    if public_key:
        add_key(connection, client.id, public_key, at, expires_at)
        return client, ""
    return client, make_secret(connection, client.id, rules.SECRET_PREFIX, at, expires_at)


def rotate_client(connection: Connection, client_id: str, at: datetime, until: datetime) -> tuple[Client, str]:
    """A new secret of the client; the old one works until `until`. Raises `NotFound`."""
    client = client_of(connection, client_id)
    return client, replace_secret(connection, client.id, rules.SECRET_PREFIX, at, until)


def revoke_client(connection: Connection, client_id: str, at: datetime) -> Client:
    """Ends a client and all its tokens at once; raises `NotFound`."""
    client = client_of(connection, client_id)
    revoked = replace(client, revoked_at=client.revoked_at or at)
    statements.write(connection, CLIENTS, [revoked], "replace")
    connection.execute(delete(TOKENS.table).where(TOKENS.table.c.client_id == client.id))
    return revoked


def client_of(connection: Connection, client_id: str) -> Client:
    """The client with this id that was not revoked; raises `NotFound`."""
    found = [each for each in statements.select(connection, CLIENTS, "id", [client_id]) if each.revoked_at is None]
    if not found:
        raise NotFound("not-found", path="client", came=client_id, expected="the id of a client that is not revoked")
    return found[0]


def issue_token(
    connection: Connection, client_id: str, secret: str, scope: str, certificate: str, at: datetime
) -> tuple[str, Token]:
    """A token for this secret, and its plain text; what of the client has expired is removed on the way.

    Raises `Refused`: `client-unknown` for an unknown client, a wrong or expired secret or another certificate, never
    saying which; `scope-not-granted`.
    """
    client, known = _asking(connection, client_id, certificate), secret_of(connection, secret, at)
    if client is None or known is None or known.owner_id != client_id:
        raise Refused("client-unknown", path="client_id")
    if rules.is_use_due(known, at):
        touch_secret(connection, secret, at)
    return _issued(connection, client, scope, at)


def issue_token_for_assertion(
    connection: Connection, assertion: str, audiences: Sequence[str], scope: str, certificate: str, at: datetime
) -> tuple[str, Token]:
    """As `issue_token`, for an assertion that the client signed; `audiences` are the ways to name us.

    Raises `Refused` also with those of `assertions.use_assertion`.
    """
    client = _asking(connection, assertions.client_id_of(assertion), certificate)
    if client is None:
        raise Refused("client-unknown", path="client_assertion")
    assertions.use_assertion(connection, client.id, assertion, audiences, at)
    return _issued(connection, client, scope, at)


def client_id_of(assertion: str) -> str:
    """The client that an assertion says it is of; raises `Refused` (`assertion-invalid`)."""
    return assertions.client_id_of(assertion)


def _asking(connection: Connection, client_id: str, certificate: str) -> Client | None:
    """The client with this id that was not revoked and shows its certificate, if it must."""
    found = [each for each in statements.select(connection, CLIENTS, "id", [client_id]) if each.revoked_at is None]
    return found[0] if found and _shows(found[0], certificate) else None


def _issued(connection: Connection, client: Client, scope: str, at: datetime) -> tuple[str, Token]:
    scopes = rules.granted(client, scope)
    table = TOKENS.table
    connection.execute(delete(table).where((table.c.client_id == client.id) & (table.c.expires_at <= at)))
    plain = f"{rules.TOKEN_PREFIX}{secrets.token_urlsafe(32)}"
    token = Token(hashed(plain), client.id, scopes, at, at + rules.TOKEN_LIVES)
    statements.write(connection, TOKENS, [token])
    return plain, token


def holder_of(connection: Connection, plain: str, certificate: str, at: datetime) -> tuple[Client, Token] | None:
    """The client of this token; `None` when it is unknown, expired or revoked, or comes with another certificate."""
    tokens = statements.select(connection, TOKENS, "token_hash", [hashed(plain)])
    if not tokens or at >= tokens[0].expires_at:
        return None
    (client,) = statements.select(connection, CLIENTS, "id", [tokens[0].client_id])
    return (client, tokens[0]) if client.revoked_at is None and _shows(client, certificate) else None


def _shows(client: Client, certificate: str) -> bool:
    return not client.certificate or secrets.compare_digest(client.certificate, rules.fingerprint(certificate))
