"""What a report about a notification does: a command, once per report."""

import hashlib
from typing import Any, Protocol

from sqlalchemy.engine import Connection

from hub.ids import derived_id
from hub.post.returned import returned
from hub.runtime import Runtime
from schemas.notifications import RegisterPostNews

ACTOR = "post"


class Known(Protocol):
    """What the capability `notifications` knows of a notification by its id."""

    def by_id(self, connection: Connection, notification_id: str) -> Any | None: ...


def read_returned(runtime: Runtime, known: Known, name: str, body: bytes) -> dict[str, str]:
    """Registers what one mail says; the file and what it was: bounced, delivered, no-report or unknown."""
    report = returned(body)
    if report is None:
        return {"file": name, "said": "no-report"}
    with runtime.database.reading() as connection:
        row = known.by_id(connection, report.notification_id)
    if row is None:
        return {"file": name, "said": "unknown"}
    command = RegisterPostNews(
        office_id=row.office_id,
        notification_id=row.id,
        news=report.news,
        reason=report.reason,
    )
    unit_id = derived_id("returned", hashlib.sha256(body).hexdigest())
    runtime.execute(command, actor=ACTOR, unit_id=unit_id)
    return {"file": name, "said": report.news}
