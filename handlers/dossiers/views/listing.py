"""The list of dossiers: what fits, in which order, a page at a time, and how many there are.

Each order has an index of its own, for an office and for an operator, and a page begins inside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.engine import Connection

from handlers.applications.views import numbered, of_lender
from handlers.dossiers.paging import after_in, cursor_in
from handlers.dossiers.rules import Dossier
from handlers.dossiers.rules.matching import spellings
from handlers.dossiers.tables import DOSSIERS, PARTIES
from handlers.dossiers.views.places import living_at
from handlers.dossiers.views.scope import led_from, mine
from handlers.offers.views import OfferLine, newest_for_list
from handlers.offers.views import referred as offers_referred
from handlers.statuses.views import LatestStatus, current_for_list, latest_for_list, referred, with_status
from handlers.stock_lists.views import open_actions_for_list
from hub.clock import AMSTERDAM
from hub.counting import counted
from schemas.viewer import Viewer, VisibleDossier

Sort = Literal["-opened", "opened", "name", "-name"]
"""By the moment of opening or by name; `-` begins at the end."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; what is empty is not asked.

    `search` is part of a name, or a whole number of a dossier or application, Kenmerk, e-mail address, telephone
    number, or postcode with or without its house number;
    `status` a code that an application has; `lender` the two letters of one that an application is with;
    the dates are those of opening, both included; `standing` is what its people are to the office.
    """

    search: str = ""
    status: str = ""
    lender: str = ""
    opened_from: date | None = None
    opened_until: date | None = None
    sort: Sort = field(default="-opened", compare=False)
    standing: str = ""


@dataclass(frozen=True, slots=True)
class DossierLine:
    """A dossier in a list; `statuses` are those of its applications, `open_actions` what somebody has to deliver."""

    id: str
    number: str
    title: str
    standing: str
    lead_source: str
    office_id: str
    opened_at: datetime
    statuses: tuple[str, ...]
    open_actions: int
    latest: LatestStatus | None
    offer: OfferLine | None


@dataclass(frozen=True, slots=True)
class DossierPage:
    """`next` is the cursor of what comes after, `None` at the end."""

    lines: tuple[DossierLine, ...]
    next: str | None


def dossiers_for(
    viewer: Viewer,
    connection: Connection,
    wanted: Wanted = Wanted(),
    *,
    after: str | None = None,
    limit: int = 50,
) -> DossierPage:
    """The viewer's dossiers that fit, in the order that is wanted.

    Raises `Refused` (`request-invalid`) for a cursor that is none, or of another order.
    """
    found = [Dossier(*row) for row in connection.execute(page_of(viewer, wanted, after, limit))]
    shown = found[:limit]
    own = tuple(VisibleDossier(each.id, viewer) for each in shown)
    statuses, actions = current_for_list(connection, own), open_actions_for_list(connection, own)
    latest, offers = latest_for_list(connection, own), newest_for_list(connection, own)
    lines = tuple(
        DossierLine(
            id=each.id,
            number=each.number,
            title=each.title,
            standing=each.standing,
            lead_source=each.lead_source,
            office_id=each.office_id,
            opened_at=each.opened_at,
            statuses=tuple(statuses.get(each.id, ())),
            open_actions=actions.get(each.id, 0),
            latest=latest.get(each.id),
            offer=offers.get(each.id),
        )
        for each in shown
    )
    return DossierPage(lines, _cursor(wanted.sort, shown[-1]) if len(found) > limit else None)


def page_of(viewer: Viewer, wanted: Wanted, after: str | None, limit: int) -> Select[Any]:
    """The rows of one page and one more; a test asks PostgreSQL how it would find them."""
    table = DOSSIERS.table.c
    column = table.opened_at if wanted.sort.endswith("opened") else table.search
    order = [column.desc(), table.id.desc()] if wanted.sort.startswith("-") else [column.asc(), table.id.asc()]
    query = _fitting(viewer, wanted).order_by(*order).limit(limit + 1)
    return query.where(after_in(wanted.sort, column, table.id, after)) if after else query


def count_for(
    viewer: Viewer,
    connection: Connection,
    wanted: Wanted = Wanted(),
) -> int:
    """How many dossiers `dossiers_for` would list."""
    fitting = _fitting(viewer, wanted).subquery()
    return connection.execute(select(func.count()).select_from(fitting)).scalar_one()


def counts_for(viewer: Viewer, connection: Connection, wanted: Sequence[Wanted]) -> tuple[int, ...]:
    """How many fit each of these, in one statement; `MOST_COUNTED` and one when there are more."""
    return counted(connection, [_fitting(viewer, each) for each in wanted])


def _fitting(viewer: Viewer, wanted: Wanted) -> Select[Any]:
    table, query = DOSSIERS.table.c, mine(viewer)
    words = wanted.search.strip()
    if words:
        query = query.where(_having(words))
    if wanted.status:
        query = query.where(table.id.in_(with_status(wanted.status)))
    if wanted.standing:
        query = query.where(table.standing == wanted.standing)
    if wanted.lender:
        query = query.where(table.id.in_(of_lender(wanted.lender)))
    if wanted.opened_from:
        query = query.where(table.opened_at >= _begins(wanted.opened_from))
    if wanted.opened_until:
        query = query.where(table.opened_at < _begins(wanted.opened_until + timedelta(days=1)))
    return query


def found_by(viewer: Viewer, words: str) -> Select[tuple[str]]:
    """The ids of the viewer's dossiers that a list finds by these words, for use inside another query."""
    return mine(viewer).with_only_columns(DOSSIERS.table.c.id).where(_having(words))


def _having(words: str) -> ColumnElement[bool]:
    """Part of a name, or a whole number, Kenmerk, address, telephone number, or postcode with its house number."""
    table = DOSSIERS.table.c
    named = [offers_referred(words), referred(words), numbered(words), _reached_at(words), led_from(words)]
    named += living_at(words)
    return or_(_holds(table.search, words), table.number == words.upper(), *(table.id.in_(each) for each in named))


def _reached_at(words: str) -> Select[tuple[str]]:
    """The dossiers of somebody who has this e-mail address or telephone number, whole."""
    parties = PARTIES.table.c
    return select(parties.dossier_id).where(
        or_(parties.email == words.lower(), parties.phone.in_(spellings(words) or {words}))
    )


def _begins(day: date) -> datetime:
    """The first moment of a day in the Netherlands."""
    return datetime.combine(day, time(), AMSTERDAM)


def _holds(column: ColumnElement[str], words: str) -> ColumnElement[bool]:
    return column.contains(words.casefold(), autoescape=True)


def _cursor(sort: Sort, last: Dossier) -> str:
    return cursor_in(sort, last.opened_at if sort.endswith("opened") else last.search, last.id)
