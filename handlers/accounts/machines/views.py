"""The reading side of machines: who holds a token, and the clients that somebody may see, with their secrets' use."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.engine import Connection

from handlers.accounts.machines.rules import Client, ClientKey, Secret
from handlers.accounts.machines.secrets import secrets_of
from handlers.accounts.machines.signing.public_keys import keys_of
from handlers.accounts.machines.tables import CLIENTS
from hub.reach import of_office
from schemas.viewer import Viewer


@dataclass(frozen=True, slots=True)
class SecretView:
    """When a secret was made, when it ends and when it was used last; never what it is."""

    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class KeyView:
    """A public key by its name, with when it was registered, ends and was used last."""

    kid: str
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class ClientView:
    """A client without its secrets."""

    id: str
    office_id: str | None
    name: str
    scopes: tuple[str, ...]
    node: str | None
    certificate: str
    created_at: datetime
    revoked_at: datetime | None
    secrets: tuple[SecretView, ...]
    keys: tuple[KeyView, ...]


def clients_for(viewer: Viewer, connection: Connection) -> tuple[ClientView, ...]:
    """The clients in scope, revoked ones included, by name."""
    table = CLIENTS.table
    query = select(table).order_by(table.c.name, table.c.id)
    mine = query.where(of_office(viewer, table.c.office_id))
    found = [Client(*row) for row in connection.execute(mine)]
    known = secrets_of(connection, [each.id for each in found])
    keys = keys_of(connection, [each.id for each in found])
    return tuple(
        _view(
            each,
            [secret for secret in known if secret.owner_id == each.id],
            [key for key in keys if key.client_id == each.id],
        )
        for each in found
    )


def shown(secrets: list[Secret]) -> tuple[SecretView, ...]:
    """The secrets as somebody may see them."""
    return tuple(SecretView(each.created_at, each.expires_at, each.used_at) for each in secrets)


def _view(client: Client, secrets: list[Secret], keys: list[ClientKey]) -> ClientView:
    return ClientView(
        client.id,
        client.office_id,
        client.name,
        tuple(client.scopes),
        client.node,
        client.certificate,
        client.created_at,
        client.revoked_at,
        shown(secrets),
        tuple(KeyView(each.kid, each.created_at, each.expires_at, each.used_at) for each in keys),
    )
