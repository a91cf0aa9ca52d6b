from datetime import date, datetime

import pytest

from schemas.errors import Refused
from schemas.values import CodedText


@pytest.fixture
def stock_list(read, recorded):
    return read("DA", recorded("DA")).command


def test_the_list_names_the_reference_of_the_lender(stock_list):
    assert stock_list.domain == "AX"
    assert stock_list.lender_reference == "LN-778899"
    assert [line.number for line in stock_list.lines] == ["D-1", "D-2", "D-3"]


def test_the_moment_of_a_list_is_the_latest_of_its_lines(stock_list):
    assert stock_list.moment == datetime(2026, 11, 20, 11, 45, 10)  # noqa: DTZ001 - the message writes local time
    assert stock_list.source["moment"] == "DocumentAanvraagBericht/DocumentKenmerk[2]/DocumentStatusDt"


def test_a_line_to_deliver_has_its_document_and_its_day(stock_list):
    line = stock_list.lines[0]
    assert line.document == CodedText(code="009", text="Werkgeversverklaring(en)")
    assert line.status == CodedText(code="01", text="Aan te leveren")
    assert line.delivery_moment == CodedText(code="02", text="Voor bindende offerte")
    assert line.deliver_before == date(2026, 12, 1)
    assert line.originals is False


def test_a_line_about_a_person_has_his_name(stock_list):
    assert stock_list.lines[0].person == "A. de Vries"
    assert stock_list.lines[1].person == ""


def test_a_person_without_a_name_is_his_reference(read, recorded):
    unnamed = recorded("DA").replace('ID="NA01"', 'ID="NA99"')
    assert read("DA", unnamed).command.lines[0].person == "NA01"


def test_a_line_about_a_property_has_its_number(stock_list):
    assert stock_list.lines[0].property_number is None
    assert stock_list.lines[1].property_number == 1


def test_a_refused_document_has_its_reason(stock_list):
    line = stock_list.lines[1]
    assert line.status.code == "07"
    assert line.status_note == "Het rapport is niet gevalideerd."
    assert line.originals is True
    assert line.original_kind == CodedText(code="02", text="Orgineel document digitaal")
    assert line.source["status"] == "DocumentAanvraagBericht/DocumentKenmerk[2]/DocumentStatus"


def test_the_status_of_a_station_stands_beside_that_of_the_lender(stock_list):
    line = stock_list.lines[1]
    assert line.chain_status == CodedText(code="06", text="Voorlopig akkoord")
    assert line.chain_status_note == "Door het volmachtkantoor bekeken."
    path = "DocumentAanvraagBericht/DocumentKenmerk[2]/StatusKetenPartij/DocumentStatus"
    assert line.source["chain_status"] == path


def test_a_line_from_a_source_says_which(stock_list):
    line = stock_list.lines[2]
    assert line.from_source is True
    assert line.source_name == CodedText(code="02", text="BKR")
    assert line.source_number == "B-55"


def test_an_unknown_document_kind_is_kept_and_flagged_once(read, recorded):
    both = recorded("DA").replace("003 Taxatierapport van de woning", "998 Nog een eigen formulier")
    reading = read("DA", both)
    assert reading.flags == ("unknown-code:SoortDocument",)
    assert [line.document.known for line in reading.command.lines] == [True, False, False]


def test_a_line_without_a_status_moment_is_refused(read, recorded):
    broken = recorded("DA").replace("\t\t<DocumentStatusTijd>09:00:00</DocumentStatusTijd>\n", "")
    with pytest.raises(Refused) as caught:
        read("DA", broken)
    assert caught.value.slug == "invalid-value"
    assert caught.value.path == "DocumentAanvraagBericht/DocumentKenmerk[1]/DocumentStatusDt"
    assert caught.value.came == "niets / nothing"


def test_two_lines_with_one_number_are_kept_and_flagged(read, recorded):
    reading = read("DA", recorded("DA").replace("D-2", "D-1"))
    assert "repeated-number:DocumentMijNr" in reading.flags
    assert [line.number for line in reading.command.lines] == ["D-1", "D-1", "D-3"]
