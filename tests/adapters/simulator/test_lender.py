"""A simulated lender by itself: raw XML in, raw XML out, and no hub anywhere."""

from datetime import timedelta
from pathlib import Path

import pytest

from adapters.hdn import conditions, xml
from adapters.hdn.validation import check
from adapters.simulator.behaviours import BEHAVIOURS, ENDINGS, Behaviour
from adapters.simulator.cast import Line
from adapters.simulator.files import Takes
from adapters.simulator.lender import Lender
from adapters.simulator.messages import ax, dx, sx
from adapters.simulator.package import Package, Seat
from adapters.simulator.pdf import one_page
from adapters.simulator.post import Came
from schemas.errors import Refused
from schemas.hdn.agreements.judging import breaches_of
from tests.builders.partners import BEGIN, named, play, trace_of

OFFICE, LENDER = "500001", "600001"
SEAT = Seat(LENDER, "AE", "700123")
SAMPLE = Path(__file__).parents[2] / "data" / "hdn" / "ax-24.0-official.xml"
TIFF = b"II*\x00" + bytes(64)
START = BEGIN.replace(tzinfo=None)


def told(behaviour="behaves", plan=("20",), **more):
    lender = Lender(LENDER, "AE", behaviour=BEHAVIOURS[behaviour], plans=[plan], **more)
    package = Package(OFFICE)
    package.export("AV-1", 0, SEAT, BEGIN)
    return lender, play(package, lender)


def came(body, identity="m-1", **facts):
    return Came(id=identity, body=body, facts=facts)


def status_of(said):
    root = xml.parse(said.body, limit=100_000).root
    specification = next(each for each in root.find("Status") if str(each.tag).endswith("Specificatie"))
    return specification[0].text, root.findtext("Status/*/DocumentMijNr")


def asked(lender, number="AV-1", at=BEGIN):
    """The lender has an application and has sent its list; returns the number of its first line."""
    body = ax(at=START, number=number, sender=OFFICE, receiver=LENDER)
    lender.take(came(body, "ax"), at)
    lender.say(at + timedelta(days=1))
    return next(line.number for line in lender.cases[0].lines if not line.from_source)


def delivers(lender, number, file, file_type="PDF", at=BEGIN + timedelta(days=2), identity="dx", version=1):
    line = Line(number, description="Een stuk")
    body = dx(
        line,
        at=at.replace(tzinfo=None),
        number="AV-1",
        file=file,
        file_type=file_type,
        sender=OFFICE,
        receiver=LENDER,
        version=version,
    )
    lender.take(came(body, identity), at)
    return [status_of(said) for said in lender.say(at) if said.code == "SX"]


def test_from_application_to_loan_in_servicing():
    lender, exchanged = told()
    assert lender.endings == {"AV-1": "20"}
    words = named(exchanged)
    assert words[:7] == ["AX 1", "SX 09", "SX 10", "DA", "OX", "SX 22", "SX 12"]
    assert words[-4:] == ["SX 05", "SX 31", "SX 26", "SX 20"]


@pytest.mark.parametrize("plan", [("20",), ("11",), ("16",), ("14",), ("25",), ("14", "20"), ("25", "11")])
@pytest.mark.parametrize("behaviour", ["behaves", "refuses-then-approves", "slow", "out-of-order"])
def test_a_lender_that_behaves_breaks_no_agreement(behaviour, plan):
    _, exchanged = told(behaviour, plan)
    assert breaches_of(trace_of(exchanged, frozenset({OFFICE, LENDER}))) == ()


@pytest.mark.parametrize("behaviour", ["duplicates", "answers-everything"])
def test_a_lender_that_does_not_behave_is_found_out(behaviour):
    _, exchanged = told(behaviour)
    assert {breach.who for breach in breaches_of(trace_of(exchanged))} == {LENDER}


@pytest.mark.parametrize("ending", sorted(ENDINGS))
def test_every_named_ending_is_reached(ending):
    lender, exchanged = told(plan=(ending,))
    assert lender.endings == {"AV-1": ending}
    assert named(exchanged)[-1] == f"SX {ending}"


@pytest.mark.parametrize("behaviour", sorted(BEHAVIOURS))
def test_every_message_fits_schema_and_rules(behaviour):
    _, exchanged = told(behaviour, ("14", "20"))
    for said in exchanged:
        checked = check(xml.parse(said.body, limit=1_000_000).root)
        assert (checked.flags, conditions.check(checked.root, checked.message.code)) == ((), ())


def test_the_same_seed_tells_the_same_story_to_the_byte():
    assert told()[1] == told()[1]
    assert told(seed="1")[1] != told(seed="2")[1]


