"""The reading side of offices: an office sees itself, an operator sees all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.engine import Connection

from handlers.offices import rules
from handlers.offices.colours import NEEDED, Shade, checked, rounded, shades
from handlers.offices.directory import office_of
from handlers.offices.organisations import organisation_of, organisations_of
from handlers.offices.rules import Brand, Office, Organisation, Profile
from handlers.offices.tables import AGENT_NUMBERS, BRANDS, OFFICES, ORGANISATIONS, PROFILES
from hub import rows as statements
from hub.records import NODES
from hub.work import Work
from schemas.errors import NotFound, Refused
from schemas.letters import ServiceProviderFacts
from schemas.viewer import Viewer

__all__ = [
    "NEEDED",
    "Brand",
    "Letterhead",
    "OfficeView",
    "Shade",
    "brand_for",
    "brand_of",
    "checked",
    "email_in",
    "letterhead_in",
    "letterhead_of",
    "name_of_office",
    "number_at",
    "office_named",
    "offices_for",
    "offices_known_as",
    "profile_of",
    "provider_of",
    "rounded",
    "set_by_in",
    "shades",
]


@dataclass(frozen=True, slots=True)
class OfficeView:
    id: str
    name: str
    nodes: tuple[str, ...]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What a mail of an office has above its text: a colour for a light ground, and the hash and pixels of a logo."""

    colour: str = ""
    logo: str = ""
    width: int = 0
    height: int = 0


def brand_for(viewer: Viewer, connection: Connection) -> Brand:
    """How the viewer's own office looks; as the hub itself for whoever belongs to none."""
    found = statements.select(connection, BRANDS, "office_id", [viewer.office_id]) if viewer.office_id else []
    return found[0] if found else Brand(viewer.office_id or "")


def brand_of(connection: Connection, office_id: str) -> Brand:
    """How an office looks, for a capability or the shell."""
    found = statements.select(connection, BRANDS, "office_id", [office_id])
    return found[0] if found else Brand(office_id)


def number_at(connection: Connection, office_id: str, lender: str) -> str:
    """The number under which this lender knows the office, else the one of every lender; empty for none."""
    known = {
        each.lender: each.number for each in statements.select(connection, AGENT_NUMBERS, "office_id", [office_id])
    }
    return known.get(lender) or known.get("") or next(iter(known.values()), "")


def profile_of(connection: Connection, office_id: str) -> Profile:
    """Who an office is, for a capability that writes it on paper; `company` is its name where it says no other."""
    found = statements.select(connection, PROFILES, "office_id", [office_id])
    profile = found[0] if found else Profile(office_id)
    return profile if profile.company else replace(profile, company=name_of_office(connection, office_id))


def letterhead_of(brand: Brand) -> Letterhead:
    """A mail is read on a light ground, so it has the shade of that one."""
    colour = shades(brand.colour)[0].colour if brand.colour else ""
    return Letterhead(colour, brand.logo, brand.width, brand.height)


def letterhead_in(work: Work, office_id: str) -> Letterhead:
    """What a mail of this office has above its text, for a handler."""
    found = work.consult(BRANDS, office_id)
    return letterhead_of(found[0]) if found else Letterhead()


def email_in(work: Work, office_id: str) -> str:
    """Where the office itself is written to, for a handler; empty when nobody said it."""
    found = work.consult(PROFILES, office_id)
    return found[0].email if found else ""


def provider_of(work: Work, office_id: str, lender: str) -> ServiceProviderFacts:
    """The office as the station that forwards to this lender."""
    (office,) = work.consult(OFFICES, office_id) or (None,)
    (profile,) = work.consult(PROFILES, office_id) or (None,)
    numbers = work.consult(AGENT_NUMBERS, office_id)
    return rules.service_provider(profile, numbers, lender, office.name if office else "")


@dataclass(frozen=True, slots=True)
class SendingSettings:
    """What an office needs to send to one lender; `lacking` are the fields of its profile that stand empty.

    `own_number` is the number at this lender alone, `number` the one that goes along.
    """

    nodes: tuple[str, ...]
    number: str
    own_number: str
    company: str
    lacking: tuple[str, ...]


def sending_settings_in(connection: Connection, office_id: str, lender: str) -> SendingSettings:
    """Who the office is to this lender, and what of that nobody filled in."""
    (office,) = statements.select(connection, OFFICES, "id", [office_id]) or (None,)
    (profile,) = statements.select(connection, PROFILES, "office_id", [office_id]) or (None,)
    numbers = statements.select(connection, AGENT_NUMBERS, "office_id", [office_id])
    nodes = statements.select(connection, NODES, "office_id", [office_id])
    facts = rules.service_provider(profile, numbers, lender, office.name if office else "")
    own = next((each.number for each in numbers if each.lender == lender), "")
    lacking = tuple(name for name in rules.ASKED if not getattr(facts, name))
    return SendingSettings(tuple(each.node for each in nodes), facts.number, own, facts.company, lacking)


