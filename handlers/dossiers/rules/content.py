"""The values of a dossier, which rows an application's newest version becomes, the title, and what changed. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from handlers.dossiers.rules.places import plain_number, plain_postcode
from schemas.applications import (
    ApplicationRegistered,
    PartFacts,
    PartyFacts,
    ProductFacts,
    PropertyFacts,
)
from schemas.dossiers import OWN
from schemas.values import CodedText, Provenance, Value


@dataclass(frozen=True, slots=True)
class Dossier:
    """`search` is the title in small letters; numbers of applications are searched where they stand.

    `number` is what people call it by, `standing` what its people are to the office (`schemas.dossiers.Standing`),
    `lead_source` how they came; `merged_into` is the dossier that took over everything of it.
    """

    id: str
    office_id: str
    environment: str
    opened_at: datetime
    title: str
    search: str
    number: str
    standing: str
    lead_source: str
    merged_into: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    dossier_id: str
    application_id: str
    reference: str
    lane_id: str
    role: str
    name: str
    birth_date: date | None
    email: str
    phone: str
    facts: dict[str, Any]
    postcode: str
    house_number: str


@dataclass(frozen=True, slots=True)
class Product:
    """Amounts in euros."""

    dossier_id: str
    application_id: str
    number: int
    lane_id: str
    lender: str
    name: str
    amount: Decimal | None
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """A loan part; amount in euros, rate in percent a year, term in months."""

    dossier_id: str
    application_id: str
    product_number: int
    number: int
    lane_id: str
    repayment: str
    amount: Decimal | None
    rate_pct: Decimal | None
    term_months: int | None
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Property:
    dossier_id: str
    application_id: str
    number: int
    lane_id: str
    address: str
    market_value: Decimal | None
    facts: dict[str, Any]
    postcode: str
    house_number: str


@dataclass(frozen=True, slots=True)
class Said:
    """A row with the name by which the timeline speaks of it and the elements that its fields came from."""

    label: str
    row: Party | Product | Part | Property
    source: Provenance


def said_by(event: ApplicationRegistered) -> list[Said]:
    """The rows that this version of the application becomes, in the order of the message."""
    place = (event.dossier_id, event.application_id)
    made = [Said(f"party.{p.reference}", party_row(p, place, event.lane_id), p.source) for p in event.facts.parties]
    for product in event.facts.products:
        made.append(Said(f"product.{product.number}", _product(product, place, event.lane_id), product.source))
        made += [
            Said(
                f"product.{product.number}.part.{part.number}",
                _part(part, product.number, place, event.lane_id),
                part.source,
            )
            for part in product.parts
        ]
    made += [Said(f"property.{p.number}", _property(p, place, event.lane_id), p.source) for p in event.facts.properties]
    return made


def changes(old: Mapping[str, Any], new: Mapping[str, Any], label: str, source: Provenance) -> list[dict[str, object]]:
    """The fields that differ, each with the element that the new value came from."""
    return [
        {"field": f"{label}.{name}", "old": old.get(name), "new": new.get(name), "path": source.get(name, "")}
        for name in {**new, **old}
        if old.get(name) != new.get(name)
    ]


def name_of(party: PartyFacts) -> str:
    """How the party is called on a page: initials or first names, prefix and surname; a company by its name."""
    if party.company and not party.birth_name:
        return party.company
    surname = party.correspondence_name or party.birth_name
    prefix = party.prefix if party.correspondence_name else party.birth_prefix
    return " ".join(word for word in (party.initials or party.first_names, prefix, surname) if word)


def title_of(parties: Iterable[Party], otherwise: str) -> str:
    """The names of the applicants, in an order that does not depend on arrival; `otherwise` when there are none.

    Those that the office keeps itself go before what applications call them.
    """
    applicants = sorted(
        (party for party in parties if party.role == "applicant"),
        key=lambda party: (party.application_id, party.reference),
    )
    own = [party for party in applicants if party.application_id == OWN]
    names = dict.fromkeys(party.name for party in own or applicants if party.name)
    return " en ".join(names) or otherwise


def titled(dossier: Dossier, title: str) -> Dossier:
    return replace(dossier, title=title, search=title.casefold())


def party_row(party: PartyFacts, place: tuple[str, str], lane_id: str) -> Party:
    """The row of a party at `place` (dossier, application); an address is kept in small letters, to be found by."""
    return Party(
        *place,
        reference=party.reference,
        lane_id=lane_id,
        role=party.role,
        name=name_of(party),
        birth_date=party.birth_date,
        email=party.email.lower(),
        phone=party.phone,
        facts=_plain(party),
        postcode=plain_postcode(party.postcode),
        house_number=plain_number(party.house_number),
    )


def _product(product: ProductFacts, place: tuple[str, str], lane_id: str) -> Product:
    return Product(
        *place,
        number=product.number,
        lane_id=lane_id,
        lender=_text(product.lender),
        name=_text(product.product),
        amount=product.amount,
        facts=_plain(product),
    )


def _part(part: PartFacts, product_number: int, place: tuple[str, str], lane_id: str) -> Part:
    return Part(
        *place,
        product_number=product_number,
        number=part.number,
        lane_id=lane_id,
        repayment=_text(part.repayment),
        amount=part.amount,
        rate_pct=part.rate_pct,
        term_months=part.term_months,
        facts=_plain(part),
    )


def _property(found: PropertyFacts, place: tuple[str, str], lane_id: str) -> Property:
    street = f"{found.street} {found.house_number}{found.house_number_suffix}".strip()
    return Property(
        *place,
        number=found.number,
        lane_id=lane_id,
        address=", ".join(word for word in (street, f"{found.postcode} {found.city}".strip()) if word),
        market_value=found.market_value,
        facts=_plain(found),
        postcode=plain_postcode(found.postcode),
        house_number=plain_number(found.house_number),
    )


def _text(code: CodedText | None) -> str:
    return (code.text or code.code) if code else ""


def _plain(value: Value) -> dict[str, Any]:
    """The fields that were filled in, as JSON values; a code as `code text`."""
    plain = value.model_dump(mode="json", exclude={"source", "parts"}, exclude_defaults=True)
    return {name: _joined(field) if isinstance(field, dict) else field for name, field in plain.items()}


def _joined(code: Mapping[str, Any]) -> str:
    return f"{code['code']} {code.get('text', '')}".strip()
