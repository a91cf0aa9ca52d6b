"""Which dossiers a viewer may see, and what handlers ask about one: access is decided here, once.

What lies outside the viewer's scope is absent: `None`, not in a list, not in a count.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.engine import Connection

from handlers.dossiers.rules import Dossier, people
from handlers.dossiers.tables import DOSSIERS, PARTIES, TIES
from hub import rows as statements
from hub.reach import of_dossiers, sees_dossier
from hub.records import HEADS
from hub.work import Work
from schemas.errors import Conflict, NotFound
from schemas.viewer import Viewer, VisibleDossier

MOST_STEPS = 20
"""So often may one dossier lead to the next."""


def place_of(work: Work, dossier_id: str) -> tuple[str, str] | None:
    """Office and environment of a locked dossier, for a handler; `None` when there is no such dossier."""
    found = work.find(DOSSIERS, dossier_id)
    return (found[0].office_id, found[0].environment) if found else None


def check_there(work: Work, dossier_id: str) -> str:
    """The office of a locked dossier; raises `NotFound` when there is no such dossier."""
    place = place_of(work, dossier_id)
    if place is None:
        raise NotFound("not-found", path="dossier_id", came=dossier_id, expected="een dossier / a dossier")
    return place[0]


def title_in(work: Work, dossier_id: str) -> str:
    """What a locked dossier is called, for a handler; empty when there is no such dossier."""
    found = work.find(DOSSIERS, dossier_id)
    return found[0].title if found else ""


def parties_of(work: Work, dossier_id: str) -> tuple[str, ...]:
    """The parties of a locked dossier as `application/reference`, because a reference counts within its application."""
    return tuple(f"{each.application_id}/{each.reference}" for each in work.find(PARTIES, dossier_id))


def names_and_addresses_of(work: Work, dossier_id: str) -> dict[str, tuple[str, str]]:
    """The parties of a locked dossier as `parties_of` calls them, each with a name and an e-mail address or none."""
    found = work.find(PARTIES, dossier_id)
    return {f"{each.application_id}/{each.reference}": (each.name or each.reference, each.email) for each in found}


@dataclass(frozen=True, slots=True)
class NamedParty:
    """A party of an application by what names the person; `same_as` is whom the office said that he is."""

    application_id: str
    reference: str
    name: str
    birth_date: date | None
    same_as: str


def named_parties_of(work: Work, dossier_id: str) -> tuple[NamedParty, ...]:
    """The parties of a locked dossier, for a handler that asks who of them is the same person."""
    ties = {(each.application_id, each.reference): each for each in work.find(TIES, dossier_id)}
    found = []
    for each in work.find(PARTIES, dossier_id):
        tie = ties.get((each.application_id, each.reference))
        is_tied = tie is not None and people.is_about(each.name, each.birth_date, tie.name, tie.birth_date)
        same_as = tie.own if tie and is_tied else ""
        found.append(NamedParty(each.application_id, each.reference, each.name, each.birth_date, same_as))
    return tuple(found)


def standing_of(work: Work, dossier_id: str) -> str:
    """What the people of a locked dossier are to the office; empty when there is no such dossier."""
    found = work.find(DOSSIERS, dossier_id)
    return found[0].standing if found else ""


def dossiers_in_scope(viewer: Viewer) -> Select[tuple[str]]:
    """The ids of the viewer's dossiers, for use inside another query."""
    table = DOSSIERS.table.c
    reached = of_dossiers(viewer, table.office_id, table.id)
    return select(table.id).where(table.environment == viewer.environment, table.merged_into == "", reached)


def office_of(work: Work, dossier_id: str) -> str:
    """The office of a locked dossier, for a handler; a message knows it by its exchange."""
    if work.lane and work.lane.office_id:
        return work.lane.office_id
    place = place_of(work, dossier_id)
    return place[0] if place else ""