@dataclass(frozen=True, slots=True)
class SetBy:
    """Who said it (`user:…`) and when."""

    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StationView:
    """Who an office is to its receivers: the facts of its profile, and per lender (`""`: all others) its number."""

    nodes: tuple[str, ...]
    profile: Profile
    numbers: dict[str, str]
    set: dict[str, SetBy]


def set_by_in(connection: Connection, office_id: str) -> dict[str, SetBy]:
    """Who said last who the office is (`profile`) and under which number each lender knows it (`number:AE`), and when.

    The names of people are the counter's to look up; what the operator said by hand has none.
    """
    profiles = statements.select(connection, PROFILES, "office_id", [office_id])
    numbers = statements.select(connection, AGENT_NUMBERS, "office_id", [office_id])
    said = [("profile", each.set_by, each.set_at) for each in profiles]
    said += [(f"number:{each.lender}", each.set_by, each.set_at) for each in numbers]
    return {what: SetBy(by, at) for what, by, at in said if at}


def station_in(connection: Connection, office_id: str) -> StationView:
    """The office as the station that forwards."""
    profile = next(iter(statements.select(connection, PROFILES, "office_id", [office_id])), Profile(office_id))
    numbers = statements.select(connection, AGENT_NUMBERS, "office_id", [office_id])
    nodes = statements.select(connection, NODES, "office_id", [office_id])
    return StationView(
        tuple(each.node for each in nodes),
        profile,
        {each.lender: each.number for each in numbers},
        set_by_in(connection, office_id),
    )


def check_number_is_free(connection: Connection, office_id: str, lender: str, number: str) -> None:
    """Raises `Refused` (`agent-number-taken`) when another office has this number at this lender."""
    for other in statements.select(connection, AGENT_NUMBERS, "number", [number] if number else []):
        if other.office_id != office_id and other.lender == lender:
            raise Refused("agent-number-taken", path="number", came=number, expected="a number of this office")


def offices_known_as(connection: Connection, numbers: Sequence[str], lender: str) -> tuple[str, ...]:
    """The offices that this lender knows by one of these numbers (TussenpersoonNr), by id."""
    found = statements.select(connection, AGENT_NUMBERS, "number", numbers)
    own = {each.office_id for each in found if each.lender == lender}
    return tuple(sorted(own or {each.office_id for each in found if not each.lender}))


def office_named(connection: Connection, reference: str) -> Office:
    """The office with this id, name or node, for a capability that acts for the operator; raises `NotFound`."""
    return office_of(connection, reference)


def sub_agent_of(work: Work, office_id: str, organisation_id: str) -> Organisation:
    """An open sub-agent of the office, for a handler; the intermediary itself is one while it has no other.

    Raises `NotFound`.
    """
    known = [each for each in work.consult(ORGANISATIONS, office_id) if each.closed_at is None]
    found = next((each for each in rules.sub_agents(known) if each.id == organisation_id), None)
    if found is None:
        raise NotFound("not-found", path="organisation_id", came=organisation_id, expected="een subagent / a sub-agent")
    return found


def organisation_named(connection: Connection, office_id: str, organisation_id: str) -> Organisation:
    """One organisation of this office, for a capability that keeps its people; raises `NotFound`."""
    return organisation_of(connection, office_id, organisation_id)


def is_open(connection: Connection, organisation_id: str) -> bool:
    """Whether the people of this organisation may come in."""
    found = statements.select(connection, ORGANISATIONS, "id", [organisation_id])
    return bool(found) and found[0].closed_at is None


def names_of_organisations(connection: Connection, names: Iterable[str]) -> dict[str, str]:
    """`organisation:…` → how it is called; what is nobody's is left out."""
    wanted = [name.partition(":")[2] for name in names if name.startswith("organisation:")]
    found = statements.select(connection, ORGANISATIONS, "id", wanted)
    return {f"organisation:{each.id}": each.name for each in found}


def organisations_for(viewer: Viewer, connection: Connection, office_id: str = "") -> tuple[Organisation, ...]:
    """The organisations of the viewer's office, the intermediary first; an operator names the office."""
    asked = viewer.office_id or office_id
    if not viewer.may_see(asked, viewer.environment):
        return ()
    return tuple(organisations_of(connection, asked))


def advisers_see(connection: Connection, office_id: str | None) -> str:
    """`office` or `own`, as the office has set it."""
    found = statements.select(connection, OFFICES, "id", [office_id]) if office_id else []
    return found[0].advisers_see if found else "office"


def name_of_office(connection: Connection, office_id: str | None) -> str:
    """As people read it; empty for whoever belongs to no office."""
    found = statements.select(connection, OFFICES, "id", [office_id]) if office_id else []
    return found[0].name if found else ""


def name_of_node(connection: Connection, node: str | None) -> str:
    """The party behind a node as people read it; empty for none."""
    found = statements.select(connection, NODES, "node", [node]) if node else []
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
    return query if viewer.is_operator else query.where(column == (viewer.office_id or ""))
