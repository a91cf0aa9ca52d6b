"""Accounts: who may come in and for how long. Pure; secrets are made and stored in the files beside this one.

What a password must be stands in `strength.py`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Literal

from schemas.errors import Refused
from schemas.viewer import Viewer

LINK_LIVES = timedelta(hours=24)
MAILED_LIVES = timedelta(hours=1)
"""How long a link works that a person asked for by mail."""
CUSTOMER_LINK_LIVES = timedelta(days=7)
"""How long a customer has to open what his adviser sent: he reads his mail in the evening."""
VIEWING_LASTS = timedelta(minutes=15)
"""How long somebody may look as a customer before he says again why."""
SESSION_IDLES = timedelta(hours=12)
SESSION_LASTS = timedelta(hours=12)
"""How long a session lasts whatever is done in it, where nobody set another end."""
SESSION_IS_KEPT_EVERY = timedelta(minutes=5)
CUSTOMER_IDLES, CUSTOMER_IS_KEPT_EVERY = timedelta(minutes=15), timedelta(seconds=20)
"""A customer reads at home, on a device that others may use: he is out sooner, and his last sight is kept finer."""
HALFWAY_LIVES = timedelta(minutes=30)
"""How long somebody may take between the first step of signing in, or the link, and the last one."""
CHALLENGE_LIVES = timedelta(minutes=10)
KEY_PREFIX = "hub_"

FREE_TRIES = 5
"""Wrong tries in a row that cost no waiting; each one more doubles the wait."""
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
FREE_STRANGERS = 50
"""Wrong tries from wherever nobody of this account came in before, until such places wait for each other."""
LONGEST_BRAKE = timedelta(minutes=5)
TRIES_ARE_KEPT = timedelta(days=1)
RECOVERY_CODES = 10
EMAIL_LINK_LIVES, EMAIL_UNDO_LIVES = timedelta(hours=24), timedelta(days=7)
EMAIL_ASKED_EVERY = timedelta(minutes=5)
LETTER_LIVES = timedelta(days=14)
LETTER_LENGTH, LETTER_ALPHABET = 10, "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""The code on a letter: without 0, 1, I, L, O and U, which look like others or make words."""

Purpose = Literal["sign-in", "invitation", "reset"]
Stage = Literal["open", "second", "password", "factor"]
"""Where a session stands: in, or before the second step, before a password is chosen, before a factor is set up."""


