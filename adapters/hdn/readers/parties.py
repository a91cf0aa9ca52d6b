"""Parties: PartijNAWData with the role and contact facts of who points at them."""

from typing import NamedTuple

from adapters.hdn.readers.fields import Flags, Found, Placed, Table, build, read_fields, referred, repeated
from adapters.hdn.readers.values import DATE, TEXT, coded
from adapters.hdn.xml import Element
from schemas.applications import IntermediaryFacts, PartyFacts

_NAME: Table = {
    "BedrijfsNaam": ("company", TEXT),
    "GeboorteAchternaam": ("birth_name", TEXT),
    "GebTussenVoegsels": ("birth_prefix", TEXT),
    "CorrespondentieNaam": ("correspondence_name", TEXT),
    "CorrespondentieTussenvoegsels": ("prefix", TEXT),
    "VoorLetters": ("initials", TEXT),
}
_PARTY: Table = {
    **_NAME,
    "SoortPartij": ("kind", coded("SoortPartij")),
    "VoorNamen": ("first_names", TEXT),
    "Geslacht": ("gender", coded("Geslacht")),
    "GeboorteDt": ("birth_date", DATE),
    "StraatNaam": ("street", TEXT),
    "HuisNr": ("house_number", TEXT),
    "HuisNrToevoeging": ("house_number_suffix", TEXT),
    "Postcode": ("postcode", TEXT),
    "PlaatsNaam": ("city", TEXT),
    "Land": ("country", coded("Land")),
    "E-mailadres": ("email", TEXT),
}
_APPLICANT: Table = {
    "BurgerlijkeStaat": ("marital_status", coded("BurgerlijkeStaat")),
    "E-mailadres": ("email", TEXT),
    "TelefoonNrMobiel": ("mobile", TEXT),
    "TelefoonNrPrive": ("home", TEXT),
    "TelefoonNrWerk": ("work", TEXT),
}
_CONTACT: Table = {
    "E-mailadres": ("email", TEXT),
    "TelefoonNrMobiel": ("mobile", TEXT),
    "TelefoonNrWerk": ("work", TEXT),
}
_INTERMEDIARY: Table = {
    **_CONTACT,
    "TussenpersoonNr": ("number", TEXT),
    "BedrijfsNaam": ("company", TEXT),
    "AFMRegistratieNr": ("afm_number", TEXT),
    "InitieelPakket": ("package", TEXT),
}
_POINTERS: tuple[tuple[str, str, str, Table], ...] = (
    # Who points, with what, which role that gives, what he says of the party. The first that points at a party decides.
    ("Hypotheekgever", "RefPartijNAWData", "applicant", _APPLICANT),
    ("TussenPersoon", "RefContactPersoonData", "intermediary", _CONTACT),
    ("ServiceProvider", "RefContactPersoonData", "service_provider", _CONTACT),
    ("Notaris", "RefContactPersoonData", "notary", _CONTACT),
)
_PHONES = ("mobile", "home", "work")


class _Pointer(NamedTuple):
    role: str
    contact: Found


def read_parties(root: Element, flags: Flags) -> tuple[PartyFacts, ...]:
    """Every party of the message in its order; one that nobody points at has the role `other`."""
    pointers = _pointers(root, flags)
    return tuple(_read_party(place, pointers, flags) for place in repeated(root, str(root.tag), "PartijNAWData"))


def read_intermediaries(root: Element, flags: Flags) -> tuple[IntermediaryFacts, ...]:
    """Every TussenPersoon of the message, the chain of intermediaries in its order."""
    return tuple(_read_intermediary(place, flags) for place in repeated(root, str(root.tag), "TussenPersoon"))


def names_of(root: Element) -> dict[str, str]:
    """The ID of every party → its name for people, like `V. van Achternaam`; empty when it has none."""
    return {party.get("ID", ""): _name(party) for party in root.iterchildren("PartijNAWData")}


def _name(party: Element) -> str:
    found = read_fields(party, "", _NAME, Flags()).values
    if "correspondence_name" in found:
        family = (found.get("prefix"), found["correspondence_name"])
    else:
        family = (found.get("birth_prefix"), found.get("birth_name") or found.get("company"))
    return " ".join(part for part in (found.get("initials"), *family) if part)


def _pointers(root: Element, flags: Flags) -> dict[str, _Pointer]:
    pointers: dict[str, _Pointer] = {}
    for tag, reference_tag, role, table in _POINTERS:
        for place in repeated(root, str(root.tag), tag):
            reference = referred(place.element, reference_tag)
            if reference and reference not in pointers:
                pointers[reference] = _Pointer(role, _contact(place, table, flags))
    return pointers


def _contact(place: Placed, table: Table, flags: Flags) -> Found:
    found = read_fields(place.element, place.path, table, flags)
    for phone in _PHONES:
        found.rename(phone, "phone")
    return found


def _read_party(place: Placed, pointers: dict[str, _Pointer], flags: Flags) -> PartyFacts:
    found = read_fields(place.element, place.path, _PARTY, flags)
    reference = place.element.get("ID", "")
    pointer = pointers.get(reference)
    if pointer is None:
        return build(PartyFacts, found, reference=reference, role="other")
    found.add(pointer.contact)
    return build(PartyFacts, found, reference=reference, role=pointer.role)


def _read_intermediary(place: Placed, flags: Flags) -> IntermediaryFacts:
    found = _contact(place, _INTERMEDIARY, flags)
    return build(IntermediaryFacts, found, reference=referred(place.element, "RefContactPersoonData"))
