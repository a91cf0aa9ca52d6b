"""The entities that messages share, as text: people, house, loan, header and files."""

import base64
import unicodedata
from datetime import datetime
from typing import Literal
from xml.sax.saxutils import escape

from adapters.simulator.cast import Ends, House, Loan, Part, Person
from schemas.hdn.codes import texts, written
from schemas.hdn.messages import message_type

PACKAGE, PACKAGE_VERSION = "Simulator", "1.0"


def element(name: str, *content: object, **attributes: object) -> str:
    """An element around texts that are XML already; empty content leaves the element out."""
    inside = "".join(str(part) for part in content)
    if not inside:
        return ""
    given = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{name}{given}>{inside}</{name}>"


def leaf(name: str, value: object) -> str:
    """A field; left out when there is nothing to say."""
    return "" if value is None or value == "" else f"<{name}>{escape(str(value))}</{name}>"


def code(name: str, number: str, codelist: str) -> str:
    """A code field with the text of its list; a code that the list does not know gets a text of its own."""
    value = written(number, codelist) if number in texts(codelist) else f"{number} Nieuwe waarde"
    return leaf(name, value)


def yes_no(name: str, answer: Literal["J", "N"]) -> str:
    return code(name, answer, "JaNee")


def euros(name: str, amount: float) -> str:
    return leaf(name, f"{amount:.2f}")


def document(root: str, *content: str) -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?>\n<{root}>{"".join(content)}</{root}>'.encode()


def header(kind: str, ends: Ends, number: str | None, version: int, at: datetime) -> str:
    """The Header; left out without a number, because a Header requires it."""
    if number is None:
        return ""
    return element(
        "Header",
        leaf("VerzenderNrHDN", ends.sender),
        leaf("VerzenderNaam", ends.sender_name or f"Deelnemer {ends.sender}"),
        leaf("OntvangerNrHDN", ends.receiver),
        leaf("OntvangerNaam", ends.receiver_name or f"Deelnemer {ends.receiver}"),
        code("Berichtsoort", kind, "BerichtSoort"),
        leaf("BerichtVersie", "24.0"),
        code("OntvangerCode", ends.lender, "OntvangerCode"),
        leaf("VerzendDt", at.date()),
        leaf("VerzendTijd", f"{at:%H:%M:%S}"),
        leaf("AanvraagVolgNr", number),
        leaf("AanvraagVersie", version),
        leaf("PakketNaam", PACKAGE),
        leaf("PakketVersie", PACKAGE_VERSION),
    )


def answers(domain: str) -> str:
    row = message_type(domain)
    return leaf("ResponsOpBerichtSoort", row.name if row else domain)


def party(person: Person, place: int) -> str:
    return element(
        "PartijNAWData",
        code("SoortPartij", "01", "SoortPartij"),
        leaf("VoorNamen", person.first_names),
        leaf("GeboorteAchternaam", person.surname),
        code("Nationaliteit", "NL", "Land"),
        leaf("GeboortePlaats", person.city),
        code("GeboorteLand", "NL", "Land"),
        leaf("VoorLetters", person.initials),
        leaf("GeboorteDt", person.born),
        leaf("StraatNaam", person.street),
        leaf("HuisNr", person.house_number),
        leaf("Postcode", person.postcode),
        leaf("PlaatsNaam", person.city),
        code("Land", "NL", "Land"),
        Volgnummer=place,
        ID=person.id,
    )


def applicant(person: Person, place: int, *, with_income: bool = False) -> str:
    return element(
        "Hypotheekgever",
        f'<RefPartijNAWData IDREF="{person.id}"/>',
        leaf("TelefoonNrMobiel", person.phone),
        leaf("E-mailadres", f"{_plain(person.first_names.split()[0])}@voorbeeld.example"),
        code("BurgerlijkeStaat", "03", "BurgerlijkeStaat"),
        yes_no("HuwelijkOntbondenJN", "N"),
        yes_no("HoofdelijkAansprakelijkJN", "J"),
        yes_no("FiscaalInwonerVanNederlandJN", "J"),
        yes_no("UitsluitendOfMedeFiscaalInwonerBuitenNedJN", "N"),
        leaf("StudieleningInventarisatie", "02 Ja, maar geen sprake van een studielening"),
        _income(person) if with_income else "",
        Volgnummer=place,
    )