@dataclass(frozen=True, slots=True)
class User:
    """A person. `organisation_id` is a sub-agent's organisation, `node` the lender that he works for.

    An operator and a lender's people belong to no office. `ends_on` is the last day of the account.
    """

    id: str
    office_id: str | None
    name: str
    role: str
    created_at: datetime
    email: str | None = None
    disabled_at: datetime | None = None
    organisation_id: str | None = None
    node: str | None = None
    ends_on: date | None = None
    phone: str = ""

    @property
    def actor(self) -> str:
        return f"user:{self.id}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an account stands beside its office: in a sub-agent's organisation, at a lender, until a last day.

    `phone` is the number that customers and colleagues are shown.
    """

    organisation_id: str | None = None
    node: str | None = None
    ends_on: date | None = None
    phone: str = ""


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Substitution:
    """A colleague does somebody's work from the first day to the last, both included.

    Without a last day it goes on until somebody ends it.
    """

    id: str
    office_id: str
    absent_id: str
    substitute_id: str
    starts_on: date
    ends_on: date | None
    made_by: str
    made_at: datetime
    ended_at: datetime | None = None
    ended_by: str = ""

    def is_on(self, today: date) -> bool:
        if self.ended_at is not None or today < self.starts_on:
            return False
        return self.ends_on is None or today <= self.ends_on


@dataclass(frozen=True, slots=True)
class AccountChange:
    """What an administrator did to an account, and why; nobody changes it afterwards."""

    id: str
    at: datetime
    actor: str
    office_id: str | None
    user_id: str
    what: str
    facts: dict[str, str]


@dataclass(frozen=True, slots=True)
class AccessLink:
    """A link that opens one session, once, until `expires_at`; only the hash of its token is kept."""

    token_hash: str
    user_id: str
    expires_at: datetime
    used_at: datetime | None
    purpose: str = "sign-in"


@dataclass(frozen=True, slots=True)
class LetterCode:
    """The code on a letter to a customer, kept under a keyed hash; it works once, until `expires_at`."""

    code_tag: str
    user_id: str
    made_by: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class EmailChange:
    """Another address of a customer: asked, confirmed on the new one, and for some days to be undone from the old one.

    Of both links only the hash is kept; the one that undoes is there once the change is confirmed.
    """

    token_hash: str
    user_id: str
    old_email: str
    new_email: str
    asked_at: datetime
    expires_at: datetime
    confirmed_at: datetime | None = None
    undo_hash: str = ""
    undo_until: datetime | None = None
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """A browser of a person; over at `ends_at`, after twelve idle hours (a customer's: 15 minutes), when it is closed,
    or with another role.

    `stage` says how far signing in is. `device` is the browser and system as far as they say so themselves.
    `totp_next` is the sealed secret of an app that was shown in it and is not confirmed yet.
    """

    token_hash: str
    user_id: str
    opened_at: datetime
    seen_at: datetime
    closed_at: datetime | None
    stage: str = "open"
    device: str = ""
    role: str = ""
    totp_next: str = ""
    ends_at: datetime | None = None

    @property
    def id(self) -> str:
        """The name of the session in a page; nobody gets from here to its token."""
        return self.token_hash[:24]


@dataclass(frozen=True, slots=True)
class Viewing:
    """A colleague looks at one dossier as its customer sees it (bekijk als klant): read-only, and over by itself.

    It works beside the session from which it was opened (`session_hash`) and with no other.
    """

    token_hash: str
    session_hash: str
    user_id: str
    customer_id: str
    dossier_id: str
    reason: str
    opened_at: datetime
    closed_at: datetime | None = None

    @property
    def until(self) -> datetime:
        return self.opened_at + VIEWING_LASTS

    def is_on(self, at: datetime) -> bool:
        return self.closed_at is None and at < self.until


@dataclass(frozen=True, slots=True)
class Credentials:
    """How a person proves who he is. `totp` is sealed, `totp_step` the last half minute of which a code was used.

    `tries` counts the passwords of strangers since the person was last in, from wherever (`Tries` counts by place),
    `code_tries` codes: only who gave the password gets to try those, so nobody else makes the owner wait for them.
    """

    user_id: str
    password_hash: str = ""
    password_set_at: datetime | None = None
    totp: str = ""
    totp_step: int = 0
    tries: int = 0
    tried_at: datetime | None = None
    code_tries: int = 0
    code_tried_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong passwords in a row for this account from one place: a known browser, a session, or an address."""

    user_id: str
    source: str
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

    def check_scope(self, scope: str) -> None:
        """Raises `Refused` (`not-allowed`)."""
        if scope not in self.scopes:
            raise Refused("not-allowed", path="scope", came=", ".join(self.scopes), expected=scope)


def hashed(secret: str) -> str:
    """What is kept of a secret of 32 random bytes; it needs no slow hash, because it cannot be guessed."""
    return sha256(secret.encode()).hexdigest()


def is_open(session: Session, at: datetime) -> bool:
    if session.closed_at is not None:
        return False
    if session.stage != "open":
        return at < session.opened_at + HALFWAY_LIVES
    ends_at = session.ends_at or session.opened_at + SESSION_LASTS
    return at < min(ends_at, session.seen_at + (CUSTOMER_IDLES if _is_customers(session) else SESSION_IDLES))


def _is_customers(session: Session) -> bool:
    return session.role == "customer"


def may_come_in(user: User, today: date) -> bool:
    """Whether he was not shut out, and his last day is not over."""
    return user.disabled_at is None and (user.ends_on is None or today <= user.ends_on)


def is_due(session: Session, at: datetime) -> bool:
    """Whether the session's last sight should be written again; not on every page."""
    every = CUSTOMER_IS_KEPT_EVERY if _is_customers(session) else SESSION_IS_KEPT_EVERY
    return session.stage == "open" and at >= session.seen_at + every


def may_try(tries: Tries, at: datetime) -> bool:
    """Whether the wait after the last wrong password from there is over."""
    return _is_over(tries.tries, tries.tried_at, at)


def may_strangers_try(credentials: Credentials, at: datetime) -> bool:
    """Whether the brake is off that many strangers at once put on each other, and on who is new somewhere."""
    return _is_over(credentials.tries, credentials.tried_at, at, FREE_STRANGERS, LONGEST_BRAKE)


def may_try_code(credentials: Credentials, at: datetime) -> bool:
    """Whether the wait after the last wrong code is over."""
    return _is_over(credentials.code_tries, credentials.code_tried_at, at)


def _is_over(
    tries: int, tried_at: datetime | None, at: datetime, free: int = FREE_TRIES, longest: timedelta = LONGEST_WAIT
) -> bool:
    over = tries - free
    if over < 0 or tried_at is None:
        return True
    wait = min(FIRST_WAIT * (1 << min(over, 20)), longest)
    return at >= tried_at + wait


def stage_after_password(credentials: Credentials, passkeys: Iterable[Passkey], *, is_optional: bool = False) -> Stage:
    """What follows on a right or new password: the second step, or setting one up unless the role needs none."""
    if credentials.totp or any(passkeys):
        return "second"
    return "open" if is_optional else "factor"


def may_lose_totp(passkeys: Iterable[Passkey]) -> bool:
    """A person keeps at least one second factor."""
    return any(passkeys)


def may_lose_passkey(credentials: Credentials, passkeys: Iterable[Passkey], key_id: str) -> bool:
    return bool(credentials.totp) or any(each.id != key_id for each in passkeys)


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
