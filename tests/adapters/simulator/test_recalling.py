"""What a lender knows of a recorded chain, what it does next, and that it goes on after a restart as if nothing was."""

from datetime import UTC, date, datetime, timedelta

import pytest

from adapters.simulator.chains import LENDERS, chains
from adapters.simulator.lender import Lender
from adapters.simulator.pdf import one_page
from adapters.simulator.post import Came
from adapters.simulator.reading import list_in, read, status_in
from adapters.simulator.recalling import recall

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
CHAINS = {chain.number: chain for chain in chains(date(2026, 11, 21))}
LATER = NOW + timedelta(days=30)


def remembering(number):
    """The lender of a chain, with that chain in mind."""
    chain = CHAINS[number]
    node = next(sender for sender, _, _ in chain.messages if sender.startswith("6"))
    lender = next(each for each in LENDERS if each.node == node)
    made = Lender(lender.node, lender.code)
    recall(made, chain, NOW)
    return made


def codes(said):
    """What was said: the status of an SX, else the two letters."""
    read_all = [read(Came(id=each.id, body=each.body)) for each in said]
    return [status_in(each).code if each.code == "SX" else each.code for each in read_all]


@pytest.mark.parametrize(
    ("number", "follows"),
    [
        ("2026-1083", ["10", "DA", "OX", "22", "12"]),
        ("2026-1097", ["OX", "23", "05", "31", "26", "20"]),
        ("2026-1055", ["05", "31", "26", "20"]),
        ("2026-1048", []),
        ("2026-1062", []),
        ("2026-1090", []),
    ],
)
def test_a_lender_goes_on_where_its_recording_stopped(number, follows):
    said = codes(remembering(number).say(LATER))
    assert said[: len(follows)] == follows
    assert bool(said) == bool(follows)


def test_an_exchange_without_an_application_is_no_case():
    assert remembering("2026-1111").cases == ()


def test_the_list_stands_as_it_was_told_last():
    lender = remembering("2026-1041")
    (case,) = lender.cases
    assert {line.number: line.status for line in case.lines if line.status == "07"} == {"201": "07", "204": "07"}
    assert {line.deliver_before for line in case.lines} == {date(2026, 11, 26)}


def document(number, line):
    """The office's own recorded document for this line, as it would be delivered again."""
    return next(
        body for sender, body, _ in CHAINS[number].messages if sender.startswith("5") and f">{line}<".encode() in body
    )


def test_a_file_of_the_recording_that_comes_again_gets_no_second_answer():
    lender = remembering("2026-1041")
    before = lender.cases
    lender.take(Came(id="again", body=document("2026-1041", "204")), NOW)
    assert lender.cases == before
    assert lender.say(NOW) == []


def test_what_is_asked_now_is_said_now_and_speaks_of_a_later_moment_than_before():
    lender = remembering("2026-1083")
    assert lender.hurry("2026-1083", NOW)
    assert codes(lender.say(NOW)) == ["10"]
    assert lender.hurry("2026-1083", NOW)
    said = lender.say(NOW)
    assert codes(said) == ["DA", "OX", "22", "12"]
    moments = [each.at for each in said]
    assert moments == sorted(set(moments))
    assert moments[0] > NOW


def test_a_step_that_was_hurried_is_not_taken_again_in_its_time():
    lender = remembering("2026-1083")
    lender.hurry("2026-1083", NOW)
    said = codes([*lender.say(NOW), *lender.say(NOW + timedelta(hours=1))])
    assert said == ["10"]


@pytest.mark.parametrize("number", ["2026-1048", "2026-9999"])
def test_who_has_nothing_to_say_is_not_hurried(number):
    lender = remembering("2026-1048")
    assert not lender.has_more(number)
    assert not lender.hurry(number, NOW)


def test_a_lender_that_remembers_says_what_it_would_have_said():
    stayed = remembering("2026-1083")
    stayed.hurry("2026-1083", NOW)
    again = Lender(stayed.node, stayed.code)
    again.remember(stayed.memory)
    assert again.say(LATER) == stayed.say(LATER)
    assert again.endings == stayed.endings


def test_a_list_is_read_with_whom_and_until_when():
    body = next(body for sender, body, _ in CHAINS["2026-1041"].messages if b"DocumentAanvraagBericht" in body)
    lines = {line.number: line for line in list_in(read(Came(id="da", body=body)))}
    assert lines["204"].person == 0
    assert lines["201"].person is None
    assert lines["201"].deliver_before == date(2026, 12, 5)


def test_one_page_is_the_same_file_each_time():
    assert one_page("Loonstrook juli") == one_page("Loonstrook juli")
