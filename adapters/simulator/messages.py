"""Valid messages of version 24.0 as bytes, from invented people: AX, SX, OX, DA and DX.

Every message fits its XSD and the rules of the standard; a test misbehaves by changing what comes out.
Each takes `number` (AanvraagVolgNr) and `version` (AanvraagVersie).
Without a number, or with `header=False`, a message has no Header.
`sender` and `receiver` are nodes of six digits; `at` is the moment of sending and of the message itself.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Literal, TypeVar

from adapters.simulator import fragments as xml
from adapters.simulator.cast import ANNA, TOM, Ends, Line, Loan, Person
from schemas.hdn.codes import texts
from schemas.hdn.statuses import status_rule

Thing = TypeVar("Thing")
LENDER, OFFICE = "600001", "500001"
PEOPLE = (ANNA, TOM)
_MEDICAL_APPROVAL = ("LX", "04")
TINY_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"


def sx(  # noqa: PLR0913 - a message has as many facts as its sender may vary
    code: str = "09",
    *,
    at: datetime,
    number: str | None = None,
    version: int = 1,
    lender_reference: str | None = None,
    text: Sequence[str] | None = None,
    sender: str = LENDER,
    receiver: str = OFFICE,
    lender: str = "AE",
    header: bool = True,
    domain: str = "AX",
    document_number: str = "",
) -> bytes:
    """A StatusMelding with one status of `domain`; a status that needs a text gets one when none is given."""
    rule = status_rule(domain, code)
    lines = text if text is not None else (["Neem contact op met de acceptant."] if rule and rule.needs_text else [])
    specification = xml.element(
        f"{domain}BerichtStatusSpecificatie",
        xml.code(f"Status{domain}Bericht", code, f"Status{domain}Bericht"),
        xml.leaf("MedischAkkoordDt", at.date() if (domain, code) == _MEDICAL_APPROVAL else None),
        xml.leaf("DocumentMijNr", document_number),
    )
    status = xml.element(
        "Status",
        xml.leaf("StatusDt", at.date()),
        xml.leaf("StatusTijd", f"{at:%H:%M:%S}"),
        xml.leaf("Kenmerk", lender_reference),
        xml.answers(domain),
        specification,
        *(
            xml.element("StatusTekstRegels", xml.leaf("TekstRegel", line), Volgnummer=place)
            for place, line in _numbered(lines)
        ),
    )
    ends = Ends(sender, receiver, lender=lender)
    return xml.document("StatusMelding", xml.header("SX", ends, number if header else None, version, at), status)


def ox(  # noqa: PLR0913 - see sx
    kind: Literal["binding", "indicative"] = "binding",
    *,
    at: datetime,
    pdf: bytes = TINY_PDF,
    number: str | None = None,
    version: int = 1,
    lender_reference: str = "AE-2026-000123",
    valid_until: date | None = None,
    accept_before: date | None = None,
    loan: Loan | None = None,
    people: Sequence[Person] = PEOPLE,
    sender: str = LENDER,
    receiver: str = OFFICE,
    lender: str = "AE",
    header: bool = True,
    extra_files: Sequence[tuple[str, bytes]] = (),
) -> bytes:
    """An Offerte with its PDF; `extra_files` are (code of DocSoort, bytes)."""
    wanted = loan or Loan()
    data = xml.element(
        "OfferteData",
        xml.code("Financier", lender, "Maatschappij"),
        xml.leaf("PlaatsNaam", "Den Haag"),
        xml.leaf("KvKnummer", "27154399"),
        xml.leaf("AcceptatieDt", accept_before or (at + timedelta(days=21)).date()),
        xml.leaf("GeldigheidsDt", valid_until or (at + timedelta(days=90)).date()),
        xml.leaf("Kenmerk", lender_reference),
        xml.answers("AX"),
    )
    files = [("00" if kind == "binding" else "18", pdf), *extra_files]
    ends = Ends(sender, receiver, lender=lender)
    return xml.document(
        "Offerte",
        xml.header("OX", ends, number if header else None, version, at),
        *(xml.applicant(person, place) for place, person in _numbered(people)),
        *(xml.party(person, place) for place, person in _numbered(people)),
        xml.house(wanted.house),
        xml.loan(wanted, lender, at + timedelta(days=60)),
        data,
        *(xml.file(content, kind_of_file, place) for place, (kind_of_file, content) in _numbered(files)),
    )


def da(  # noqa: PLR0913 - see sx
    lines: Sequence[Line],
    *,
    at: datetime,
    number: str | None = None,
    version: int = 1,
    lender_reference: str = "AE-2026-000123",
    people: Sequence[Person] = PEOPLE,
    sender: str = LENDER,
    receiver: str = OFFICE,
    lender: str = "AE",
    header: bool = True,
) -> bytes:
    """A DocumentAanvraagBericht with one DocumentKenmerk per line."""
    return xml.document(
        "DocumentAanvraagBericht",
        xml.header("DA", Ends(sender, receiver, lender=lender), number if header else None, version, at),
        *(xml.party(person, place) for place, person in _numbered(people)),
        xml.element("DocumentData", xml.leaf("Kenmerk", lender_reference), xml.answers("AX")),
        *(_line(line, place, people, at) for place, line in _numbered(lines)),
    )


def dx(  # noqa: PLR0913 - see sx
    line: Line,
    *,
    at: datetime,
    file: bytes = TINY_PDF,
    file_type: str = "PDF",
    number: str | None = None,
    version: int = 1,
    lender_reference: str = "AE-2026-000123",
    people: Sequence[Person] = PEOPLE,
    sender: str = OFFICE,
    receiver: str = LENDER,
    lender: str = "AE",
    header: bool = True,
) -> bytes:
    """A DocumentBericht: one file for one line of a list."""
    return xml.document(
        "DocumentBericht",
        xml.header("DX", Ends(sender, receiver, lender=lender), number if header else None, version, at),
        *(xml.party(person, place) for place, person in _numbered(people)),
        xml.file(file, "99", 1, file_type=file_type),
        xml.element("DocumentData", xml.leaf("Kenmerk", lender_reference), xml.answers("AX")),
        _line(line, 1, people, at),
    )


def ax(  # noqa: PLR0913 - see sx
    *,
    at: datetime,
    number: str | None = None,
    version: int = 1,
    loan: Loan | None = None,
    people: Sequence[Person] = PEOPLE,
    sender: str = OFFICE,
    receiver: str = LENDER,
    lender: str = "AE",
    intermediary: str = "Hypotheekkantoor De Brug",
    intermediary_number: str = "700123",
    header: bool = True,
) -> bytes:
    """An OfferteAanvraag for a first mortgage on an existing house."""
    wanted = loan or Loan()
    office = xml.element(
        "TussenPersoon",
        xml.leaf("BedrijfsNaam", intermediary),
        xml.leaf("TussenpersoonNr", intermediary_number),
        xml.leaf("TelefoonNrWerk", "0301234567"),
        xml.leaf("E-mailadres", "kantoor@voorbeeld.example"),
        xml.leaf("TelefoonNrMobiel", "0612345678"),
        xml.leaf("AFMRegistratieNr", "12000001"),
        xml.leaf("InitieelPakket", xml.PACKAGE),
        Volgnummer=1,
    )
    return xml.document(
        "OfferteAanvraag",
        xml.header("AX", Ends(sender, receiver, lender=lender), number if header else None, version, at),
        *(xml.applicant(person, place, with_income=True) for place, person in _numbered(people)),
        *(xml.party(person, place) for place, person in _numbered(people)),
        office,
        xml.house(wanted.house),
        xml.loan(wanted, lender, at + timedelta(days=60)),
    )


def _line(line: Line, place: int, people: Sequence[Person], at: datetime) -> str:
    person = "" if line.person is None else xml.applicant(people[line.person], line.person + 1)
    note = line.note or ("Zie de toelichting van de acceptant." if line.status in ("07", "08") else "")
    since = line.since or at
    described = line.description or f"{texts('SoortDocument').get(line.kind, 'Stuk')} van de aanvrager"
    return xml.element(
        "DocumentKenmerk",
        xml.code("Aanlevermoment", line.delivery_moment, "Aanlevermoment"),
        xml.code("SoortDocument", line.kind, "SoortDocument"),
        xml.leaf("SoortDocumentOmschr", described),
        xml.leaf("DocumentMijNr", line.number),
        xml.code("DocumentStatus", line.status, "DocumentStatus"),
        xml.leaf("DocumentStatusOmschr", note),
        xml.leaf("DocumentStatusDt", since.date()),
        xml.leaf("DocumentStatusTijd", f"{since:%H:%M:%S}"),
        xml.leaf("UitersteAanleverDt", line.deliver_before),
        xml.yes_no("OrginelenAanleverenJN", "J" if line.originals else "N"),
        xml.code("SoortOrigineel", "01", "SoortOrigineel") if line.originals else "",
        xml.yes_no("OpgevraagdViaBronJN", "J") if line.from_source else "",
        person,
        Volgnummer=place,
    )


def _numbered(things: Sequence[Thing]) -> list[tuple[int, Thing]]:
    return list(enumerate(things, 1))
