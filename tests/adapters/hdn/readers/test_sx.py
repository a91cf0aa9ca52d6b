from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from schemas.errors import Refused
from schemas.values import CodedText


def status(specification, respons="AX OfferteAanvraag", **more):
    root = etree.Element("StatusMelding")
    found = etree.SubElement(root, "Status")
    texts = {"StatusDt": "2026-11-20", "StatusTijd": "10:15:00", "ResponsOpBerichtSoort": respons, **more}
    for tag, text in texts.items():
        etree.SubElement(found, tag).text = text
    tag, fields = specification
    inside = etree.SubElement(found, tag)
    for name, text in fields.items():
        etree.SubElement(inside, name).text = text
    return etree.tostring(root, encoding="utf-8")


def accepted(**more):
    return ("AXBerichtStatusSpecificatie", {"StatusAXBericht": "09 Ontvangstbevestiging", **more})


@pytest.mark.parametrize(
    ("domain", "respons", "tag", "code"),
    [
        ("AX", "AX OfferteAanvraag", "AXBerichtStatusSpecificatie", "StatusAXBericht"),
        ("AX", "OfferteAanvraag", "AXBerichtStatusSpecificatie", "StatusAXBericht"),
        ("KX", "KX KredietAanvraag", "KXBerichtStatusSpecificatie", "StatusKXBericht"),
        ("LX", "LX LevenAanvraag", "LXBerichtStatusSpecificatie", "StatusLXBericht"),
        ("MX", "MX BeheerVerzoek", "MXBerichtStatusSpecificatie", "StatusMXBericht"),
        ("DX", "DX DocumentBericht", "DXBerichtStatusSpecificatie", "StatusDXBericht"),
        ("GX", "GX NhgMelding", "GXBerichtStatusSpecificatie", "StatusGXBericht"),
        ("IA", "IA InformatieAanvraagBericht", "IABerichtStatusSpecificatie", "StatusIABericht"),
        ("NX", "NX NotarisOpdracht", "NXBerichtStatusSpecificatie", "StatusNXBericht"),
        ("DA", "DA DocumentAanvraagBericht", "TaxconBerichtStatusSpecificatie", "StatusTaxconBericht"),
    ],
)
def test_a_status_belongs_to_the_message_it_answers(read, domain, respons, tag, code):
    command = read("SX", status((tag, {code: "01 Tekst"}), respons)).command
    assert command.domain == domain
    assert command.status == CodedText(code="01", text="Tekst")
    assert command.source["status"] == f"StatusMelding/Status/{tag}/{code}"


def test_the_moment_is_the_one_in_the_message(read):
    command = read("SX", status(accepted())).command
    assert command.moment == datetime(2026, 11, 20, 10, 15)  # noqa: DTZ001 - the message writes local time
    assert command.source["moment"] == "StatusMelding/Status/StatusDt"


def test_an_unknown_status_is_kept_and_flagged(read):
    reading = read("SX", status(("AXBerichtStatusSpecificatie", {"StatusAXBericht": "77 Iets nieuws"})))
    assert reading.flags == ("unknown-code:StatusAXBericht",)
    assert reading.command.status == CodedText(code="77", text="Iets nieuws", known=False)


def test_the_dates_of_a_mortgage_status_are_read(read):
    dates = {"OfferteDt": "2026-11-01", "PasseerDt": "2026-12-15", "IngangsDt": "2027-01-01"}
    command = read("SX", status(accepted(**dates, AcceptatieDtKlant="2026-11-10"))).command
    assert command.offer_date == date(2026, 11, 1)
    assert command.passing_date == date(2026, 12, 15)
    assert command.start_date == date(2027, 1, 1)
    assert command.customer_accept_date == date(2026, 11, 10)


def test_the_amount_of_a_passed_deed_is_read(read):
    body = status(accepted()).decode()
    deed = "<PasseerGegevens><HypotheekBedrag>250000.00</HypotheekBedrag></PasseerGegevens>"
    command = read("SX", body.replace("</AXBericht", f"{deed}</AXBericht")).command
    assert command.passing_amount == Decimal("250000.00")
    path = "StatusMelding/Status/AXBerichtStatusSpecificatie/PasseerGegevens/HypotheekBedrag"
    assert command.source["passing_amount"] == path


def test_a_refused_document_is_named(read):
    fields = {"StatusDXBericht": "03 DocumentMijNr onbekend", "DocumentMijNr": "D-9"}
    command = read("SX", status(("DXBerichtStatusSpecificatie", fields), "DX DocumentBericht")).command
    assert command.document_number == "D-9"


def test_a_medical_approval_has_its_date(read):
    fields = {"StatusLXBericht": "04 Medisch akkoord", "MedischAkkoordDt": "2026-11-12"}
    command = read("SX", status(("LXBerichtStatusSpecificatie", fields), "LX LevenAanvraag")).command
    assert command.medical_approval_date == date(2026, 11, 12)


def test_text_lines_keep_their_order_and_the_weightiest_importance(read, recorded):
    command = read("SX", recorded("SX")).command
    assert command.lines == (
        "De aanvraag is beëindigd.",
        "De klant heeft de aanvraag ingetrokken.",
        "Een nieuwe aanvraag is nodig.",
    )
    assert command.importance == CodedText(code="1", text="Blokkerend")


def test_a_status_of_another_message_than_it_answers_is_refused(read):
    with pytest.raises(Refused) as caught:
        read("SX", status(("KXBerichtStatusSpecificatie", {"StatusKXBericht": "09 Gelden uitbetaald"})))
    assert caught.value.slug == "condition-violated"
    assert caught.value.path == "StatusMelding/Status"
    assert caught.value.came == "KXBerichtStatusSpecificatie"


def test_a_date_that_is_none_is_refused_with_its_path(read):
    with pytest.raises(Refused) as caught:
        read("SX", status(accepted(), StatusDt="2026-02-30"))
    assert caught.value.slug == "invalid-value"
    assert caught.value.path == "StatusMelding/Status/StatusDt"
    assert caught.value.came == "2026-02-30"


LINE = st.text(st.characters(whitelist_categories=("L", "N", "P", "Zs")), min_size=1, max_size=80).map(
    lambda text: text.strip(" \t\r\n")
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moment=st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2199, 12, 31)),  # noqa: DTZ001 - local
    kenmerk=LINE.filter(bool),
)
def test_what_a_status_says_is_read_back(read, moment, kenmerk):
    moment = moment.replace(microsecond=0)
    texts = {"StatusDt": f"{moment:%Y-%m-%d}", "StatusTijd": f"{moment:%H:%M:%S}", "Kenmerk": kenmerk}
    command = read("SX", status(accepted(), **texts)).command
    assert command.moment == moment
    assert command.lender_reference == kenmerk
