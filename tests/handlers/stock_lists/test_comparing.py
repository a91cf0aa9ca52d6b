"""What a second list made of the first: what came, what went, what the lender thinks of it now."""

import pytest

from handlers.stock_lists.comparing import counted
from handlers.stock_lists.views import steps_in
from hub.ids import derived_id
from schemas.viewer import VisibleDossier
from tests.builders.commands import da, line


@pytest.fixture
def listed(hub, linked, bram):
    """Gives DAs to one application; the steps of its list as Bram sees them, the newest first."""

    class Listed:
        def da(self, *lines, **more):
            return hub.message(linked, da(*lines, **more))

        def steps(self):
            dossier = VisibleDossier(hub.dossier_of(linked), bram)
            with hub.database.reading() as connection:
                return steps_in(dossier, connection, derived_id(linked, "application"))

        def told(self):
            entries = [each for each in hub.timeline(hub.dossier_of(linked)) if each.kind == "stock-list-registered"]
            return [each.facts["difference"] for each in entries]

    return Listed()


def kinds(step):
    return {each.number: each.kind for each in step.lines}


def test_the_first_list_asks_everything_and_the_second_says_what_it_changed(listed):
    listed.da(line("1"), line("2"), line("3"), line("4"))
    listed.da(
        line("1", day=6),
        line("2", "07 Afgekeurd", day=6, status_note="Onleesbaar"),
        line("3", "04 Akkoord", day=6),
        line("5", day=6, description="Huurcontract"),
        line("6", "03 Ontvangen", day=6),
    )
    newest, first = listed.steps()
    assert (first.is_first, counted(first.lines), first.same) == (True, {"added": 4}, 0)
    assert kinds(newest) == {"2": "rejected", "5": "added", "6": "added", "4": "dropped", "3": "approved"}
    assert [each.number for each in newest.lines] == ["2", "5", "6", "4", "3"], "what asks for work comes first"
    assert (newest.lines[0].note, newest.same) == ("Onleesbaar", 1)
    assert listed.told()[-1] == {"added": 2, "dropped": 1, "rejected": 1, "approved": 1}


def test_a_list_that_says_the_same_changes_nothing(listed):
    listed.da(line("1"))
    listed.da(line("1"), request_version=1, content_hash="f" * 64)
    newest = listed.steps()[0]
    assert (newest.lines, newest.same) == ((), 1)
    assert listed.told()[-1] == {}


def test_other_words_and_another_status_are_told_apart(listed):
    listed.da(line("1", description="Verklaring"), line("2"))
    listed.da(line("1", day=6, description="Verklaring van Anna"), line("2", "02 In behandeling", day=6))
    assert kinds(listed.steps()[0]) == {"1": "reworded", "2": "moved"}


def test_a_line_that_comes_back_is_there_again_and_one_that_stays_away_is_not_told_twice(listed):
    listed.da(line("1"), line("2"))
    listed.da(line("1", day=6))
    listed.da(line("1", day=7))
    listed.da(line("1", day=8), line("2", day=8))
    assert [kinds(each) for each in listed.steps()[:3]] == [{"2": "added"}, {}, {"2": "dropped"}]


def test_an_approval_that_stays_is_not_told_as_a_rejection(listed):
    listed.da(line("1", "04 Akkoord"))
    listed.da(line("1", "07 Afgekeurd", day=6, status_note="Toch niet"))
    assert kinds(listed.steps()[0]) == {}


def test_a_second_rejection_with_another_reason_is_told_as_one(listed):
    listed.da(line("1", "07 Afgekeurd", day=6, status_note="Onleesbaar"))
    listed.da(line("1", "07 Afgekeurd", day=7, status_note="Pagina 2 ontbreekt"))
    step = listed.steps()[0]
    assert kinds(step) == {"1": "rejected"}
    assert step.lines[0].note == "Pagina 2 ontbreekt"


def test_a_list_that_came_late_stands_in_its_own_place(listed):
    listed.da(line("1"))
    listed.da(line("1", day=8), line("2", day=8))
    listed.da(line("1", day=6), line("3", day=6))
    assert [kinds(each) for each in listed.steps()] == [{"2": "added", "3": "dropped"}, {"3": "added"}, {"1": "added"}]


def test_a_dropped_line_is_dropped_by_its_status_too(listed):
    listed.da(line("1"))
    listed.da(line("1", "08 Vervallen", day=6, status_note="Niet nodig"))
    assert kinds(listed.steps()[0]) == {"1": "dropped"}
