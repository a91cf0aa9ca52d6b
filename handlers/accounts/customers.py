"""Customers' accounts: made for a party of a dossier, invited by mail, and taken away again. The acts of the counter.

An account, the part in the dossier and the mail with the link are one transaction: none is there without the others.
"""

from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from handlers.accounts import links, rules, viewings
from handlers.accounts.administration import is_active
from handlers.accounts.people import add_user, user_by_email, user_of
from handlers.accounts.rules import User
from handlers.accounts.sessions import end_sessions
from handlers.accounts.tables import ACCESS_LINKS
from handlers.dossiers.views import office_of_dossier
from hub import rows as statements
from hub.addresses import check_email
from hub.execute import run
from hub.ids import derived_id, new_id
from hub.lanes import lock_heads
from hub.records import INVOLVEMENTS, Outcome
from hub.runtime import Runtime
from hub.sealing import Sealer
from hub.views import outcome_of
from schemas.commands import Command
from schemas.errors import Busy, Conflict, NotFound, Refused
from schemas.involvements import AdmitCustomer, DismissCustomer, Involvement
from schemas.names import check_name
from schemas.notifications import Addressee, SendNotification

ROLE = "customer"
INVITATION, ADMITTED = "customer-invitation", "customer-admitted"
"""The mail with a link to set the account up, and the one to somebody who has done so for an earlier dossier."""
_BETWEEN_LINKS = timedelta(minutes=5)


