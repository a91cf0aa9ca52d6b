"""The e-mail address of a customer: asked for by himself, confirmed on the new one, and undone from the old one.

An address is one person's: it is how he signs in and where his links go, so no two accounts have the same, and
partners never share one. Of a link only the hash is kept.
"""

import secrets
from dataclasses import replace
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from handlers.accounts import administration, links, proofs, rules
from handlers.accounts.customers import carry_out, parts_of
from handlers.accounts.desk import AccountDesk, Entered
from handlers.accounts.people import may_come_in, user_by_email, user_of
from handlers.accounts.roles import role_of
from handlers.accounts.rules import AccountChange, EmailChange, User
from handlers.accounts.sessions import end_sessions
from handlers.accounts.tables import ACCOUNT_CHANGES, EMAIL_CHANGES, USERS
from handlers.accounts.views.reaching import reached_of
from hub import rows as statements
from hub.addresses import check_email
from hub.ids import new_id
from hub.lanes import lock_heads
from hub.runtime import Runtime
from hub.sealing import Sealer
from schemas.customers import NoteAddress
from schemas.devices import Device
from schemas.errors import Refused
from schemas.notifications import Addressee, SendNotification

_CONFIRM, _CHANGED = "email-confirm", "email-changed"


class AddressDesk:
    """Each act opens its own transaction."""

    def __init__(self, runtime: Runtime, accounts: AccountDesk) -> None:
        self._runtime = runtime
        self._accounts = accounts
        self._sealer = Sealer(runtime.settings)

    def ask(self, token: str, address: str, password: str) -> None:
        """Mails a link to the new address; nothing changes before it is opened. The request before it is over.

        Raises `Refused` (`not-signed-in`, `not-allowed`, `password-wrong`, `request-invalid`, `address-not-free`,
        `mail-missing`).
        """
        user = self._accounts.proven(token, password)
        if role_of(user.role).of != "customer":
            raise Refused("not-allowed", path="role", came=user.role, expected="own:read")
        if not self._runtime.settings.mail:
            raise Refused("mail-missing", path="email", expected="HUB_MAIL_URL")
        wanted = check_email(address)
        if wanted == user.email:
            raise Refused("request-invalid", path="email", came=wanted, expected="een ander adres / another address")
        with self._runtime.database.transaction() as connection:
            _check_free(connection, user, wanted)
            now = self._runtime.doors.now()
            if _asked_just_now(connection, user.id, wanted, now):
                return
            _end(connection, user.id, now)
            secret = secrets.token_urlsafe(32)
            made = EmailChange(
                rules.hashed(secret), user.id, user.email or "", wanted, now, now + rules.EMAIL_LINK_LIVES
            )
            statements.write(connection, EMAIL_CHANGES, [made])
            self._mail(connection, user, wanted, _CONFIRM, {"link": self._link(secret), "hours": _hours()})

    def confirm(self, secret: str) -> str:
        """The new address, which counts from now on; the old one gets word with a link that undoes it.

        Raises `Refused` (`link-expired`, `address-not-free`).
        """
        now = self._runtime.doors.now()
        try:
            with self._runtime.database.transaction() as connection:
                asked = _used(connection, secret, now)
                user = user_of(connection, asked.user_id)
                if not may_come_in(connection, user, now) or user.email != asked.old_email:
                    raise _over()
                lock_heads(connection, _dossiers(connection, user), skip_locked=False)
                _check_free(connection, user, asked.new_email)
                self._keep(connection, user, asked.new_email, "email-changed")
                links.end_links(connection, user.id, now)
                undo = secrets.token_urlsafe(32)
                until = now + rules.EMAIL_UNDO_LIVES
                kept = replace(asked, confirmed_at=now, undo_hash=rules.hashed(undo), undo_until=until)
                statements.write(connection, EMAIL_CHANGES, [kept], "replace")
                whom = reached_of(connection, user, now)
                called = ", ".join(each for each in (whom.name or whom.office, whom.phone) if each)
                fields = {"link": self._link(f"{undo}/undo"), "days": str(rules.EMAIL_UNDO_LIVES.days), "call": called}
                self._mail(connection, user, asked.old_email, _CHANGED, fields)
                return asked.new_email
        except IntegrityError:
            raise Refused("address-not-free", path="email", expected="een eigen adres / an own address") from None

    def undo(self, secret: str, device: Device, before: str) -> Entered:
        """The old address again, without whatever somebody else may have set up; he chooses a password at once.

        Raises `Refused` (`link-expired`, `address-not-free`).
        """
        now = self._runtime.doors.now()
        try:
            with self._runtime.database.transaction() as connection:
                changed = _undone(connection, secret, now)
                user = user_of(connection, changed.user_id)
                if not may_come_in(connection, user, now):
                    raise _over()
                lock_heads(connection, _dossiers(connection, user), skip_locked=False)
                _check_free(connection, user, changed.old_email)
                self._keep(connection, user, changed.old_email, "email-undone")
                _end(connection, user.id, now)
                end_sessions(connection, user.id, now)
                proofs.forget_password(connection, user.id)
                _, token = administration.reset(connection, user.id, now, and_factors=True)
        except IntegrityError:
            raise Refused("address-not-free", path="email", expected="een eigen adres / an own address") from None
        return self._accounts.open_link(token, device, before)

    def _link(self, rest: str) -> str:
        return self._sealer.sealed(f"{self._runtime.settings.public_url}/email/{rest}")

    def _keep(self, connection: Connection, user: User, address: str, what: str) -> None:
        """The address, a note with the account and a line in each dossier of his; none says what it is."""
        now = self._runtime.doors.now()
        statements.write(connection, USERS, [replace(user, email=address)], "replace")
        row = AccountChange(new_id(), now, user.actor, user.office_id, user.id, what, {})
        statements.write(connection, ACCOUNT_CHANGES, [row])
        for each in _dossiers(connection, user):
            note = NoteAddress(dossier_id=each, person_id=user.id, is_undone=what == "email-undone")
            carry_out(self._runtime, connection, note, user.actor, new_id())

    def _mail(self, connection: Connection, user: User, address: str, template: str, fields: dict[str, str]) -> None:
        made = SendNotification(
            office_id=user.office_id or "",
            template=template,
            addressee=Addressee(reference=user.actor, name=user.name, email=address),
            channel="email",
            fields=fields,
        )
        carry_out(self._runtime, connection, made, user.actor, new_id())


