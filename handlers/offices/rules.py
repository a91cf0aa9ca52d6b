"""Offices: what an account is, how long its secrets live. Pure; secrets are made and stored in `accounts.py`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal, get_args

from schemas.errors import Refused
from schemas.letters import ServiceProviderFacts
from schemas.viewer import Viewer

Role = Literal["viewer", "adviser", "operator"]
Scope = Literal["messages:read", "messages:write", "dossiers:read", "dossiers:write", "documents:write", "operate"]
NodeKind = Literal["office", "lender", "package"]

LINK_LIVES = timedelta(hours=24)
SESSION_IDLES = timedelta(hours=12)
SESSION_IS_KEPT_EVERY = timedelta(minutes=5)
KEY_PREFIX = "hub_"


_READING = frozenset({"messages:read", "dossiers:read"})
_SCOPES_OF_ROLE: dict[str, frozenset[str]] = {
    "viewer": _READING,
    "adviser": _READING | {"dossiers:write", "documents:write"},
    "operator": frozenset(get_args(Scope)),
}


@dataclass(frozen=True, slots=True)
class Office:
    id: str
    name: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Profile:
    """Who the office is as a service provider; what a receiver requires and this lacks stops what is sent."""

    office_id: str
    company: str = ""
    phone: str = ""
    email: str = ""
    afm_number: str = ""
    website: str = ""
    street: str = ""
    house_number: str = ""
    house_number_suffix: str = ""
    postcode: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True)
class AgentNumber:
    """`lender` is its code of two letters, empty for every lender without a number of its own."""

    office_id: str
    lender: str
    number: str


@dataclass(frozen=True, slots=True)
class User:
    """A person; an operator belongs to no office."""

    id: str
    office_id: str | None
    name: str
    role: str
    created_at: datetime

    def viewer(self, environment: str) -> Viewer:
        return Viewer(self.office_id, self.role == "operator", f"user:{self.id}", environment)


@dataclass(frozen=True, slots=True)
class AccessLink:
    """A link that opens one session, once, until `expires_at`; only the hash of its token is kept."""

    token_hash: str
    user_id: str
    expires_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser; it ends after twelve idle hours or when it is closed."""

    token_hash: str
    user_id: str
    opened_at: datetime
    seen_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A machine of an office, or of the operator without one; it may send only as its `node`."""

    id: str
    office_id: str | None
    name: str
    key_hash: str
    scopes: list[str]
    node: str | None
    created_at: datetime
    revoked_at: datetime | None

    def viewer(self, environment: str) -> Viewer:
        return Viewer(self.office_id, self.office_id is None, f"key:{self.id}", environment)

    def check_scope(self, scope: Scope) -> None:
        """Raises `Refused` (`not-allowed`)."""
        if scope not in self.scopes:
            raise Refused("not-allowed", path="scope", came=", ".join(self.scopes), expected=scope)


def hashed(secret: str) -> str:
    """What is kept of a secret of 32 random bytes; it needs no slow hash, because it cannot be guessed."""
    return sha256(secret.encode()).hexdigest()


def check_node(node: str) -> str:
    """Six digits; raises `Refused` (`request-invalid`)."""
    if re.fullmatch(r"[0-9]{6}", node) is None:
        raise Refused("request-invalid", path="node", came=node, expected="six digits")
    return node


def check_role(role: str, office_id: str | None) -> None:
    """An operator has no office, everybody else has one; raises `Refused` (`request-invalid`)."""
    if role not in get_args(Role):
        raise Refused("request-invalid", path="role", came=role, expected=", ".join(get_args(Role)))
    if (role == "operator") != (office_id is None):
        expected = "no office for an operator, an office for anybody else"
        raise Refused("request-invalid", path="office_id", came=office_id or "none", expected=expected)


def check_scopes(scopes: Iterable[str]) -> list[str]:
    """Known scopes, sorted; raises `Refused` (`request-invalid`)."""
    unknown = sorted(set(scopes) - set(get_args(Scope)))
    if unknown:
        raise Refused("request-invalid", path="scopes", came=", ".join(unknown), expected=", ".join(get_args(Scope)))
    return sorted(set(scopes))


def scopes_of_role(role: str) -> frozenset[str]:
    """What a person may do; everybody reads, and a viewer does nothing else."""
    return _SCOPES_OF_ROLE[role]


def is_open(session: Session, at: datetime) -> bool:
    return session.closed_at is None and at < session.seen_at + SESSION_IDLES


def is_due(session: Session, at: datetime) -> bool:
    """Whether the session's last sight should be written again; not on every page."""
    return at >= session.seen_at + SESSION_IS_KEPT_EVERY


def service_provider(
    profile: Profile | None, numbers: Iterable[AgentNumber], lender: str, name: str
) -> ServiceProviderFacts:
    """The office as the station that forwards to this lender; what nobody filled in is left empty."""
    known = {each.lender: each.number for each in numbers}
    who = profile or Profile("")
    return ServiceProviderFacts(
        number=known.get(lender) or known.get("", ""),
        company=who.company or name,
        phone=who.phone,
        email=who.email,
        afm_number=who.afm_number,
        website=who.website,
        street=who.street,
        house_number=who.house_number,
        house_number_suffix=who.house_number_suffix,
        postcode=who.postcode,
        city=who.city,
    )
