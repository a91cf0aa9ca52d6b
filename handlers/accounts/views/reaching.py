"""Whom a customer reaches who cannot get on: his adviser with a number to call, else his office.

It is told to whoever holds something of this customer: a link of his, his session, or a browser in which he came in.
A stranger is told nothing, and nothing here says whether an address is known.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.engine import Connection

from handlers.accounts.links import link_of
from handlers.accounts.people import may_come_in
from handlers.accounts.roles import role_of
from handlers.accounts.rules import User, hashed
from handlers.accounts.sessions import ended_session_of
from handlers.accounts.tables import SESSIONS, USERS
from handlers.accounts.tries import whose_browser
from handlers.offices.views import name_of_office, profile_of
from hub import rows as statements
from hub.records import INVOLVEMENTS
from hub.sealing import Sealer

_PARTS = {"adviser": 0, "handler": 1}


@dataclass(frozen=True, slots=True)
class Held:
    """What a browser holds of somebody: the token of a link, that of a session, the word by which it is known."""

    link: str = ""
    session: str = ""
    known: str = ""


@dataclass(frozen=True, slots=True)
class Reached:
    """Whom to call. `name` is empty when the office itself is; `phone` and `email` only when it has none."""

    name: str
    office: str
    phone: str
    email: str


def reached_by(connection: Connection, sealer: Sealer, held: Held, at: datetime) -> Reached | None:
    """Whom the customer reaches whose link, session or browser this is; `None` for a stranger and for staff.

    A link says more than a session, and a session more than the browser: others may have come in with that.
    """
    for user_id in _whose(connection, sealer, held):
        found = statements.select(connection, USERS, "id", [user_id])
        if found and role_of(found[0].role).of == "customer":
            return reached_of(connection, found[0], at)
    return None


def reached_of(connection: Connection, customer: User, at: datetime) -> Reached:
    """His adviser, else the case handler, of the dossier to which he was admitted last; without one his office.

    Who may not come in any more is passed over: he is not there to answer.
    """
    office_id = customer.office_id or ""
    office, profile = name_of_office(connection, office_id), profile_of(connection, office_id)
    for each in _staff_of(connection, customer):
        if may_come_in(connection, each, at):
            return Reached(each.name, office, each.phone or profile.phone, each.email or profile.email)
    return Reached("", office, profile.phone, profile.email)


def customer_signed_out(connection: Connection, token: str, at: datetime) -> tuple[bool, bool]:
    """Whether this is a customer's session that is over, and whether that is because nothing was done in it."""
    found = ended_session_of(connection, token, at)
    if found is None or role_of(found.role).of != "customer":
        return False, False
    is_ended = found.closed_at is not None or (found.ends_at is not None and at >= found.ends_at)
    return True, not is_ended


def _whose(connection: Connection, sealer: Sealer, held: Held) -> Iterator[str]:
    link = link_of(connection, held.link) if held.link else None
    if link:
        yield link.user_id
    tokens = [hashed(held.session)] if held.session else []
    yield from (each.user_id for each in statements.select(connection, SESSIONS, "token_hash", tokens))
    if held.known:
        yield whose_browser(sealer, held.known)


def _staff_of(connection: Connection, customer: User) -> list[User]:
    """Who has his dossiers: the latest dossier first, and the adviser before the case handler."""
    mine = [
        each
        for each in statements.select(connection, INVOLVEMENTS, "name", [customer.actor])
        if each.part == "customer"
    ]
    latest = {each.dossier_id: each.since for each in mine}
    found = statements.select(connection, INVOLVEMENTS, "dossier_id", latest)
    staff = [each for each in found if each.part in _PARTS]
    staff.sort(key=lambda each: (-latest[each.dossier_id].timestamp(), _PARTS[each.part]))
    people = {each.actor: each for each in statements.select(connection, USERS, "id", [_id(s.name) for s in staff])}
    return [people[each.name] for each in staff if each.name in people]


def _id(name: str) -> str:
    return name.partition(":")[2]
