"""The reading side of offices: an office sees itself, an operator sees all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.engine import Connection

from handlers.offices import rules
from handlers.offices.directory import office_of
from handlers.offices.rules import Office
from handlers.offices.tables import AGENT_NUMBERS, OFFICES, PROFILES
from hub import rows as statements
from hub.records import NODES
from hub.work import Work
from schemas.letters import ServiceProviderFacts
from schemas.viewer import Viewer


@dataclass(frozen=True, slots=True)
class OfficeView:
    id: str
    name: str
    nodes: tuple[str, ...]
    created_at: datetime


def provider_of(work: Work, office_id: str, lender: str) -> ServiceProviderFacts:
    """The office as the station that forwards to this lender."""
    (office,) = work.consult(OFFICES, office_id) or (None,)
    (profile,) = work.consult(PROFILES, office_id) or (None,)
    numbers = work.consult(AGENT_NUMBERS, office_id)
    return rules.service_provider(profile, numbers, lender, office.name if office else "")


def offices_known_as(connection: Connection, numbers: Sequence[str], lender: str) -> tuple[str, ...]:
    """The offices that this lender knows by one of these numbers (TussenpersoonNr), by id."""
    found = statements.select(connection, AGENT_NUMBERS, "number", numbers)
    own = {each.office_id for each in found if each.lender == lender}
    return tuple(sorted(own or {each.office_id for each in found if not each.lender}))


def office_named(connection: Connection, reference: str) -> Office:
    """The office with this id, name or node, for a capability that acts for the operator; raises `NotFound`."""
    return office_of(connection, reference)


def name_of_office(connection: Connection, office_id: str | None) -> str:
    """As people read it; empty for whoever belongs to no office."""
    found = statements.select(connection, OFFICES, "id", [office_id]) if office_id else []
    return found[0].name if found else ""


def offices_for(viewer: Viewer, connection: Connection) -> tuple[OfficeView, ...]:
    """The offices in scope, by name."""
    query = select(OFFICES.table).order_by(OFFICES.table.c.name)
    found = [Office(*row) for row in connection.execute(_mine(viewer, query, OFFICES.table.c.id))]
    nodes = statements.select(connection, NODES, "office_id", [office.id for office in found])
    return tuple(
        OfficeView(o.id, o.name, tuple(n.node for n in nodes if n.office_id == o.id), o.created_at) for o in found
    )


def _mine(viewer: Viewer, query: Select[Any], column: ColumnElement[Any]) -> Select[Any]:
    return query if viewer.is_operator else query.where(column == viewer.office_id)
