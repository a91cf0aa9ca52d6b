"""What an administrator changes about people and substitutes. Each act opens its own transaction.

Every act leaves a row in `account_changes` with who did it, so that nobody's access changes unseen.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.engine import Connection

from handlers.accounts import administration, people, substitutions
from handlers.accounts.links import make_link
from handlers.accounts.rules import LINK_LIVES, NOWHERE, AccountChange, Place, User
from handlers.accounts.sessions import end_sessions
from handlers.accounts.staff import rules
from handlers.accounts.tables import ACCOUNT_CHANGES, USERS
from hub import rows as statements
from hub.clock import Clock
from hub.database import Database
from hub.ids import new_id
from hub.settings import Settings
from schemas.errors import Conflict, Refused
from schemas.names import check_name
from schemas.viewer import Viewer

SendInvitation = Callable[[Connection, User, str], None]
"""Sends an invitation by mail to this person's address, in the transaction."""


@dataclass(frozen=True, slots=True)
class Invited:
    """Whose account it is; `link` is to be handed over when the hub sends no mail, else empty."""

    user_id: str
    link: str


class StaffDesk:
    """The acts of an administrator; `viewer` is who does them, `office_id` is asked of an operator only."""

    def __init__(
        self, database: Database, clock: Clock, settings: Settings, send: SendInvitation | None = None
    ) -> None:
        self._database = database
        self._clock = clock
        self._origin = settings.public_url
        self._send = send

    def add(
        self, viewer: Viewer, office_id: str, *, name: str, email: str, role: str, place: Place = NOWHERE
    ) -> Invited:
        """Adds a person and invites him.

        Raises `NotFound`, `Refused` (`request-invalid`, `already-exists`, `role-not-given`).
        """
        rules.check_may_give(viewer, role)
        if not email:
            raise Refused("request-invalid", path="email", came="none", expected="name@domain")
        with self._database.transaction() as connection:
            made = people.add_user(
                connection,
                office_id=viewer.office_asked(office_id) or None,
                name=name,
                role=role,
                at=self._clock.now(),
                email=email,
                place=place,
            )
            self._note(connection, viewer, made, "added", {"role": role})
            return self._invite(connection, made)

    def change(
        self, viewer: Viewer, user_id: str, *, name: str, role: str, place: Place, seen: str | None = None
    ) -> None:
        """Changes an account; another role ends its sessions at the next click.

        Raises `NotFound`, `Refused` (`request-invalid`, `own-account`, `role-not-given`), `Conflict` (`stale-account`)
        when `seen` is no longer how it is.
        """
        with self._database.transaction() as connection:
            before = self._his(connection, viewer, user_id)
            if seen is not None and seen != rules.version_of(before):
                raise Conflict("stale-account", path="seen", came=seen, expected=rules.version_of(before))
            if role != before.role:
                rules.check_other(viewer, before)
                rules.check_may_give(viewer, role)
            people.check_place(connection, role, before.office_id, place)
            after = replace(
                before,
                name=check_name(name),
                role=role,
                organisation_id=place.organisation_id,
                node=place.node,
                ends_on=place.ends_on,
                phone=place.phone,
            )
            if after != before:
                statements.write(connection, USERS, [after], "replace")
                self._note(connection, viewer, after, "changed", rules.changes(before, after))

    def invite(self, viewer: Viewer, user_id: str) -> Invited:
        """A new invitation; the link before it is worth nothing any more. Raises `NotFound`, `Refused`."""
        with self._database.transaction() as connection:
            user = self._his(connection, viewer, user_id)
            self._note(connection, viewer, user, "invited", {})
            return self._invite(connection, user)

    def reset(self, viewer: Viewer, user_id: str, *, and_factors: bool) -> Invited:
        """A link to choose a password; with the factors he also sets those up again. Raises `NotFound`, `Refused`."""
        now = self._clock.now()
        with self._database.transaction() as connection:
            user = self._his(connection, viewer, user_id)
            rules.check_other(viewer, user)
            _, token = administration.reset(connection, user.id, now, and_factors=and_factors)
            self._note(connection, viewer, user, "reset", {"factors": "yes"} if and_factors else {})
            return self._handed_over(connection, user, token)

    def disable(self, viewer: Viewer, user_id: str, reason: str) -> None:
        """Shuts a person out at once. Raises `NotFound`, `Refused` (`own-account`)."""
        with self._database.transaction() as connection:
            user = self._his(connection, viewer, user_id)
            rules.check_other(viewer, user)
            if user.disabled_at is None:
                administration.disable(connection, user.id, self._clock.now())
                self._note(connection, viewer, user, "disabled", {"reason": reason} if reason else {})

    def enable(self, viewer: Viewer, user_id: str) -> None:
        """Lets a person in again, with the password and factors of before. Raises `NotFound`."""
        with self._database.transaction() as connection:
            user = self._his(connection, viewer, user_id)
            if user.disabled_at is not None:
                people.set_disabled(connection, user, None)
                self._note(connection, viewer, user, "enabled", {})

    def sign_out(self, viewer: Viewer, user_id: str) -> None:
        """Ends every session of a person. Raises `NotFound`."""
        with self._database.transaction() as connection:
            user = self._his(connection, viewer, user_id)
            end_sessions(connection, user.id, self._clock.now())
            self._note(connection, viewer, user, "signed-out", {})

    def set_substitute(
        self, viewer: Viewer, office_id: str, *, absent_id: str, substitute_id: str, days: tuple[date, date | None]
    ) -> str:
        """The id of the substitution; raises `NotFound`, `Refused` (`request-invalid`)."""
        with self._database.transaction() as connection:
            made = substitutions.set_substitute(
                connection,
                office_id=viewer.office_asked(office_id),
                absent_id=absent_id,
                substitute_id=substitute_id,
                days=days,
                by=viewer.actor,
                at=self._clock.now(),
            )
            absent = people.user_of(connection, absent_id)
            self._note(connection, viewer, absent, "substitute-set", {"substitute": substitute_id})
            return made.id

    def end_substitution(self, viewer: Viewer, office_id: str, substitution_id: str) -> None:
        """It ends now. Raises `NotFound`."""
        now = self._clock.now()
        with self._database.transaction() as connection:
            office = viewer.office_asked(office_id)
            ended = substitutions.end_substitution(connection, office, substitution_id, viewer.actor, now)
            absent = people.user_of(connection, ended.absent_id)
            self._note(connection, viewer, absent, "substitute-ended", {"substitute": ended.substitute_id})

    def _his(self, connection: Connection, viewer: Viewer, user_id: str) -> User:
        user = people.user_of(connection, user_id)
        rules.check_his(viewer, user)
        return user

    def _invite(self, connection: Connection, user: User) -> Invited:
        if user.email is None:
            raise Refused("request-invalid", path="email", came="none", expected="name@domain")
        token = make_link(connection, user.id, self._clock.now(), "invitation", LINK_LIVES)
        return self._handed_over(connection, user, token)

    def _handed_over(self, connection: Connection, user: User, token: str) -> Invited:
        link = f"{self._origin}/login/{token}"
        if self._send is None:
            return Invited(user.id, link)
        self._send(connection, user, link)
        return Invited(user.id, "")

    def _note(self, connection: Connection, viewer: Viewer, user: User, what: str, facts: Mapping[str, str]) -> None:
        now: datetime = self._clock.now()
        row = AccountChange(new_id(), now, viewer.actor, user.office_id, user.id, what, dict(facts))
        statements.write(connection, ACCOUNT_CHANGES, [row])
