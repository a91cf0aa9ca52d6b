"""The reading side of accounts: who is signed in, and the people and keys that somebody may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.engine import Connection

from handlers.accounts import rules
from handlers.accounts.keys import api_key_of
from handlers.accounts.machines.clients import holder_of
from handlers.accounts.machines.rules import TOKEN_PREFIX, Secret, is_use_due
from handlers.accounts.machines.secrets import secrets_of
from handlers.accounts.machines.views import SecretView, shown
from handlers.accounts.passkeys import passkeys_of
from handlers.accounts.proofs import codes_left, credentials_of
from handlers.accounts.rules import ApiKey, Session, User
from handlers.accounts.sessions import any_session_of, session_of, sessions_of
from handlers.accounts.tables import API_KEYS, USERS
from handlers.offices.views import name_of_office
from hub import rows as statements
from schemas.viewer import Viewer


@dataclass(frozen=True, slots=True)
class ApiKeyView:
    """A key without its secrets."""

    id: str
    office_id: str | None
    name: str
    scopes: tuple[str, ...]
    node: str | None
    created_at: datetime
    revoked_at: datetime | None
    secrets: tuple[SecretView, ...]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who asks, with what he may do. `is_due`: the last sight of the session or key should be written again.

    `node` is what a key may send for; a person sends for none.
    """

    viewer: Viewer
    scopes: frozenset[str]
    name: str
    office: str
    is_due: bool = False
    node: str | None = None


@dataclass(frozen=True, slots=True)
class SessionView:
    """A browser in which a person is signed in; `id` is no token."""

    id: str
    device: str
    opened_at: datetime
    seen_at: datetime
    is_this: bool


@dataclass(frozen=True, slots=True)
class PasskeyView:
    id: str
    name: str
    created_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class AccountView:
    """A person's own account; `stage` says how far signing in is, and nothing else is told before it is `open`."""

    name: str
    email: str
    stage: str
    has_password: bool
    has_totp: bool
    passkeys: tuple[PasskeyView, ...]
    codes_left: int
    sessions: tuple[SessionView, ...]


def account_of(connection: Connection, token: str, at: datetime) -> AccountView | None:
    """The account whose session this is, also of somebody on his way in; `None` when the session is over."""
    found = any_session_of(connection, token, at)
    if found is None:
        return None
    session, user = found
    credentials = credentials_of(connection, user.id)
    keys = tuple(PasskeyView(k.id, k.name, k.created_at, k.used_at) for k in passkeys_of(connection, user.id))
    open_ = tuple(_session_view(each, session) for each in sessions_of(connection, user, at))
    return AccountView(
        name=user.name,
        email=user.email or "",
        stage=session.stage,
        has_password=bool(credentials.password_hash),
        has_totp=bool(credentials.totp),
        passkeys=keys,
        codes_left=codes_left(connection, user.id),
        sessions=open_,
    )


def _session_view(session: Session, this: Session) -> SessionView:
    is_this = session.token_hash == this.token_hash
    return SessionView(session.id, session.device, session.opened_at, session.seen_at, is_this)


def signed_in_by_session(connection: Connection, token: str, environment: str, at: datetime) -> SignedIn | None:
    """The person of an open session; `None` when it is unknown, closed or idle for too long."""
    found = session_of(connection, token, at)
    if found is None:
        return None
    session, user = found
    office = name_of_office(connection, user.office_id)
    return SignedIn(
        user.viewer(environment), rules.scopes_of_role(user.role), user.name, office, rules.is_due(session, at)
    )


def signed_in_by_key(connection: Connection, plain: str, environment: str, at: datetime) -> SignedIn | None:
    """The machine of an API key; `None` when the key is unknown, expired or revoked."""
    found = api_key_of(connection, plain, at)
    if found is None:
        return None
    key, secret = found
    office = name_of_office(connection, key.office_id)
    is_due = is_use_due(secret, at)
    return SignedIn(key.viewer(environment), frozenset(key.scopes), key.name, office, is_due, key.node)


def is_token(bearer: str) -> bool:
    """Whether this is the token of a client, and no API key."""
    return bearer.startswith(TOKEN_PREFIX)


def signed_in_by_token(
    connection: Connection, plain: str, certificate: str, environment: str, at: datetime
) -> SignedIn | None:
    """The client of a token, with the scopes of both; `None` when it is unknown, expired or revoked."""
    found = holder_of(connection, plain, certificate, at)
    if found is None:
        return None
    client, token = found
    office = name_of_office(connection, client.office_id)
    scopes = frozenset(token.scopes) & frozenset(client.scopes)
    return SignedIn(client.viewer(environment), scopes, client.name, office, node=client.node)


def users_for(viewer: Viewer, connection: Connection) -> tuple[User, ...]:
    """The people in scope, by name."""
    query = select(USERS.table).order_by(USERS.table.c.name, USERS.table.c.id)
    return tuple(User(*row) for row in connection.execute(_mine(viewer, query, USERS.table.c.office_id)))


def api_keys_for(viewer: Viewer, connection: Connection) -> tuple[ApiKeyView, ...]:
    """The keys in scope, revoked ones included, by name."""
    query = select(API_KEYS.table).order_by(API_KEYS.table.c.name, API_KEYS.table.c.id)
    found = [ApiKey(*row) for row in connection.execute(_mine(viewer, query, API_KEYS.table.c.office_id))]
    secrets = secrets_of(connection, [key.id for key in found])
    return tuple(_view(key, [each for each in secrets if each.owner_id == key.id]) for key in found)


def _view(key: ApiKey, secrets: list[Secret]) -> ApiKeyView:
    scopes = tuple(key.scopes)
    return ApiKeyView(key.id, key.office_id, key.name, scopes, key.node, key.created_at, key.revoked_at, shown(secrets))


def names_of(connection: Connection, actors: Iterable[str]) -> dict[str, str]:
    """How the people (`user:…`) and machines (`key:…`) behind these actors are called; who is gone is left out."""
    wanted = [actor.partition(":") for actor in set(actors)]
    users = [name for kind, _, name in wanted if kind == "user"]
    keys = [name for kind, _, name in wanted if kind == "key"]
    found = {f"user:{each.id}": each.name for each in statements.select(connection, USERS, "id", users)}
    return found | {f"key:{each.id}": each.name for each in statements.select(connection, API_KEYS, "id", keys)}


def _mine(viewer: Viewer, query: Select[Any], column: ColumnElement[Any]) -> Select[Any]:
    return query if viewer.is_operator else query.where(column == viewer.office_id)
