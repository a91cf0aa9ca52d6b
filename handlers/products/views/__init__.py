"""The reading side of products: each with its card, as its office and its application say, and what is missing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection

from handlers.accounts.views import names_of
from handlers.applications.views import ApplicationView, applications_in
from handlers.dossiers.views import PartView, ProductView, PropertyView, products_in, properties_in
from handlers.products.rules import (
    CARDS,
    CODE_LISTS,
    KIND_OF,
    Card,
    CardField,
    Product,
    keeping,
    missing,
    read,
    typed_again,
)
from handlers.products.tables import KEPT_PRODUCTS
from hub import rows as statements
from hub.work import Work
from schemas.errors import Refused
from schemas.products import Kind
from schemas.viewer import VisibleDossier

__all__ = [
    "CODE_LISTS",
    "KIND_OF",
    "Card",
    "CardField",
    "PartLine",
    "Product",
    "ProductCard",
    "card_of",
    "check_product",
    "check_there",
    "facts_part",
    "kinds",
    "lacks_in",
    "product_in",
    "product_of",
    "products_of",
    "sent_for",
    "typed_again",
    "without_application",
]


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part; `is_kept` when people of the office say it, else its application does."""

    number: int
    facts: dict[str, Any]
    is_kept: bool
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product: `card` is what is kept, `said` what its application says, `facts` both with the application first.

    `missing` are the fields that are asked or wanted and nobody says; amounts are texts in euros with a point.
    """

    id: str
    dossier_id: str
    kind: Kind
    lender: str
    state: str
    reason: str
    application: ApplicationView | None
    card: dict[str, Any]
    said: dict[str, Any]
    facts: dict[str, Any]
    parts: tuple[PartLine, ...]
    missing: tuple[str, ...]
    made_by: str
    made_at: datetime
    ended_at: datetime | None


def kinds() -> tuple[Kind, ...]:
    """What an office may keep, in the order of the form."""
    return tuple(CARDS)


def card_of(kind: Kind) -> Card:
    """The fields of a kind of product and of its parts."""
    return CARDS[kind]


def products_of(dossier: VisibleDossier, connection: Connection) -> tuple[ProductCard, ...]:
    """The products of a dossier: open ones first, each in the order of making."""
    found = statements.select(connection, KEPT_PRODUCTS, "dossier_id", [dossier.id])
    if not found:
        return ()
    applications = {each.id: each for each in applications_in(dossier, connection)}
    loans = {each.application_id: each for each in reversed(products_in(dossier, connection))}
    houses = {each.application_id: each for each in reversed(properties_in(dossier, connection))}
    names = names_of(connection, [each.made_by for each in found if each.made_by])
    found.sort(key=lambda each: (each.state != "open", each.made_at, each.id))
    return tuple(
        _view(
            each,
            applications.get(each.application_id),
            loans.get(each.application_id),
            houses.get(each.application_id),
            names.get(each.made_by, ""),
        )
        for each in found
    )


def product_of(dossier: VisibleDossier, connection: Connection, product_id: str) -> ProductCard | None:
    """One of them; `None` when the dossier has no such product."""
    return next((each for each in products_of(dossier, connection) if each.id == product_id), None)


def without_application(dossier: VisibleDossier, connection: Connection) -> tuple[Product, ...]:
    """The open products of a dossier of which no application speaks, in the order of making."""
    found = statements.select(connection, KEPT_PRODUCTS, "dossier_id", [dossier.id])
    own = [each for each in found if each.state == "open" and not each.application_id]
    return tuple(sorted(own, key=lambda each: (each.made_at, each.id)))


def check_there(work: Work, dossier_id: str, product_id: str) -> None:
    """Raises `Refused` (`request-invalid`) for a product that the locked dossier does not have; none is no mistake."""
    if product_id and product_in(work, dossier_id, product_id) is None:
        expected = "een product van dit dossier / a product of this dossier"
        raise Refused("request-invalid", path="product_id", came=product_id, expected=expected)


def product_in(work: Work, dossier_id: str, product_id: str) -> Product | None:
    """A product of a locked dossier, for a handler."""
    return next((each for each in work.find(KEPT_PRODUCTS, dossier_id) if each.id == product_id), None)


def sent_for(work: Work, dossier_id: str, application_id: str) -> Product | None:
    """The open product of a locked dossier that an application is sent for, for a handler."""
    found = work.find(KEPT_PRODUCTS, dossier_id)
    return next((each for each in found if each.application_id == application_id and each.state == "open"), None)


def lacks_in(work: Work, dossier_id: str, product_id: str) -> tuple[str, ...]:
    """What a product of a locked dossier lacks: `part`, `card`; what its application says is not lacking."""
    product = product_in(work, dossier_id, product_id)
    if product is None or product.application_id:
        return ()
    gaps = missing(CARDS[product.kind].fields, product.card)
    return (*(() if product.parts else ("part",)), *(("card",) if gaps else ()))


def facts_part(connection: Connection, dossier_id: str) -> list[dict[str, Any]]:
    """What is true of the products whatever the order of arrival, for `handlers/dossiers/facts.py`."""
    made = [
        {
            "kind": each.kind,
            "state": each.state,
            "reason": each.reason,
            "card": each.card,
            "parts": each.parts,
            "has_application": bool(each.application_id),
        }
        for each in statements.select(connection, KEPT_PRODUCTS, "dossier_id", [dossier_id])
    ]
    return sorted(made, key=lambda each: json.dumps(each, sort_keys=True))


def _view(
    product: Product,
    application: ApplicationView | None,
    loan: ProductView | None,
    house: PropertyView | None,
    who: str,
) -> ProductCard:
    card = CARDS[product.kind]
    said = keeping.said_of(loan.facts if loan else None, house.facts if house else None)
    facts = {**product.card, **said}
    parts = (*(_said_part(each) for each in (loan.parts if loan else ())), *_kept_parts(product, card))
    return ProductCard(
        id=product.id,
        dossier_id=product.dossier_id,
        kind=product.kind,
        lender=str(facts.get("lender") or facts.get("insurer") or ""),
        state=product.state,
        reason=product.reason,
        application=application,
        card=product.card,
        said=said,
        facts=facts,
        parts=parts,
        missing=missing(card.fields, facts),
        made_by=who,
        made_at=product.made_at,
        ended_at=product.ended_at,
    )


def _kept_parts(product: Product, card: Card) -> tuple[PartLine, ...]:
    return tuple(
        PartLine(each["number"], _without_number(each), is_kept=True, missing=missing(card.parts, each))
        for each in product.parts
    )


def _said_part(part: PartView) -> PartLine:
    """What the lender will read asks for nothing here: the checks before sending do."""
    return PartLine(part.number, _without_number(part.facts), is_kept=False, missing=())


def _without_number(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name != "number"}


def check_product(kind: Kind, said: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """One line of fields as the card and the first part that they are of; raises `Refused` as adding it would."""
    card = {each.name: said[each.name] for each in CARDS[kind].fields if each.name in said}
    part = {each.name: said[each.name] for each in CARDS[kind].parts if each.name in said}
    for name, value in said.items():
        if name not in card and name not in part:
            raise Refused("request-invalid", path=name, came=value, expected="-")
    read(CARDS[kind].fields, card, "card.")
    read(CARDS[kind].parts, part, "parts.0.")
    return card, part


def tied_in(work: Work, dossier_id: str) -> dict[str, str]:
    """Product of a locked dossier → the application that is sent for it, empty for none."""
    return {each.id: each.application_id for each in work.find(KEPT_PRODUCTS, dossier_id)}
