"""Keeping an opinion, on the connection of a transaction that its caller opened and commits."""

from datetime import datetime

from sqlalchemy.engine import Connection

from handlers.guidance import rules
from handlers.guidance.rules import HelpOpinion
from handlers.guidance.tables import HELP_OPINIONS
from hub import rows as statements
from hub.ids import new_id
from schemas.viewer import Viewer


def keep_opinion(
    connection: Connection, viewer: Viewer, page: str, language: str, *, useful: bool, remark: str, at: datetime
) -> HelpOpinion:
    """The opinion of somebody of the viewer's office; who it was is not kept."""
    made = HelpOpinion(new_id(), page, viewer.office_id, language, useful, rules.shortened(remark), at)
    statements.write(connection, HELP_OPINIONS, [made])
    return made
