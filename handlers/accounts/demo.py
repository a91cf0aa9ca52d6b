"""The people of the demo: made by its filling, and let in by one click, without password and second step.

An account is the demo's by its id: `hub/ids.py` makes no id that begins as theirs do.
The roof makes this desk in the demo only; no other hub has a way in like it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.engine import Connection

from handlers.accounts.desk import AccountDesk, Entered
from handlers.accounts.links import make_link
from handlers.accounts.people import add_user, may_come_in, user_of
from handlers.accounts.roles import role_of
from handlers.accounts.rules import NOWHERE, Place, User
from handlers.accounts.tables import USERS
from handlers.offices.views import name_of_node, name_of_office, organisation_named
from hub.clock import Clock
from hub.database import Database
from schemas.devices import Device
from schemas.errors import NotFound, Refused

PREFIX = "demo-"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One of the people to choose from: `key` is the end of the id, `at` the office, organisation or lender.

    `role_nl` and `role_en` are the role in words; `until` the last day of the account, for who has one.
    """

    id: str
    key: str
    name: str
    role_nl: str
    role_en: str
    at: str
    until: date | None
    is_open: bool


def demo_id(key: str) -> str:
    """The id of the person whom the demo calls by this key."""
    return f"{PREFIX}{key}"


def add_demo_person(
    connection: Connection,
    key: str,
    *,
    office_id: str | None,
    name: str,
    role: str,
    at: datetime,
    place: Place = NOWHERE,
) -> User:
    """A person of the demo; raises as `add_user` does."""
    return add_user(connection, office_id=office_id, name=name, role=role, at=at, place=place, user_id=demo_id(key))


def demo_users(connection: Connection) -> list[User]:
    """Everybody whom the demo made, in the order in which it did."""
    users = USERS.table
    mine = users.c.id.startswith(PREFIX, autoescape=True)
    return [User(*row) for row in connection.execute(select(users).where(mine).order_by(users.c.created_at))]


class DemoDesk:
    """Who there is to be, and becoming one of them."""

    def __init__(self, database: Database, clock: Clock, accounts: AccountDesk) -> None:
        self._database = database
        self._clock = clock
        self._accounts = accounts

    def people(self) -> tuple[DemoPerson, ...]:
        """Everybody to choose from, in the order in which the demo made them."""
        now = self._clock.now()
        with self._database.reading() as connection:
            return tuple(_shown(connection, user, now) for user in demo_users(connection))

    def enter(self, person: str, device: Device, before: str) -> Entered:
        """A session as one of the demo's people, by a one-time link that is used at once.

        Raises `NotFound` for everybody whom the demo did not make, `Refused` (`not-allowed`) for who may not come in.
        """
        now = self._clock.now()
        with self._database.transaction() as connection:
            if not person.startswith(PREFIX):
                raise NotFound("not-found", path="person", came=person, expected="iemand van de demo / the demo's own")
            user = user_of(connection, person)
            if not may_come_in(connection, user, now):
                raise Refused("not-allowed", path="person", expected="een open account / an open account")
            token = make_link(connection, user.id, now)
        return self._accounts.open_link(token, device, before)


def _shown(connection: Connection, user: User, at: datetime) -> DemoPerson:
    role = role_of(user.role)
    place = name_of_office(connection, user.office_id) or name_of_node(connection, user.node)
    if user.organisation_id and user.office_id:
        place = organisation_named(connection, user.office_id, user.organisation_id).name
    return DemoPerson(
        id=user.id,
        key=user.id.removeprefix(PREFIX),
        name=user.name,
        role_nl=role.nl,
        role_en=role.en,
        at=place,
        until=user.ends_on,
        is_open=may_come_in(connection, user, at),
    )