def office_of_dossier(connection: Connection, dossier_id: str) -> str:
    """The office that a dossier belongs to, whoever looks; empty when there is no such dossier."""
    found = statements.select(connection, DOSSIERS, "id", [dossier_id])
    return found[0].office_id if found else ""


def offices_of(connection: Connection, dossiers: Iterable[VisibleDossier]) -> dict[str, str]:
    """Dossier id → the office that it belongs to."""
    found = statements.select(connection, DOSSIERS, "id", [each.id for each in dossiers])
    return {each.id: each.office_id for each in found}


def visible(viewer: Viewer, connection: Connection, dossier_id: str) -> VisibleDossier | None:
    """The dossier as something that other views may show to this viewer.

    Raises `Conflict` (`dossier-merged`) as `seen`.
    """
    return VisibleDossier(dossier_id, viewer) if seen(viewer, connection, dossier_id) else None


def titles_for(viewer: Viewer, connection: Connection, dossier_ids: Iterable[str]) -> dict[str, str]:
    """Dossier id → title, of those that the viewer sees."""
    found = statements.select(connection, DOSSIERS, "id", dossier_ids)
    his = (e for e in found if sees_dossier(viewer, connection, e.office_id, e.environment, e.id))
    return {each.id: each.title for each in his}


def version_for(viewer: Viewer, connection: Connection, dossier_id: str) -> int | None:
    """How much was applied to the dossier, for an ETag; `None` outside the scope."""
    return version(connection, dossier_id) if seen(viewer, connection, dossier_id) else None


def mine(viewer: Viewer) -> Select[Any]:
    """The rows of the viewer's dossiers, for use inside another query; what was merged is found in what it leads to."""
    table = DOSSIERS.table.c
    reached = of_dossiers(viewer, table.office_id, table.id)
    return select(DOSSIERS.table).where(table.environment == viewer.environment, table.merged_into == "", reached)


def seen(viewer: Viewer, connection: Connection, dossier_id: str) -> Dossier | None:
    """The row of a dossier in scope, for the other views of this folder.

    Raises `Conflict` (`dossier-merged`) for one that leads to a dossier in scope; `None` when that one is not.
    """
    found = statements.select(connection, DOSSIERS, "id", [dossier_id])
    if found and found[0].merged_into:
        leads_to = led_to(connection, dossier_id)
        if seen(viewer, connection, leads_to) is None:
            return None
        raise Conflict("dossier-merged", path="dossier_id", came=dossier_id, expected=leads_to)
    if not found or not sees_dossier(viewer, connection, found[0].office_id, found[0].environment, dossier_id):
        return None
    return found[0]


def led_to(connection: Connection, dossier_id: str) -> str:
    """Where a dossier leads in the end: itself, for one that has its own."""
    for _ in range(MOST_STEPS):
        found = statements.select(connection, DOSSIERS, "id", [dossier_id])
        if not found or not found[0].merged_into:
            break
        dossier_id = found[0].merged_into
    return dossier_id


def led_from(words: str) -> Select[tuple[str]]:
    """The ids to which dossiers of this number lead, each step of the way, for use inside another query."""
    table = DOSSIERS.table
    way = select(table.c.merged_into.label("id")).where(table.c.number == words.upper(), table.c.merged_into != "")
    steps = way.cte(recursive=True)
    further = select(table.c.merged_into).where(table.c.id == steps.c.id, table.c.merged_into != "")
    return select(steps.union(further).c.id)


def numbers_of(connection: Connection, dossier_ids: Iterable[str]) -> dict[str, str]:
    """What people call these dossiers by, whoever looks: a number says nothing of anybody."""
    return {each.id: each.number for each in statements.select(connection, DOSSIERS, "id", set(dossier_ids))}


def version(connection: Connection, dossier_id: str) -> int:
    """How much was applied to a dossier."""
    heads = statements.select(connection, HEADS, "key", [dossier_id])
    return heads[0].seq if heads else 0
