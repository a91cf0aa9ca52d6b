"""Commands as the readers make them of valid messages, with defaults that a test overrides by name."""

from datetime import date, datetime
from decimal import Decimal
from itertools import count

from schemas.applications import PartFacts, PartyFacts, ProductFacts, PropertyFacts, RegisterApplication
from schemas.documents import RegisterDocument
from schemas.offers import OfferFile, RegisterOffer
from schemas.statuses import RegisterStatus
from schemas.stock_lists import RegisterDocumentRequest, StockLineFacts
from schemas.values import CodedText

_numbers = count(1)


def a_hash():
    """A content hash that no other message has."""
    return f"{next(_numbers):016x}{0:048x}"


def coded(text):
    """`"10 In behandeling"` as a code."""
    code, _, words = text.partition(" ")
    return CodedText(code=code, text=words)


def moment(day, time="10:00:00"):
    """A local moment in November 2026: `moment(3)`."""
    return datetime.fromisoformat(f"2026-11-{day:02d}T{time}")


def anna(**more):
    facts = {
        "reference": "NA01",
        "kind": coded("01 natuurlijk persoon"),
        "role": "applicant",
        "initials": "A.",
        "birth_name": "Jansen",
        "birth_date": date(1988, 4, 2),
        "email": "anna@example.org",
        "source": {"birth_name": "OfferteAanvraag/PartijNAWData[1]/GeboorteNaam"},
    }
    return PartyFacts(**{**facts, **more})


def a_loan(**more):
    part = PartFacts(number=1, repayment=coded("02 annuïteit"), amount=Decimal(350000), rate_pct=Decimal("3.85"))
    facts = {"number": 1, "lender": coded("AG Aegon"), "amount": Decimal(350000), "parts": (part,)}
    return ProductFacts(**{**facts, **more})


def a_house(**more):
    facts = {"number": 1, "street": "Dorpsstraat", "house_number": "1", "postcode": "1234AB", "city": "Ede"}
    return PropertyFacts(**{**facts, **more})


def ax(version=1, **more):
    facts = {
        "domain": "AX",
        "number": "A-1",
        "request_version": version,
        "content_hash": a_hash(),
        "package": "Pakket",
        "parties": (anna(),),
        "products": (a_loan(),),
        "properties": (a_house(),),
    }
    return RegisterApplication(**{**facts, **more})


def sx(status="10 Offerte aanvraag in behandeling genomen", day=3, **more):
    facts = {
        "domain": "AX",
        "status": coded(status),
        "moment": moment(day),
        "content_hash": a_hash(),
        "lender_reference": "L-77",
        "source": {"status": "StatusMelding/Status/AXBerichtStatusSpecificatie/StatusAXBericht"},
    }
    return RegisterStatus(**{**facts, **more})


def ox(kind="indicative", day=4, **more):
    part = PartFacts(number=1, amount=Decimal(350000), rate_pct=Decimal("3.85"), term_months=360)
    facts = {
        "domain": "AX",
        "kind": kind,
        "lender_reference": "L-77",
        "moment": moment(day),
        "content_hash": a_hash(),
        "valid_until": date(2026, 12, 31),
        "amount": Decimal(350000),
        "parts": (part,),
        "files": (OfferFile(blob="sha256:ab", size=4096, kind=coded("18 indicatief voorstel")),),
        "source": {"valid_until": "Offerte/OfferteData/GeldigheidsDt"},
    }
    return RegisterOffer(**{**facts, **more})


def line(number="D1", status="01 Aan te leveren", day=5, document="009 Werkgeversverklaring(en)", **more):
    facts = {
        "number": number,
        "document": coded(document),
        "status": coded(status),
        "status_moment": moment(day),
        "source": {"status": f"DocumentAanvraagBericht/DocumentKenmerk[{number}]/DocumentStatus"},
    }
    return StockLineFacts(**{**facts, **more})


def da(*lines, **more):
    facts = {
        "domain": "AX",
        "lender_reference": "L-77",
        "moment": max(each.status_moment for each in lines),
        "content_hash": a_hash(),
        "lines": lines,
    }
    return RegisterDocumentRequest(**{**facts, **more})


def dx(line_number="D1", day=6, blob="sha256:cd", **more):
    facts = {
        "domain": "AX",
        "lender_reference": "L-77",
        "line_number": line_number,
        "document": coded("009 Werkgeversverklaring(en)"),
        "file": OfferFile(blob=blob, size=2048, kind=coded("99 overig")),
        "moment": moment(day),
        "content_hash": a_hash(),
    }
    return RegisterDocument(**{**facts, **more})
