"""What waits for the virus scanner, for whoever runs the hub: how many files and since when, never which."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from handlers.documents.rules import attachments as files
from handlers.documents.tables import ATTACHMENTS
from schemas.viewer import Viewer


@dataclass(frozen=True, slots=True)
class FilesWaiting:
    count: int
    since: datetime | None


def files_waiting_for(viewer: Viewer, connection: Connection) -> FilesWaiting:
    """Of every office; nothing for who is no operator."""
    if not viewer.is_operator:
        return FilesWaiting(0, None)
    table = ATTACHMENTS.table.c
    query = select(func.count(), func.min(table.handed_in_at)).where(table.state.in_(sorted(files.WAITING)))
    count, since = connection.execute(query).one()
    return FilesWaiting(count, since)