def test_a_document_is_received_then_provisional_or_approved_and_final_with_the_offer():
    lender, exchanged = told()
    lists = [xml.parse(said.body, limit=1_000_000).root for said in exchanged if said.code == "DA"]
    seen = {
        line.number: [
            each.findtext("DocumentStatus")[:2]
            for each in (found for one in lists for found in one.iterfind("DocumentKenmerk"))
            if each.findtext("DocumentMijNr") == line.number
        ]
        for line in lender.cases[0].lines
        if not line.from_source
    }
    assert all(statuses[0] == "01" and statuses[-1] == "04" for statuses in seen.values())
    assert all("03" in statuses for statuses in seen.values())


def test_a_document_is_turned_down_with_a_reason_and_then_approved():
    lender, exchanged = told("refuses-then-approves")
    turned_down = [
        line
        for said in exchanged
        if said.code == "DA"
        for line in xml.parse(said.body, limit=1_000_000).root.iterfind("DocumentKenmerk")
        if line.findtext("DocumentStatus").startswith("07")
    ]
    assert turned_down
    assert all(line.findtext("DocumentStatusOmschr") for line in turned_down)
    assert {line.status for line in lender.cases[0].lines} == {"04"}


@pytest.mark.parametrize(
    ("file", "file_type", "takes", "code"),
    [
        (one_page("dicht").replace(b"/Root", b"/Encrypt 9 0 R/Root"), "PDF", Takes(), "01"),
        (one_page("groot") + bytes(5_000), "PDF", Takes(most_bytes=5_000), "04"),
        (TIFF, "TIFF", Takes(file_types=("PDF",)), "05"),
        (b"dit is tekst", "PDF", Takes(), "06"),
        (TIFF, "PDF", Takes(), "06"),
        (one_page("geen tiff"), "TIFF", Takes(), "06"),
    ],
)
def test_a_file_is_refused_for_what_it_really_is(file, file_type, takes, code):
    lender = Lender(LENDER, "AE", takes=takes)
    number = asked(lender)
    ((status, line),) = delivers(lender, number, file, file_type)
    assert (status[:2], line) == (code, number)


def test_a_file_that_could_not_be_taken_may_come_again():
    lender = Lender(LENDER, "AE")
    number = asked(lender)
    assert delivers(lender, number, b"dit is tekst")
    assert delivers(lender, number, one_page("goed"), identity="dx-2") == []
    assert lender.cases[0].received


def test_the_same_file_again_is_told_to_be_there_already():
    lender = Lender(LENDER, "AE")
    number = asked(lender)
    assert delivers(lender, number, one_page("stuk")) == []
    ((status, _),) = delivers(lender, number, one_page("stuk"), identity="dx-2")
    assert status == "02 Document reeds ontvangen"


@pytest.mark.parametrize("number", ["999", "208"])
def test_a_document_that_is_not_asked_for_is_told_so(number):
    lender = Lender(LENDER, "AE")
    asked(lender)
    assert delivers(lender, number, one_page("stuk")) == [("03 DocumentMijNr onbekend", number)]


def test_a_document_of_an_application_that_is_not_here_is_told_so():
    assert delivers(Lender(LENDER, "AE"), "201", one_page("stuk")) == [("03 DocumentMijNr onbekend", "201")]


def test_a_document_of_a_version_that_was_replaced_is_told_so():
    lender = Lender(LENDER, "AE")
    number = asked(lender)
    lender.take(came(ax(at=START, number="AV-1", version=2, sender=OFFICE, receiver=LENDER)), BEGIN + timedelta(days=1))
    assert ("03 DocumentMijNr onbekend", number) in delivers(lender, number, one_page("stuk"), version=1)


def test_a_newer_version_is_answered_and_the_old_one_no_more():
    lender = Lender(LENDER, "AE")
    asked(lender)
    lender.take(came(ax(at=START, number="AV-1", version=2, sender=OFFICE, receiver=LENDER)), BEGIN + timedelta(days=2))
    later = lender.say(BEGIN + timedelta(days=3))
    assert named(later)[0] == "SX 09"
    assert {said.version for said in later} == {2}


def test_a_version_is_taken_once():
    lender = Lender(LENDER, "AE")
    asked(lender)
    with pytest.raises(Refused, match="version-used-again"):
        lender.take(came(ax(at=START, number="AV-1", sender=OFFICE, receiver=LENDER, intermediary="Anders")), BEGIN)


def test_nothing_is_taken_after_the_end():
    lender, _ = told()
    with pytest.raises(Refused, match="mortgage-ended"):
        lender.take(came(ax(at=START, number="AV-1", version=2, sender=OFFICE, receiver=LENDER)), BEGIN)


