"""Letters between the office of Bram and a lender, and where a writer finds what they name."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from adapters.hdn.writers import compose
from schemas.applications import IntermediaryFacts, RegisterApplication
from schemas.errors import NotFound, Refused
from schemas.letters import (
    Addition,
    CarriedMessage,
    DocumentDelivery,
    ExportedDossier,
    ForwardedApplication,
    Route,
    ServiceProviderFacts,
    StatusAnswer,
    WrittenApplication,
)
from schemas.values import CodedText

DATA = Path(__file__).parents[1] / "data" / "hdn"
AT = datetime(2026, 11, 21, 9, 30, 15, tzinfo=UTC)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"


APPLICANT = ("HuwelijkOntbondenJN", "HoofdelijkAansprakelijkJN", "FiscaalInwonerVanNederlandJN")
ABROAD, STUDY = "UitsluitendOfMedeFiscaalInwonerBuitenNedJN", "StudieleningInventarisatie"
PART = ("RenteAfspraak", "BetalingsTermijn", "BetalingAchterafJN")
HOME = ("Onderpand", "EigenBewoningJN", "ErfpachtJN")


def additions():
    """What the 24.0 schema asks of an application and the facts of one do not have."""
    for at in (1, 2):
        yield from ((f"Hypotheekgever[{at}]/{tag}", "J") for tag in APPLICANT[1:])
        yield from ((f"Hypotheekgever[{at}]/{tag}", "N") for tag in (APPLICANT[0], ABROAD))
        yield f"Hypotheekgever[{at}]/{STUDY}", "02"
    yield "TussenPersoon/TelefoonNrWerk", "0301112233"
    yield from zip((f"Object/{tag}" for tag in HOME), ("01", "J", "N"), strict=True)
    yield from (("Object/Gemeente", "Utrecht"), ("Object/BouwJaar", "1991"), ("Object/AppartementsrechtJN", "N"))
    yield "Object/AchterstalligOnderhoud", "0.00"
    for loan, parts in ((1, ("[1]", "[2]")), (2, ("",))):
        yield from ((f"Lening[{loan}]/RangOrde", str(loan)), (f"Lening[{loan}]/AankoopWoningJN", "J"))
        yield f"Lening[{loan}]/Mutatie", "01"
        for part in parts:
            places = (f"Lening[{loan}]/Leningdeel{part}/{tag}" for tag in PART)
            yield from zip(places, ("01", "01", "J"), strict=True)


ADDED = tuple(Addition(place=f"OfferteAanvraag/{place}", value=value) for place, value in additions())


class Kept:
    """The journal and the files of a test."""

    def __init__(self):
        self.messages = {"official": (DATA / "ax-24.0-official.xml").read_bytes()}
        self.files = {"sha256:pdf": PDF, "sha256:tiff": b"II*\x00" + b"\x00" * 12, "sha256:text": b"Beste Els,"}

    def original(self, message_id):
        return self._held(self.messages, message_id)

    def file(self, blob):
        return self._held(self.files, blob)

    def _held(self, held, name):
        if name not in held:
            raise NotFound("not-found", came=name)
        return held[name]


def route(**more):
    facts = {
        "sender": "500001",
        "receiver": "600001",
        "receiver_code": "AE",
        "environment": "production",
        "dossier": "0f8fad5b-d9cb-469f-a165-70867728950e",
        "number": "AV-2026-17",
        "at": AT,
        "sender_name": "Hypotheekkantoor De Brug",
        "receiver_name": "Aegon",
    }
    return Route(**{**facts, **more})


def provider(**more):
    facts = {
        "number": "SP-700123",
        "company": "Hypotheekkantoor De Brug",
        "phone": "030 - 123 45 67",
        "email": "kantoor@voorbeeld.example",
        "afm_number": "12000001",
        "street": "Oudegracht",
        "house_number": "1",
        "postcode": "3511 ab",
        "city": "Utrecht",
        "country": CodedText(code="NL", text="Nederland"),
    }
    return ServiceProviderFacts(**{**facts, **more})


def answer(code="09", **more):
    moment = datetime(2026, 11, 21, 10, 30, 15)  # noqa: DTZ001 - a message writes local time
    facts = {"route": route(), "domain": "AX", "status": CodedText(code=code), "moment": moment}
    return StatusAnswer(**{**facts, **more})


def delivery(**more):
    facts = {
        "route": route(),
        "lender_reference": "LN-778899",
        "number": "D-1",
        "document": CodedText(code="009", text="Werkgeversverklaring(en)"),
        "description": "Werkgeversverklaring van november",
        "file": "sha256:pdf",
        "file_name": "werkgever.pdf",
        "size": len(PDF),
        "file_type": CodedText(code="PDF", text="PDF-file"),
    }
    return DocumentDelivery(**{**facts, **more})


def forwarding(**more):
    return ForwardedApplication(**{"route": route(), "original": "official", "service_provider": provider(), **more})


def carrying(original, **more):
    return CarriedMessage(**{"route": route(), "original": original, **more})


def recorded_application():
    """The facts of the recorded AX."""
    row = json.loads((DATA / "recorded" / "ax" / "command.json").read_text(encoding="utf-8"))["commands"][0]
    return TypeAdapter(RegisterApplication).validate_python(row["facts"])


def writing(**more):
    """An application from the facts of the recorded AX."""
    facts = recorded_application()
    parts = {name: getattr(facts, name) for name in ("parties", "intermediaries", "products", "properties")}
    return WrittenApplication(**{"route": route(), "service_provider": provider(), **parts, **more})


def exporting(**more):
    """A dossier for adviser software, from the people of the recorded AX."""
    facts = recorded_application()
    said = {
        "HuwelijkOntbondenJN": "N", "HoofdelijkAansprakelijkJN": "J", "FiscaalInwonerVanNederlandJN": "J",
        "UitsluitendOfMedeFiscaalInwonerBuitenNedJN": "N", "StudieleningInventarisatie": "02",
    }  # fmt: skip
    people = [each for each in facts.parties if each.role == "applicant"]
    made = tuple(
        Addition(place=f"OfferteAanvraag/Hypotheekgever[{place}]/{tag}", value=value)
        for place, _ in enumerate(people, 1)
        for tag, value in said.items()
    )
    mobile = Addition(place="OfferteAanvraag/TussenPersoon/TelefoonNrMobiel", value="0612345678")
    office = IntermediaryFacts(number="700123", company="De Brug", phone="0301234567", afm_number="12000001")
    parts = {"parties": tuple(people), "intermediaries": (office,), "additions": (*made, mobile)}
    return ExportedDossier(**{"route": route(), **parts, **more})


def findings(letter, kept, **how):
    """Why a letter is refused: (rule, path) of every mistake."""
    with pytest.raises(Refused) as caught:
        compose(letter, kept, **how)
    return [(finding.rule, finding.path) for finding in caught.value.findings]


def golden(name, body):
    """Holds bytes against the file of this name, whatever version of the hub wrote them."""
    version = body.partition(b"<PakketVersie>")[2].partition(b"<")[0]
    written = body.replace(b"<PakketVersie>%s<" % version, b"<PakketVersie>0<")
    assert written.decode() == (DATA / "written" / f"{name}.xml").read_text(encoding="utf-8")
