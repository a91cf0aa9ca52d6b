"""Our own ServiceProvider in an application: added once, and none of a station before us repeated.

The chain agreement on forwarding (standard, 6): //TussenPersoon stays as it is, received //ServiceProvider data is not
included again, a forwarding service provider adds his own.
"""

from adapters.hdn.writers.elements import Fields, document, fields, insert, leaf, next_number, next_reference, pointer
from adapters.hdn.writers.spelling import code, coded, phone, postcode, text
from adapters.hdn.xml import Element
from schemas.errors import Finding
from schemas.letters import ServiceProviderFacts
from schemas.values import CodedText

APPLICATIONS = frozenset({"AX", "KX", "LX", "MX", "WX"})
"""The messages that a forwarding station adds itself to."""
RULE = "ServiceProvider.(entity)"
_POINTER = "RefContactPersoonData"
_LEGAL_PERSON = CodedText(code="02")
_PARTY: Fields = (
    ("BedrijfsNaam", "company", text),
    ("StraatNaam", "street", text),
    ("HuisNr", "house_number", text),
    ("HuisNrToevoeging", "house_number_suffix", text),
    ("Postcode", "postcode", postcode),
    ("PlaatsNaam", "city", text),
    ("Land", "country", coded("Land")),
)
_PROVIDER: Fields = (
    ("ServiceProviderNaam", "company", text),
    ("ServiceProviderNr", "number", text),
    ("TelefoonNrWerk", "phone", phone),
    ("TelefoonNrMobiel", "mobile", phone),
    ("E-mailadres", "email", text),
    ("ServiceProviderAFMRegistratieNr", "afm_number", text),
    ("Internetadres", "website", text),
)

_NEEDED = {
    "company": ("ServiceProviderNaam", "de naam"),
    "number": ("ServiceProviderNr", "het nummer bij deze ontvanger"),
    "phone": ("TelefoonNrWerk", "het telefoonnummer"),
    "afm_number": ("ServiceProviderAFMRegistratieNr", "het AFM-nummer"),
    "street": ("StraatNaam", "de straat"),
    "house_number": ("HuisNr", "het huisnummer"),
    "postcode": ("Postcode", "de postcode"),
    "city": ("PlaatsNaam", "de plaats"),
}
"""Fact → element and Dutch words, of what the dictionary requires of a ServiceProvider and his party."""


def write_service_provider(root: Element, message: str, provider: ServiceProviderFacts | None) -> tuple[Finding, ...]:
    """Takes out every received ServiceProvider with his own party, and adds ours with its party.

    One of whom the message would not say enough is not added: the findings tell what the office must fill in.
    """
    for received in list(root.iterchildren("ServiceProvider")):
        _take_out(root, received)
    if provider is None or (lacking := [label for name, label in _NEEDED.items() if not getattr(provider, name)]):
        return tuple(_lacking(root, label) for label in (lacking if provider else _NEEDED.values()))
    reference = next_reference(root)
    insert(root, _party(provider, reference, next_number(root, "PartijNAWData")), message)
    station = document("ServiceProvider", pointer(_POINTER, reference), *fields(provider, _PROVIDER), number=1)
    insert(root, station, message)
    return ()


def _lacking(root: Element, label: tuple[str, str]) -> Finding:
    tag, words = label
    nl = f"Van de service provider ontbreekt {words} ({tag}); vul dit aan bij de gegevens van het kantoor."
    en = f"{tag} of the service provider is missing; fill this in with the data of the office."
    return Finding(RULE, f"{root.tag}/ServiceProvider/{tag}", "niets / nothing", tag, nl, en)


def _party(provider: ServiceProviderFacts, reference: str, number: int) -> Element:
    kind = leaf("SoortPartij", code(_LEGAL_PERSON, "SoortPartij"))
    return document("PartijNAWData", kind, *fields(provider, _PARTY), number=number, reference=reference)


def _take_out(root: Element, received: Element) -> None:
    root.remove(received)
    own = {pointing.get("IDREF") for pointing in received.iterchildren(_POINTER)}
    others = {element.get("IDREF") for element in root.iter("*") if "IDREF" in element.attrib}
    for party in list(root.iterchildren("PartijNAWData")):
        if party.get("ID") in own - others:
            root.remove(party)
