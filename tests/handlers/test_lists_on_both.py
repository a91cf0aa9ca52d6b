"""The lists of products, stukken and tasks, and places, are read the same on both databases, page by page."""

from datetime import date

import pytest

from handlers.documents.views.listing import Wanted as WantedStukken
from handlers.documents.views.listing import count_for as stukken_count
from handlers.documents.views.listing import counts_for as stukken_counts
from handlers.documents.views.listing import stukken_for
from handlers.dossiers.views import Wanted as WantedDossiers
from handlers.dossiers.views import count_for as dossier_count
from handlers.dossiers.views import pointed_for
from handlers.products.views.listing import Wanted as WantedProducts
from handlers.products.views.listing import count_for as product_count
from handlers.products.views.listing import counts_for as product_counts
from handlers.products.views.listing import products_for
from handlers.tasks.views import Wanted as WantedTasks
from handlers.tasks.views import counts_for as task_counts
from handlers.tasks.views import named_for, tasks_for
from schemas.products import AddProduct, EndProduct
from schemas.tasks import AddTask, GiveTask
from schemas.viewer import Viewer
from tests.builders.commands import anna, ax, da, line
from tests.builders.rounds import Rounds

CHRIS = Viewer(actor="user:chris", office_id="kantoor-2", environment="production", is_operator=False)
LINES = (
    line("1", deliver_before=date(2026, 12, 4)),
    line("2", status="04 Akkoord"),
    line("3"),
    line("4", deliver_before=date(2026, 11, 27)),
)
SERVICE = {"kind": "service", "card": {"wanted_advice": "purchase", "scope": "advice"}}


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def office(request, tmp_path_factory):
    url = request.getfixturevalue("postgres_server").new_database() if request.param == "postgres" else ""
    rounds = Rounds(tmp_path_factory.mktemp("lists"), *([url] if url else []))
    first, second = rounds.lane(), rounds.lane()
    home = {"postcode": "3511 ab", "house_number": "012-a"}
    rounds.message(first, ax(number="A-1", parties=(anna(birth_name="Vermeulen", **home),)))
    rounds.message(second, ax(number="A-2", parties=(anna(birth_name="Bakker", postcode="3511AB", house_number="9"),)))
    rounds.message(first, da(*LINES))
    rounds.message(rounds.lane(office="kantoor-2"), ax(number="B-1", parties=(anna(birth_name="Elders", **home),)))
    rounds.first, rounds.second = rounds.dossier_of(first), rounds.dossier_of(second)
    for number, part in (("s-1", "Kennismaking"), ("s-2", "Nazorg")):
        rounds.command(
            AddProduct(dossier_id=rounds.second, product_id=number, parts=({"description": part},), **SERVICE)
        )
    rounds.command(EndProduct(dossier_id=rounds.second, product_id="s-2", ending="done"))
    rounds.command(AddTask(dossier_id=rounds.first, subject="Bellen", due=date(2026, 11, 27)))
    yield rounds
    rounds.database.close()


def walked(office, view, bram, wanted, place):
    """Everything that fits, two at a time."""
    found, after = [], None
    while True:
        page = office.read(view, bram, ..., wanted, after=after, limit=2)
        found += page
        if len(page) < 2:
            return found
        after = place(page[-1])


def test_products_are_listed_the_newest_first_without_gap_or_overlap(office, bram):
    found = walked(office, products_for, bram, WantedProducts(), lambda each: (each.made_at, each.id))
    assert [(each.kind, each.state, each.dossier) for each in found[:2]] == [
        ("service", "done", "A. Bakker"),
        ("service", "open", "A. Bakker"),
    ]
    assert sorted(each.application for each in found[2:]) == ["A-1", "A-2"]
    assert office.read(product_count, bram, ..., WantedProducts()) == 4


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({"kind": "service"}, 2),
        ({"state": "open"}, 3),
        ({"search": "vermeul"}, 1),
        ({"search": "3511ab 12"}, 1),
        ({"lender": "lender-AG"}, 2),
        ({"lender": "ZZ"}, 0),
    ],
    ids=["kind", "state", "name", "place", "lender", "no-lender"],
)
def test_products_are_narrowed(office, bram, wanted, count):
    assert office.read(product_count, bram, ..., WantedProducts(**wanted)) == count
    assert office.read(product_counts, bram, ..., [WantedProducts(**wanted)]) == (count,)


def test_stukken_come_by_day_and_those_without_a_day_last(office, bram):
    found = walked(office, stukken_for, bram, WantedStukken(which="all"), lambda each: each.place)
    assert [each.number for each in found] == ["4", "1", "2", "3"]
    assert [(each.deliverer, each.state) for each in found] == [
        ("customer", "requested"),
        ("customer", "requested"),
        ("customer", "accepted"),
        ("customer", "requested"),
    ]


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        ({}, ["4", "1", "3"]),
        ({"status": "04"}, []),
        ({"which": "all", "status": "04"}, ["2"]),
        ({"until": date(2026, 11, 30)}, ["4"]),
        ({"search": "bakker"}, []),
        ({"search": "3511 AB"}, ["4", "1", "3"]),
    ],
    ids=["open", "open-approved", "approved", "until", "other", "place"],
)
def test_stukken_are_narrowed_and_counted(office, bram, wanted, numbers):
    asked = WantedStukken(**wanted)
    assert [each.number for each in office.read(stukken_for, bram, ..., asked)] == numbers
    assert office.read(stukken_count, bram, ..., asked) == len(numbers)
    assert office.read(stukken_counts, bram, ..., [asked, asked]) == (len(numbers),) * 2


def test_another_office_has_its_own_lists(office):
    assert [each.dossier for each in office.read(products_for, CHRIS, ...)] == ["A. Elders"]
    assert office.read(stukken_for, CHRIS, ..., WantedStukken(which="all")) == ()
    assert office.read(tasks_for, CHRIS, ...) == ()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("3511AB", 2),
        ("3511 ab 12", 1),
        ("3511AB12", 1),
        ("3511AB 12-a", 1),
        ("3511AB, 12 bis", 1),
        ("3511AB 1", 0),
        ("9999ZZ", 0),
        ("3511", 0),
        ("3511ABC", 0),
    ],
)
def test_a_dossier_is_found_by_where_its_people_live(office, bram, typed, found):
    assert office.read(dossier_count, bram, ..., WantedDossiers(typed)) == found
    assert len(office.read(pointed_for, bram, ..., typed)) == found


def test_tasks_are_found_by_subject_name_or_place_and_given_to_somebody(office, bram):
    wanted = [WantedTasks(search=words) for words in ("bel", "vermeul", "3511AB 12", "bakker")]
    assert office.read(task_counts, bram, ..., wanted) == (1, 1, 1, 0)
    (task,) = office.read(tasks_for, bram, ...)
    office.command(GiveTask(dossier_id=office.first, task_id=task.id, assignee=""))
    assert [each.id for each in office.read(named_for, bram, ..., [task.id, "none"])] == [task.id]
