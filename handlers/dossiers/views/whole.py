"""One dossier whole: parties, products, properties, and its applications with all that was said about them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.engine import Connection

from handlers.applications.views import ApplicationView, applications_in
from handlers.documents.views import DocumentView, documents_in
from handlers.dossiers.tables import DOSSIERS, PARTIES, PARTS, PRODUCTS, PROPERTIES
from handlers.dossiers.views.scope import seen, version
from handlers.offers.views import OfferView, offers_in
from handlers.statuses.views import CurrentStatusView, statuses_in
from handlers.stock_lists.views import StockListView, stock_lists_in
from hub import rows as statements
from schemas.viewer import Viewer, VisibleDossier


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
    number: str
    title: str
    standing: str
    lead_source: str
    office_id: str
    opened_at: datetime
    version: int
    parties: tuple[PartyView, ...]
    products: tuple[ProductView, ...]
    properties: tuple[PropertyView, ...]
    applications: tuple[DossierApplication, ...]


def dossier_for(viewer: Viewer, connection: Connection, dossier_id: str) -> DossierView | None:
    """One dossier whole; `None` outside the scope."""
    dossier = seen(viewer, connection, dossier_id)
    if dossier is None:
        return None
    return DossierView(
        id=dossier.id,
        number=dossier.number,
        title=dossier.title,
        standing=dossier.standing,
        lead_source=dossier.lead_source,
        office_id=dossier.office_id,
        opened_at=dossier.opened_at,
        version=version(connection, dossier_id),
        parties=_parties(connection, dossier_id),
        products=_products(connection, dossier_id),
        properties=_properties(connection, dossier_id),
        applications=_applications(connection, VisibleDossier(dossier_id, viewer)),
    )


def parties_in(dossier: VisibleDossier, connection: Connection) -> tuple[PartyView, ...]:
    """The parties of all applications of a dossier."""
    return _parties(connection, dossier.id)


def products_in(dossier: VisibleDossier, connection: Connection) -> tuple[ProductView, ...]:
    """The products that the applications of a dossier speak of, with their parts."""
    return _products(connection, dossier.id)


def loans_in_each(connection: Connection, dossiers: Iterable[VisibleDossier]) -> dict[str, dict[str, Any]]:
    """Application id → what it says of its first product, for a list."""
    found = statements.select(connection, PRODUCTS, "dossier_id", [each.id for each in dossiers])
    return {each.application_id: each.facts for each in sorted(found, key=lambda each: each.number, reverse=True)}


def properties_in(dossier: VisibleDossier, connection: Connection) -> tuple[PropertyView, ...]:
    """The properties that the applications of a dossier speak of."""
    return _properties(connection, dossier.id)


def title_of(dossier: VisibleDossier, connection: Connection) -> str:
    """What a dossier is called: the names of its parties."""
    return statements.select(connection, DOSSIERS, "id", [dossier.id])[0].title


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
