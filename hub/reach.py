"""How far a viewer sees, as conditions of a statement: design §8, rights × record scope.

What lies outside is absent from lists, counts, searches and events alike, because all of them ask here.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, select, true
from sqlalchemy.engine import Connection

from hub.records import INVOLVEMENTS
from schemas.viewer import Viewer


def dossiers_of(viewer: Viewer) -> Select[tuple[str]]:
    """The ids of the dossiers in which the viewer has a part, for use inside another query."""
    table = INVOLVEMENTS.table.c
    query = select(table.dossier_id).where(table.name.in_(viewer.involved_as or ()))
    return query.where(table.dossier_id == viewer.only_in) if viewer.only_in else query


def of_office(viewer: Viewer, office: ColumnElement[Any]) -> ColumnElement[bool]:
    """What is an office's as a whole: settings, people, what belongs to no dossier."""
    if viewer.is_operator:
        return true()
    if viewer.involved_as is not None or viewer.office_id is None:
        return false()
    return office == viewer.office_id


def of_dossiers(viewer: Viewer, office: ColumnElement[Any], dossier: ColumnElement[Any]) -> ColumnElement[bool]:
    """What belongs to dossiers: all those of the office, or the ones in which the viewer has a part."""
    if viewer.involved_as is None:
        return of_office(viewer, office)
    if viewer.office_id is None:
        return false()
    return and_(office == viewer.office_id, dossier.in_(dossiers_of(viewer)))


def meets(viewer: Viewer, connection: Connection, name: str) -> bool:
    """Whether the viewer sees the whole office, or has a part in a dossier in which this name has one (`user:…`)."""
    if viewer.involved_as is None:
        return True
    table = INVOLVEMENTS.table.c
    query = select(table.dossier_id).where((table.name == name) & table.dossier_id.in_(dossiers_of(viewer)))
    return connection.execute(query.limit(1)).first() is not None


def sees_dossier(
    viewer: Viewer, connection: Connection, office_id: str | None, environment: str, dossier_id: str | None
) -> bool:
    """Whether what belongs to this dossier (to none yet, without an id) of this office is the viewer's to see."""
    if viewer.may_see(office_id, environment):
        return True
    if not viewer.involved_as or dossier_id is None or environment != viewer.environment:
        return False
    if office_id is None or office_id != viewer.office_id:
        return False
    his = dossiers_of(viewer).where(INVOLVEMENTS.table.c.dossier_id == dossier_id)
    return connection.execute(his.limit(1)).first() is not None
