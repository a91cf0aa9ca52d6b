"""Writes parties and those who point at them: applicants, intermediaries and notaries (standard, 4.1 to 4.3)."""

from adapters.hdn.writers.elements import Fields, document, fields, leaf, pointer
from adapters.hdn.writers.spelling import coded, day, phone, postcode, text
from adapters.hdn.xml import Element
from schemas.applications import IntermediaryFacts, PartyFacts

_PARTY: Fields = (
    ("SoortPartij", "kind", coded("SoortPartij")),
    ("BedrijfsNaam", "company", text),
    ("VoorNamen", "first_names", text),
    ("GeboorteAchternaam", "birth_name", text),
    ("GebTussenVoegsels", "birth_prefix", text),
    ("CorrespondentieNaam", "correspondence_name", text),
    ("CorrespondentieTussenvoegsels", "prefix", text),
    ("VoorLetters", "initials", text),
    ("Geslacht", "gender", coded("Geslacht")),
    ("GeboorteDt", "birth_date", day),
    ("StraatNaam", "street", text),
    ("HuisNr", "house_number", text),
    ("HuisNrToevoeging", "house_number_suffix", text),
    ("Postcode", "postcode", postcode),
    ("PlaatsNaam", "city", text),
    ("Land", "country", coded("Land")),
)
_NAMED: Fields = (("BedrijfsNaam", "company", text), ("TussenpersoonNr", "number", text))
_SENT_BY: Fields = (("AFMRegistratieNr", "afm_number", text), ("InitieelPakket", "package", text))
_MOBILE = "06"


def write_party(party: PartyFacts, number: int) -> Element:
    """A PartijNAWData; what somebody who points at it says of it stands there, not here."""
    mail = leaf("E-mailadres", text(party.email)) if party.role == "other" else None
    return document("PartijNAWData", *fields(party, _PARTY), mail, number=number, reference=party.reference)


def write_applicant(party: PartyFacts, number: int) -> Element:
    """A Hypotheekgever, with what the facts have of him."""
    home, mobile = _told_apart(party.phone)
    return document(
        "Hypotheekgever",
        pointer("RefPartijNAWData", party.reference),
        leaf("TelefoonNrPrive", home),
        leaf("TelefoonNrMobiel", mobile),
        leaf("E-mailadres", text(party.email)),
        *fields(party, (("BurgerlijkeStaat", "marital_status", coded("BurgerlijkeStaat")),)),
        number=number,
    )


def write_intermediary(intermediary: IntermediaryFacts, number: int) -> Element:
    """A TussenPersoon."""
    work, mobile = _told_apart(intermediary.phone)
    return document(
        "TussenPersoon",
        pointer("RefContactPersoonData", intermediary.reference),
        *fields(intermediary, _NAMED),
        leaf("TelefoonNrWerk", work),
        leaf("E-mailadres", text(intermediary.email)),
        leaf("TelefoonNrMobiel", mobile),
        *fields(intermediary, _SENT_BY),
        number=number,
    )


def write_notary(party: PartyFacts, number: int) -> Element:
    """A Notaris."""
    return document(
        "Notaris",
        pointer("RefContactPersoonData", party.reference),
        leaf("BedrijfsNaam", text(party.company)),
        leaf("TelefoonNrWerk", phone(party.phone)),
        number=number,
    )


def _told_apart(given: str) -> tuple[str, str]:
    """The one number of the facts as (another telephone, a mobile one), one of them empty."""
    digits = phone(given)
    return ("", digits) if digits.startswith(_MOBILE) else (digits, "")
