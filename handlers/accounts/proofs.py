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
from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from handlers.accounts import rules
from handlers.accounts.rules import Credentials, RecoveryCode
from handlers.accounts.strength import LONGEST, normalised
from handlers.accounts.tables import CREDENTIALS, RECOVERY_CODES
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


def count_try(connection: Connection, user_id: str, at: datetime) -> Credentials | None:
    """What a try is compared with; `None` while the person has to wait.

    The try is counted before it is judged, under a lock, so that many at once are not one.
    """
    found = _locked(connection, user_id)
    if not rules.may_try(found, at):
        return None
    keep(connection, replace(found, tries=found.tries + 1, tried_at=at))
    return found


def count_code(connection: Connection, user_id: str, at: datetime) -> Credentials | None:
    """As `count_try`, of a code after the password; the two are counted apart."""
    found = _locked(connection, user_id)
    if not rules.may_try_code(found, at):
        return None
    keep(connection, replace(found, code_tries=found.code_tries + 1, code_tried_at=at))
    return found


def _locked(connection: Connection, user_id: str) -> Credentials:
    statements.write(connection, CREDENTIALS, [Credentials(user_id)], "ignore")
    mine = CREDENTIALS.table
    row = connection.execute(select(mine).where(mine.c.user_id == user_id).with_for_update()).one()
    return Credentials(*row)


def forgive(connection: Connection, user_id: str) -> None:
    """The person is in; wrong tries before count no more."""
    mine = CREDENTIALS.table
    connection.execute(
        update(mine).where(mine.c.user_id == user_id).values(tries=0, tried_at=None, code_tries=0, code_tried_at=None)
    )


def hash_of(password: str) -> str:
    return _hasher().hash(normalised(password))


def is_right(password: str, password_hash: str) -> bool:
    """Whether the password fits; takes as long for nobody's password as for a real one."""
    text = normalised(password)[: LONGEST + 1]
    fits = _hasher().verify(text, password_hash or _nobodys_hash())
    return fits and bool(password_hash)


def set_password(connection: Connection, user_id: str, password_hash: str, at: datetime) -> None:
    """An app that was not confirmed yet is forgotten: whoever had a session until now has seen its secret."""
    credentials = credentials_of(connection, user_id)
    proven = replace(credentials, password_hash=password_hash, password_set_at=at, totp_next="")
    keep(connection, replace(proven, tries=0, tried_at=None))


def begin_totp(connection: Connection, user_id: str, sealer: Sealer) -> str:
    """The secret of an app that is to be confirmed; the same one until it is."""
    credentials = credentials_of(connection, user_id)
    known = _opened(user_id, credentials.totp_next, sealer)
    if known:
        return known
    secret = pyotp.random_base32()
    keep(connection, replace(credentials, totp_next=sealer.sealed(f"{user_id} {secret}")))
    return secret


def confirm_totp(connection: Connection, user_id: str, code: str, at: datetime, sealer: Sealer) -> bool:
    """The app counts from now on when its code fits."""
    credentials = credentials_of(connection, user_id)
    step = _step_of(credentials.user_id, credentials.totp_next, code, at, sealer)
    if step is None:
        return False
    keep(connection, replace(credentials, totp=credentials.totp_next, totp_next="", totp_step=step))
    return True


def remove_totp(connection: Connection, user_id: str) -> None:
    keep(connection, replace(credentials_of(connection, user_id), totp="", totp_next="", totp_step=0))


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
    _locked(connection, user_id)  # two at once would each remove what was there, and leave the codes of both
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
