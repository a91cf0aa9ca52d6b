"""The reading side of preferences: everybody sees his own."""

from sqlalchemy import select
from sqlalchemy.engine import Connection

from handlers.preferences.rules import SavedView, normal
from handlers.preferences.tables import SAVED_VIEWS
from schemas.viewer import Viewer

__all__ = ["SavedView", "normal", "saved_views_for"]


def saved_views_for(viewer: Viewer, connection: Connection, page: str) -> tuple[SavedView, ...]:
    """The viewer's own views of this page, by name."""
    table = SAVED_VIEWS.table.c
    own = select(SAVED_VIEWS.table).where((table.owner == viewer.actor) & (table.page == page))
    return tuple(SavedView(*row) for row in connection.execute(own.order_by(table.name, table.id)))
