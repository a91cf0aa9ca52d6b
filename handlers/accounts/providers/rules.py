"""Providers: what an office decides about its sign-in service, and what that makes of an identity. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from handlers.accounts.rules import User
from schemas.errors import Refused
from schemas.identity import Identity

LEAVING_IS_KEPT = timedelta(days=30)
"""How long is kept how somebody leaves his provider."""
SIGN_IN_LIVES = timedelta(minutes=10)
"""How long somebody may take at the provider."""
ROLES = ("administrator", "intermediary", "adviser", "handler", "viewer")
"""The roles that a group may give, those of an office's own staff; of several the first counts."""
_DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
_LONGEST_PATH = 2_000


@dataclass(frozen=True, slots=True)
class Provider:
    """The sign-in service of an office. `client_secret` is sealed; `roles` says which role a group gives."""

    office_id: str
    issuer: str
    client_id: str
    client_secret: str
    domains: list[str]
    group_claim: str
    roles: dict[str, str]
    set_at: datetime


@dataclass(frozen=True, slots=True)
class ProviderSession:
    """How whoever came in through a provider leaves it; `token_hash` is that of his cookie, the token is sealed."""

    token_hash: str
    user_id: str
    address: str
    client_id: str
    id_token: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class BoundIdentity:
    """An identity at a provider and the person that it is here; `key` is the hash of issuer and subject."""

    key: str
    issuer: str
    subject: str
    user_id: str
    email: str
    seen_at: datetime


def key_of(issuer: str, subject: str) -> str:
    return sha256(f"{issuer}\0{subject}".encode()).hexdigest()


def check_domains(domains: Iterable[str]) -> list[str]:
    """Domains of e-mail addresses, in small letters; raises `Refused` (`request-invalid`)."""
    wanted = sorted({each.strip().lower().removeprefix("@") for each in domains})
    for each in wanted:
        if not _DOMAIN.fullmatch(each):
            raise Refused("request-invalid", path="domain", came=each, expected="a domain like kantoor.nl")
    return wanted


def check_roles(pairs: Sequence[str]) -> dict[str, str]:
    """`group=role` for each; raises `Refused` (`request-invalid`), also when there is none."""
    roles = {}
    for pair in pairs:
        group, _, role = pair.rpartition("=")
        if not group or role not in ROLES:
            raise Refused("request-invalid", path="role", came=pair, expected=f"GROUP={' or GROUP='.join(ROLES)}")
        roles[group] = role
    if not roles:
        raise Refused("request-invalid", path="role", came="none", expected="at least one GROUP=adviser")
    return roles


def role_of(roles: Mapping[str, str], groups: Iterable[str]) -> str:
    """The role that the groups give; raises `Refused` (`provider-no-group`) when they give none."""
    given = {roles[group] for group in groups if group in roles}
    for role in ROLES:
        if role in given:
            return role
    raise Refused("provider-no-group", path="groups")


def check_email(domains: Sequence[str], email: str) -> None:
    """Raises `Refused` (`provider-domain`) for an address outside the domains of the office."""
    if email.rpartition("@")[2] not in domains:
        raise Refused("provider-domain", path="email", expected=", ".join(domains))


def check_first(identity: Identity, account: User | None, office_id: str, *, is_bound: bool) -> None:
    """Whether an identity that nobody is here yet may become somebody: `account` has its address, if one has.

    Raises `Refused`: `provider-unverified`; `provider-other-office`; `provider-email-taken` when another identity is
    that account already; `provider-account` when the account is shut or is none that a group can give.
    """
    if not identity.is_email_verified:
        raise Refused("provider-unverified", path="email")
    if account is None:
        return
    if account.office_id != office_id:
        raise Refused("provider-other-office", path="email")
    if is_bound:
        raise Refused("provider-email-taken", path="email")
    if account.disabled_at is not None or account.role not in ROLES:
        raise Refused("provider-account", path="email")


def check_known(user: User, account: User | None, office_id: str) -> None:
    """Whether somebody who is known by issuer and subject may come in with the address that he has now.

    Raises `Refused`: `provider-other-office`; `provider-account` when he is shut out; `provider-email-taken` when the
    address is by now that of another account, so that nobody can tell who of the two signs in.
    """
    if user.office_id != office_id:
        raise Refused("provider-other-office", path="provider")
    if user.disabled_at is not None:
        raise Refused("provider-account", path="provider")
    if account is not None and account.id != user.id:
        raise Refused("provider-email-taken", path="email")


def own_path(wanted: str) -> str:
    """The path to go back to when it is one of our own, else the first page.

    Browsers read two slashes or backslashes as the beginning of another site, and skip tabs and line ends.
    """
    parts = urlsplit(wanted) if wanted.isprintable() else None
    is_own = (
        parts is not None
        and wanted.startswith("/")
        and not wanted.startswith("//")
        and "\\" not in wanted
        and not (parts.scheme or parts.netloc)
        and len(wanted) <= _LONGEST_PATH
    )
    return wanted if is_own else "/"