def test_an_application_without_a_header_is_answered_under_the_name_of_its_envelope():
    lender = Lender(LENDER, "AE")
    body = ax(at=START, header=False)
    lender.take(came(body, sender=OFFICE, dossier="0192f3a0-0000-7000-8000-000000000001"), BEGIN)
    (said,) = lender.say(BEGIN + timedelta(minutes=2))
    assert (said.receiver, said.facts["dossier"]) == (OFFICE, "0192f3a0-0000-7000-8000-000000000001")
    assert b"<Header>" not in said.body


def test_the_official_sample_is_answered_with_messages_that_fit():
    lender = Lender(LENDER, "AG")
    lender.take(came(SAMPLE.read_bytes(), sender=OFFICE, dossier="D-1"), BEGIN)
    answers = lender.say(BEGIN + timedelta(days=1))
    assert named(answers) == ["SX 09", "SX 10", "DA", "OX", "SX 22", "SX 12", "DA"]
    assert all(check(xml.parse(said.body, limit=1_000_000).root).flags == () for said in answers)


@pytest.mark.parametrize("body", [b"", b"geen xml", b"<Onbekend/>", b"<OfferteAanvraag/>", b"<!DOCTYPE a><a/>"])
def test_what_is_no_message_is_refused(body):
    with pytest.raises(Refused):
        Lender(LENDER, "AE").take(came(body), BEGIN)


@pytest.mark.parametrize("code", ["01", "02", "03", "04", "05", "06"])
def test_a_lender_may_say_anything_once_about_each_first_file(code):
    lender = Lender(LENDER, "AE", behaviour=Behaviour(does="doubts", defects=(code,)))
    number = asked(lender)
    ((status, line),) = delivers(lender, number, one_page("stuk"))
    assert (status[:2], line) == (code, number)
    again = delivers(lender, number, one_page("stuk"), identity="dx-2")
    assert [found[:2] for found, _ in again] == (["02"] if code == "02" else [])
    assert lender.cases[0].received


def test_a_status_is_taken_and_not_answered():
    lender = Lender(LENDER, "AE")
    lender.take(came(sx("09", at=START, number="AV-1", sender=OFFICE, receiver=LENDER)), BEGIN)
    assert lender.next_at is None


def test_who_answers_everything_answers_a_status_too():
    lender = Lender(LENDER, "AE", behaviour=BEHAVIOURS["answers-everything"])
    lender.take(came(sx("09", at=START, number="AV-1", sender=OFFICE, receiver=LENDER)), BEGIN)
    assert named(lender.say(BEGIN)) == ["SX 09"]


def test_a_lender_that_sends_out_of_order_keeps_the_moments_of_its_messages():
    _, exchanged = told("out-of-order")
    ours = [said.at for said in exchanged if said.sender == LENDER]
    assert ours != sorted(ours)
    assert ours[-1] == max(ours)


def test_a_lender_that_sends_twice_uses_the_same_identity_and_now_and_then_a_new_one():
    lender = Lender(LENDER, "AE", behaviour=BEHAVIOURS["duplicates"])
    lender.take(came(ax(at=START, number="AV-1", sender=OFFICE, receiver=LENDER)), BEGIN)
    said = lender.say(BEGIN + timedelta(days=3))
    identities = [each.id for each in said]
    assert len(identities) > len(set(identities))
    renamed = [each for each in said if each.id.endswith("-again")]
    assert renamed
    assert all(each.body in {other.body for other in said if other.id != each.id} for each in renamed)


def test_the_offer_is_for_the_people_the_house_and_the_amount_that_were_asked():
    _, exchanged = told()
    application = xml.parse(exchanged[0].body, limit=1_000_000).root
    offered = xml.parse(next(said.body for said in exchanged if said.code == "OX"), limit=1_000_000)
    for place in ("PartijNAWData/GeboorteAchternaam", "Object/StraatNaam", "Lening/HypotheekBedrag"):
        assert offered.root.findtext(place) == application.findtext(place)
    assert [content[:5] for content in offered.contents.values()] == [b"%PDF-"]


def test_a_person_of_whom_little_is_known_gets_what_an_invented_person_has():
    body = ax(at=START, number="AV-1", sender=OFFICE, receiver=LENDER).replace(
        b"<StraatNaam>Lindelaan</StraatNaam>", b""
    )
    lender = Lender(LENDER, "AE")
    lender.take(came(body), BEGIN)
    assert {person.street for person in lender.cases[0].application.people} == {"Lindelaan"}
