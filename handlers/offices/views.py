"""The reading side of offices: an office sees itself, an operator sees all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.engine import Connection

from handlers.offices import rules
from handlers.offices.accounts import api_key_of, session_of
from handlers.offices.rules import ApiKey, Office, User
from handlers.offices.tables import AGENT_NUMBERS, API_KEYS, OFFICES, PROFILES, USERS
from hub import rows as statements
from hub.records import NODES
from hub.work import Work
from schemas.letters import ServiceProviderFacts
from schemas.viewer import Viewer


@dataclass(frozen=True, slots=True)
class OfficeView:
    id: str
    name: str
    nodes: tuple[str, ...]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ApiKeyView:
    """A key without its secret."""

    id: str
    office_id: str | None
    name: str
    scopes: tuple[str, ...]
    node: str | None
    created_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who asks, with what he may do. `is_due`: the session's last sight should be written again; a key has none.

    `node` is what a key may send for; a person sends for none.
    """

    viewer: Viewer
    scopes: frozenset[str]
    name: str
    office: str
    is_due: bool = False
    node: str | None = None


def provider_of(work: Work, office_id: str, lender: str) -> ServiceProviderFacts:
    """The office as the station that forwards to this lender."""
    (office,) = work.consult(OFFICES, office_id) or (None,)
    (profile,) = work.consult(PROFILES, office_id) or (None,)
    numbers = work.consult(AGENT_NUMBERS, office_id)
    return rules.service_provider(profile, numbers, lender, office.name if office else "")


def offices_known_as(connection: Connection, numbers: Sequence[str], lender: str) -> tuple[str, ...]:
    """The offices that this lender knows by one of these numbers (TussenpersoonNr), by id."""
    found = statements.select(connection, AGENT_NUMBERS, "number", numbers)
    own = {each.office_id for each in found if each.lender == lender}
    return tuple(sorted(own or {each.office_id for each in found if not each.lender}))


def signed_in_by_session(connection: Connection, token: str, environment: str, at: datetime) -> SignedIn | None:
    """The person of an open session; `None` when it is unknown, closed or idle for too long."""
    found = session_of(connection, token, at)
    if found is None:
        return None
    session, user = found
    office = _office_name(connection, user.office_id)
    return SignedIn(
        user.viewer(environment), rules.scopes_of_role(user.role), user.name, office, rules.is_due(session, at)
    )


def signed_in_by_key(connection: Connection, plain: str, environment: str) -> SignedIn | None:
    """The machine of an API key; `None` when the key is unknown or revoked."""
    key = api_key_of(connection, plain)
    if key is None:
        return None
    office = _office_name(connection, key.office_id)
    return SignedIn(key.viewer(environment), frozenset(key.scopes), key.name, office, node=key.node)


def offices_for(viewer: Viewer, connection: Connection) -> tuple[OfficeView, ...]:
    """The offices in scope, by name."""
    query = select(OFFICES.table).order_by(OFFICES.table.c.name)
    found = [Office(*row) for row in connection.execute(_mine(viewer, query, OFFICES.table.c.id))]
    nodes = statements.select(connection, NODES, "office_id", [office.id for office in found])
    return tuple(
        OfficeView(o.id, o.name, tuple(n.node for n in nodes if n.office_id == o.id), o.created_at) for o in found
    )


def users_for(viewer: Viewer, connection: Connection) -> tuple[User, ...]:
    """The people in scope, by name."""
    query = select(USERS.table).order_by(USERS.table.c.name, USERS.table.c.id)
    return tuple(User(*row) for row in connection.execute(_mine(viewer, query, USERS.table.c.office_id)))


def api_keys_for(viewer: Viewer, connection: Connection) -> tuple[ApiKeyView, ...]:
    """The keys in scope, revoked ones included, by name."""
    query = select(API_KEYS.table).order_by(API_KEYS.table.c.name, API_KEYS.table.c.id)
    found = [ApiKey(*row) for row in connection.execute(_mine(viewer, query, API_KEYS.table.c.office_id))]
    return tuple(
        ApiKeyView(k.id, k.office_id, k.name, tuple(k.scopes), k.node, k.created_at, k.revoked_at) for k in found
    )


def _office_name(connection: Connection, office_id: str | None) -> str:
    found = statements.select(connection, OFFICES, "id", [office_id]) if office_id else []
    return found[0].name if found else ""


def _mine(viewer: Viewer, query: Select[Any], column: ColumnElement[Any]) -> Select[Any]:
    return query if viewer.is_operator else query.where(column == viewer.office_id)
