"""Files of people that the office has to look at, over all dossiers in scope."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select, text
from sqlalchemy.engine import Connection

from handlers.documents.tables import ATTACHMENTS
from handlers.documents.views.stukken import stuk_id
from handlers.dossiers.views import dossiers_in_scope, titles_for
from schemas.viewer import Viewer


@dataclass(frozen=True, slots=True)
class ToJudge:
    """A scanned file that nobody approved or rejected yet; `dossier` is how its dossier is called."""

    dossier_id: str
    dossier: str
    stuk_id: str
    name: str
    handed_in_at: datetime


def to_judge_for(viewer: Viewer, connection: Connection, *, limit: int = 25) -> tuple[ToJudge, ...]:
    """What came first is first."""
    table = ATTACHMENTS.table.c
    names = ("dossier_id", "application_id", "line_number", "name", "handed_in_at")
    query = _waiting(viewer).with_only_columns(*(table[name] for name in names))
    found = list(connection.execute(query.order_by(table.handed_in_at, table.id).limit(limit)))
    titles = titles_for(viewer, connection, {row.dossier_id for row in found})
    return tuple(
        ToJudge(
            row.dossier_id,
            titles.get(row.dossier_id, ""),
            stuk_id(row.application_id, row.line_number),
            row.name,
            row.handed_in_at,
        )
        for row in found
    )


def to_judge_count_for(viewer: Viewer, connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(_waiting(viewer).subquery())).scalar_one()


def _waiting(viewer: Viewer) -> Select[Any]:
    """As the index over these few says it of itself, so that both databases use it."""
    table = ATTACHMENTS.table
    waits = text("attachments.state = 'clean' AND attachments.judgement = ''")
    return select(table).where(waits, table.c.dossier_id.in_(dossiers_in_scope(viewer)))
