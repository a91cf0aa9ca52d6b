"""The organisations of an office: the intermediary itself and its sub-agents (subagenten).

Every function takes the connection of a transaction that its caller opened and commits.
"""

import re
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.engine import Connection

from handlers.offices.rules import Organisation
from handlers.offices.tables import OFFICES, ORGANISATIONS
from hub import rows as statements
from hub.ids import new_id
from schemas.errors import NotFound, Refused

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,19}")


def add_sub_agent(
    connection: Connection, *, office_id: str, code: str, name: str, email: str, at: datetime
) -> Organisation:
    """A sub-agent of the office.

    Raises `Refused` (`request-invalid`), and `already-exists` for a code or address in use.
    """
    if not _CODE.fullmatch(code):
        raise Refused("request-invalid", path="code", came=code, expected="1-20 letters, digits, dots and dashes")
    # One at a time in an office: of two at once the second sees the first.
    connection.execute(select(OFFICES.table.c.id).where(OFFICES.table.c.id == office_id).with_for_update())
    known = organisations_of(connection, office_id)
    if any(each.code.casefold() == code.casefold() for each in known):
        raise Refused("already-exists", path="code", came=code, expected="a code that no sub-agent of the office has")
    if any(each.email == email for each in known):
        raise Refused("already-exists", path="email", expected="an address that no sub-agent of the office has")
    made = Organisation(new_id(), office_id, "sub-agent", code, name, email, at)
    statements.write(connection, ORGANISATIONS, [made])
    return made


def set_closed(connection: Connection, office_id: str, organisation_id: str, at: datetime | None) -> Organisation:
    """Closes a sub-agent, so that its people do not come in any more, or opens it again; raises `NotFound`."""
    found = organisation_of(connection, office_id, organisation_id)
    if found.kind != "sub-agent":
        raise Refused("request-invalid", path="organisation_id", came=found.kind, expected="a sub-agent")
    changed = replace(found, closed_at=at)
    statements.write(connection, ORGANISATIONS, [changed], "replace")
    return changed


def organisation_of(connection: Connection, office_id: str, organisation_id: str) -> Organisation:
    """One organisation of this office; raises `NotFound`, also for another office's."""
    found = statements.select(connection, ORGANISATIONS, "id", [organisation_id])
    if not found or found[0].office_id != office_id:
        raise NotFound("not-found", path="organisation_id", came=organisation_id, expected="an organisation")
    return found[0]


def organisations_of(connection: Connection, office_id: str) -> list[Organisation]:
    """All of them, the intermediary first, sub-agents by code."""
    table = ORGANISATIONS.table
    query = select(table).where(table.c.office_id == office_id).order_by(table.c.kind, table.c.code)
    return [Organisation(*row) for row in connection.execute(query)]
