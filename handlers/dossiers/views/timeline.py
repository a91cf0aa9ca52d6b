"""What happened to a dossier, a page at a time."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.engine import Connection

from handlers.dossiers.paging import beyond, cursor_at
from handlers.dossiers.views.scope import seen
from hub import rows as statements
from hub.records import TIMELINE, TimelineEntry
from schemas.viewer import Viewer, VisibleDossier


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """Entries, the newest first; each change has its field, old and new value and the element it came from."""

    entries: tuple[TimelineEntry, ...]
    next: str | None


def timeline_for(
    viewer: Viewer, connection: Connection, dossier_id: str, *, after: str | None = None, limit: int = 50
) -> TimelinePage | None:
    """What happened to the dossier, the newest first; `None` outside the scope."""
    if seen(viewer, connection, dossier_id) is None:
        return None
    table = TIMELINE.table.c
    query = select(TIMELINE.table).where(table.dossier_id == dossier_id)
    if after:
        query = query.where(beyond(table.at, table.id, after))
    query = query.order_by(table.at.desc(), table.id.desc()).limit(limit + 1)
    found = [TimelineEntry(*row) for row in connection.execute(query)]
    shown = found[:limit]
    return TimelinePage(tuple(shown), cursor_at(shown[-1].at, shown[-1].id) if len(found) > limit else None)


def told_by(dossier: VisibleDossier, connection: Connection, unit_id: str) -> tuple[TimelineEntry, ...]:
    """What one unit told on the dossier's timeline, in its order."""
    return told_by_each(dossier, connection, [unit_id]).get(unit_id, ())


def told_by_each(
    dossier: VisibleDossier, connection: Connection, unit_ids: Iterable[str]
) -> dict[str, tuple[TimelineEntry, ...]]:
    """Unit → what it told on the dossier's timeline, in its order."""
    made: dict[str, tuple[TimelineEntry, ...]] = {}
    for entry in sorted(statements.select(connection, TIMELINE, "unit_id", unit_ids), key=lambda each: each.n):
        if entry.dossier_id == dossier.id:
            made[entry.unit_id] = (*made.get(entry.unit_id, ()), entry)
    return made
