"""The reading side of opinions: an office sees its own, an operator all."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.engine import Connection

from handlers.guidance.rules import HelpOpinion
from handlers.guidance.tables import HELP_OPINIONS
from hub.reach import of_office
from schemas.viewer import Viewer

_MOST = 500


@dataclass(frozen=True, slots=True)
class HelpVerdict:
    """What was thought of one page's help, among the latest opinions; `remarks` newest first."""

    page: str
    useful: int
    useless: int
    remarks: tuple[HelpOpinion, ...]


def help_verdicts_for(viewer: Viewer, connection: Connection) -> tuple[HelpVerdict, ...]:
    """Per page, by name."""
    table = HELP_OPINIONS.table.c
    query = select(HELP_OPINIONS.table).where(of_office(viewer, table.office_id))
    query = query.order_by(table.at.desc(), table.id.desc()).limit(_MOST)
    found = [HelpOpinion(*row) for row in connection.execute(query)]
    return tuple(_verdict(page, found) for page in sorted({each.page for each in found}))


def _verdict(page: str, opinions: list[HelpOpinion]) -> HelpVerdict:
    own = [each for each in opinions if each.page == page]
    useful = sum(each.useful for each in own)
    return HelpVerdict(page, useful, len(own) - useful, tuple(each for each in own if each.remark))
