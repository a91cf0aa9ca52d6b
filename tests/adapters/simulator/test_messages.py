from datetime import date, datetime

import pytest

from adapters.hdn import conditions, xml
from adapters.hdn.validation import check
from adapters.simulator import messages
from adapters.simulator.cast import ANNA, Line, Loan, Part
from schemas.hdn import codes
from schemas.hdn.statuses import by_code

AT = datetime.fromisoformat("2026-11-21T10:30:00")
LINES = [
    Line(f"D{at}", status=status, person=at % 2 or None)
    for at, status in enumerate(["01", "02", "03", "04", "06", "07", "08"])
]


def fitting(body: bytes):
    """The tree, after schema and rules have accepted it without a flag."""
    checked = check(xml.parse(body, limit=1_000_000).root)
    assert (checked.flags, conditions.check(checked.root, checked.message.code)) == ((), ())
    return checked.root


@pytest.mark.parametrize("header", [True, False])
@pytest.mark.parametrize(
    "make",
    [
        messages.ax,
        lambda **how: messages.sx("10", **how),
        lambda **how: messages.ox("indicative", **how),
        lambda **how: messages.ox("binding", extra_files=[("02", b"voorwaarden")], **how),
        lambda **how: messages.da(LINES, **how),
        lambda **how: messages.dx(LINES[0], **how),
        lambda **how: messages.dx(LINES[1], file_type="TIFF", **how),
    ],
    ids=["ax", "sx", "ox-indicative", "ox-binding", "da", "dx", "dx-tiff"],
)
def test_every_message_fits_schema_and_rules(make, header):
    root = fitting(make(at=AT, number="AV-2026-17", version=3, header=header))
    assert (root.find("Header") is not None) is header


# AX 07 (deed passed) was withdrawn in HDN 19: read on input, never sent.
@pytest.mark.parametrize(("domain", "code"), [key for key in by_code() if key != ("AX", "07")])
def test_every_status_of_the_standard_can_be_sent(domain, code):
    extra = {"document_number": "D1"} if domain == "DX" else {}
    root = fitting(messages.sx(code, at=AT, domain=domain, **extra))
    value = root.findtext(f"Status/{domain}BerichtStatusSpecificatie/Status{domain}Bericht")
    assert codes.parse(value, f"Status{domain}Bericht").code == code


def test_an_unknown_status_is_sent_with_a_text_of_its_own():
    root = fitting(messages.sx("77", at=AT))
    assert root.findtext("Status/AXBerichtStatusSpecificatie/StatusAXBericht") == "77 Nieuwe waarde"


def test_a_header_says_who_when_and_which_version():
    header = fitting(messages.sx(at=AT, number="AV-1", version=2, sender="600009", receiver="500002")).find("Header")
    found = {child.tag: child.text for child in header}
    assert found["VerzenderNrHDN"] == "600009"
    assert found["OntvangerNrHDN"] == "500002"
    assert found["Berichtsoort"] == "SX StatusMelding"
    assert found["OntvangerCode"] == "AE Aegon Verzekeringen"
    assert (found["VerzendDt"], found["VerzendTijd"]) == ("2026-11-21", "10:30:00")
    assert (found["AanvraagVolgNr"], found["AanvraagVersie"]) == ("AV-1", "2")


def test_names_and_texts_are_escaped():
    root = fitting(messages.sx("14", at=AT, text=["Inkomen < norm & te laag"], lender_reference="A&B<C>"))
    assert root.findtext("Status/StatusTekstRegels/TekstRegel") == "Inkomen < norm & te laag"
    assert root.findtext("Status/Kenmerk") == "A&B<C>"


def test_an_offer_carries_its_pdf():
    parsed = xml.parse(messages.ox(at=AT, pdf=b"%PDF-1.7 hallo"), limit=1_000_000)
    assert list(parsed.contents.values()) == [b"%PDF-1.7 hallo"]


def test_an_application_for_one_person_and_another_amount_fits():
    loan = Loan(parts=(Part(180_000, "02"),))
    root = fitting(messages.ax(at=AT, people=[ANNA], loan=loan))
    assert root.findtext("Lening/HypotheekBedrag") == "180000.00"


def test_a_line_can_name_its_person_its_date_and_its_originals():
    line = Line("D1", kind="011", person=1, deliver_before=date(2026, 12, 1), originals=True, from_source=True)
    root = fitting(messages.da([line], at=AT))
    assert root.find("DocumentKenmerk/Hypotheekgever/RefPartijNAWData").get("IDREF") == "NA02"
    assert root.findtext("DocumentKenmerk/UitersteAanleverDt") == "2026-12-01"
