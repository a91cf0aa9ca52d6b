from datetime import timedelta

import pytest

from handlers.dossiers.views import (
    Wanted,
    count_for,
    counts_for,
    dossier_for,
    dossiers_for,
    timeline_for,
    version_for,
    visible,
)
from schemas.errors import Refused
from schemas.viewer import Viewer
from tests.builders.commands import anna, ax, da, line, ox, sx
from tests.builders.rounds import MORNING, Rounds


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A hub with five dossiers of kantoor-1, one of kantoor-2, one of the stage environment."""
    rounds = Rounds(tmp_path_factory.mktemp("hub"))
    for number, name in enumerate(["Jansen", "Smit", "Bakker", "Visser", "De_Wit"], 1):
        lane = rounds.lane()
        rounds.message(lane, ax(number=f"A-{number}", parties=(anna(birth_name=name),)))
    for elsewhere in ({"office": "kantoor-2"}, {"environment": "stage"}):
        rounds.message(rounds.lane(**elsewhere), ax(number="B-1"))
    yield rounds
    rounds.database.close()


def titles(page):
    return [line.title for line in page.lines]


def test_an_office_sees_its_own_dossiers_the_latest_first(office, bram):
    page = office.read(dossiers_for, bram, ...)
    assert titles(page) == ["A. De_Wit", "A. Visser", "A. Bakker", "A. Smit", "A. Jansen"]
    assert page.next is None


def test_pages_follow_each_other_without_gap_or_overlap(office, bram):
    seen, after = [], None
    for _ in range(3):
        page = office.read(dossiers_for, bram, ..., after=after, limit=2)
        seen += titles(page)
        after = page.next
    assert seen == ["A. De_Wit", "A. Visser", "A. Bakker", "A. Smit", "A. Jansen"]
    assert after is None


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("bak", ["A. Bakker"]),
        ("VISSER", ["A. Visser"]),
        ("A-2", ["A. Smit"]),
        ("A-", []),
        ("_", ["A. De_Wit"]),
        ("B-1", []),
        ("niemand", []),
    ],
)
def test_a_search_finds_part_of_a_name_or_a_whole_number(office, bram, search, found):
    assert titles(office.read(dossiers_for, bram, ..., Wanted(search))) == found
    assert office.read(count_for, bram, ..., Wanted(search)) == len(found)


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("opened", ["A. Jansen", "A. Smit", "A. Bakker", "A. Visser", "A. De_Wit"]),
        ("-opened", ["A. De_Wit", "A. Visser", "A. Bakker", "A. Smit", "A. Jansen"]),
        ("name", ["A. Bakker", "A. De_Wit", "A. Jansen", "A. Smit", "A. Visser"]),
        ("-name", ["A. Visser", "A. Smit", "A. Jansen", "A. De_Wit", "A. Bakker"]),
    ],
)
def test_every_order_pages_without_gap_or_overlap(office, bram, sort, expected):
    seen, after = [], None
    while not seen or after:
        page = office.read(dossiers_for, bram, ..., Wanted(sort=sort), after=after, limit=2)
        seen += titles(page)
        after = page.next
    assert seen == expected


def test_a_cursor_of_another_order_is_refused(office, bram):
    after = office.read(dossiers_for, bram, ..., Wanted(sort="name"), limit=2).next
    for sort in ("-name", "opened", "-opened"):
        with pytest.raises(Refused) as refused:
            office.read(dossiers_for, bram, ..., Wanted(sort=sort), after=after)
        assert (refused.value.slug, refused.value.path) == ("request-invalid", "cursor")


def test_a_lender_and_a_period_narrow_the_list(office, bram):
    day = MORNING.date()
    assert office.read(count_for, bram, ..., Wanted(lender="lender-AG")) == 5
    assert office.read(count_for, bram, ..., Wanted(lender="NN")) == 0
    assert office.read(count_for, bram, ..., Wanted(opened_from=day, opened_until=day)) == 5
    assert office.read(count_for, bram, ..., Wanted(opened_from=day + timedelta(days=1))) == 0
    assert office.read(count_for, bram, ..., Wanted(opened_until=day - timedelta(days=1))) == 0


def test_many_views_are_counted_in_one_statement(office, bram, chris):
    wanted = [Wanted("bak"), Wanted(), Wanted("niemand")]
    assert office.read(counts_for, bram, ..., wanted) == (1, 5, 0)
    assert office.read(counts_for, chris, ..., wanted) == (0, 1, 0)
    assert office.read(counts_for, bram, ..., []) == ()


def test_another_office_is_in_no_list_and_no_count(office, chris):
    assert titles(office.read(dossiers_for, chris, ...)) == ["A. Jansen"]
    assert office.read(count_for, chris, ...) == 1


def test_an_operator_sees_every_office_of_one_environment(office):
    otto = Viewer(None, is_operator=True, actor="user:otto", environment="production")
    assert office.read(count_for, otto, ...) == 6


def test_a_viewer_without_an_office_who_is_no_operator_sees_nothing(office):
    nobody = Viewer(None, is_operator=False, actor="user:x", environment="production")
    assert office.read(count_for, nobody, ...) == 0


@pytest.mark.parametrize("view", [dossier_for, timeline_for, version_for, visible])
def test_a_dossier_of_another_office_is_absent(hub, dossier, chris, view):
    assert hub.read(view, chris, ..., dossier) is None


@pytest.mark.parametrize("view", [dossier_for, timeline_for, version_for, visible])
def test_a_dossier_of_another_environment_is_absent(hub, dossier, view):
    stage = Viewer("kantoor-1", is_operator=True, actor="user:bram", environment="stage")
    assert hub.read(view, stage, ..., dossier) is None


def test_a_whole_dossier_stands_together(hub, linked, dossier, bram):
    for command in (sx(), ox(), da(line())):
        hub.message(linked, command)
    found = hub.read(dossier_for, bram, ..., dossier)
    (application,) = found.applications
    assert (found.title, found.version) == ("A. Jansen", 4)
    assert [p.name for p in found.parties] == ["A. Jansen"]
    assert [len(product.parts) for product in found.products] == [1]
    assert (application.application.number, application.status.code) == ("A-1", "10")
    assert (len(application.offers), application.stock_list.open_actions) == (1, 1)
    assert application.application.versions[0].is_current


def test_the_list_shows_where_a_dossier_stands(hub, linked, dossier, bram):
    hub.message(linked, sx("12 Wacht op stukken"))
    hub.message(linked, da(line("D1"), line("D2")))
    (found,) = [each for each in hub.read(dossiers_for, bram, ..., limit=500).lines if each.id == dossier]
    assert (found.statuses, found.open_actions) == (("12 Wacht op stukken",), 2)


def test_the_version_of_a_dossier_grows_with_what_is_applied(hub, linked, dossier, bram):
    before = hub.read(version_for, bram, ..., dossier)
    hub.message(linked, sx())
    assert hub.read(version_for, bram, ..., dossier) == before + 1


def test_the_timeline_is_read_in_pages_the_newest_first(hub, linked, dossier, bram):
    for day in (3, 4, 5):
        hub.message(linked, sx(day=day))
    first = hub.read(timeline_for, bram, ..., dossier, limit=3)
    second = hub.read(timeline_for, bram, ..., dossier, limit=3, after=first.next)
    assert [entry.kind for entry in first.entries] == ["status-registered"] * 3
    assert [entry.kind for entry in second.entries] == ["application-registered"]
    assert second.next is None
    assert first.entries[0].at > first.entries[1].at > MORNING


@pytest.mark.parametrize("cursor", ["x", "%%%", "YWJj", "é"])
def test_a_cursor_that_the_hub_did_not_give_is_refused(hub, dossier, bram, cursor):
    with pytest.raises(Refused) as refused:
        hub.read(timeline_for, bram, ..., dossier, after=cursor)
    assert refused.value.slug == "request-invalid"
