"""How a partner reads what reaches it: plain XML, whatever version, without the hub's readers.

A field that is not there gets what an invented person would have, because a partner that behaves answers everybody.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from adapters.hdn.xml import Element, parse, text
from adapters.simulator.cast import House, Line, Loan, Part, Person
from adapters.simulator.post import Came
from schemas.errors import Refused
from schemas.hdn.codes import number
from schemas.hdn.messages import message_type

LARGEST = 64 * 1024 * 1024
"""Bytes of a message that a partner reads at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A message as a partner sees it; `number` is the AanvraagVolgNr, `dossier` what only the envelope names."""

    code: str
    root: Element
    number: str
    dossier: str
    version: int
    sender: str
    files: Mapping[str, bytes]

    @property
    def exchange(self) -> str:
        """How messages about one application are told from those about another."""
        return self.number or self.dossier


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What a lender needs of an AX."""

    people: tuple[Person, ...]
    loan: Loan


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A DX: one file for one line (`line` is the DocumentMijNr); `file_type` as declared, `status` of the line."""

    line: str
    kind: str
    file_type: str
    file: bytes

    @property
    def hash(self) -> str:
        return sha256(self.file).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """An SX: what it answers, its code, the line that it names and what it tells."""

    domain: str
    code: str
    line: str
    told: str


def read(came: Came) -> Read:
    """The message; raises `Refused` for what is no message."""
    parsed = parse(came.body, limit=LARGEST)
    root = parsed.root
    row = message_type(str(root.tag))
    if row is None or not row.code:
        raise Refused("unknown-message-type", path="root", came=root.tag, expected="AX, DX, SX, OX, DA")
    stated = came.facts.get("dossier", "")
    said = _first(root, "Header/AanvraagVolgNr")
    return Read(
        code=row.code,
        root=root,
        number=said,
        dossier=stated if stated != said else "",
        version=int(_first(root, "Header/AanvraagVersie") or came.facts.get("request_version") or 1),
        sender=_first(root, "Header/VerzenderNrHDN") or came.facts.get("sender", ""),
        files=parsed.contents,
    )


def application_in(message: Read) -> Application:
    """Raises `Refused` (`condition-broken`) when there is nobody to lend to, or nothing to lend."""
    root = message.root
    people = tuple(_people(root))
    parts = tuple(_parts(root))
    if not people or not parts:
        missing = "Leningdeel" if people else "Hypotheekgever"
        raise Refused("xml-malformed", path=f"{root.tag}/{missing}", came="niets / nothing", expected=missing)
    return Application(people=people, loan=Loan(parts, _house(root)))


def delivery_in(message: Read) -> Delivery:
    root = message.root
    marked = _first(root, "PrintDoc/EncodedData").removeprefix("sha256:")
    return Delivery(
        line=_first(root, "DocumentKenmerk/DocumentMijNr"),
        kind=number(_first(root, "DocumentKenmerk/SoortDocument")),
        file_type=number(_first(root, "PrintDoc/BestandType")),
        file=message.files.get(marked, b""),
    )


def list_in(message: Read) -> tuple[Line, ...]:
    """The lines of a DA."""
    return tuple(_line(found) for found in message.root.iterfind("DocumentKenmerk"))


def status_in(message: Read) -> Status:
    root = message.root
    specification = next((found for found in root.iterfind("Status/*") if _is_specification(found)), None)
    domain = str(specification.tag).removesuffix("BerichtStatusSpecificatie") if specification is not None else ""
    return Status(
        domain=domain,
        code=number(_first(root, f"Status/*/Status{domain}Bericht")),
        line=_first(root, "Status/*/DocumentMijNr"),
        told=" ".join(text(found) for found in root.iterfind("Status/StatusTekstRegels/TekstRegel")),
    )


def reference_in(message: Read) -> str:
    """The Kenmerk of a lender's answer."""
    return _first(message.root, "*/Kenmerk")


def _is_specification(element: Element) -> bool:
    return str(element.tag).endswith("BerichtStatusSpecificatie")


def _people(root: Element) -> Iterator[Person]:
    parties = {found.get("ID"): found for found in root.iterfind("PartijNAWData")}
    for applicant in root.iterfind("Hypotheekgever"):
        reference = applicant.find("RefPartijNAWData")
        party = parties.get(reference.get("IDREF")) if reference is not None else None
        if party is not None:
            yield _person(party)


def _person(party: Element) -> Person:
    usual = Person("", "", "", "", None)
    return Person(
        str(party.get("ID")),
        _first(party, "VoorNamen"),
        _first(party, "VoorLetters"),
        _first(party, "GeboorteAchternaam") or _first(party, "BedrijfsNaam"),
        _date(_first(party, "GeboorteDt")),
        _first(party, "StraatNaam") or usual.street,
        _whole(_first(party, "HuisNr")) or usual.house_number,
        _first(party, "Postcode") or usual.postcode,
        _first(party, "PlaatsNaam") or usual.city,
    )


def _house(root: Element) -> House:
    found = root.find("Object")
    if found is None:
        return House()
    usual = House()
    return House(
        _first(found, "StraatNaam") or usual.street,
        _whole(_first(found, "HuisNr")) or usual.house_number,
        _first(found, "Postcode") or usual.postcode,
        _first(found, "PlaatsNaam") or usual.city,
        _euros(_first(found, "MarktWaarde")) or usual.price,
        _whole(_first(found, "BouwJaar")) or usual.built,
    )


def _parts(root: Element) -> Iterator[Part]:
    usual = Part(0)
    for found in root.iterfind("Lening/Leningdeel"):
        yield Part(
            _euros(_first(found, "LeningDeelBedrag")),
            number(_first(found, "AflossingsVorm")) or usual.repayment,
            _first(found, "RentePct") or usual.rate,
            _whole(_first(found, "DuurInMnd")) or usual.months,
            _whole(_first(found, "RenteVastInMnd")) or usual.fixed_months,
        )


def _line(found: Element) -> Line:
    applicant = found.find("Hypotheekgever")
    day, hour = _first(found, "DocumentStatusDt"), _first(found, "DocumentStatusTijd")
    return Line(
        _first(found, "DocumentMijNr"),
        number(_first(found, "SoortDocument")),
        number(_first(found, "DocumentStatus")),
        note=_first(found, "DocumentStatusOmschr"),
        description=_first(found, "SoortDocumentOmschr"),
        delivery_moment=number(_first(found, "Aanlevermoment")),
        deliver_before=_date(_first(found, "UitersteAanleverDt")),
        person=int(applicant.get("Volgnummer", "1")) - 1 if applicant is not None else None,
        from_source=number(_first(found, "OpgevraagdViaBronJN")) == "J",
        since=datetime.fromisoformat(f"{day}T{hour}"),
    )


def _first(element: Element, place: str) -> str:
    found = element.find(place)
    return "" if found is None else text(found)


def _date(value: str) -> date | None:
    return date.fromisoformat(value) if value else None


def _whole(value: str) -> int:
    return int(value) if value.isdecimal() else 0


def _euros(value: str) -> int:
    return int(float(value)) if value else 0
