"""Offices and the directory of nodes: who is who among senders and receivers.

Every function takes the connection of a transaction that its caller opened and commits.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any, cast, get_args

from sqlalchemy.engine import Connection

from handlers.offices.rules import AdvisersSee, AgentNumber, NodeKind, Office, Organisation, Profile
from handlers.offices.tables import AGENT_NUMBERS, OFFICES, ORGANISATIONS, PROFILES
from hub import rows as statements
from hub.directory import register
from hub.ids import new_id
from hub.records import NODES, NodeEntry
from schemas.errors import NotFound, Refused
from schemas.values import check_node


def add_office(connection: Connection, *, name: str, node: str, at: datetime, office_id: str | None = None) -> Office:
    """An office with its node; raises `Refused` (`node-taken`, `already-exists`, `request-invalid`)."""
    office = Office(office_id or new_id(), name, at)
    if not statements.claim(connection, OFFICES, office):
        raise Refused("already-exists", path="name", came=name, expected="another name")
    _add_node(connection, NodeEntry(check_node(node), "office", office.id, "", name))
    itself = Organisation(office.id, office.id, "intermediary", "", name, None, at)
    statements.write(connection, ORGANISATIONS, [itself])
    return office


def set_advisers_see(connection: Connection, *, office: str, sees: str) -> Office:
    """Whether advisers see all dossiers of the office or each his own; raises `NotFound`, `Refused`."""
    if sees not in get_args(AdvisersSee):
        raise Refused("request-invalid", path="advisers_see", came=sees, expected=" or ".join(get_args(AdvisersSee)))
    changed = replace(office_of(connection, office), advisers_see=sees)
    statements.write(connection, OFFICES, [changed], "replace")
    return changed


def add_node(connection: Connection, *, office_id: str, node: str) -> NodeEntry:
    """One more node for an office; raises `NotFound`, `Refused` (`node-taken`, `request-invalid`)."""
    office = office_of(connection, office_id)
    return _add_node(connection, NodeEntry(check_node(node), "office", office.id, "", office.name))


def add_partner(connection: Connection, *, node: str, kind: NodeKind, code: str, name: str) -> NodeEntry:
    """A lender with its code, or an adviser package; raises `Refused` (`node-taken`, `request-invalid`)."""
    return _add_node(connection, NodeEntry(check_node(node), kind, None, code, name))


def profile_of(connection: Connection, office: str) -> Profile:
    """Who the office is to its receivers, empty where nobody said it. Raises `NotFound`."""
    office_id = office_of(connection, office).id
    return next(iter(statements.select(connection, PROFILES, "office_id", [office_id])), Profile(office_id))


def set_profile(
    connection: Connection, by: tuple[str, datetime] | None = None, /, *, office: str, **facts: str
) -> Profile:
    """Changes who the office is to its receivers; what is not given stays. `by` is who said it and when, if known.

    Raises `NotFound`.
    """
    office_id = office_of(connection, office).id
    before = next(iter(statements.select(connection, PROFILES, "office_id", [office_id])), Profile(office_id))
    said_by, at = by or ("", None)
    profile = replace(before, **cast("dict[str, Any]", facts), set_by=said_by, set_at=at)
    statements.write(connection, PROFILES, [profile], "replace")
    return profile


def set_agent_number(connection: Connection, *, office: str, number: str, lender: str = "") -> AgentNumber:
    """The number under which a lender (every lender without one when empty) knows the office.

    Raises `NotFound`, and `Refused` (`agent-number-taken`) when another office has it there.
    """
    office_id = office_of(connection, office).id
    for other in statements.select(connection, AGENT_NUMBERS, "number", [number]):
        if other.office_id != office_id and other.lender == lender:
            raise Refused("agent-number-taken", path="number", came=number, expected="a number of this office")
    made = AgentNumber(office_id, lender, number)
    statements.write(connection, AGENT_NUMBERS, [made], "replace")
    return made


def office_of(connection: Connection, reference: str) -> Office:
    """The office with this id, name or node; raises `NotFound`."""
    nodes = statements.select(connection, NODES, "node", [reference])
    found = statements.select(connection, OFFICES, "id", [reference, *(n.office_id for n in nodes if n.office_id)])
    found += statements.select(connection, OFFICES, "name", [reference])
    if not found:
        raise NotFound("not-found", path="office", came=reference, expected="the id, name or node of an office")
    return found[0]


def is_empty(connection: Connection) -> bool:
    """Whether this hub has no office yet, so that `hub init` may run."""
    return connection.execute(OFFICES.table.select().limit(1)).first() is None


def check_is_empty(connection: Connection) -> None:
    """Raises `Refused` (`already-set-up`) when there is an office."""
    known = connection.execute(OFFICES.table.select().limit(1)).first()
    if known is not None:
        raise Refused("already-set-up", path="office", came=known.name, expected="a hub without offices")


def _add_node(connection: Connection, entry: NodeEntry) -> NodeEntry:
    register(connection, [entry])
    return entry
