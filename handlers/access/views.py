"""The reading side of the access log: who looked at a dossier, and everything that concerns an office."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.engine import Connection

from handlers.access.rules import Look
from handlers.access.tables import LOOKS
from handlers.accounts.views import names_of
from hub.reach import of_office
from schemas.viewer import Viewer, VisibleDossier


@dataclass(frozen=True, slots=True)
class LookView:
    """One look; `who` is the name of the person or machine, empty for one who is gone."""

    id: str
    at: datetime
    actor: str
    who: str
    office_id: str
    dossier_id: str
    kind: str
    what: str
    subject: str
    said: dict[str, str]
    reason: str


@dataclass(frozen=True, slots=True)
class LooksAsked:
    """What to list; what is left out is not asked. `after` is the moment and the id of the last look seen."""

    dossier: str = ""
    actor: str = ""
    kind: str = ""
    seen_from: datetime | None = None
    seen_to: datetime | None = None
    after: tuple[datetime, str] | None = None
    limit: int = 50


def looks_in(dossier: VisibleDossier, connection: Connection, asked: LooksAsked) -> tuple[LookView, ...]:
    """Who looked at a dossier, the latest first; one more than `limit` when there are more."""
    return _listed(connection, asked, [LOOKS.table.c.dossier_id == dossier.id])


def looks_for(viewer: Viewer, connection: Connection, asked: LooksAsked) -> tuple[LookView, ...]:
    """Every look that concerns the viewer's office, an operator's included; for an operator all of them."""
    table = LOOKS.table.c
    mine = of_office(viewer, table.office_id)
    return _listed(connection, asked, [mine, *([table.dossier_id == asked.dossier] if asked.dossier else [])])


def _listed(
    connection: Connection, asked: LooksAsked, conditions: Sequence[ColumnElement[bool]]
) -> tuple[LookView, ...]:
    table = LOOKS.table.c
    query = select(LOOKS.table).where(*conditions, *_narrowed(asked))
    query = query.order_by(table.at.desc(), table.id.desc()).limit(asked.limit + 1)
    found = [Look(*row) for row in connection.execute(query)]
    names = names_of(connection, (look.actor for look in found))
    return tuple(_view(look, names.get(look.actor, "")) for look in found)


def _narrowed(asked: LooksAsked) -> list[ColumnElement[bool]]:
    table = LOOKS.table.c
    conditions: list[ColumnElement[bool]] = []
    if asked.actor:
        conditions.append(table.actor == asked.actor)
    if asked.kind:
        conditions.append(table.kind == asked.kind)
    if asked.seen_from:
        conditions.append(table.at >= asked.seen_from)
    if asked.seen_to:
        conditions.append(table.at < asked.seen_to)
    if asked.after:
        at, identity = asked.after
        conditions.append(or_(table.at < at, and_(table.at == at, table.id < identity)))
    return conditions


def _view(look: Look, who: str) -> LookView:
    return LookView(
        id=look.id,
        at=look.at,
        actor=look.actor,
        who=who,
        office_id=look.office_id,
        dossier_id=look.dossier_id,
        kind=look.kind,
        what=look.what,
        subject=look.subject,
        said=look.said,
        reason=look.reason,
    )
