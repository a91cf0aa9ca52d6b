"""All approved stukken of an application in one go: what goes, what stays by which rule, and nothing twice."""

from dataclasses import replace

import pytest

from hub.outgoing import sent_in
from hub.rehearsal import rehearse
from schemas.documents import SendStuk, SendStukken
from schemas.errors import Conflict, NotFound, Refused
from tests.builders.commands import da, line
from tests.builders.stukken import RECEIVER


def everything(office, **more):
    facts = {"dossier_id": office.dossier, "application_id": office.application, "lane_id": office.lane}
    return SendStukken(**{**facts, "receiver": RECEIVER, "receiver_code": "AG", **more})


def told(office):
    """What the timeline says that went, and what stayed by which rule."""
    facts = office.rounds.timeline(office.dossier)[-1].facts
    return facts["sent"], {each["line"]: each["slug"] for each in facts["left"]}


def gone(office):
    with office.rounds.database.reading() as connection:
        return [each.about for each in sent_in(connection, office.lane)]


@pytest.fixture
def listed(hub, office):
    """A list with one line of each kind; 2 and 10 are approved and composed."""
    lines = [
        line("2", day=5),
        line("10", day=5),
        line("3", day=5),
        line("4", "04 Akkoord", day=5),
        line("5", "08 Vervallen", day=5),
        line("6", day=5, from_source=True),
        line("7", day=5),
    ]
    hub.message(office.lane, da(*lines))
    for number in ("2", "10"):
        office.approve(number, f"stuk-{number}.pdf")
        office.prepare(number, f"stuk-{number}")
    office.approve("7", "zeven.pdf")
    return office


def test_what_may_go_goes_in_order_and_the_rest_stays_by_its_rule(listed):
    listed.do(everything(listed))
    assert gone(listed) == ["2", "10"]
    assert told(listed) == (
        ["2", "10"],
        {
            "3": "stuk-empty",
            "4": "document-not-awaited",
            "5": "document-not-awaited",
            "6": "document-from-source",
            "7": "stuk-not-prepared",
        },
    )
    assert [listed.stuk(each).state for each in ("2", "10", "7")] == ["sent", "sent", "approved"]


def test_a_second_time_sends_nothing(listed):
    listed.do(everything(listed))
    with pytest.raises(Conflict) as refused:
        listed.do(everything(listed))
    assert refused.value.slug == "stukken-none-ready"
    assert gone(listed) == ["2", "10"]


def refusing(office, number):
    """A composer that an agreement stops from writing this line."""

    def compose(connection, letter, lane):
        if letter.number == number:
            raise Refused("document-too-large", path=number, came="9 MB", expected="5 MB")
        return office.letters.compose(connection, letter, lane)

    return replace(office.registry, compose=compose)


def test_what_the_composer_refuses_stays_and_stops_no_other(listed):
    listed.registry = refusing(listed, "2")
    listed.do(everything(listed))
    assert gone(listed) == ["10"]
    assert told(listed)[1]["2"] == "document-too-large"
    assert listed.stuk("2").state == "approved"


def test_it_goes_over_an_exchange_of_its_own_application(listed):
    with pytest.raises(NotFound):
        listed.do(everything(listed, application_id="another"))
    assert gone(listed) == []


def test_a_rehearsal_says_what_would_go_and_keeps_nothing(listed):
    listed.registry = refusing(listed, "2")
    way = {"lane_id": listed.lane, "receiver": RECEIVER, "receiver_code": "AG"}
    commands = [SendStuk(**listed.of_line(each), **way) for each in ("2", "10", "3")]
    before = len(listed.rounds.timeline(listed.dossier))
    with listed.rounds.database.reading() as connection:
        found = rehearse(connection, listed.registry, commands, actor="user:bram", at=listed.rounds.now)
    assert [each.refused.slug if each.refused else "" for each in found] == ["document-too-large", "", "stuk-empty"]
    assert [len(each.letters) for each in found] == [0, 1, 0]
    assert gone(listed) == []
    assert len(listed.rounds.timeline(listed.dossier)) == before
