"""The reading side of involvements: who has a part in a dossier, and what a colleague has."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.engine import Connection

from handlers.accounts.views import names_of
from handlers.offices.views import names_of_organisations
from hub import rows as statements
from hub.reach import dossiers_of
from hub.records import INVOLVEMENTS
from schemas.involvements import Involvement
from schemas.viewer import Viewer, VisibleDossier

_STAFF = ("adviser", "handler")


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a part that one person has: id and name."""

    id: str
    who: str


@dataclass(frozen=True, slots=True)
class InvolvementView:
    """`id` is the person's or the organisation's; `who` how it is called, empty for one who is gone."""

    part: str
    id: str
    who: str
    since: datetime
    party: str
    start_point: str


def involved_in(dossier: VisibleDossier, connection: Connection) -> tuple[InvolvementView, ...]:
    """Everybody with a part in the dossier, by part and name."""
    found = statements.select(connection, INVOLVEMENTS, "dossier_id", [dossier.id])
    names = _names(connection, found)
    return tuple(
        InvolvementView(
            each.part, each.name.partition(":")[2], names.get(each.name, ""), each.since, each.party, each.start_point
        )
        for each in found
    )


def holders_in_each(connection: Connection, dossiers: Iterable[VisibleDossier]) -> dict[str, dict[str, Holder]]:
    """Dossier id → part (`adviser`, `handler`) → who has it, for a list."""
    found = statements.select(connection, INVOLVEMENTS, "dossier_id", [each.id for each in dossiers])
    staff = [each for each in found if each.part in _STAFF]
    names = names_of(connection, [each.name for each in staff])
    made: dict[str, dict[str, Holder]] = {}
    for each in staff:
        holder = Holder(each.name.partition(":")[2], names.get(each.name, ""))
        made.setdefault(each.dossier_id, {})[each.part] = holder
    return made


def _names(connection: Connection, found: list[Involvement]) -> dict[str, str]:
    names = [each.name for each in found]
    return names_of(connection, names) | names_of_organisations(connection, names)


@dataclass(frozen=True, slots=True)
class HeldDossier:
    """A dossier of which somebody is the adviser, the case handler, or both."""

    dossier_id: str
    parts: tuple[str, ...]


def held_by(viewer: Viewer, connection: Connection, person_id: str) -> tuple[HeldDossier, ...]:
    """The dossiers of a colleague that the viewer sees, by id: what moving them would move."""
    table = INVOLVEMENTS.table
    query = select(table.c.dossier_id, table.c.part).where(
        table.c.name == f"user:{person_id}", table.c.part.in_(_STAFF)
    )
    if viewer.involved_as is not None:
        query = query.where(table.c.dossier_id.in_(dossiers_of(viewer)))
    parts: dict[str, list[str]] = {}
    for dossier_id, part in connection.execute(query.order_by(table.c.dossier_id, table.c.part)):
        parts.setdefault(dossier_id, []).append(part)
    return tuple(HeldDossier(dossier_id, tuple(found)) for dossier_id, found in parts.items())
