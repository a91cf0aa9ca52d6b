"""Connecting an office with its sign-in service, and who comes in through it.

Every function takes the connection of a transaction that its caller opened and commits.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.engine import Connection

from handlers.accounts.people import add_user, user_by_email, user_of
from handlers.accounts.providers import rules
from handlers.accounts.providers.rules import BoundIdentity, Provider
from handlers.accounts.providers.tables import IDENTITIES, PROVIDERS
from handlers.accounts.rules import User
from handlers.accounts.tables import USERS
from handlers.offices.views import office_named
from hub import rows as statements
from hub.sealing import Sealer
from schemas.errors import NotFound, Refused
from schemas.identity import Connected, Identity


def set_provider(
    connection: Connection,
    sealer: Sealer,
    *,
    office: str,
    connected: Connected,
    domains: Sequence[str],
    roles: Sequence[str],
    at: datetime,
) -> Provider:
    """Connects an office, or changes its connection; the secret is sealed. Raises `NotFound`, `Refused`."""
    provider = Provider(
        office_id=office_named(connection, office).id,
        issuer=connected.issuer,
        client_id=connected.client_id,
        client_secret=sealer.sealed(connected.client_secret),
        domains=rules.check_domains(domains),
        group_claim=connected.group_claim,
        roles=rules.check_roles(roles),
        set_at=at,
    )
    statements.write(connection, PROVIDERS, [provider], "replace")
    return provider


def provider_of(connection: Connection, office: str) -> Provider:
    """The provider of an office by its id, name or node; raises `NotFound`."""
    office_id = office_named(connection, office).id
    found = statements.select(connection, PROVIDERS, "office_id", [office_id])
    if not found:
        raise NotFound("not-found", path="provider", came=office, expected="an office with a sign-in service")
    return found[0]


def remove_provider(connection: Connection, office: str) -> Provider:
    """Nobody signs in through it any more; who is in stays in until his session ends. Raises `NotFound`."""
    provider = provider_of(connection, office)
    statements.remove(connection, PROVIDERS, [(provider.office_id,)])
    return provider


def connected(provider: Provider, sealer: Sealer) -> Connected:
    """The connection with its secret opened; raises `SettingsError` when another key sealed it."""
    secret = sealer.opened(provider.client_secret)
    return Connected(provider.issuer, provider.client_id, secret, provider.group_claim)


def enter(connection: Connection, provider: Provider, identity: Identity, at: datetime) -> User:
    """The person that this identity is, with the role that its groups give.

    An identity that is bound is known by issuer and subject alone. One that is not yet is bound, once, to the account
    of the same office with its verified address, else to a person who is added.
    Raises `Refused` (`provider-no-group`, `provider-domain`, and those of `rules.check_known` and `check_first`).
    """
    role = rules.role_of(provider.roles, identity.groups)
    rules.check_email(provider.domains, identity.email)
    key = rules.key_of(identity.issuer, identity.subject)
    bound = statements.select(connection, IDENTITIES, "key", [key])
    account = user_by_email(connection, identity.email)
    if bound:
        user = user_of(connection, bound[0].user_id)
        rules.check_known(user, account, provider.office_id)
    else:
        user = _first(connection, provider, identity, account, role, at)
    made = BoundIdentity(key, identity.issuer, identity.subject, user.id, identity.email, at)
    _bind(connection, made, is_new=not bound)
    if user.role != role:
        user = replace(user, role=role)
        statements.write(connection, USERS, [user], "replace")
    return user


def _first(
    connection: Connection, provider: Provider, identity: Identity, account: User | None, role: str, at: datetime
) -> User:
    """Who an identity becomes: the account with its address, which an earlier service of the office may have had."""
    others = statements.select(connection, IDENTITIES, "user_id", [account.id]) if account else []
    is_bound = any(each.issuer == provider.issuer for each in others)
    rules.check_first(identity, account, provider.office_id, is_bound=is_bound)
    if account is None:
        return add_user(connection, office_id=provider.office_id, name=identity.name, role=role, at=at)
    statements.remove(connection, IDENTITIES, [(each.key,) for each in others])
    return account


def _bind(connection: Connection, made: BoundIdentity, *, is_new: bool) -> None:
    """Writes what an identity is; raises `Refused` (`provider-email-taken`) when another took the account meanwhile."""
    statements.write(connection, IDENTITIES, [made], "ignore" if is_new else "replace")
    if [each.user_id for each in statements.select(connection, IDENTITIES, "key", [made.key])] != [made.user_id]:
        raise Refused("provider-email-taken", path="email")
