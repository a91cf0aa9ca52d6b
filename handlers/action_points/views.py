"""The reading side of action points."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from handlers.action_points import rules
from handlers.action_points.checklists import Checklist
from handlers.action_points.checklists import checklists as shipped_checklists
from handlers.action_points.rules import ActionPoint, Progress
from handlers.action_points.tables import ACTION_POINTS, POLICIES
from handlers.dossiers.views import dossiers_in_scope
from hub import rows as statements
from hub.ids import derived_id
from hub.work import Work
from schemas.viewer import Viewer, VisibleDossier

BY_HAND = rules.BY_HAND


@dataclass(frozen=True, slots=True)
class ActionPointView:
    """An action point; `is_again` says that it was done before and has to be done anew."""

    id: str
    application_id: str
    about: str
    about_id: str
    state: str
    round: int
    is_again: bool
    subject: str
    reason: str
    person: str
    due: date | None
    opened_at: datetime
    changed_at: datetime
    released_by: str
    kind: str
    remark: str
    party: str
    document: str


def action_points_in(dossier: VisibleDossier, connection: Connection) -> tuple[ActionPointView, ...]:
    """All action points of a dossier: what the customer has to do first, by due date; what is done or over last."""
    found = statements.select(connection, ACTION_POINTS, "dossier_id", [dossier.id])
    return tuple(_view(each) for each in sorted(found, key=_urgency))


def progress_in(dossier: VisibleDossier, connection: Connection) -> Progress:
    """How far the customers of a dossier are, together."""
    return rules.progress(statements.select(connection, ACTION_POINTS, "dossier_id", [dossier.id]))


@dataclass(frozen=True, slots=True)
class OwnPoints:
    """What one customer has to do and did: `open` by due date, `done` the latest first. `progress` counts all of it."""

    open: tuple[ActionPointView, ...]
    done: tuple[ActionPointView, ...]
    progress: Progress


def own_points_in(dossier: VisibleDossier, connection: Connection, is_his: Callable[[str], bool]) -> OwnPoints:
    """Those that were let through and are for him: `is_his` says it of the person that a point is about.

    What waits for a look of the adviser does not exist here.
    """
    all_points = statements.select(connection, ACTION_POINTS, "dossier_id", [dossier.id])
    found = [each for each in all_points if each.released_by and is_his(each.person)]
    todo = sorted((each for each in found if each.state == "open"), key=_urgency)
    done = sorted((each for each in found if each.state == "done"), key=lambda each: each.changed_at, reverse=True)
    return OwnPoints(tuple(map(_view, todo)), tuple(map(_view, done)), rules.progress(found))


def asked_documents_for(viewer: Viewer, connection: Connection, since: datetime) -> dict[str, int]:
    """SoortDocument → how many action points asked customers for it since then, or still do."""
    table = ACTION_POINTS.table.c
    asked = (table.document != "") & (table.released_by != "") & ((table.opened_at >= since) | (table.state == "open"))
    query = select(table.document, func.count()).where(asked, table.dossier_id.in_(dossiers_in_scope(viewer)))
    return {row[0]: row[1] for row in connection.execute(query.group_by(table.document))}


def asked_in(work: Work, dossier_id: str) -> dict[str, str]:
    """What customers of a locked dossier were ever let see, with whom it is about, for a handler."""
    return {each.id: each.person for each in work.find(ACTION_POINTS, dossier_id) if each.released_by}


def point_there(work: Work, from_dossier_id: str, to_dossier_id: str, point_id: str) -> str:
    """How an action point is named in the dossier to which it goes, for a handler; asked before it went."""
    found = next((each for each in work.find(ACTION_POINTS, from_dossier_id) if each.id == point_id), None)
    if found is None or found.about == BY_HAND:
        return point_id
    return derived_id(to_dossier_id, "action point", found.about, found.about_id)


def asked_ever_in(
    dossier: VisibleDossier, connection: Connection, is_his: Callable[[str], bool] = lambda _: True
) -> tuple[ActionPointView, ...]:
    """Those that were let through and are for this customer (for any without `is_his`), whatever became of them."""
    found = statements.select(connection, ACTION_POINTS, "dossier_id", [dossier.id])
    return tuple(_view(each) for each in sorted(found, key=_urgency) if each.released_by and is_his(each.person))


def is_at_once_for(viewer: Viewer, connection: Connection) -> bool:
    """Whether action points reach the customers of the viewer's office before an adviser looked."""
    return rules.is_at_once(statements.select(connection, POLICIES, "office_id", [viewer.office_id or ""]))


def facts_part(connection: Connection, dossier_id: str) -> dict[str, list[dict[str, Any]]]:
    """Application id → what is asked of the customer now, not how often or since when."""
    named = ("about", "state", "subject", "reason", "person", "due")
    made: dict[str, list[dict[str, Any]]] = {}
    for point in statements.select(connection, ACTION_POINTS, "dossier_id", [dossier_id]):
        if point.state in rules.OPEN:
            made.setdefault(point.application_id, []).append({name: getattr(point, name) for name in named})
    return {key: sorted(points, key=str) for key, points in made.items()}


def _urgency(point: ActionPoint) -> tuple[int, date, str, str]:
    group = {"open": 0, "held": 1, "done": 2}.get(point.state, 3)
    return group, point.due or date.max, point.subject, point.id


def _view(point: ActionPoint) -> ActionPointView:
    return ActionPointView(
        id=point.id,
        application_id=point.application_id,
        about=point.about,
        about_id=point.about_id,
        state=point.state,
        round=point.round,
        is_again=point.round > 1,
        subject=point.subject,
        reason=point.reason,
        person=point.person,
        due=point.due,
        opened_at=point.opened_at,
        changed_at=point.changed_at,
        released_by=point.released_by,
        kind=point.kind,
        remark=point.remark,
        party=point.party,
        document=point.document,
    )


def checklists() -> tuple[Checklist, ...]:
    """What is asked of a customer by his profile, in the order of the form."""
    return shipped_checklists()
