"""Writing a look down, before the answer leaves: what cannot be recorded is not shown."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.engine import Connection

from handlers.access.rules import Look, shortened
from handlers.access.tables import LOOKS
from handlers.dossiers.views import office_of_dossier
from handlers.notifications.views import office_of_notification
from hub import rows as statements
from hub.ids import new_id
from hub.records import LANES, MESSAGES, OUTGOING
from schemas.looks import Glance
from schemas.viewer import Viewer


def record_look(connection: Connection, viewer: Viewer, at: datetime, glance: Glance) -> Look:
    """Writes down what this viewer was shown now."""
    dossier_id, office_id = _belongs(connection, glance.place)
    subject = next((value for name, value in reversed(tuple(glance.place.items())) if name != "dossier_id"), "")
    look = Look(
        id=new_id(),
        at=at,
        actor=viewer.actor,
        office_id=office_id or viewer.office_id or "",
        dossier_id=dossier_id,
        kind=glance.kind,
        what=glance.what,
        subject=subject,
        said=shortened(glance.said),
        reason=glance.reason,
    )
    statements.write(connection, LOOKS, [look])
    return look


def _belongs(connection: Connection, place: Mapping[str, str]) -> tuple[str, str]:
    """The dossier and the office of what was seen; empty for what has none."""
    if "dossier_id" in place:
        return place["dossier_id"], office_of_dossier(connection, place["dossier_id"])
    if "notification_id" in place:
        return "", office_of_notification(connection, place["notification_id"])
    messages, lanes, outgoing = MESSAGES.table.c, LANES.table.c, OUTGOING.table.c
    if "message_id" in place:
        query = select(lanes.dossier_id, lanes.office_id).where(messages.lane_id == lanes.id)
        return _first(connection, query.where(messages.id == place["message_id"]))
    if "lane_id" in place:
        query = select(lanes.dossier_id, lanes.office_id)
        return _first(connection, query.where(lanes.id == place["lane_id"]))
    if "outgoing_id" in place:
        query = select(outgoing.dossier_id, outgoing.office_id)
        return _first(connection, query.where(outgoing.id == place["outgoing_id"]))
    return "", ""


def _first(connection: Connection, query: Select[Any]) -> tuple[str, str]:
    found = connection.execute(query).first()
    return (found[0] or "", found[1] or "") if found else ("", "")
