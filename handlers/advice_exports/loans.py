"""A mortgage product as the Lening and Object of an export: which field of its card is which element. Pure.

What the facts of an application have a place for goes as such; what only the standard asks is an addition at its place.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from schemas.applications import PartFacts, ProductFacts, PropertyFacts
from schemas.hdn.codes import texts, written
from schemas.letters import Addition
from schemas.values import CodedText

KIND = "mortgage"
"""The kind of product that an AX has a place for."""
_REPAYMENT = {"annuity": "01", "linear": "02", "interest_only": "05", "savings": "13"}
"""Choice of the card → AflossingsVorm; a bridging loan has no code there."""
_FIRST_RANK = "01"
"""The Regeling whose rank is said by its name: eerste hypotheek."""
_ADDRESS = ("street", "house_number", "house_number_suffix", "postcode", "city")
_HOME = (*_ADDRESS, "market_value", "purchase_price", "property_kind")
_CODES = {
    "change_kind": "Mutatie",
    "collateral": "Onderpand",
    "rate_kind": "RenteAfspraak",
    "payment_term": "BetalingsTermijn",
}
_MORE_OF_THE_LOAN = {"rank": "RangOrde", "change_kind": "Mutatie"}
_MORE_OF_A_PART = {"rate_kind": "RenteAfspraak", "payment_term": "BetalingsTermijn", "in_arrears": "BetalingAchterafJN"}
_MORE_OF_THE_HOME = {
    "collateral": "Onderpand",
    "municipality": "Gemeente",
    "owner_occupied": "EigenBewoningJN",
    "leasehold": "ErfpachtJN",
    "built_in": "BouwJaar",
    "apartment_right": "AppartementsrechtJN",
    "overdue_maintenance": "AchterstalligOnderhoud",
}
FIELDS: Mapping[str, Mapping[str, str]] = {
    "Lening": {
        "HypotheekBedrag": "amount",
        "Financier": "lender",
        "Regeling": "arrangement",
        "CodeLeningMij": "loan_code",
        "PasseerDt": "passing_date",
        "NHGJN": "with_guarantee",
        "AankoopWoningJN": "goal",
        **{tag: name for name, tag in _MORE_OF_THE_LOAN.items()},
    },
    "Leningdeel": {
        "CodeLeningDeel": "kind",
        "DuurInMnd": "term_months",
        "LeningDeelBedrag": "amount",
        "AflossingsVorm": "repayment",
        "RenteVastInMnd": "fixed_months",
        "RentePct": "rate_pct",
        **{tag: name for name, tag in _MORE_OF_A_PART.items()},
    },
    "Object": {
        "ObjectSoort": "property_kind",
        "StraatNaam": "street",
        "HuisNr": "house_number",
        "HuisNrToevoeging": "house_number_suffix",
        "Postcode": "postcode",
        "PlaatsNaam": "city",
        "MarktWaarde": "market_value",
        "Koopsom": "purchase_price",
        **{tag: name for name, tag in _MORE_OF_THE_HOME.items()},
    },
}
"""Entity → element → the field of the card that fills it in."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A product as it goes out, and what stands at places of its own."""

    loan: ProductFacts
    home: PropertyFacts | None
    additions: tuple[Addition, ...]


def exported_loan(
    number: int, home_number: int, card: Mapping[str, Any], parts: Iterable[Mapping[str, Any]]
) -> Exported:
    """The product as Lening `number`, and as Object `home_number` when its card says anything of a home."""
    kept = [dict(each, number=place) for place, each in enumerate(parts, 1)]
    loan = ProductFacts(
        number=number,
        lender=_lender(str(card.get("lender") or "")),
        product=_own_code(card.get("loan_code")),
        arrangement=_coded(card.get("arrangement"), "Regeling"),
        amount=card.get("amount"),
        passing_date=card.get("passing_date"),
        with_guarantee=card.get("with_guarantee"),
        parts=tuple(_part(each) for each in kept),
    )
    has_home = any(card.get(name) for name in (*_HOME, *_MORE_OF_THE_HOME))
    more = [*_of_the_loan(number, card), *(one for each in kept for one in _of_a_part(number, each))]
    if has_home:
        more += _at(f"OfferteAanvraag/Object[{home_number}]", card, _MORE_OF_THE_HOME)
    return Exported(loan, _home(home_number, card) if has_home else None, tuple(more))


def _part(part: Mapping[str, Any]) -> PartFacts:
    return PartFacts(
        number=part["number"],
        kind=_coded(part.get("kind"), "CodeLeningDeel"),
        repayment=_coded(_REPAYMENT.get(str(part.get("repayment"))), "AflossingsVorm"),
        amount=part.get("amount"),
        term_months=part.get("term_months"),
        rate_pct=part.get("rate_pct"),
        fixed_months=part.get("fixed_months"),
    )


def _home(number: int, card: Mapping[str, Any]) -> PropertyFacts:
    said = {name: str(card.get(name) or "") for name in _ADDRESS}
    amounts = {name: card.get(name) for name in ("market_value", "purchase_price")}
    kind = _coded(card.get("property_kind"), "ObjectSoort")
    return PropertyFacts.model_validate({"number": number, "kind": kind, **said, **amounts})


def _of_the_loan(number: int, card: Mapping[str, Any]) -> Iterator[Addition]:
    place = f"OfferteAanvraag/Lening[{number}]"
    rank = card.get("rank") or (1 if card.get("arrangement") == _FIRST_RANK else None)
    yield from _at(place, {**card, "rank": rank}, _MORE_OF_THE_LOAN)
    if card.get("goal"):
        yield Addition(place=f"{place}/AankoopWoningJN", value=_yes_no(card["goal"] == "purchase"))


def _of_a_part(number: int, part: Mapping[str, Any]) -> Iterator[Addition]:
    return _at(f"OfferteAanvraag/Lening[{number}]/Leningdeel[{part['number']}]", part, _MORE_OF_A_PART)


def _at(place: str, said: Mapping[str, Any], tags: Mapping[str, str]) -> Iterator[Addition]:
    for name, tag in tags.items():
        value = said.get(name)
        if value is not None and value != "":
            yield Addition(place=f"{place}/{tag}", value=_written(name, value))


def _written(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _yes_no(value)
    return written(str(value), _CODES[name]) if name in _CODES else str(value)


def _yes_no(value: bool) -> str:  # noqa: FBT001 - it is the value itself
    return written("J" if value else "N", "JaNee")


def _coded(code: Any, codelist: str) -> CodedText | None:
    return CodedText(code=str(code), text=texts(codelist).get(str(code), "")) if code else None


def _own_code(said: Any) -> CodedText | None:
    """A code of the lender's own list, with or without its words."""
    code, _, words = str(said or "").partition(" ")
    return CodedText(code=code, text=words) if code else None


def _lender(said: str) -> CodedText | None:
    """The lender that was typed, as the standard knows it: by its code, its name, or the one name that begins so."""
    word, known = said.strip().casefold(), texts("Maatschappij")
    if not word:
        return None
    exact = [code for code, name in known.items() if word in {code.casefold(), name.casefold()}]
    begun = [code for code, name in known.items() if name.casefold().startswith(word)]
    found = exact or begun
    return _coded(found[0], "Maatschappij") if len(found) == 1 else None