class CustomerDesk:
    """What the office does about the accounts of its customers; each act opens its own transaction."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._sealer = Sealer(runtime.settings)

    def person_for(self, email: str, name: str, seed: str) -> str:
        """The id of who has this address, or the one that a new account gets; the same each time for one `seed`.

        Raises `Refused` (`request-invalid`).
        """
        address, shown = check_email(email), check_name(name)
        with self._runtime.database.reading() as connection:
            known = user_by_email(connection, address)
        return known.id if known else derived_id("customer", seed, address, shown)

    def admit(
        self, command: AdmitCustomer, *, email: str, name: str, actor: str, unit_id: str, seen: int | None = None
    ) -> Outcome:
        """The account with its part in the dossier, and a mail with a link; once per unit.

        Raises `NotFound`, `Refused` (`request-invalid`, `party-taken`, `address-taken`, `address-shared`,
        `mail-missing`).
        """
        self._check_mail()
        with self._runtime.database.transaction() as connection:
            lock_heads(connection, [command.dossier_id], skip_locked=False)
            if before := outcome_of(connection, unit_id):
                return before
            user = self._account(connection, command, email, name)
            outcome = self._run(connection, command, actor, unit_id, seen)
            self._tell(connection, user, command.dossier_id, actor, derived_id(unit_id, "mail"))
            return outcome

    def invite(self, command: SendNotification, *, actor: str, unit_id: str, seen: int | None = None) -> Outcome:
        """Another link for a customer who did not set his account up yet; the older ones end. Once per unit.

        Raises `Conflict` (`already-active`), `Refused` (`mail-missing`).
        """
        self._check_mail()
        with self._runtime.database.transaction() as connection:
            lock_heads(connection, [command.office_id], skip_locked=False)
            if before := outcome_of(connection, unit_id):
                return before
            user = user_of(connection, command.addressee.reference.partition(":")[2])
            if is_active(connection, user):
                raise Conflict(
                    "already-active",
                    path="person_id",
                    came=user.id,
                    expected="een account zonder wachtwoord / an account without a password",
                )
            made = self._mail(connection, user, INVITATION, command.about)
            return self._run(connection, made, actor, unit_id, seen)

    def mail_for(self, dossier_id: str, person_id: str) -> SendNotification:
        """What `invite` sends, without its link; raises `NotFound` for who is no customer of the dossier."""
        with self._runtime.database.reading() as connection:
            part_of(connection, dossier_id, person_id)
            return _letter(user_of(connection, person_id), INVITATION, f"dossier/{dossier_id}")

    def dismiss(self, command: DismissCustomer, *, actor: str, unit_id: str, seen: int | None = None) -> Outcome:
        """The part is over, and so are his sessions and every link that he did not use; once per unit.

        Raises `NotFound` for who is no customer of the dossier.
        """
        with self._runtime.database.transaction() as connection:
            lock_heads(connection, [command.dossier_id], skip_locked=False)
            if before := outcome_of(connection, unit_id):
                return before
            part_of(connection, command.dossier_id, command.person_id)
            outcome = self._run(connection, command, actor, unit_id, seen)
            now = self._runtime.doors.now()
            end_sessions(connection, command.person_id, now)
            links.end_links(connection, command.person_id, now)
            return outcome

    def view_as(self, session: str, dossier_id: str, person_id: str, reason: str) -> tuple[str, datetime]:
        """The token with which this session sees the dossier as its customer does, and until when.

        Raises `NotFound` for who is no customer of the dossier, `Refused` (`viewing-reason`, `not-signed-in`).
        """
        with self._runtime.database.transaction() as connection:
            part_of(connection, dossier_id, person_id)
            now = self._runtime.doors.now()
            token, made = viewings.begin(connection, session, person_id, dossier_id, reason, now)
            return token, made.until

    def end_view(self, token: str, session: str) -> str:
        """The dossier that was looked at; empty for a token that is not of this session."""
        with self._runtime.database.transaction() as connection:
            found = viewings.end(connection, token, session, self._runtime.doors.now())
            return found.dossier_id if found else ""

    def renew(self, connection: Connection, user: User) -> bool:
        """A new invitation for a customer who did not set his account up and is in a dossier; whether it was his case.

        In the transaction of whoever asks: somebody who opened a link that was used up. Once in five minutes.
        """
        if user.role != ROLE or is_active(connection, user):
            return False
        if not self._runtime.settings.mail or not parts_of(connection, user.id):
            return True
        now = self._runtime.doors.now()
        until = now + rules.CUSTOMER_LINK_LIVES
        made = statements.select(connection, ACCESS_LINKS, "user_id", [user.id])
        if not any(until - _BETWEEN_LINKS < each.expires_at <= until for each in made):
            self._run(connection, self._mail(connection, user, INVITATION, ""), user.actor, new_id())
        return True

    def _account(self, connection: Connection, command: AdmitCustomer, email: str, name: str) -> User:
        address = check_email(email)
        office_id = office_of_dossier(connection, command.dossier_id)
        known = user_by_email(connection, address)
        if known is None:
            return self._added(connection, command.person_id, office_id, name, address)
        part = next((each for each in parts_of(connection, known.id) if each.dossier_id == command.dossier_id), None)
        is_his = known.name.casefold() == check_name(name).casefold()
        if part and not is_his:
            raise Refused("address-shared", path="email", came=address, expected="een eigen adres / an own address")
        if part:
            raise Refused(
                "party-taken", path="party", came=part.party, expected="een partij zonder account / a party without one"
            )
        is_ours = (known.office_id, known.role, known.disabled_at) == (office_id, ROLE, None)
        if not (is_his and is_ours and known.id == command.person_id):
            raise Refused("address-taken", path="email", came=address, expected="een eigen adres / an own address")
        return known

    def _added(self, connection: Connection, person_id: str, office_id: str, name: str, address: str) -> User:
        """A new account; the same request once more finds the one that somebody made at this moment."""
        now = self._runtime.doors.now()
        try:
            return add_user(
                connection, office_id=office_id, name=name, role=ROLE, at=now, email=address, user_id=person_id
            )
        except Refused as refused:
            if refused.slug != "already-exists":
                raise
            raise Busy("lock", "somebody took the same address at this moment") from None

    def _tell(self, connection: Connection, user: User, dossier_id: str, actor: str, unit_id: str) -> None:
        template = ADMITTED if is_active(connection, user) else INVITATION
        made = self._mail(connection, user, template, f"dossier/{dossier_id}")
        self._run(connection, made, actor, unit_id)

    def _mail(self, connection: Connection, user: User, template: str, about: str) -> SendNotification:
        """The letter with its link; the link is sealed, so that neither journal nor page has it."""
        letter, now, origin = (
            _letter(user, template, about),
            self._runtime.doors.now(),
            self._runtime.settings.public_url,
        )
        if template == ADMITTED:
            return letter.model_copy(update={"fields": {"link": f"{origin}/login"}})
        token = links.make_link(connection, user.id, now, "invitation", rules.CUSTOMER_LINK_LIVES)
        fields = {"link": self._sealer.sealed(f"{origin}/login/{token}"), "days": str(rules.CUSTOMER_LINK_LIVES.days)}
        return letter.model_copy(update={"fields": fields, "valid_until": now + rules.CUSTOMER_LINK_LIVES})

    def _run(
        self, connection: Connection, command: Command, actor: str, unit_id: str, seen: int | None = None
    ) -> Outcome:
        return carry_out(self._runtime, connection, command, actor, unit_id, seen)

    def _check_mail(self) -> None:
        if not self._runtime.settings.mail:
            raise Refused("mail-missing", path="email", expected="HUB_MAIL_URL")


def carry_out(
    runtime: Runtime, connection: Connection, command: Command, actor: str, unit_id: str, seen: int | None = None
) -> Outcome:
    """Gives the command in this transaction; raises `Busy` when somebody was first."""
    now = runtime.doors.now()
    outcome = run(connection, runtime.registry, command, actor=actor, at=now, unit_id=unit_id, seen=seen)
    if outcome is None:
        raise Busy("lock", "the dossier moved meanwhile")
    return outcome


def _letter(user: User, template: str, about: str) -> SendNotification:
    addressee = Addressee(reference=f"user:{user.id}", name=user.name, email=user.email or "")
    return SendNotification(office_id=user.office_id or "", template=template, addressee=addressee, about=about)


def parts_of(connection: Connection, person_id: str) -> list[Involvement]:
    found = statements.select(connection, INVOLVEMENTS, "name", [f"user:{person_id}"])
    return [each for each in found if each.part == ROLE]


def part_of(connection: Connection, dossier_id: str, person_id: str) -> Involvement:
    """His part in the dossier; raises `NotFound`."""
    found = [each for each in parts_of(connection, person_id) if each.dossier_id == dossier_id]
    if not found:
        raise NotFound(
            "not-found",
            path="person_id",
            came=person_id,
            expected="een klant van dit dossier / a customer of this dossier",
        )
    return found[0]
