"""An operator finds messages by what he knows of them, and sees the life of one; never what it said."""

from datetime import timedelta

import pytest

from hub.search import Wanted, life_of, search
from schemas.errors import NotFound, Refused
from tests.builders.engine import START, OpenPage, WriteLine, entry


@pytest.fixture
def journal(toy):
    toy.hand_in(*(entry(f"D{n}", OpenPage(text="secret"), at=START + timedelta(minutes=n)) for n in range(5)))
    toy.hand_in(entry("D1", WriteLine(text="refuse"), sender="600002", at=START + timedelta(hours=1)))
    toy.work()
    toy.hand_in(entry("D9", OpenPage(), at=START + timedelta(hours=2)), rings=False)
    return toy


def found(toy, **wanted):
    with toy.database.reading() as connection:
        return search(connection, Wanted(**wanted)).messages


def test_everything_is_found_the_latest_first(journal):
    assert [message.dossier_name for message in found(journal)] == ["D9", "D1", "D4", "D3", "D2", "D1", "D0"]


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({"state": "rejected"}, ["D1"]),
        ({"state": "in-flight"}, ["D9"]),
        ({"state": "applied", "dossier_name": "D1"}, ["D1"]),
        ({"slug": "invalid-value"}, ["D1"]),
        ({"sender": "600002"}, ["D1"]),
        ({"received_from": START + timedelta(minutes=3)}, ["D9", "D1", "D4", "D3"]),
        ({"received_to": START + timedelta(minutes=2)}, ["D1", "D0"]),
        ({"dossier_name": "nowhere"}, []),
    ],
)
def test_a_search_finds_what_fits_all_of_it(journal, wanted, names):
    assert [message.dossier_name for message in found(journal, **wanted)] == names


def test_a_lane_and_the_beginning_of_an_id_find_theirs(journal):
    one = found(journal, dossier_name="D4")[0]
    assert found(journal, lane=one.lane_id) == (one,)
    assert one in found(journal, id=one.id[:8])


def test_pages_follow_each_other_without_a_gap_or_a_repeat(journal):
    names, after = [], ""
    with journal.database.reading() as connection:
        while True:
            page = search(connection, Wanted(), after=after, limit=3)
            names += [message.dossier_name for message in page.messages]
            after = page.next
            if not after:
                break
    assert names == ["D9", "D1", "D4", "D3", "D2", "D1", "D0"]


def test_a_page_that_begins_nowhere_is_refused(journal):
    with journal.database.reading() as connection, pytest.raises(Refused):
        search(connection, Wanted(), after="nowhere")


def test_the_life_of_a_message_is_told_without_what_it_said(journal):
    journal.hand_in(entry("D0", OpenPage(text="secret"), at=START))
    message = found(journal, dossier_name="D0")[0]
    with journal.database.reading() as connection:
        life = life_of(connection, message.id)
    assert [arrival.is_copy for arrival in life.arrivals] == [False, True]
    assert (life.receipt["outcome"], life.commands, life.outcome.state) == ("accepted", ("OpenPage",), "applied")
    assert ([effect.kind for effect in life.effects], life.lane.id) == (["line"], message.lane_id)
    assert "secret" not in repr(life)


def test_a_name_that_fits_no_message_or_several_is_not_found(journal):
    with journal.database.reading() as connection:
        for name in ("nowhere", "0"):
            with pytest.raises(NotFound):
                life_of(connection, name)