def _hours() -> str:
    return str(int(rules.EMAIL_LINK_LIVES.total_seconds() // 3600))


def _dossiers(connection: Connection, user: User) -> list[str]:
    """Those of which he is a customer, in the order in which they are locked."""
    return sorted({each.dossier_id for each in parts_of(connection, user.id)})


def _check_free(connection: Connection, user: User, address: str) -> None:
    other = user_by_email(connection, address)
    if other is None or other.id == user.id:
        return
    raise Refused("address-not-free", path="email", came=address, expected="een eigen adres / an own address")


def _asked_just_now(connection: Connection, user_id: str, address: str, at: datetime) -> bool:
    found = statements.select(connection, EMAIL_CHANGES, "user_id", [user_id])
    waits = [each for each in found if each.confirmed_at is None and each.new_email == address and each.expires_at > at]
    return any(at - each.asked_at < rules.EMAIL_ASKED_EVERY for each in waits)


def _end(connection: Connection, user_id: str, at: datetime) -> None:
    """Links that were not opened are worth nothing from now on."""
    changes = EMAIL_CHANGES.table
    waits = (changes.c.user_id == user_id) & changes.c.confirmed_at.is_(None) & (changes.c.expires_at > at)
    connection.execute(update(changes).where(waits).values(expires_at=at))


def _used(connection: Connection, secret: str, at: datetime) -> EmailChange:
    """The request of this link, which is used by now; raises `Refused` (`link-expired`)."""
    changes = EMAIL_CHANGES.table
    waits = (
        (changes.c.token_hash == rules.hashed(secret)) & changes.c.confirmed_at.is_(None) & (changes.c.expires_at > at)
    )
    if connection.execute(update(changes).where(waits).values(confirmed_at=at)).rowcount != 1:
        raise _over()
    (found,) = statements.select(connection, EMAIL_CHANGES, "token_hash", [rules.hashed(secret)])
    return found


def _undone(connection: Connection, secret: str, at: datetime) -> EmailChange:
    """The change of this link, which is undone by now; raises `Refused` (`link-expired`)."""
    changes = EMAIL_CHANGES.table
    waits = (changes.c.undo_hash == rules.hashed(secret)) & changes.c.undone_at.is_(None) & (changes.c.undo_until > at)
    if connection.execute(update(changes).where(waits).values(undone_at=at)).rowcount != 1:
        raise _over()
    (found,) = statements.select(connection, EMAIL_CHANGES, "undo_hash", [rules.hashed(secret)])
    # Whoever reads an address that came in between has such a link too, and may not undo this.
    others = (changes.c.user_id == found.user_id) & changes.c.undone_at.is_(None) & (changes.c.undo_hash != "")
    connection.execute(update(changes).where(others).values(undone_at=at))
    return found


def _over() -> Refused:
    return Refused("link-expired", path="token", came="a used or expired link", expected="a new link")