def _income(person: Person) -> str:
    employment = element(
        "Dienstbetrekking",
        code("SoortDienstBetrekking", "01", "SoortDienstBetrekking"),
        leaf("IngangsDtDienstBetrekking", "2015-05-01"),
        leaf("Werkgever", "Drukkerij De Letter"),
        euros("BrutoJaarSalaris", person.income),
        euros("VakantieToeslag", person.income * 8 / 100),
        Volgnummer=1,
    )
    return element("Inkomsten", employment, Volgnummer=1)


def house(home: House) -> str:
    return element(
        "Object",
        code("ObjectSoort", "06", "ObjectSoort"),
        code("Onderpand", "01", "Onderpand"),
        leaf("StraatNaam", home.street),
        leaf("HuisNr", home.house_number),
        leaf("Postcode", home.postcode),
        leaf("PlaatsNaam", home.city),
        code("Land", "NL", "Land"),
        yes_no("EigenBewoningJN", "J"),
        yes_no("ErfpachtJN", "N"),
        leaf("BouwJaar", home.built),
        yes_no("AppartementsrechtJN", "N"),
        euros("MarktWaarde", home.price),
        euros("Koopsom", home.price),
        Volgnummer=1,
    )


def loan(wanted: Loan, lender: str, passing: datetime) -> str:
    return element(
        "Lening",
        euros("HypotheekBedrag", wanted.amount),
        euros("HypothecaireInschrijving", wanted.amount),
        code("Financier", lender, "Maatschappij"),
        code("Regeling", "01", "Regeling"),
        leaf("RangOrde", 1),
        leaf("CodeLeningMij", f"{lender}011 Woonhypotheek"),
        leaf("PasseerDt", passing.date()),
        yes_no("NHGJN", "N"),
        yes_no("AankoopWoningJN", "J"),
        *(_part(part, place) for place, part in enumerate(wanted.parts, 1)),
        Volgnummer=1,
    )


def _part(part: Part, place: int) -> str:
    return element(
        "Leningdeel",
        code("CodeLeningDeel", "1", "CodeLeningDeel"),
        code("BelastingBox", "01", "BelastingBox"),
        leaf("DuurInMnd", part.months),
        euros("LeningDeelBedrag", part.amount),
        code("AflossingsVorm", part.repayment, "AflossingsVorm"),
        code("RenteAfspraak", "01", "RenteAfspraak"),
        leaf("RenteVastInMnd", part.fixed_months),
        code("BetalingsTermijn", "01", "BetalingsTermijn"),
        yes_no("BetalingAchterafJN", "J"),
        leaf("RentePct", part.rate),
        leaf("EffectieveRentePerc", part.rate),
        Volgnummer=place,
    )


def file(content: bytes, kind: str, place: int, *, file_type: str = "PDF") -> str:
    """A PrintDoc; `kind` is a code of the list DocSoort."""
    return element(
        "PrintDoc",
        code("BestandType", file_type, "BestandType"),
        code("Encoding", "B64", "Encoding"),
        leaf("EncodedData", base64.b64encode(content).decode()),
        code("DocSoort", kind, "DocSoort"),
        leaf("DocSoortOmschr", "Aangeleverd stuk" if kind == "99" else ""),
        Volgnummer=place,
    )


def _plain(name: str) -> str:
    """A first name as an e-mail address spells it: small letters without accents."""
    folded = unicodedata.normalize("NFKD", name.lower())
    return folded.encode("ascii", "ignore").decode()
