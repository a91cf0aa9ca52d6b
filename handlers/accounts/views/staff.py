"""The reading side of staff: colleagues with how they sign in, what was done to an account, and substitutes."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.engine import Connection

from handlers.accounts.passkeys import passkeys_of
from handlers.accounts.proofs import codes_left, credentials_of
from handlers.accounts.roles import role_of, table
from handlers.accounts.rules import AccountChange, Place, Substitution, User
from handlers.accounts.sessions import sessions_of
from handlers.accounts.staff import rules
from handlers.accounts.substitutions import substitutions_of
from handlers.accounts.tables import ACCOUNT_CHANGES, USERS
from handlers.accounts.views import names_of
from hub import rows as statements
from hub.clock import AMSTERDAM
from hub.reach import of_office
from schemas.viewer import Viewer

__all__ = ["PersonLine", "PersonView", "Place", "SubstitutionView", "person_for", "staff_for", "table"]
_MOST_CHANGES = 100


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A colleague in a list; `state` is active, invited (no password yet), ended or disabled."""

    id: str
    name: str
    email: str
    phone: str
    role: str
    organisation_id: str | None
    ends_on: date | None
    state: str


@dataclass(frozen=True, slots=True)
class ChangeView:
    """What somebody did to the account."""

    at: datetime
    actor: str
    who: str
    what: str
    facts: dict[str, str]


@dataclass(frozen=True, slots=True)
class PersonView:
    """One account; `version` names it as it is now, `changes` are the latest first."""

    line: PersonLine
    office_id: str | None
    node: str | None
    version: str
    has_password: bool
    has_app: bool
    passkeys: int
    codes_left: int
    sessions: int
    changes: tuple[ChangeView, ...]


@dataclass(frozen=True, slots=True)
class SubstitutionView:
    """`is_on`: today; `is_over`: it ended, or its last day is past."""

    id: str
    absent_id: str
    absent: str
    substitute_id: str
    substitute: str
    starts_on: date
    ends_on: date | None
    is_on: bool
    is_over: bool


def staff_for(viewer: Viewer, connection: Connection, at: datetime) -> tuple[PersonLine, ...]:
    """The people of the office and of its sub-agents, by name; for an operator everybody but customers."""
    users = USERS.table
    query = select(users).where(of_office(viewer, users.c.office_id)).order_by(users.c.name, users.c.id)
    found = [User(*row) for row in connection.execute(query)]
    return tuple(_line(connection, each, at) for each in found if role_of(each.role).of != "customer")


def may_take_over(line: PersonLine) -> bool:
    """Whether dossiers can be given to this colleague: of the office itself, in, and not one who only looks on."""
    is_in = line.organisation_id is None and line.state not in {"disabled", "ended"}
    return is_in and not role_of(line.role).ends


def person_for(viewer: Viewer, connection: Connection, user_id: str, at: datetime) -> PersonView | None:
    """One account; `None` outside the scope, and for a customer, whom his dossier shows."""
    found = statements.select(connection, USERS, "id", [user_id])
    if not found or role_of(found[0].role).of == "customer":
        return None
    user = found[0]
    if not (viewer.is_operator or viewer.may_see(user.office_id, viewer.environment)):
        return None
    credentials = credentials_of(connection, user.id)
    return PersonView(
        line=_line(connection, user, at),
        office_id=user.office_id,
        node=user.node,
        version=rules.version_of(user),
        has_password=bool(credentials.password_hash),
        has_app=bool(credentials.totp),
        passkeys=len(passkeys_of(connection, user.id)),
        codes_left=codes_left(connection, user.id),
        sessions=len(sessions_of(connection, user, at)),
        changes=_changes(connection, user.id),
    )


def substitutions_for(viewer: Viewer, connection: Connection, today: date) -> tuple[SubstitutionView, ...]:
    """Those of the viewer's office, the newest first; an operator has none."""
    if viewer.office_id is None or not viewer.may_see(viewer.office_id, viewer.environment):
        return ()
    found = substitutions_of(connection, viewer.office_id)
    names = names_of(connection, [f"user:{each}" for one in found for each in (one.absent_id, one.substitute_id)])
    return tuple(_substitution(each, names, today) for each in found)


def _substitution(found: Substitution, names: dict[str, str], today: date) -> SubstitutionView:
    is_past = found.ends_on is not None and found.ends_on < today
    return SubstitutionView(
        id=found.id,
        absent_id=found.absent_id,
        absent=names.get(f"user:{found.absent_id}", ""),
        substitute_id=found.substitute_id,
        substitute=names.get(f"user:{found.substitute_id}", ""),
        starts_on=found.starts_on,
        ends_on=found.ends_on,
        is_on=found.is_on(today),
        is_over=found.ended_at is not None or is_past,
    )


def _line(connection: Connection, user: User, at: datetime) -> PersonLine:
    return PersonLine(
        id=user.id,
        name=user.name,
        email=user.email or "",
        phone=user.phone,
        role=user.role,
        organisation_id=user.organisation_id,
        ends_on=user.ends_on,
        state=_state(connection, user, at),
    )


def _state(connection: Connection, user: User, at: datetime) -> str:
    if user.disabled_at is not None:
        return "disabled"
    if user.ends_on is not None and user.ends_on < at.astimezone(AMSTERDAM).date():
        return "ended"
    if user.email and not credentials_of(connection, user.id).password_hash:
        return "invited"
    return "active"


def _changes(connection: Connection, user_id: str) -> tuple[ChangeView, ...]:
    changes = ACCOUNT_CHANGES.table
    query = select(changes).where(changes.c.user_id == user_id).order_by(changes.c.at.desc(), changes.c.id.desc())
    found = [AccountChange(*row) for row in connection.execute(query.limit(_MOST_CHANGES))]
    names = names_of(connection, [each.actor for each in found])
    return tuple(ChangeView(e.at, e.actor, names.get(e.actor, ""), e.what, e.facts) for e in found)
