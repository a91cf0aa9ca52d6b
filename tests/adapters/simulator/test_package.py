"""A simulated adviser package by itself."""

from datetime import timedelta

import pytest

from adapters.hdn import conditions, xml
from adapters.hdn.validation import check
from adapters.simulator.behaviours import BEHAVIOURS
from adapters.simulator.cast import Line
from adapters.simulator.households import HOUSEHOLDS
from adapters.simulator.messages import da, sx
from adapters.simulator.package import Package, Seat, write
from adapters.simulator.post import Came
from schemas.errors import Refused
from tests.builders.partners import BEGIN, named

OFFICE, LENDER, PACKAGE = "500001", "600001", "700001"
SEAT = Seat(LENDER, "AE", "7001234")
START = BEGIN.replace(tzinfo=None)


@pytest.fixture
def package():
    made = Package(PACKAGE)
    made.export("AV-1", 0, SEAT, BEGIN)
    made.say(BEGIN)
    return made


def takes(package, body, at=BEGIN):
    package.take(Came(id="m", body=body), at)


@pytest.mark.parametrize("household", range(len(HOUSEHOLDS)))
def test_every_household_becomes_an_application_that_fits(household):
    said = Package(PACKAGE).export("AV-9", household, SEAT, BEGIN)
    checked = check(xml.parse(said.body, limit=1_000_000).root)
    assert (checked.flags, conditions.check(checked.root, "AX")) == ((), ())


def test_an_application_names_the_office_as_the_lender_knows_it(package):
    said = package.renew("AV-1", BEGIN)
    root = xml.parse(said.body, limit=1_000_000).root
    assert root.findtext("TussenPersoon/TussenpersoonNr") == "7001234"
    assert (said.receiver, said.version) == (LENDER, 2)


def test_a_later_version_is_another_application_in_amount_only(package):
    first, second = (xml.parse(each.body, limit=1_000_000).root for each in _two_versions())
    assert first.findtext("Lening/HypotheekBedrag") == "385000.00"
    assert second.findtext("Lening/HypotheekBedrag") == "380000.00"
    assert first.findtext("Header/AanvraagVolgNr") == second.findtext("Header/AanvraagVolgNr")
    assert second.findtext("Header/AanvraagVersie") == "2"


def _two_versions():
    package = Package(PACKAGE)
    return package.export("AV-1", 0, SEAT, BEGIN), package.renew("AV-1", BEGIN)


def test_each_line_that_asks_for_a_document_gets_one_once(package):
    lines = [Line("1", since=START), Line("2", "208", from_source=True, since=START), Line("3", status="04")]
    for _ in range(2):
        takes(package, da(lines, at=START, number="AV-1", sender=LENDER, receiver=PACKAGE))
    assert named(package.say(BEGIN + timedelta(days=1))) == ["DX"]


def test_a_line_that_is_asked_for_again_gets_another_document(package):
    first = Line("1", since=START)
    again = Line("1", status="07", note="Onleesbaar.", since=START + timedelta(days=1))
    for line in (first, again):
        takes(package, da([line], at=START, number="AV-1", sender=LENDER, receiver=PACKAGE))
    one, other = package.say(BEGIN + timedelta(days=1))
    assert one.body != other.body


def test_a_file_that_could_not_be_taken_comes_again_and_not_for_ever(package):
    takes(package, da([Line("1", since=START)], at=START, number="AV-1", sender=LENDER, receiver=PACKAGE))
    for minutes in range(5):
        at = START + timedelta(minutes=minutes)
        refused = sx("01", domain="DX", document_number="1", at=at, number="AV-1", sender=LENDER, receiver=PACKAGE)
        takes(package, refused)
    bodies = [said.body for said in package.say(BEGIN + timedelta(days=1))]
    assert len(set(bodies)) == 4


def test_a_file_that_the_lender_has_already_does_not_come_again(package):
    takes(package, da([Line("1", since=START)], at=START, number="AV-1", sender=LENDER, receiver=PACKAGE))
    takes(package, sx("02", domain="DX", document_number="1", at=START, number="AV-1", sender=LENDER, receiver=PACKAGE))
    assert named(package.say(BEGIN + timedelta(days=1))) == ["DX"]


def test_what_cannot_be_processed_comes_again_as_a_new_version_once(package):
    for version in (1, 2):
        takes(package, sx("14", at=START, number="AV-1", version=version, sender=LENDER, receiver=PACKAGE))
    assert named(package.say(BEGIN + timedelta(days=9))) == ["AX 2"]
    assert package.exports["AV-1"].version == 2


def test_it_remembers_what_was_told_and_where_the_application_stands(package):
    takes(package, sx("09", at=START, number="AV-1", sender=LENDER, receiver=PACKAGE))
    takes(package, sx("20", at=START, number="AV-1", sender=LENDER, receiver=PACKAGE))
    assert (package.exports["AV-1"].status, package.exports["AV-1"].answers) == ("20", ("SX 09", "SX 20"))


def test_an_answer_about_an_old_version_moves_nothing(package):
    package.renew("AV-1", BEGIN)
    takes(package, sx("11", at=START, number="AV-1", sender=LENDER, receiver=PACKAGE))
    assert package.exports["AV-1"].status == ""


def test_an_answer_about_an_unknown_application_is_taken_and_nothing_is_said(package):
    takes(package, sx("14", at=START, number="AV-404", sender=LENDER, receiver=PACKAGE))
    assert package.next_at is None


def test_what_is_no_message_is_refused(package):
    with pytest.raises(Refused, match="xml-malformed"):
        takes(package, b"geen xml")


def test_a_package_that_answers_everything_answers_a_status():
    package = Package(PACKAGE, behaviour=BEHAVIOURS["answers-everything"])
    takes(package, sx("10", at=START, number="AV-1", sender=LENDER, receiver=PACKAGE))
    (said,) = package.say(BEGIN)
    assert (said.code, said.receiver) == ("SX", LENDER)


def test_an_export_is_a_file_that_a_person_can_hand_in(package, tmp_path):
    said = package.renew("AV-1", BEGIN)
    place = write(said, tmp_path)
    assert place.read_bytes() == said.body
    assert place.suffix == ".xml"
