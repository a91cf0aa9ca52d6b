"""Accounts: who may come in and for how long. Pure; secrets are made and stored in the files beside this one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal, get_args

from schemas.errors import Refused
from schemas.viewer import Viewer

Role = Literal["viewer", "adviser", "operator"]
Scope = Literal["messages:read", "messages:write", "dossiers:read", "dossiers:write", "documents:write", "operate"]

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
