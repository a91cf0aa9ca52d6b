"""Accounts: who may come in and for how long. Pure; secrets are made and stored in the files beside this one.

What a password must be stands in `strength.py`.
"""

import re
import unicodedata
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
MAILED_LIVES = timedelta(hours=1)
"""How long a link works that a person asked for by mail."""
SESSION_IDLES = timedelta(hours=12)
SESSION_IS_KEPT_EVERY = timedelta(minutes=5)
HALFWAY_LIVES = timedelta(minutes=30)
"""How long somebody may take between the first step of signing in, or the link, and the last one."""
CHALLENGE_LIVES = timedelta(minutes=10)
KEY_PREFIX = "hub_"

FREE_TRIES = 5
"""Wrong tries in a row that cost no waiting; each one more doubles the wait."""
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
RECOVERY_CODES = 10
LONGEST_NAME = 100

Purpose = Literal["sign-in", "invitation", "reset"]
Stage = Literal["open", "second", "password", "factor"]
"""Where a session stands: in, or before the second step, before a password is chosen, before a factor is set up."""


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
    email: str | None = None
    disabled_at: datetime | None = None

    def viewer(self, environment: str) -> Viewer:
        return Viewer(self.office_id, self.role == "operator", f"user:{self.id}", environment)


@dataclass(frozen=True, slots=True)
class AccessLink:
    """A link that opens one session, once, until `expires_at`; only the hash of its token is kept."""

    token_hash: str
    user_id: str
    expires_at: datetime
    used_at: datetime | None
    purpose: str = "sign-in"


@dataclass(frozen=True, slots=True)
class Session:
    """A browser of a person; it ends after twelve idle hours, when it is closed, or when the person's role changes.

    `stage` says how far signing in is. `device` is the browser and system as far as they say so themselves.
    """

    token_hash: str
    user_id: str
    opened_at: datetime
    seen_at: datetime
    closed_at: datetime | None
    stage: str = "open"
    device: str = ""
    role: str = ""

    @property
    def id(self) -> str:
        """The name of the session in a page; nobody gets from here to its token."""
        return self.token_hash[:24]


@dataclass(frozen=True, slots=True)
class Credentials:
    """How a person proves who he is. `totp` and `totp_next` are sealed; the next one counts once it is confirmed.

    `totp_step` is the last half minute of which a code was used. `tries` counts since the last success.
    """

    user_id: str
    password_hash: str = ""
    password_set_at: datetime | None = None
    totp: str = ""
    totp_next: str = ""
    totp_step: int = 0
    tries: int = 0
    tried_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RecoveryCode:
    user_id: str
    code_hash: str
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Passkey:
    """A key on a device of a person; `id` and `public_key` are base64url."""

    id: str
    user_id: str
    name: str
    public_key: str
    sign_count: int
    created_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a device is asked to sign, once; `user_id` is empty when nobody knows yet who will answer."""

    challenge_hash: str
    user_id: str
    expires_at: datetime


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
    if session.closed_at is not None:
        return False
    if session.stage != "open":
        return at < session.opened_at + HALFWAY_LIVES
    return at < session.seen_at + SESSION_IDLES


def is_his(session: Session, user: User) -> bool:
    """Whether the person may still use it: he is not disabled and has the role with which it was opened."""
    return user.disabled_at is None and session.role == user.role


def is_due(session: Session, at: datetime) -> bool:
    """Whether the session's last sight should be written again; not on every page."""
    return session.stage == "open" and at >= session.seen_at + SESSION_IS_KEPT_EVERY


def may_try(credentials: Credentials, at: datetime) -> bool:
    """Whether the wait after the last wrong try is over."""
    over = credentials.tries - FREE_TRIES
    if over < 0 or credentials.tried_at is None:
        return True
    wait = min(FIRST_WAIT * (1 << min(over, 20)), LONGEST_WAIT)
    return at >= credentials.tried_at + wait


def stage_after_password(credentials: Credentials, passkeys: Iterable[Passkey]) -> Stage:
    """What follows on a right or new password: the second step, or setting one up."""
    return "second" if credentials.totp or any(passkeys) else "factor"


def may_lose_totp(passkeys: Iterable[Passkey]) -> bool:
    """A person keeps at least one second factor."""
    return any(passkeys)


def may_lose_passkey(credentials: Credentials, passkeys: Iterable[Passkey], key_id: str) -> bool:
    return bool(credentials.totp) or any(each.id != key_id for each in passkeys)


_JOINERS = frozenset("\u200c\u200d")
_MOST_MARKS = 4


def check_name(name: str) -> str:
    """A name as people read it, composed (NFC) and with single blanks.

    Control characters, marks that turn the reading direction and heaps of accents are refused, because they make one
    name look like another or spill over the page. Raises `Refused` (`request-invalid`).
    """
    text = " ".join(unicodedata.normalize("NFC", name).split())
    kinds = [unicodedata.category(each) for each in text if each not in _JOINERS]
    is_heaped = re.search("M" * (_MOST_MARKS + 1), "".join(kind[0] for kind in kinds)) is not None
    if not any(kind[0] in "LN" for kind in kinds) or len(text) > LONGEST_NAME or is_heaped:
        raise Refused("request-invalid", path="name", came=len(name), expected=f"1-{LONGEST_NAME} letters")
    if any(kind[0] == "C" for kind in kinds):
        raise Refused("request-invalid", path="name", came="control characters", expected="letters")
    return text


def plain_code(code: str) -> str:
    """A code as it is compared: without blanks and dashes, in capitals."""
    return re.sub(r"[\s-]", "", code).upper()


_BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    *(("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows")),
    *(("Macintosh", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")),
)


def device_of(user_agent: str) -> str:
    """The browser and system by the words that they put there themselves; empty when neither is known."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return " · ".join(each for each in (browser, system) if each)
