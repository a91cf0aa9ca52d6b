"""How a person proves who he is: password, codes of an app, recovery codes. Hashed or sealed, never kept as they are.

Every function with a connection works in a transaction that its caller opened and commits; hashing takes none, because
it is slow on purpose.
"""

import secrets
from dataclasses import replace
from datetime import datetime
from functools import cache

import pyotp
from pwdlib import PasswordHash
from sqlalchemy import update
from sqlalchemy.engine import Connection

from handlers.accounts import rules
from handlers.accounts.rules import Credentials, RecoveryCode, Session
from handlers.accounts.strength import LONGEST, normalised
from handlers.accounts.tables import CREDENTIALS, RECOVERY_CODES, SESSIONS
from handlers.accounts.tries import locked
from hub import rows as statements
from hub.logs import log
from hub.sealing import Sealer
from schemas.errors import SettingsError

ISSUER = "Berichtenhub"
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_GROUPS, _GROUP = 4, 4


def credentials_of(connection: Connection, user_id: str) -> Credentials:
    found = statements.select(connection, CREDENTIALS, "user_id", [user_id])
    return found[0] if found else Credentials(user_id)


def keep(connection: Connection, credentials: Credentials) -> None:
    statements.write(connection, CREDENTIALS, [credentials], "replace")


def hash_of(password: str) -> str:
    return _hasher().hash(normalised(password))


def is_right(password: str, password_hash: str) -> bool:
    """Whether the password fits; takes as long for nobody's password as for a real one."""
    text = normalised(password)[: LONGEST + 1]
    fits = _hasher().verify(text, password_hash or _nobodys_hash())
    return fits and bool(password_hash)


def set_password(connection: Connection, user_id: str, password_hash: str, at: datetime) -> None:
    """What strangers tried before counts no more."""
    credentials = credentials_of(connection, user_id)
    proven = replace(credentials, password_hash=password_hash, password_set_at=at)
    keep(connection, replace(proven, tries=0, tried_at=None))


def forget_password(connection: Connection, user_id: str) -> None:
    """No password fits from now on."""
    keep(connection, replace(credentials_of(connection, user_id), password_hash="", password_set_at=None))


def begin_totp(connection: Connection, session: Session, sealer: Sealer) -> str:
    """The secret of an app that is to be confirmed in this session; the same one until it is, and nobody else's."""
    known = _opened(session.user_id, session.totp_next, sealer)
    if known:
        return known
    secret = pyotp.random_base32()
    mine = SESSIONS.table
    asked = update(mine).where(mine.c.token_hash == session.token_hash)
    connection.execute(asked.values(totp_next=sealer.sealed(f"{session.user_id} {secret}")))
    return secret


def confirm_totp(connection: Connection, session: Session, code: str, at: datetime, sealer: Sealer) -> bool:
    """The app that this session asked for counts from now on when its code fits."""
    step = _step_of(session.user_id, session.totp_next, code, at, sealer)
    if step is None:
        return False
    credentials = credentials_of(connection, session.user_id)
    keep(connection, replace(credentials, totp=session.totp_next, totp_step=step))
    mine = SESSIONS.table
    connection.execute(update(mine).where(mine.c.token_hash == session.token_hash).values(totp_next=""))
    return True


def remove_totp(connection: Connection, user_id: str) -> None:
    keep(connection, replace(credentials_of(connection, user_id), totp="", totp_step=0))


def use_code(connection: Connection, credentials: Credentials, code: str, at: datetime, sealer: Sealer) -> bool:
    """Whether this is a code of the app that was not used yet, or an unused recovery code, which it uses up."""
    mine = CREDENTIALS.table
    step = _step_of(credentials.user_id, credentials.totp, code, at, sealer)
    if step is not None:
        newer = (mine.c.user_id == credentials.user_id) & (mine.c.totp_step < step)
        return connection.execute(update(mine).where(newer).values(totp_step=step)).rowcount == 1
    codes = RECOVERY_CODES.table.c
    hashed = rules.hashed(rules.plain_code(code))
    unused = (codes.user_id == credentials.user_id) & (codes.code_hash == hashed) & codes.used_at.is_(None)
    return connection.execute(update(RECOVERY_CODES.table).where(unused).values(used_at=at)).rowcount == 1


def new_recovery_codes(connection: Connection, user_id: str) -> list[str]:
    """Ten codes, shown once; those of before are worth nothing from now on."""
    locked(connection, user_id)  # two at once would each remove what was there, and leave the codes of both
    remove_recovery_codes(connection, user_id)
    codes = ["-".join(_group() for _ in range(_GROUPS)) for _ in range(rules.RECOVERY_CODES)]
    made = [RecoveryCode(user_id, rules.hashed(rules.plain_code(code))) for code in codes]
    statements.write(connection, RECOVERY_CODES, made)
    return codes


def remove_recovery_codes(connection: Connection, user_id: str) -> None:
    connection.execute(RECOVERY_CODES.table.delete().where(RECOVERY_CODES.table.c.user_id == user_id))


def codes_left(connection: Connection, user_id: str) -> int:
    return sum(each.used_at is None for each in statements.select(connection, RECOVERY_CODES, "user_id", [user_id]))


def address_of_totp(secret: str, name: str) -> str:
    """What the QR code of an app says."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER)


def _step_of(user_id: str, sealed: str, code: str, at: datetime, sealer: Sealer) -> int | None:
    """The half minute whose code this is; one before and one after are taken as well."""
    secret = _opened(user_id, sealed, sealer)
    if secret is None:
        return None
    try:
        return pyotp.TOTP(secret).verify_and_get_timecode(rules.plain_code(code), for_time=at, valid_window=1)
    except pyotp.OTPVerificationError:
        return None


def _opened(user_id: str, sealed: str, sealer: Sealer) -> str | None:
    """The secret of the app, when it was sealed for this person and under the key of now."""
    try:
        owner, _, secret = sealer.opened(sealed).partition(" ")
    except SettingsError:
        log.warning("app-secret-unreadable", account=user_id, why="HUB_SECRET_KEY changed")
        return None
    return secret if sealed and owner == user_id else None


def _group() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_GROUP))


@cache
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _nobodys_hash() -> str:
    return _hasher().hash(secrets.token_urlsafe(32))
