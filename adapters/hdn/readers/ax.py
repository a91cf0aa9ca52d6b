"""Reads an AX (OfferteAanvraag): a version of a mortgage application (standard, 4.2 and 4.3).

The BSN and the papers of identity are not read: they are no facts of an application here (design, section 8).
"""

from adapters.hdn.readers.fields import Flags, Placed, Table, build, read_fields, repeated
from adapters.hdn.readers.header import header_path, read_header
from adapters.hdn.readers.parties import read_intermediaries, read_parties
from adapters.hdn.readers.parts import read_parts
from adapters.hdn.readers.reading import Origin, Reading
from adapters.hdn.readers.values import AMOUNT, DATE, TEXT, YES_NO, coded
from adapters.hdn.xml import Element
from schemas.applications import IntermediaryFacts, ProductFacts, PropertyFacts, RegisterApplication

_LOAN: Table = {
    "Financier": ("lender", coded("Maatschappij")),
    "CodeLeningMij": ("product", coded("CodeLeningMij")),
    "Regeling": ("arrangement", coded("Regeling")),
    "HypotheekBedrag": ("amount", AMOUNT),
    "PasseerDt": ("passing_date", DATE),
    "NHGJN": ("with_guarantee", YES_NO),
}
_PROPERTY: Table = {
    "ObjectSoort": ("kind", coded("ObjectSoort")),
    "StraatNaam": ("street", TEXT),
    "HuisNr": ("house_number", TEXT),
    "HuisNrToevoeging": ("house_number_suffix", TEXT),
    "Postcode": ("postcode", TEXT),
    "PlaatsNaam": ("city", TEXT),
    "MarktWaarde": ("market_value", AMOUNT),
    "Koopsom": ("purchase_price", AMOUNT),
}


def read_application(root: Element, origin: Origin) -> Reading[RegisterApplication]:
    """The one application version of the message; raises `Refused` (`invalid-value`)."""
    flags = Flags()
    path = str(root.tag)
    intermediaries = read_intermediaries(root, flags)
    package, source = _package(root, intermediaries)
    command = RegisterApplication(
        domain="AX",
        number=origin.number,
        request_version=origin.request_version,
        sent_at=origin.sent_at,
        content_hash=origin.content_hash,
        package=package,
        parties=read_parties(root, flags),
        intermediaries=intermediaries,
        products=tuple(_read_loan(loan, flags) for loan in repeated(root, path, "Lening")),
        properties=tuple(_read_property(place, flags) for place in repeated(root, path, "Object")),
        source=source,
    )
    return Reading((command,), flags.as_tuple())


def _read_loan(loan: Placed, flags: Flags) -> ProductFacts:
    found = read_fields(loan.element, loan.path, _LOAN, flags)
    return build(ProductFacts, found, number=loan.number, parts=read_parts(loan.element, loan.path, flags))


def _read_property(place: Placed, flags: Flags) -> PropertyFacts:
    return build(PropertyFacts, read_fields(place.element, place.path, _PROPERTY, flags), number=place.number)


def _package(root: Element, intermediaries: tuple[IntermediaryFacts, ...]) -> tuple[str, dict[str, str]]:
    """The sending software: the Header says it, else the first intermediary who does."""
    package = read_header(root).package
    if package:
        return package, {"package": f"{header_path(root)}/PakketNaam"}
    for intermediary in intermediaries:
        if intermediary.package:
            return intermediary.package, {"package": intermediary.source["package"]}
    return "", {}
