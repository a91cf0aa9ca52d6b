"""Substitutes (vervanging): a colleague who does somebody's work while he is away.

Every function takes the connection of a transaction that its caller opened and commits.
"""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.engine import Connection

from handlers.accounts.people import check_works, user_of
from handlers.accounts.roles import role_of
from handlers.accounts.rules import Substitution, User
from handlers.accounts.tables import SUBSTITUTIONS
from hub import rows as statements
from hub.ids import new_id
from schemas.errors import NotFound, Refused


def set_substitute(
    connection: Connection,
    *,
    office_id: str,
    absent_id: str,
    substitute_id: str,
    days: tuple[date, date | None],
    by: str,
    at: datetime,
) -> Substitution:
    """From the first of `days` to the last, both included; without a last day until it is ended.

    Raises `NotFound`, and `Refused`: `request-invalid` for days in the wrong order, oneself, and who is no staff;
    `account-reads-only` and `account-over` for a substitute who does nobody's work.
    """
    absent, substitute = (_colleague(connection, office_id, each) for each in (absent_id, substitute_id))
    check_works(substitute, at)
    if absent.id == substitute.id:
        raise Refused("request-invalid", path="substitute_id", came="the same person", expected="a colleague")
    first, last = days
    if last is not None and last < first:
        raise Refused("request-invalid", path="ends_on", came=last.isoformat(), expected=f"{first} or later")
    made = Substitution(new_id(), office_id, absent.id, substitute.id, first, last, by, at)
    statements.write(connection, SUBSTITUTIONS, [made])
    return made


def end_substitution(
    connection: Connection, office_id: str, substitution_id: str, by: str, at: datetime
) -> Substitution:
    """It ends now; one that is over stays as it was. Raises `NotFound`."""
    found = statements.select(connection, SUBSTITUTIONS, "id", [substitution_id])
    if not found or found[0].office_id != office_id:
        raise NotFound("not-found", path="substitution_id", came=substitution_id, expected="a substitution")
    if found[0].ended_at is not None:
        return found[0]
    ended = replace(found[0], ended_at=at, ended_by=by)
    statements.write(connection, SUBSTITUTIONS, [ended], "replace")
    return ended


def stands_in_for(connection: Connection, user: User, today: date) -> tuple[str, ...]:
    """The colleagues whose work is this person's today, as `user:…`."""
    found = statements.select(connection, SUBSTITUTIONS, "substitute_id", [user.id])
    mine = {each.absent_id for each in found if each.is_on(today) and each.office_id == user.office_id}
    return tuple(f"user:{each}" for each in sorted(mine))


def substitutions_of(connection: Connection, office_id: str) -> list[Substitution]:
    """Those of an office, the newest first."""
    table = SUBSTITUTIONS.table
    query = select(table).where(table.c.office_id == office_id).order_by(table.c.starts_on.desc(), table.c.id.desc())
    return [Substitution(*row) for row in connection.execute(query)]


def _colleague(connection: Connection, office_id: str, person_id: str) -> User:
    found = user_of(connection, person_id)
    if found.office_id != office_id or role_of(found.role).of != "office":
        raise NotFound("not-found", path="person_id", came=person_id, expected="een collega / a colleague")
    return found
