from datetime import UTC, datetime

import pytest
from lxml import etree

from adapters.hdn.readers.header import HeaderFacts, read_header
from schemas.errors import Refused


def header(**changes):
    fields = {
        "VerzenderNrHDN": "300400",
        "OntvangerNrHDN": "100200",
        "Berichtsoort": "AX OfferteAanvraag",
        "BerichtVersie": "24.0",
        "OntvangerCode": "AE Aegon Verzekeringen",
        "VerzendDt": "2026-07-01",
        "VerzendTijd": "09:30:00",
        "AanvraagVolgNr": "2026-000123",
        "AanvraagVersie": "2",
        "PakketNaam": "Adviesdesk",
        "PakketVersie": "7.1",
        **changes,
    }
    root = etree.Element("OfferteAanvraag")
    found = etree.SubElement(root, "Header")
    for tag, text in fields.items():
        if text is not None:
            etree.SubElement(found, tag).text = text
    return root


def test_a_header_is_read_whole():
    facts = read_header(header())
    assert facts.sender == "300400"
    assert facts.receiver == "100200"
    assert facts.message_type == "AX"
    assert facts.schema_version == "24.0"
    assert facts.receiver_code == "AE"
    assert facts.number == "2026-000123"
    assert facts.request_version == 2
    assert facts.package == "Adviesdesk"
    assert facts.package_version == "7.1"


@pytest.mark.parametrize(
    ("day", "instant"),
    [
        ("2026-07-01", datetime(2026, 7, 1, 7, 30, tzinfo=UTC)),
        ("2026-12-01", datetime(2026, 12, 1, 8, 30, tzinfo=UTC)),
    ],
)
def test_the_sending_time_is_the_wall_clock_of_amsterdam(day, instant):
    facts = read_header(header(VerzendDt=day))
    assert facts.sent_at == instant
    assert facts.moment == facts.sent_at.replace(tzinfo=None)


def test_a_message_without_a_header_says_nothing():
    assert read_header(etree.Element("OfferteAanvraag")) == HeaderFacts()


def test_a_date_without_a_time_is_no_moment():
    facts = read_header(header(VerzendTijd=None))
    assert facts.moment is None
    assert facts.sent_at is None


@pytest.mark.parametrize("written", ["AX", "OfferteAanvraag", "AX OfferteAanvraag", "AX offerte-aanvraag"])
def test_a_message_type_is_read_in_every_notation(written):
    assert read_header(header(Berichtsoort=written)).message_type == "AX"


@pytest.mark.parametrize(
    ("tag", "came", "expected"),
    [
        ("VerzenderNrHDN", "12345", "zes cijfers / six digits"),
        ("OntvangerNrHDN", "10020a", "zes cijfers / six digits"),
        ("AanvraagVersie", "000", "een getal van 1 tot en met 999 / a number from 1 to 999"),
        ("AanvraagVersie", "1000", "een getal van 1 tot en met 999 / a number from 1 to 999"),
        ("VerzendDt", "2026-02-29", "een datum als 2026-11-21 / a date like 2026-11-21"),
        ("VerzendTijd", "24:00:00", "een tijd als 14:30:00 / a time like 14:30:00"),
    ],
)
def test_a_value_that_cannot_be_held_is_refused_with_its_path(tag, came, expected):
    with pytest.raises(Refused) as caught:
        read_header(header(**{tag: came}))
    assert caught.value.slug == "invalid-value"
    assert caught.value.path == f"OfferteAanvraag/Header/{tag}"
    assert caught.value.came == came
    assert caught.value.expected == expected
