"""Ways back in that an adviser opens for a customer: a link after he checked who it is, and a letter with a code.

Neither the link nor whether the code was used yet is shown to the adviser; both stand on the timeline with his reason.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.engine import Connection

from handlers.accounts import administration, links, rules
from handlers.accounts.administration import is_active
from handlers.accounts.customers import carry_out, part_of
from handlers.accounts.desk import AccountDesk, Entered
from handlers.accounts.people import may_come_in, user_of
from handlers.accounts.rules import AccountChange, LetterCode, User
from handlers.accounts.tables import ACCOUNT_CHANGES, LETTER_CODES
from handlers.accounts.views.reaching import reached_of
from hub import rows as statements
from hub.ids import derived_id
from hub.lanes import lock_heads
from hub.records import Outcome
from hub.runtime import Runtime
from hub.sealing import Sealer
from hub.views import outcome_of
from schemas.customers import By, MakeCodeLetter, ResetCustomer
from schemas.devices import Device
from schemas.errors import Conflict, Refused
from schemas.notifications import Addressee, SendNotification

_LINK, _WORD, _CHANGED = "customer-reset", "customer-reset-word", "account-changed"
_CHANNELS = {"email": "per e-mail", "sms": "per sms"}


@dataclass(frozen=True, slots=True)
class Letter:
    """The code of a letter, as it stands on it, and until when it works."""

    code: str
    until: datetime


class WaysBackDesk:
    """Each act opens its own transaction."""

    def __init__(self, runtime: Runtime, accounts: AccountDesk) -> None:
        self._runtime = runtime
        self._accounts = accounts
        self._sealer = Sealer(runtime.settings)

    def reset(
        self, command: ResetCustomer, *, phone: str, actor: str, unit_id: str, seen: int | None = None
    ) -> Outcome:
        """The link over one channel, word of it over the other; `phone` is the number that the dossier has.

        Raises `NotFound`, `Conflict` (`customer-shut-out`), `Refused` (`mail-missing`, `address-missing`).
        """
        with self._runtime.database.transaction() as connection:
            lock_heads(connection, [command.dossier_id], skip_locked=False)
            if before := outcome_of(connection, unit_id):
                return before
            user = self._his(connection, command.dossier_id, command.person_id)
            self._check_channels(command, phone)
            outcome = carry_out(self._runtime, connection, command, actor, unit_id, seen)
            now, origin = self._runtime.doors.now(), self._runtime.settings.public_url
            _, token = administration.reset(connection, user.id, now, and_factors=command.and_factors)
            link = {"link": self._sealer.sealed(f"{origin}/login/{token}"), "hours": _hours()}
            self._send(connection, command, user, phone, (_LINK, command.link_by, link), actor, unit_id)
            whom = reached_of(connection, user, now)
            called = ", ".join(each for each in (whom.name or whom.office, whom.phone) if each)
            word = {"how": _CHANNELS[command.link_by], "call": called}
            if command.word_by:
                self._send(connection, command, user, phone, (_WORD, command.word_by, word), actor, unit_id)
            self._note(connection, user, "reset", {"reason": command.reason}, actor, unit_id)
            return outcome

    def letter(self, command: MakeCodeLetter, *, actor: str, unit_id: str, seen: int | None = None) -> Outcome:
        """A code from now on, instead of the earlier ones; its owner gets word where he has a mailbox.

        Raises `NotFound`, `Conflict` (`customer-shut-out`).
        """
        with self._runtime.database.transaction() as connection:
            lock_heads(connection, [command.dossier_id], skip_locked=False)
            if before := outcome_of(connection, unit_id):
                return before
            user = self._his(connection, command.dossier_id, command.person_id)
            outcome = carry_out(self._runtime, connection, command, actor, unit_id, seen)
            now = self._runtime.doors.now()
            _end_codes(connection, user.id, now)
            kept = LetterCode(self._tag(self._code(unit_id)), user.id, actor, now, now + rules.LETTER_LIVES)
            statements.write(connection, LETTER_CODES, [kept])
            self._note(connection, user, "letter", {"reason": command.reason}, actor, unit_id)
            self._tell(connection, user, actor, unit_id)
            return outcome

    def letter_of(self, unit_id: str) -> Letter:
        """What stands on the letter of this act: the same however often it is printed."""
        code = self._code(unit_id)
        with self._runtime.database.reading() as connection:
            (kept,) = statements.select(connection, LETTER_CODES, "code_tag", [self._tag(code)])
        return Letter(f"{code[:5]}-{code[5:]}", kept.expires_at)

    def use_code(self, code: str, device: Device, before: str) -> Entered:
        """On to the activation, once; raises `Refused` (`letter-code-wrong`), the same for every reason."""
        now = self._runtime.doors.now()
        with self._runtime.database.transaction() as connection:
            user = _used(connection, self._tag(rules.plain_code(code)), now)
            if user is None or not may_come_in(connection, user, now):
                raise Refused("letter-code-wrong", path="code")
            purpose: rules.Purpose = "reset" if is_active(connection, user) else "invitation"
            token = links.make_link(connection, user.id, now, purpose, rules.HALFWAY_LIVES)
        return self._accounts.open_link(token, device, before)

    def _code(self, unit_id: str) -> str:
        """Ten characters that nobody mistakes for others, from the key and the act: no database has them."""
        number = int(self._sealer.tag(f"letter {unit_id}"), 16)
        letters = []
        for _ in range(rules.LETTER_LENGTH):
            number, at = divmod(number, len(rules.LETTER_ALPHABET))
            letters.append(rules.LETTER_ALPHABET[at])
        return "".join(letters)

    def _tag(self, code: str) -> str:
        return self._sealer.tag(f"letter code {code}")

    def _his(self, connection: Connection, dossier_id: str, person_id: str) -> User:
        part_of(connection, dossier_id, person_id)
        user = user_of(connection, person_id)
        if not may_come_in(connection, user, self._runtime.doors.now()):
            raise Conflict("customer-shut-out", path="person_id", came=person_id, expected="een open account / open")
        return user

    def _check_channels(self, command: ResetCustomer, phone: str) -> None:
        settings, asked = self._runtime.settings, {command.link_by, command.word_by}
        if "email" in asked and not settings.mail:
            raise Refused("mail-missing", path="link_by", expected="HUB_MAIL_URL")
        if "sms" in asked and not (settings.sms and phone):
            raise Refused("address-missing", path="link_by", came="sms", expected="een telefoonnummer / a number")
        if command.link_by == command.word_by:
            raise Refused("request-invalid", path="word_by", came=command.word_by, expected="the other channel")

    def _send(
        self,
        connection: Connection,
        command: ResetCustomer,
        user: User,
        phone: str,
        what: tuple[str, By, dict[str, str]],
        actor: str,
        unit_id: str,
    ) -> None:
        template, channel, fields = what
        now = self._runtime.doors.now()
        made = SendNotification(
            office_id=user.office_id or "",
            template=template,
            addressee=Addressee(reference=user.actor, name=user.name, email=user.email or "", phone=phone),
            channel=channel,
            fields=fields,
            about=f"dossier/{command.dossier_id}",
            valid_until=now + rules.LINK_LIVES,
        )
        carry_out(self._runtime, connection, made, actor, derived_id(unit_id, template))

    def _tell(self, connection: Connection, user: User, actor: str, unit_id: str) -> None:
        if not (self._runtime.settings.mail and user.email):
            return
        now = self._runtime.doors.now()
        made = SendNotification(
            office_id=user.office_id or "",
            template=_CHANGED,
            addressee=Addressee(reference=user.actor, name=user.name, email=user.email),
            channel="email",
            fields={
                "what": "Er is een brief met een code gemaakt waarmee u opnieuw binnenkomt.",
                "when": now.strftime("%d-%m-%Y"),
            },
        )
        carry_out(self._runtime, connection, made, actor, derived_id(unit_id, _CHANGED))

    def _note(
        self, connection: Connection, user: User, what: str, facts: dict[str, str], actor: str, unit_id: str
    ) -> None:
        row = AccountChange(
            derived_id(unit_id, "note"), self._runtime.doors.now(), actor, user.office_id, user.id, what, facts
        )
        statements.write(connection, ACCOUNT_CHANGES, [row])


def _hours() -> str:
    return str(int(rules.LINK_LIVES.total_seconds() // 3600))


def _end_codes(connection: Connection, user_id: str, at: datetime) -> None:
    codes = LETTER_CODES.table
    unused = (codes.c.user_id == user_id) & codes.c.used_at.is_(None)
    connection.execute(update(codes).where(unused).values(used_at=at))


def _used(connection: Connection, tag: str, at: datetime) -> User | None:
    """Whose code this is, which is used from now on; `None` for one that is wrong, used or too old."""
    codes = LETTER_CODES.table
    unused = (codes.c.code_tag == tag) & codes.c.used_at.is_(None) & (codes.c.expires_at > at)
    if connection.execute(update(codes).where(unused).values(used_at=at)).rowcount != 1:
        return None
    (found,) = statements.select(connection, LETTER_CODES, "code_tag", [tag])
    return user_of(connection, found.user_id)
