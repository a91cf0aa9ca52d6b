"""What the counter changes about accounts. Each act opens its own transactions, so that no password is hashed in one.

Signing in is a session that moves from step to step; each step that proves something gives it a new token.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy.engine import Connection

from handlers.accounts import links, passkeys, people, proofs, rules, sessions, tries
from handlers.accounts.administration import is_active
from handlers.accounts.roles import role_of
from handlers.accounts.rules import Session, Stage, User
from handlers.accounts.strength import check_password
from handlers.accounts.tables import ACCESS_LINKS
from hub import rows as statements
from hub.clock import Clock
from hub.database import Database
from hub.logs import log
from hub.sealing import Sealer
from hub.settings import Settings
from schemas.devices import Device
from schemas.errors import Refused

SendLink = Callable[[Connection, User, str], None]
"""Sends a one-time link by mail to this person's address, in the transaction."""
RenewInvitation = Callable[[Connection, User], bool]
"""Invites a customer again who did not set his account up yet, in the transaction; whether this was his case."""
_BETWEEN_RESETS = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Entered:
    """The token of the session from here on; `codes` are recovery codes to show once.

    `known` is a word for the browser to keep, from who is in: there he waits for no stranger's wrong passwords.
    """

    token: str
    stage: Stage
    codes: tuple[str, ...] = ()
    known: str = ""


