"""Saving and removing a view, on the connection of a transaction that its caller opened and commits."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.engine import Connection

from handlers.preferences import rules
from handlers.preferences.rules import SavedView
from handlers.preferences.tables import SAVED_VIEWS
from handlers.preferences.views import saved_views_for
from hub import rows as statements
from hub.ids import new_id
from schemas.errors import NotFound, Refused
from schemas.viewer import Viewer


def save_view(connection: Connection, viewer: Viewer, page: str, name: str, query: str, at: datetime) -> SavedView:
    """The view under this name, in the place of one that had it; raises `Refused` (`request-invalid`)."""
    named, own = rules.check_name(name), saved_views_for(viewer, connection, page)
    before = next((each for each in own if each.name == named), None)
    if before is None and len(own) >= rules.MOST_PER_PAGE:
        raise Refused("request-invalid", path="name", came=str(len(own) + 1), expected=f"<= {rules.MOST_PER_PAGE}")
    made = SavedView(before.id if before else new_id(), viewer.actor, page, named, rules.normal(query), at)
    statements.write(connection, SAVED_VIEWS, [made], "replace")
    return made


def remove_view(connection: Connection, viewer: Viewer, view_id: str) -> str:
    """Takes the viewer's own view away and returns its page; raises `NotFound` for anybody else's."""
    found = statements.select(connection, SAVED_VIEWS, "id", [view_id])
    if not found or found[0].owner != viewer.actor:
        raise NotFound("not-found", path="view", came=view_id, expected="a view of your own")
    connection.execute(delete(SAVED_VIEWS.table).where(SAVED_VIEWS.table.c.id == view_id))
    return found[0].page
