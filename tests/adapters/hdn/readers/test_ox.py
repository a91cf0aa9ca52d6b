from datetime import date, datetime
from decimal import Decimal

import pytest

from adapters.hdn import xml
from adapters.hdn.readers.ox import read_offer
from adapters.hdn.readers.reading import Origin
from schemas.errors import Refused
from schemas.values import CodedText

PDF = b"%PDF-1.4\n% a stand-in for the file of a lender " + b"x" * 10


def test_a_binding_offer_is_read(read, recorded):
    offer = read("OX", recorded("OX")).command
    assert offer.kind == "binding"
    assert offer.domain == "AX"
    assert offer.lender == CodedText(code="AE", text="AEGON Verzekeringen")
    assert offer.lender_reference == "LN-778899"
    assert offer.accept_before == date(2026, 12, 4)
    assert offer.valid_until == date(2027, 2, 20)
    assert (offer.extension_possible, offer.extended, offer.extends_automatically) == (True, False, False)
    assert offer.extension_until == date(2027, 5, 20)
    assert offer.latest_passing_date == date(2027, 2, 20)
    assert offer.latest_passing_date_extended == date(2027, 5, 20)


def test_the_loan_parts_have_their_effective_rate(read, recorded):
    offer = read("OX", recorded("OX")).command
    assert offer.amount == Decimal("250000.00")
    assert [part.amount for part in offer.parts] == [Decimal("200000.00"), Decimal("50000.00")]
    assert {part.effective_rate_pct for part in offer.parts} == {Decimal("3.944")}
    assert offer.parts[1].source["amount"] == "Offerte/Lening/Leningdeel[2]/LeningDeelBedrag"


def test_the_files_are_kept_as_they_were_before_base64(read, recorded, kept):
    first, second = read("OX", recorded("OX")).command.files
    assert kept[first.blob] == PDF
    assert first.size == 57
    assert first.kind == CodedText(code="00", text="Offerte")
    assert first.source == "Offerte/PrintDoc[1]"
    assert (second.kind.code, second.description) == ("99", "Begeleidende brief")


@pytest.mark.parametrize(
    ("code", "kind"),
    [("18 Indicatief rentevoorstel", "indicative"), ("00 Offerte", "binding"), ("13 Kostenoverzicht", "other")],
)
def test_the_kind_is_what_the_files_say(read, recorded, code, kind):
    assert read("OX", recorded("OX").replace("00 Offerte", code)).command.kind == kind


def test_a_proposal_and_an_offer_in_one_message_are_refused_and_nothing_is_kept(read, recorded, kept):
    with pytest.raises(Refused) as caught:
        read("OX", recorded("OX").replace("99 Overig", "18 Indicatief voorstel"))
    assert caught.value.slug == "condition-violated"
    assert caught.value.path == "Offerte/PrintDoc"
    assert caught.value.expected == "precies één / exactly one"
    assert kept == {}


def test_the_moment_is_that_of_the_header(read, recorded):
    offer = read("OX", recorded("OX")).command
    assert offer.moment == datetime(2026, 11, 20, 11)  # noqa: DTZ001 - the message writes local time
    assert offer.source["moment"] == "Offerte/Header/VerzendDt"


def test_without_a_header_there_is_no_moment(read, recorded):
    before, rest = recorded("OX").split("\t<Header>")
    offer = read("OX", before + rest.split("</Header>\n")[1]).command
    assert offer.moment is None
    assert "moment" not in offer.source


def test_the_extension_of_2016_is_read_when_the_newer_field_is_absent(read, recorded):
    old = (
        recorded("OX")
        .replace("VerlengingMogelijkJN", "OfferteVerlenging")
        .replace("VerlengingsDt", "UitersteVerlengingsDt")
    )
    offer = read("OX", old).command
    assert offer.extension_possible is True
    assert offer.source["extension_possible"] == "Offerte/OfferteData/OfferteVerlenging"
    assert offer.extension_until == date(2027, 5, 20)


def test_a_streamed_file_is_taken_as_it_is(recorded):
    parsed = xml.parse(recorded("OX").encode(), limit=10_000_000)
    origin = Origin(1, None, "0" * 64, None, keep=pytest.fail, payloads=parsed.payloads)
    (offer,) = read_offer(parsed.root, origin).commands
    assert [file.size for file in offer.files] == [57, 67]
    assert [file.blob for file in offer.files] == [f"sha256:{payload.sha256}" for payload in parsed.payloads]


def test_a_message_cannot_reach_a_file_by_naming_its_hash(recorded):
    parsed = xml.parse(recorded("OX").encode(), limit=10_000_000)
    parsed.root.find("PrintDoc/EncodedData").text = "sha256:" + "ab" * 32
    origin = Origin(1, None, "0" * 64, None, lambda _: "sha256:kept", parsed.payloads, parsed.contents)
    with pytest.raises(Refused) as caught:
        read_offer(parsed.root, origin)
    assert caught.value.slug == "base64-invalid"
    assert caught.value.path == "Offerte/PrintDoc[1]/EncodedData"


def test_an_attachment_that_is_no_base64_is_refused_with_its_path(read, recorded):
    broken = recorded("OX").replace("<EncodedData>JVBERi0", "<EncodedData>JVBER!0", 1)
    with pytest.raises(Refused) as caught:
        read("OX", broken)
    assert caught.value.slug == "base64-invalid"
    assert caught.value.path == "Offerte/PrintDoc[1]/EncodedData"