class AccountDesk:
    """Signing in, and what a person changes about his own account."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        settings: Settings,
        send_link: SendLink | None = None,
        renew: RenewInvitation | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._sealer = Sealer(settings)
        self._origin = settings.public_url
        self._staff_hours, self._customer_hours = settings.session_hours, settings.customer_session_hours
        self._site = str(urlsplit(settings.public_url).hostname)
        self._send_link = send_link
        self._renew = renew

    @property
    def sends_links(self) -> bool:
        """Whether a person who forgot his password gets a link by mail."""
        return self._send_link is not None

    # Signing in

    def open_link(self, token: str, device: Device, before: str) -> Entered:
        """Uses a one-time link up; raises `Refused` (`link-expired`)."""
        with self._database.transaction() as connection:
            link = links.use_link(connection, token, self._clock.now())
            user = people.user_of(connection, link.user_id)
            if not people.may_come_in(connection, user, self._clock.now()):
                raise Refused("link-expired", path="token", came="a link of nobody", expected="a new link")
            stage: Stage = "open" if link.purpose == "sign-in" else "password"
            return self._start(connection, user, stage, device, before)

    def sign_in(self, email: str, password: str, device: Device, before: str) -> Entered:
        """The first step; raises `Refused` (`sign-in-failed`), the same for every reason."""
        now = self._clock.now()
        with self._database.transaction() as connection:
            user = people.user_by_email(connection, email)
            is_known = user is not None and people.may_come_in(connection, user, now)
            source = tries.source_of(self._sealer, user.id, device) if user else None
            tried = tries.count_try(connection, user.id, now, source) if user and source and is_known else None
        if not proofs.is_right(password, tried.password_hash if tried else "") or user is None or tried is None:
            log.info("sign-in-refused", account=user.id if user else "unknown")
            raise Refused("sign-in-failed", path="password")
        with self._database.transaction() as connection:
            return self._after_password(connection, user, device, before)

    def second_step(self, token: str, code: str, device: Device) -> Entered:
        """A code of the app or a recovery code; raises `Refused` (`not-signed-in`, `code-wrong`)."""
        now = self._clock.now()
        with self._database.transaction() as connection:
            _, user = self._session(connection, token, "second")
            tried = tries.count_code(connection, user.id, now)
            is_right = tried is not None and proofs.use_code(connection, tried, code, now, self._sealer)
            if is_right:
                return self._let_in(connection, user, device, token)
        log.info("code-refused", account=user.id)
        raise Refused("code-wrong", path="code")

    def ask_to_sign(self) -> str:
        """What a passkey is asked, as JSON for the browser."""
        with self._database.transaction() as connection:
            return passkeys.ask_to_sign(connection, self._site, self._clock.now())

    def sign_in_with_passkey(self, answer: str, device: Device, before: str) -> Entered:
        """Both steps at once; raises `Refused` (`passkey-refused`)."""
        now = self._clock.now()
        with self._database.transaction() as connection:
            user_id = passkeys.use_passkey(connection, answer, site=self._site, origin=self._origin, at=now)
            user = people.user_of(connection, user_id)
            if not people.may_come_in(connection, user, now):
                raise Refused("passkey-refused", path="passkey")
            return self._let_in(connection, user, device, before)

    def forget(self, email: str) -> None:
        """Sends a link to choose a new password, when there is such a person; the caller never learns whether."""
        with self._database.transaction() as connection:
            user = people.user_by_email(connection, email)
            if user:
                self._mail_link(connection, user)

    def renew_link(self, token: str) -> None:
        """Sends a new link to the address of whoever a link was for; the caller never learns whether it was one.

        Who has a link that was used by somebody else gets nothing by it: the new one goes where the first one went.
        """
        with self._database.transaction() as connection:
            link = links.link_of(connection, token)
            if link:
                self._mail_link(connection, people.user_of(connection, link.user_id))

    def _mail_link(self, connection: Connection, user: User) -> None:
        """A link to choose a password, or to set the account up; once in five minutes."""
        now = self._clock.now()
        if self._send_link is None or user.email is None or not people.may_come_in(connection, user, now):
            return
        if self._renew and self._renew(connection, user):
            return
        made = statements.select(connection, ACCESS_LINKS, "user_id", [user.id])
        until = now + rules.MAILED_LIVES
        if any(until - _BETWEEN_RESETS < each.expires_at <= until for each in made):
            return
        token = links.make_link(connection, user.id, now, "reset", rules.MAILED_LIVES)
        self._send_link(connection, user, f"{self._origin}/login/{token}")

    # The password

    def choose_password(self, token: str, password: str, again: str, device: Device) -> Entered:
        """After a link; raises `Refused` (`not-signed-in`, `password-weak`, `passwords-differ`)."""
        with self._database.reading() as connection:
            _, user = self._session(connection, token, "password")
        return self._new_password(user, password, again, device)

    def change_password(self, token: str, old: str, password: str, again: str, device: Device) -> Entered:
        """Also `password-wrong`; every other session of the person is over."""
        user = self.proven(token, old, "old")
        return self._new_password(user, password, again, device)

    # The second factor

    def begin_totp(self, token: str) -> str:
        """The address that an app takes in; raises `Refused` (`not-signed-in`)."""
        with self._database.transaction() as connection:
            session, user = self._session(connection, token, "factor", "open")
            secret = proofs.begin_totp(connection, session, self._sealer)
        return proofs.address_of_totp(secret, user.email or user.name)

    def confirm_totp(self, token: str, code: str, password: str, device: Device) -> Entered:
        """The app counts; who was on his way in, is in. Raises `Refused` (`code-wrong`, `password-wrong`)."""
        self.proven(token, password)
        with self._database.transaction() as connection:
            session, user = self._session(connection, token, "factor", "open")
            if not proofs.confirm_totp(connection, session, code, self._clock.now(), self._sealer):
                raise Refused("code-wrong", path="code")
            return self._with_factor(connection, user, token, device)

    def remove_totp(self, token: str, password: str) -> None:
        """Raises `Refused` (`last-factor`, `password-wrong`)."""
        user = self.proven(token, password)
        with self._database.transaction() as connection:
            mine = passkeys.passkeys_of(connection, user.id)
            if not (_may_do_with_one_step(user) or rules.may_lose_totp(mine)):
                raise Refused("last-factor", path="form")
            proofs.remove_totp(connection, user.id)

    def new_codes(self, token: str, password: str) -> tuple[str, ...]:
        """New recovery codes instead of the old ones."""
        user = self.proven(token, password)
        with self._database.transaction() as connection:
            return tuple(proofs.new_recovery_codes(connection, user.id))

    def ask_for_passkey(self, token: str, password: str) -> str:
        """What a device is asked to make, as JSON for the browser."""
        user = self._invited(token) or self.proven(token, password)
        with self._database.transaction() as connection:
            return passkeys.ask_for_new(connection, user, self._site, self._clock.now())

    def add_passkey(self, token: str, answer: str, name: str, device: Device) -> Entered:
        """Raises `Refused` (`passkey-refused`); the challenge proves that the password was given."""
        now = self._clock.now()
        with self._database.transaction() as connection:
            session, user = self._session(connection, token, "password", "factor", "open")
            if session.stage == "password" and not may_begin_with_passkey(connection, user):
                raise Refused("not-signed-in")
            passkeys.add_passkey(connection, user, answer, name, site=self._site, origin=self._origin, at=now)
            if session.stage == "password":
                links.end_links(connection, user.id, now)
                return self._let_in(connection, user, device, token)
            return self._with_factor(connection, user, token, device)

    def remove_passkey(self, token: str, key_id: str, password: str) -> None:
        """Raises `Refused` (`last-factor`, `password-wrong`), `NotFound`."""
        user = self.proven(token, password)
        with self._database.transaction() as connection:
            mine = passkeys.passkeys_of(connection, user.id)
            credentials = proofs.credentials_of(connection, user.id)
            if not (_may_do_with_one_step(user) or rules.may_lose_passkey(credentials, mine, key_id)):
                raise Refused("last-factor", path="form")
            passkeys.remove_passkey(connection, user.id, key_id)

    # Sessions

    def touch_session(self, token: str) -> None:
        """The session was used now."""
        with self._database.transaction() as connection:
            sessions.touch_session(connection, token, self._clock.now())

    def close_session(self, token: str) -> None:
        """The session is over, whether it was there or not."""
        with self._database.transaction() as connection:
            sessions.close_session(connection, token, self._clock.now())

    def end_session(self, token: str, session_id: str) -> None:
        """Ends one of the person's own sessions, or every other one when no id is given."""
        now = self._clock.now()
        with self._database.transaction() as connection:
            _, user = self._session(connection, token, "open")
            if session_id:
                sessions.end_session(connection, user.id, session_id, now)
            else:
                sessions.end_sessions(connection, user.id, now, but=token)

    def _session(self, connection: Connection, token: str, *stages: Stage) -> tuple[Session, User]:
        found = sessions.any_session_of(connection, token, self._clock.now())
        if found is None or found[0].stage not in stages:
            raise Refused("not-signed-in")
        return found

    def proven(self, token: str, password: str, path: str = "password") -> User:
        """Whose session it is, once he gave his password again; who is on his way in has just done so."""
        with self._database.transaction() as connection:
            session, user = self._session(connection, token, "factor", "open")
            if session.stage == "factor":
                return user
            source = tries.of_session(session)
            tried = tries.count_try(connection, user.id, self._clock.now(), source)
        if tried is None or not proofs.is_right(password, tried.password_hash):
            raise Refused("password-wrong", path=path)
        with self._database.transaction() as connection:
            tries.forgive(connection, user.id, source)
        return user

    def _invited(self, token: str) -> User | None:
        """Whose session it is, when he was just invited and may take a passkey instead of a password."""
        with self._database.reading() as connection:
            found = sessions.any_session_of(connection, token, self._clock.now())
            is_invited = found is not None and found[0].stage == "password"
            return found[1] if found and is_invited and may_begin_with_passkey(connection, found[1]) else None

    def _new_password(self, user: User, password: str, again: str, device: Device) -> Entered:
        if password != again:
            raise Refused("passwords-differ", path="repeated")
        check_password(password, (user.name, user.email or ""))
        hashed, now = proofs.hash_of(password), self._clock.now()
        with self._database.transaction() as connection:
            proofs.set_password(connection, user.id, hashed, now)
            sessions.end_sessions(connection, user.id, now)
            links.end_links(connection, user.id, now)
            return self._after_password(connection, user, device)

    def _after_password(self, connection: Connection, user: User, device: Device, before: str = "") -> Entered:
        credentials = proofs.credentials_of(connection, user.id)
        mine = passkeys.passkeys_of(connection, user.id)
        stage = rules.stage_after_password(credentials, mine, is_optional=_may_do_with_one_step(user))
        if stage == "open":
            return self._let_in(connection, user, device, before)
        return self._start(connection, user, stage, device, before)

    def _with_factor(self, connection: Connection, user: User, token: str, device: Device) -> Entered:
        """In, with recovery codes when there are none left."""
        codes = () if proofs.codes_left(connection, user.id) else proofs.new_recovery_codes(connection, user.id)
        entered = self._let_in(connection, user, device, token)
        return replace(entered, codes=tuple(codes))

    def _let_in(self, connection: Connection, user: User, device: Device, before: str) -> Entered:
        """In, by what he proved himself; the browser is his from now on."""
        tries.forgive(connection, user.id, tries.source_of(self._sealer, user.id, device))
        entered = self._start(connection, user, "open", device, before)
        return replace(entered, known=tries.word_for(self._sealer, user.id))

    def _start(self, connection: Connection, user: User, stage: Stage, device: Device, before: str) -> Entered:
        now: datetime = self._clock.now()
        named = rules.device_of(device.agent)
        token = sessions.start_session(connection, user, now, stage, named, before, self._lasts(user))
        return Entered(token, stage)

    def _lasts(self, user: User) -> timedelta:
        is_customer = role_of(user.role).of == "customer"
        return timedelta(hours=self._customer_hours if is_customer else self._staff_hours)


def may_begin_with_passkey(connection: Connection, user: User) -> bool:
    """Whether a passkey may be all that he has: nothing was set up yet, and the role needs no second step.

    Who has a passkey already shows it, or the mailbox alone would be enough to come in.
    """
    return _may_do_with_one_step(user) and not is_active(connection, user)


def _may_do_with_one_step(user: User) -> bool:
    """A customer chooses whether he wants a second step; staff have no choice (`roles.toml`)."""
    return role_of(user.role).second == "optional"
