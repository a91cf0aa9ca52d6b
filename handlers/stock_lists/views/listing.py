"""The lines of all stock lists of an office: what fits, the earliest day first, a page at a time, and how many.

Who delivers a line and where its file is stand with the documents, which show this list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, literal, select, tuple_
from sqlalchemy.engine import Connection

from handlers.applications.views import sent_to
from handlers.dossiers.views import dossiers_in_scope, found_by
from handlers.stock_lists.folding import REDELIVER, REQUESTED
from handlers.stock_lists.rules import StockLine, stand_as_seen
from handlers.stock_lists.tables import STOCK_LINES
from hub.counting import counted
from schemas.stock_lists import LineStand
from schemas.viewer import Viewer

NO_DAY = date(9999, 12, 31)
"""What no day was said of comes last."""
Place = tuple[date, str, str, str]
"""Day, dossier, application and number of a line: where it stands in the list."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; what is empty is not asked.

    `search` is what finds a dossier, `which` is `open` (somebody has to deliver) or `all`; `status` and `document` are
    codes; `lender` is the code of the lender that asks; `until` is the last day before which it is asked.
    """

    search: str = ""
    which: str = "open"
    status: str = ""
    document: str = ""
    lender: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ListedLine:
    """A line and the dossier that it is in."""

    dossier_id: str
    line: LineStand

    @property
    def place(self) -> Place:
        return self.line.deliver_before or NO_DAY, self.dossier_id, self.line.application_id, self.line.number


def lines_for(
    viewer: Viewer, connection: Connection, wanted: Wanted, *, after: Place | None = None, limit: int = 50
) -> tuple[ListedLine, ...]:
    """The lines that fit in the viewer's dossiers; `after` is the place of the last one shown."""
    table = STOCK_LINES.table.c
    order = (func.coalesce(table.deliver_before, NO_DAY), table.dossier_id, table.application_id, table.number)
    query = _fitting(viewer, wanted).order_by(*order).limit(limit)
    if after:
        kinds = (table.deliver_before.type, *(each.type for each in (table.dossier_id,) * 3))
        query = query.where(tuple_(*order) > tuple_(*map(literal, after, kinds)))
    found = [StockLine(*row) for row in connection.execute(query)]
    return tuple(ListedLine(each.dossier_id, stand_as_seen(each)) for each in found)


def count_for(viewer: Viewer, connection: Connection, wanted: Wanted) -> int:
    """How many `lines_for` would list."""
    return connection.execute(select(func.count()).select_from(_fitting(viewer, wanted).subquery())).scalar_one()


def counts_for(viewer: Viewer, connection: Connection, wanted: Sequence[Wanted]) -> tuple[int, ...]:
    """How many fit each of these; see `hub.counting`."""
    return counted(connection, [_fitting(viewer, each) for each in wanted])


def _fitting(viewer: Viewer, wanted: Wanted) -> Select[Any]:
    table, words = STOCK_LINES.table.c, wanted.search.strip()
    own = found_by(viewer, words) if words else dossiers_in_scope(viewer)
    query = select(STOCK_LINES.table).where(table.dossier_id.in_(own), table.on_list.is_(True))
    if wanted.which == "open":
        to_come = and_(table.status.in_((REQUESTED, REDELIVER)), table.from_source.is_(False))
        query = query.where(to_come)
    if wanted.status:
        query = query.where(table.status == wanted.status)
    if wanted.document:
        query = query.where(table.document == wanted.document)
    if wanted.lender:
        query = query.where(table.application_id.in_(sent_to(wanted.lender)))
    if wanted.until:
        query = query.where(table.deliver_before <= wanted.until)
    return query
