"""One dossier whole: parties, products, properties, and its applications with all that was said about them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.engine import Connection

from handlers.applications.views import ApplicationView, applications_in
from handlers.documents.views import DocumentView, documents_in
from handlers.dossiers.rules import Party, people
from handlers.dossiers.tables import DOSSIERS, PARTIES, PARTS, PRODUCTS, PROPERTIES, TIES
from handlers.dossiers.views.scope import seen, version
from handlers.offers.views import OfferView, offers_in
from handlers.statuses.views import CurrentStatusView, statuses_in
from handlers.stock_lists.views import StockListView, stock_lists_in
from hub import rows as statements
from schemas.dossiers import OWN
from schemas.viewer import Viewer, VisibleDossier


@dataclass(frozen=True, slots=True)
class PartyView:
    """`same_as` is the party that the office keeps who he is (its reference), empty for nobody.

    `follows` are the fields of which he says what counts.
    """

    application_id: str
    reference: str
    role: str
    name: str
    birth_date: date | None
    email: str
    phone: str
    facts: dict[str, Any]
    same_as: str = ""
    follows: tuple[str, ...] = ()


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
    """With who of an application is whom the office keeps, in one statement."""
    party, tie = PARTIES.table, TIES.table
    both = party.outerjoin(tie, and_(*(party.c[name] == tie.c[name] for name in TIES.keys)))
    query = select(party, tie.c.own, tie.c.follows, tie.c.name, tie.c.birth_date).select_from(both)
    query = query.where(party.c.dossier_id == dossier_id).order_by(*(party.c[name] for name in PARTIES.keys))
    count = len(PARTIES.columns)
    found = [(Party(*row[:count]), *row[count:]) for row in connection.execute(query)]
    own = {each.reference for each, *_ in found if each.application_id == OWN}
    return tuple(_party(party, *tied) if tied[0] in own else _party(party) for party, *tied in found)


def _party(
    p: Party, own: str = "", follows: Iterable[str] = (), name: str = "", birth_date: date | None = None
) -> PartyView:
    """A row that is about somebody else by now is nobody's."""
    shown = PartyView(p.application_id, p.reference, p.role, p.name, p.birth_date, p.email, p.phone, p.facts)
    if not own or not people.is_about(p.name, p.birth_date, name, birth_date):
        return shown
    return replace(shown, same_as=own, follows=tuple(follows))


def persons(parties: Iterable[PartyView]) -> tuple[PartyView, ...]:
    """Each person once: whom the office keeps with what applications say of him, then everybody else."""
    rows = list(parties)
    tied = [each for each in rows if each.same_as]
    made = []
    for each in (row for row in rows if not row.same_as):
        facts, mine = each.facts, [tie for tie in tied if each.application_id == OWN and tie.same_as == each.reference]
        for tie in mine:
            facts = people.one_person(facts, tie.facts, tie.follows)
        born = facts.get("birth_date")
        made.append(
            replace(
                each,
                facts=facts,
                email=str(facts.get("email", "") or each.email).lower() if mine else each.email,
                phone=str(facts.get("phone", "") or each.phone) if mine else each.phone,
                birth_date=date.fromisoformat(born) if mine and born else each.birth_date,
            )
        )
    return tuple(made)


@dataclass(frozen=True, slots=True)
class Pair:
    """Somebody of an application who may be `own`, or is; `differs` has per field what each of them says."""

    own: str
    own_name: str
    application_id: str
    reference: str
    name: str
    is_tied: bool
    reasons: tuple[str, ...]
    differs: tuple[tuple[str, str, str], ...]


def pairs_in(dossier: VisibleDossier, connection: Connection) -> tuple[Pair, ...]:
    """Who was said to be one, and who may be: the likeliest for each applicant of an application."""
    rows = _parties(connection, dossier.id)
    own = {each.reference: each for each in rows if each.application_id == OWN}
    found = []
    for each in (row for row in rows if row.application_id != OWN and row.role == "applicant"):
        if each.same_as:
            found.append(_pair(own[each.same_as], each, ()))
            continue
        alike = [(_likeness(kept, each), kept) for kept in own.values()]
        reasons, likeliest = max(alike, key=lambda pair: len(pair[0]), default=((), None))
        if reasons and likeliest:
            found.append(_pair(likeliest, each, reasons))
    return tuple(found)


def _pair(own: PartyView, said: PartyView, reasons: tuple[str, ...]) -> Pair:
    differs = tuple((name, str(ours), str(theirs)) for name, ours, theirs in people.differing(own.facts, said.facts))
    place = (said.application_id, said.reference, said.name)
    return Pair(own.reference, own.name, *place, bool(said.same_as), reasons, differs)


def _likeness(own: PartyView, said: PartyView) -> tuple[str, ...]:
    """Why two may be one: `birth`, `email`, `phone`, `name`, as for dossiers that look alike."""
    names = [{str(row.facts.get(n, "")).casefold() for n in _SURNAMES} - {""} for row in (own, said)]
    same_name = bool(names[0] & names[1])
    born = own.birth_date is not None and own.birth_date == said.birth_date
    found = {
        "birth": same_name and born,
        "email": bool(own.email) and own.email == said.email,
        "phone": bool(own.phone) and own.phone == said.phone,
        "name": same_name and (own.birth_date is None or said.birth_date is None),
    }
    return tuple(why for why, holds in found.items() if holds)


_SURNAMES = ("birth_name", "correspondence_name", "company")


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
