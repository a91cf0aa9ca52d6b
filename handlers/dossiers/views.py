"""The reading side of dossiers: the list, one dossier whole, its timeline. Access is decided here, once.

What lies outside the viewer's scope is absent: `None`, not in a list, not in a count.
The facts that replay compares are in `facts.py`, beside this file.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.engine import Connection

from handlers.applications.views import ApplicationView, applications_in, numbered
from handlers.documents.views import DocumentView, documents_in
from handlers.dossiers.paging import beyond, cursor_at
from handlers.dossiers.rules import Dossier
from handlers.dossiers.tables import DOSSIERS, PARTIES, PARTS, PRODUCTS, PROPERTIES
from handlers.offers.views import OfferLine, OfferView, newest_for_list, offers_in
from handlers.offers.views import referred as offers_referred
from handlers.statuses.views import (
    CurrentStatusView,
    LatestStatus,
    current_for_list,
    latest_for_list,
    referred,
    statuses_in,
    with_status,
)
from handlers.stock_lists.views import StockListView, open_actions_for_list, stock_lists_in
from hub import rows as statements
from hub.records import HEADS, TIMELINE, TimelineEntry
from hub.work import Work
from schemas.viewer import Viewer, VisibleDossier


@dataclass(frozen=True, slots=True)
class DossierLine:
    """A dossier in a list; `statuses` are those of its applications, `open_actions` what somebody has to deliver."""

    id: str
    title: str
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


@dataclass(frozen=True, slots=True)
class PartyView:
    application_id: str
    reference: str
    role: str
    name: str
    birth_date: date | None
    email: str
    phone: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PartView:
    number: int
    repayment: str
    amount: Decimal | None
    rate_pct: Decimal | None
    term_months: int | None
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ProductView:
    application_id: str
    number: int
    lender: str
    name: str
    amount: Decimal | None
    parts: tuple[PartView, ...]
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PropertyView:
    application_id: str
    number: int
    address: str
    market_value: Decimal | None
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class DossierApplication:
    """An application with where it stands, what was offered, what has to be delivered and what was delivered.

    `documents` are all its delivered files, old to new, also those whose line is on no stock list.
    """

    application: ApplicationView
    status: CurrentStatusView | None
    offers: tuple[OfferView, ...]
    stock_list: StockListView | None
    documents: tuple[DocumentView, ...]


@dataclass(frozen=True, slots=True)
class DossierView:
    """A whole dossier; `version` counts what was applied to it, for ETags."""

    id: str
    title: str
    office_id: str
    opened_at: datetime
    version: int
    parties: tuple[PartyView, ...]
    products: tuple[ProductView, ...]
    properties: tuple[PropertyView, ...]
    applications: tuple[DossierApplication, ...]


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """Entries, the newest first; each change has its field, old and new value and the element it came from."""

    entries: tuple[TimelineEntry, ...]
    next: str | None


def place_of(work: Work, dossier_id: str) -> tuple[str, str] | None:
    """Office and environment of a locked dossier, for a handler; `None` when there is no such dossier."""
    found = work.find(DOSSIERS, dossier_id)
    return (found[0].office_id, found[0].environment) if found else None


def office_of(work: Work, dossier_id: str) -> str:
    """The office of a locked dossier, for a handler; a message knows it by its exchange."""
    if work.lane and work.lane.office_id:
        return work.lane.office_id
    place = place_of(work, dossier_id)
    return place[0] if place else ""


def office_of_dossier(connection: Connection, dossier_id: str) -> str:
    """The office that a dossier belongs to, whoever looks; empty when there is no such dossier."""
    found = statements.select(connection, DOSSIERS, "id", [dossier_id])
    return found[0].office_id if found else ""


def visible(viewer: Viewer, connection: Connection, dossier_id: str) -> VisibleDossier | None:
    """The dossier as something that other views may show to this viewer."""
    return VisibleDossier(dossier_id, viewer) if _seen(viewer, connection, dossier_id) else None


def version_for(viewer: Viewer, connection: Connection, dossier_id: str) -> int | None:
    """How much was applied to the dossier, for an ETag; `None` outside the scope."""
    return _version(connection, dossier_id) if _seen(viewer, connection, dossier_id) else None


def dossiers_for(
    viewer: Viewer,
    connection: Connection,
    *,
    search: str = "",
    status: str = "",
    after: str | None = None,
    limit: int = 50,
) -> DossierPage:
    """The viewer's dossiers, the latest opened first.

    `search` is part of a name, a whole application number or a whole Kenmerk; `status` a code that an application has.
    Raises `Refused` (`request-invalid`) for a cursor that is none.
    """
    table = DOSSIERS.table.c
    query = _mine(viewer, search, status).order_by(table.opened_at.desc(), table.id.desc()).limit(limit + 1)
    if after:
        query = query.where(beyond(table.opened_at, table.id, after))
    found = [Dossier(*row) for row in connection.execute(query)]
    shown = found[:limit]
    own = tuple(VisibleDossier(each.id, viewer) for each in shown)
    statuses, actions = current_for_list(connection, own), open_actions_for_list(connection, own)
    latest, offers = latest_for_list(connection, own), newest_for_list(connection, own)
    lines = tuple(
        DossierLine(
            id=each.id,
            title=each.title,
            office_id=each.office_id,
            opened_at=each.opened_at,
            statuses=tuple(statuses.get(each.id, ())),
            open_actions=actions.get(each.id, 0),
            latest=latest.get(each.id),
            offer=offers.get(each.id),
        )
        for each in shown
    )
    return DossierPage(lines, cursor_at(shown[-1].opened_at, shown[-1].id) if len(found) > limit else None)


def count_for(viewer: Viewer, connection: Connection, *, search: str = "", status: str = "") -> int:
    """How many dossiers `dossiers_for` would list."""
    return connection.execute(select(func.count()).select_from(_mine(viewer, search, status).subquery())).scalar_one()


def dossier_for(viewer: Viewer, connection: Connection, dossier_id: str) -> DossierView | None:
    """One dossier whole; `None` outside the scope."""
    dossier = _seen(viewer, connection, dossier_id)
    if dossier is None:
        return None
    seen = VisibleDossier(dossier_id, viewer)
    return DossierView(
        id=dossier.id,
        title=dossier.title,
        office_id=dossier.office_id,
        opened_at=dossier.opened_at,
        version=_version(connection, dossier_id),
        parties=_parties(connection, dossier_id),
        products=_products(connection, dossier_id),
        properties=_properties(connection, dossier_id),
        applications=_applications(connection, seen),
    )


def timeline_for(
    viewer: Viewer, connection: Connection, dossier_id: str, *, after: str | None = None, limit: int = 50
) -> TimelinePage | None:
    """What happened to the dossier, the newest first; `None` outside the scope."""
    if _seen(viewer, connection, dossier_id) is None:
        return None
    table = TIMELINE.table.c
    query = select(TIMELINE.table).where(table.dossier_id == dossier_id)
    if after:
        query = query.where(beyond(table.at, table.id, after))
    query = query.order_by(table.at.desc(), table.id.desc()).limit(limit + 1)
    found = [TimelineEntry(*row) for row in connection.execute(query)]
    shown = found[:limit]
    return TimelinePage(tuple(shown), cursor_at(shown[-1].at, shown[-1].id) if len(found) > limit else None)


def _mine(viewer: Viewer, search: str, status: str) -> Select[Any]:
    table = DOSSIERS.table.c
    query = select(DOSSIERS.table).where(table.environment == viewer.environment)
    if not viewer.is_operator:
        query = query.where(table.office_id == (viewer.office_id or ""))
    words = search.strip()
    if words:
        named = (offers_referred(words), referred(words), numbered(words))
        query = query.where(or_(_holds(table.search, words), *(table.id.in_(each) for each in named)))
    if status:
        query = query.where(table.id.in_(with_status(status)))
    return query


def _holds(column: ColumnElement[str], words: str) -> ColumnElement[bool]:
    return column.contains(words.casefold(), autoescape=True)


def _seen(viewer: Viewer, connection: Connection, dossier_id: str) -> Dossier | None:
    found = statements.select(connection, DOSSIERS, "id", [dossier_id])
    return found[0] if found and viewer.may_see(found[0].office_id, found[0].environment) else None


def _version(connection: Connection, dossier_id: str) -> int:
    heads = statements.select(connection, HEADS, "key", [dossier_id])
    return heads[0].seq if heads else 0


def _parties(connection: Connection, dossier_id: str) -> tuple[PartyView, ...]:
    return tuple(
        PartyView(p.application_id, p.reference, p.role, p.name, p.birth_date, p.email, p.phone, p.facts)
        for p in statements.select(connection, PARTIES, "dossier_id", [dossier_id])
    )


def _products(connection: Connection, dossier_id: str) -> tuple[ProductView, ...]:
    parts: dict[tuple[str, int], list[PartView]] = {}
    for part in statements.select(connection, PARTS, "dossier_id", [dossier_id]):
        view = PartView(part.number, part.repayment, part.amount, part.rate_pct, part.term_months, part.facts)
        parts.setdefault((part.application_id, part.product_number), []).append(view)
    return tuple(
        ProductView(
            application_id=product.application_id,
            number=product.number,
            lender=product.lender,
            name=product.name,
            amount=product.amount,
            parts=tuple(parts.get((product.application_id, product.number), ())),
            facts=product.facts,
        )
        for product in statements.select(connection, PRODUCTS, "dossier_id", [dossier_id])
    )


def _properties(connection: Connection, dossier_id: str) -> tuple[PropertyView, ...]:
    return tuple(
        PropertyView(p.application_id, p.number, p.address, p.market_value, p.facts)
        for p in statements.select(connection, PROPERTIES, "dossier_id", [dossier_id])
    )


def _applications(connection: Connection, dossier: VisibleDossier) -> tuple[DossierApplication, ...]:
    statuses = statuses_in(dossier, connection)
    offers = offers_in(dossier, connection)
    documents = documents_in(dossier, connection)
    stock_lists = stock_lists_in(dossier, connection, documents)
    return tuple(
        DossierApplication(
            application=each,
            status=statuses.get(each.id),
            offers=offers.get(each.id, ()),
            stock_list=stock_lists.get(each.id),
            documents=documents.get(each.id, ()),
        )
        for each in applications_in(dossier, connection)
    )
