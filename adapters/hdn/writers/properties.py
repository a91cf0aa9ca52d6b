"""Writes the object of a loan (onderpand)."""

from adapters.hdn.writers.elements import Fields, document, fields
from adapters.hdn.writers.spelling import amount, coded, postcode, text
from adapters.hdn.xml import Element
from schemas.applications import PropertyFacts

_PROPERTY: Fields = (
    ("ObjectSoort", "kind", coded("ObjectSoort")),
    ("StraatNaam", "street", text),
    ("HuisNr", "house_number", text),
    ("HuisNrToevoeging", "house_number_suffix", text),
    ("Postcode", "postcode", postcode),
    ("PlaatsNaam", "city", text),
    ("MarktWaarde", "market_value", amount),
    ("Koopsom", "purchase_price", amount),
)


def write_property(facts: PropertyFacts) -> Element:
    """An Object with its own number."""
    return document("Object", *fields(facts, _PROPERTY), number=facts.number)
