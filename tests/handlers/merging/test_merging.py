"""Two dossiers that become one: everything is in the one, nothing twice, whatever came when; and taken back."""

import importlib
import pkgutil
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlmodel import SQLModel

import handlers
from handlers.action_points.tables import ACTION_POINTS
from handlers.contacts.tables import CONTACTS
from handlers.dates.tables import WATCHED_DATES
from handlers.dossiers.facts import facts_of
from handlers.dossiers.tables import DOSSIERS, PARTIES
from handlers.dossiers.views import Wanted, dossier_for, dossiers_for, persons, pointed_for, visible
from handlers.merging.tables import MOVES
from handlers.merging.views import came_with
from handlers.products.tables import KEPT_PRODUCTS
from handlers.registry import CARRIED, STAYS, follow, join
from handlers.tasks.tables import TASKS
from hub import rows as statements
from hub.joins import Joins
from hub.ledger import balance
from hub.records import INVOLVEMENTS, LANES, TIMELINE, TIMERS
from hub.registry import Registry
from schemas.action_points import MakeActionPoint, PointTerms
from schemas.applications import MoveExchange
from schemas.contacts import RecordContact
from schemas.dates import SetDeedDate
from schemas.dossiers import JoinPeople, KeepParty, PartPeople, SetStanding
from schemas.errors import Conflict, NotFound, Refused
from schemas.involvements import Involvement
from schemas.merging import Chosen, MergeChoices, MergeDossiers, SplitDossier
from schemas.tasks import AddTask
from schemas.viewer import Viewer, VisibleDossier
from tests.builders.commands import anna, ax, da, dx, line, ox, sx
from tests.builders.engine import FixedClock
from tests.builders.rounds import REGISTRY, Rounds

DUE = date(2026, 12, 1)
LEDGER = frozenset(
    {"effect-missing", "effect-without-outcome", "outgoing-missing", "waiting-miscounted", "command-missing"}
)
"""What a hub without intake can balance."""


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    rounds = Rounds(tmp_path_factory.mktemp("merging"))
    yield rounds
    rounds.database.close()


def household(hub, name, number, email=""):
    """An application with its whole exchange, and what an office keeps beside it; its lane and its dossier."""
    lane = hub.lane()
    hub.message(lane, ax(number=number, parties=(anna(birth_name=name),)))
    for command in (sx(), ox(), da(line()), dx()):
        hub.message(lane, command)
    dossier = hub.dossier_of(lane)
    keep(hub, dossier, name, email)
    return lane, dossier


def keep(hub, dossier, name, email=""):
    party = anna(reference="", birth_name=name, email=email)
    hub.command(KeepParty(dossier_id=dossier, party=party))
    hub.command(AddTask(dossier_id=dossier, subject=f"bel {name}", due=DUE))
    contact = {"dossier_id": dossier, "means": "phone", "direction": "in", "summary": f"{name} belt", "at": hub.now}
    hub.command(RecordContact.model_validate(contact | {"party": "dossier/P1", "no_follow_up": "niets"}))
    hub.command(SetDeedDate(dossier_id=dossier, day=date(2027, 1, 1) + timedelta(days=len(name))))


def merge(hub, here, there, **more):
    return hub.command(MergeDossiers(dossier_id=here, with_dossier_id=there, reason="één huishouden", **more))


def facts(hub, dossier):
    return hub.read(facts_of, ..., dossier)


def held_in(hub, dossier):
    """How many rows each table has of the dossier, those that stay with it aside."""
    found = {}
    with hub.database.reading() as connection:
        for rows in CARRIED:
            if "dossier_id" in rows.columns:
                query = select(rows.table).where(rows.table.c.dossier_id == dossier)
                found[rows.table.name] = len(connection.execute(query).all())
    return {name: count for name, count in found.items() if count}


def balanced(hub):
    with hub.database.reading() as connection:
        return [each for each in balance(connection).imbalances if each.slug in LEDGER]


def test_everything_is_in_the_one_dossier_and_nothing_is_left_in_the_other(hub):
    (_, here), (there_lane, there) = household(hub, "Jansen", "M-1"), household(hub, "Bakker", "M-2")
    before, counts = [facts(hub, each) for each in (here, there)], [held_in(hub, each) for each in (here, there)]
    merge(hub, here, there)
    after = facts(hub, here)
    assert after["applications"] == before[0]["applications"] + before[1]["applications"]
    assert sorted(after["kept"]["parties"]) == ["P1", "P2"]
    assert held_in(hub, there) == {}
    # Both had a deed: one counts, and the history of both is kept.
    both = {name: counts[0].get(name, 0) + counts[1].get(name, 0) for name in counts[0] | counts[1]}
    assert held_in(hub, here) == both | {"watched_dates": both["watched_dates"] - 1}
    assert hub.dossier_of(there_lane) == here
    assert [each.kind for each in hub.timeline(there)] == ["merged"]
    assert hub.timeline(here)[-1].kind == "merged-in"
    contacts = {each.summary: each.party for each in hub.rows(CONTACTS, here)}
    assert contacts == {"Jansen belt": "dossier/P1", "Bakker belt": "dossier/P2"}
    assert balanced(hub) == []


def test_what_comes_to_the_merged_lane_lands_in_the_dossier_that_stays(hub):
    (_, here), (lane, there) = household(hub, "Jansen", "M-3"), household(hub, "Bakker", "M-4")
    merge(hub, here, there)
    hub.message(lane, sx("12 Wacht op stukken", day=20))
    hub.message(lane, da(line("D1", "04 Akkoord", day=21), line("D9", day=21)))
    mine = next(each for each in facts(hub, here)["applications"] if each["number"] == "M-4")
    assert (mine["status"], [each["number"] for each in mine["stock_list"]]) == ("12", ["D1", "D9"])
    ids = [each.about_id for each in hub.rows(ACTION_POINTS, here)]
    assert len(ids) == len(set(ids))
    assert held_in(hub, there) == {}
    assert balanced(hub) == []


FIRST = [ax(number="M-A", parties=(anna(birth_name="Jansen"),)), ax(number="M-B", parties=(anna(birth_name="Bakker"),))]
MESSAGES = [
    *(sx(), sx("12 Wacht op stukken", day=6), ox("indicative", day=4), ox("binding", day=8)),
    *(da(line()), dx(), ax(2, number="M-B")),
]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(len(MESSAGES))), at=st.integers(0, len(MESSAGES)))
def test_whenever_the_merge_comes_the_facts_are_as_if_all_had_been_in_one_dossier(hub, order, at):
    def told(merges_at):
        here, lane = hub.lane(), hub.lane()
        hub.message(here, FIRST[0])
        hub.message(lane, FIRST[1])
        stays, goes = hub.dossier_of(here), hub.dossier_of(lane)
        if merges_at is None:
            hub.command(MoveExchange(lane_id=lane, dossier_id=stays))
        for place, number in enumerate(order):
            if place == merges_at:
                merge(hub, stays, goes)
            hub.message(lane, MESSAGES[number])
        if merges_at == len(order):
            merge(hub, stays, goes)
        return facts(hub, stays)["applications"]

    assert told(at) == told(None)


def test_a_merge_is_taken_back_with_what_came_meanwhile(hub):
    (_, here), (lane, there) = household(hub, "Jansen", "M-5"), household(hub, "Bakker", "M-6")
    before = [facts(hub, each) for each in (here, there)]
    told = [len(hub.timeline(each)) for each in (here, there)]
    unit = merge(hub, here, there).unit_id
    hub.message(lane, sx("12 Wacht op stukken", day=20))
    bram = Viewer("kantoor-1", is_operator=False, actor="user:bram", environment="production")
    other, chosen = hub.read(came_with, VisibleDossier(here, bram), ..., unit)
    assert other == there
    split = SplitDossier(dossier_id=here, with_dossier_id=there, reason="toch niet", chosen=chosen, undoes=unit)
    hub.command(split)
    assert facts(hub, here) == before[0]
    after = facts(hub, there)
    assert after["kept"] == before[1]["kept"]
    assert after["applications"][0]["status"] == "12"
    kinds = [[each.kind for each in hub.timeline(dossier)] for dossier in (here, there)]
    # The merge and its end are told on both; the status came between.
    assert [len(each) for each in kinds] == [told[0] + 2, told[1] + 3]
    assert hub.rows(DOSSIERS, there)[0].merged_into == ""
    with pytest.raises(Conflict) as again:
        hub.command(split)
    assert again.value.slug == "merge-undone"
    hub.command(AddTask(dossier_id=there, subject="weer open", due=DUE))
    assert balanced(hub) == []


def test_the_merged_dossier_takes_nothing_in_and_leads_to_the_other(hub):
    (_, here), (_, there) = household(hub, "Jansen", "M-7"), household(hub, "Bakker", "M-8")
    number = hub.rows(DOSSIERS, there)[0].number
    merge(hub, here, there)
    with pytest.raises(Conflict) as refused:
        hub.command(AddTask(dossier_id=there, subject="te laat", due=DUE))
    assert (refused.value.slug, refused.value.expected) == ("dossier-merged", here)
    bram = Viewer("kantoor-1", is_operator=False, actor="user:bram", environment="production")
    with pytest.raises(Conflict) as led:
        hub.read(visible, bram, ..., there)
    assert led.value.expected == here
    assert [each.id for each in hub.read(dossiers_for, bram, ..., Wanted(number)).lines] == [here]
    assert [each.id for each in hub.read(pointed_for, bram, ..., number)] == [here]
    chris = Viewer("kantoor-2", is_operator=False, actor="user:chris", environment="production")
    assert hub.read(visible, chris, ..., there) is None
    # And the next one along.
    _, last = household(hub, "De Wit", "M-9")
    merge(hub, last, here)
    assert [each.id for each in hub.read(dossiers_for, bram, ..., Wanted(number)).lines] == [last]


def test_what_a_customer_was_asked_waits_again_when_others_look_and_nobody_gets_in_unchosen(hub):
    (_, here), (_, there) = household(hub, "Jansen", "M-10"), household(hub, "Bakker", "M-11")
    with hub.database.transaction() as connection:
        involved = [
            Involvement(here, "customer", "user:tom", hub.now, party="dossier/P1"),
            Involvement(here, "adviser", "user:bram", hub.now),
            Involvement(there, "customer", "user:anna", hub.now, party="dossier/P1"),
            Involvement(there, "customer", "user:rik", hub.now, party="dossier/P9"),
            Involvement(there, "adviser", "user:els", hub.now),
            Involvement(there, "sub-agent", "organisation:sub", hub.now),
        ]
        statements.write(connection, INVOLVEMENTS, involved)
    terms = PointTerms(subject="Loonstrook", due=DUE)
    hub.command(MakeActionPoint(dossier_id=there, terms=terms))
    merge(hub, here, there, choices=MergeChoices(customers=("anna",), adviser="there"))
    found = {(each.part, each.name): each.party for each in hub.rows(INVOLVEMENTS, here)}
    assert found == {
        ("customer", "user:tom"): "dossier/P1",
        ("customer", "user:anna"): "dossier/P2",
        ("adviser", "user:els"): "",
    }
    point = next(each for each in hub.rows(ACTION_POINTS, here) if each.subject == "Loonstrook")
    assert (point.state, point.released_by) == ("held", "")
    assert "action-points-withheld" in [each.kind for each in hub.timeline(here)]
    assert hub.rows(INVOLVEMENTS, there) == []


def test_one_person_of_both_becomes_one_and_what_differed_can_be_read(hub):
    (_, here), (_, there) = household(hub, "Jansen", "M-12"), household(hub, "Jansen", "M-13", "anna@klant.example")
    unit = merge(hub, here, there, choices=MergeChoices(people={"P1": "P1"})).unit_id
    (own,) = [each for each in hub.rows(PARTIES, here) if each.application_id == "dossier"]
    assert (own.reference, own.email) == ("P1", "anna@klant.example")
    assert {each.party for each in hub.rows(CONTACTS, here)} == {"dossier/P1"}
    assert [each.kind for each in hub.timeline(here)].count("party-joined") == 1
    with hub.database.reading() as connection:
        assert statements.select(connection, MOVES, "id", [unit])[0].left["parties"][0]["reference"] == "P1"


def test_the_open_date_counts_and_of_two_the_one_that_was_chosen(hub):
    (_, here), (_, there) = household(hub, "Jansen", "M-14"), household(hub, "Bakkerij", "M-15")
    merge(hub, here, there, choices=MergeChoices(dates={"deed": "there"}))
    deed = next(each for each in hub.rows(WATCHED_DATES, here) if each.id == "deed")
    assert deed.day == date(2027, 1, 9)
    open_timers = [each for each in hub.rows(TIMERS, here) if each.name == "TellOfDate" and not each.done_at]
    assert [each.arguments for each in open_timers if '"deed"' in each.arguments] != []
    assert [each for each in hub.rows(TIMERS, there) if not each.done_at] == []


def test_what_was_seen_beforehand_must_still_be_so(hub):
    (_, here), (_, there) = household(hub, "Jansen", "M-16"), household(hub, "Bakker", "M-17")
    with pytest.raises(Conflict) as refused:
        merge(hub, here, there, seen={"tasks": 1, "applications": 1})
    assert refused.value.slug == "merge-changed"
    assert "contacts 1" in refused.value.came
    assert held_in(hub, there)["tasks"] == 1


@pytest.mark.parametrize(
    ("elsewhere", "slug", "family"),
    [({"office": "kantoor-2"}, "not-found", NotFound), ({"environment": "stage"}, "not-found", NotFound)],
    ids=["office", "environment"],
)
def test_a_dossier_of_elsewhere_is_not_there(hub, elsewhere, slug, family):
    _, here = household(hub, "Jansen", "M-18")
    lane = hub.lane(**elsewhere)
    hub.message(lane, ax())
    with pytest.raises(family) as refused:
        merge(hub, here, hub.dossier_of(lane))
    assert refused.value.slug == slug


def test_what_cannot_be_merged_is_refused_with_words(hub):
    (_, here), (_, there) = household(hub, "Jansen", "M-19"), household(hub, "Bakker", "M-20")
    with pytest.raises(Refused, match="same-dossier"):
        merge(hub, here, here)
    with pytest.raises(Refused, match="request-invalid"):
        hub.command(MergeDossiers(dossier_id=here, with_dossier_id=there, reason="  "))
    with pytest.raises(NotFound, match="not-found"):
        merge(hub, here, "nobodys")
    with pytest.raises(NotFound, match="not-found"):
        merge(hub, here, there, choices=MergeChoices(people={"P7": "P1"}))
    hub.command(SetStanding(dossier_id=here, standing="declined", reason="geen vraag meer"))
    with pytest.raises(Conflict, match="merge-closed"):
        merge(hub, here, there)
    merge(hub, here, there, choices=MergeChoices(standing="there"))
    assert hub.rows(DOSSIERS, here)[0].standing == "customer"
    with pytest.raises(Conflict, match="dossier-merged"):
        merge(hub, here, there)


def test_a_merge_that_dies_on_the_way_has_changed_nothing(hub, monkeypatch):
    (_, here), (_, there) = household(hub, "Jansen", "M-21"), household(hub, "Bakker", "M-22")
    before = [held_in(hub, each) for each in (here, there)]

    def dies(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("hub.execute.journal_orders", dies)
    with pytest.raises(KeyboardInterrupt):
        merge(hub, here, there)
    monkeypatch.undo()
    assert [held_in(hub, each) for each in (here, there)] == before
    merge(hub, here, there)
    assert held_in(hub, there) == {}


def test_an_exchange_that_was_born_in_the_merged_dossier_meanwhile_is_brought_along(hub):
    (_, here), (_, there) = household(hub, "Jansen", "M-23"), household(hub, "Bakker", "M-24")
    merge(hub, here, there)
    stray = hub.lane()
    with hub.database.transaction() as connection:
        connection.execute(LANES.table.update().where(LANES.table.c.id == stray).values(dossier_id=there))
    hub.message(stray, ax(number="M-25"))
    registry = Registry(REGISTRY.commands, REGISTRY.handlers, REGISTRY.reactions, join, follow=follow)
    joins = Joins(hub.database, registry, FixedClock(hub.now))
    assert (joins.tick(), joins.tick()) == (1, 0)
    assert hub.dossier_of(stray) == here
    assert held_in(hub, there) == {}
    assert [each["number"] for each in facts(hub, here)["applications"]] == ["M-23", "M-24", "M-25"]


def test_a_part_goes_to_a_new_dossier_with_all_that_belongs_to_it(hub):
    lane, here = household(hub, "Jansen", "M-26")
    other_lane, there = household(hub, "Bakker", "M-27", "b@klant.example")
    merge(hub, here, there)
    products = {each.application_id: each.id for each in hub.rows(KEPT_PRODUCTS, here)}
    bakkers = {each.application_id for each in hub.rows(PARTIES, here) if each.name == "A. Bakker"}
    (goes,) = bakkers & set(products)
    task = next(each for each in hub.rows(TASKS, here) if each.subject == "bel Bakker")
    chosen = Chosen(products=(products[goes],), parties=("P2",), things=(f"task:{task.id}",))
    new = f"new-{here}"
    hub.command(SplitDossier(dossier_id=here, with_dossier_id=new, reason="twee huishoudens", chosen=chosen))
    assert [each["number"] for each in facts(hub, new)["applications"]] == ["M-27"]
    assert [each["number"] for each in facts(hub, here)["applications"]] == ["M-26"]
    assert (hub.dossier_of(other_lane), hub.dossier_of(lane)) == (new, here)
    assert [each.name for each in hub.rows(PARTIES, new)] == ["A. Bakker", "A. Bakker"]
    assert [each.subject for each in hub.rows(TASKS, new)] == ["bel Bakker"]
    hub.message(other_lane, sx("12 Wacht op stukken", day=22))
    assert facts(hub, new)["applications"][0]["status"] == "12"
    assert {each.dossier_id for each in hub.rows(TIMELINE, new)} == {new}
    assert [each.kind for each in hub.timeline(here)][-1] == "split"
    assert balanced(hub) == []


def test_what_cannot_be_split_is_refused_with_words(hub):
    _, here = household(hub, "Jansen", "M-28")
    (product,) = hub.rows(KEPT_PRODUCTS, here)
    whole = Chosen(products=(product.id,), parties=("P1",))

    def split(chosen, **more):
        hub.command(SplitDossier(dossier_id=here, with_dossier_id=f"x-{here}", reason="x", chosen=chosen, **more))

    with pytest.raises(Refused, match="request-invalid"):
        split(Chosen())
    with pytest.raises(Refused, match="request-invalid"):
        split(Chosen(things=("house:1",)))
    with pytest.raises(Refused, match="request-invalid"):
        split(Chosen(products=(product.id,)))
    with pytest.raises(NotFound, match="not-found"):
        split(Chosen(parties=("P9",)))
    someone = (anna(reference="", email="x@klant.example"),)
    with pytest.raises(Conflict, match="split-changed"):
        split(Chosen(things=("task:gone",)), people=someone)
    with pytest.raises(Conflict, match="split-whole"):
        split(whole, people=someone)
    with pytest.raises(NotFound, match="not-found"):
        split(Chosen(products=(product.id,)), people=someone, undoes="no-merge")


def test_every_table_of_a_dossier_is_carried_or_says_why_it_stays():
    for each in pkgutil.walk_packages(handlers.__path__, "handlers."):
        if each.name.endswith(".tables"):
            importlib.import_module(each.name)
    known = [each for each in SQLModel.metadata.sorted_tables if not each.name.startswith("toy_")]
    tables = {each.name for each in known if "dossier_id" in each.columns}
    carried = {rows.table.name for rows in CARRIED}
    assert tables - carried - set(STAYS) == set()
    assert carried & set(STAYS) == set()
    assert set(STAYS) <= tables


def test_merging_following_and_taking_back_are_alike_on_postgres(tmp_path, postgres_url):
    rounds = Rounds(tmp_path, postgres_url)
    test_everything_is_in_the_one_dossier_and_nothing_is_left_in_the_other(rounds)
    test_a_merge_is_taken_back_with_what_came_meanwhile(rounds)
    test_the_merged_dossier_takes_nothing_in_and_leads_to_the_other(rounds)
    test_an_exchange_that_was_born_in_the_merged_dossier_meanwhile_is_brought_along(rounds)
    test_a_part_goes_to_a_new_dossier_with_all_that_belongs_to_it(rounds)
    rounds.database.close()


def test_who_was_said_to_be_one_stays_one_with_later_messages_and_where_he_goes(hub, bram):
    (_, here), (lane, there) = household(hub, "Jansen", "M-30"), household(hub, "Bakker", "M-31", "b@klant.example")
    (link,) = [each.application_id for each in hub.rows(PARTIES, there) if each.application_id != "dossier"]
    hub.command(JoinPeople(dossier_id=there, own="P1", application_id=link, reference="NA01", follows=("email",)))

    def once(dossier):
        return [(each.name, each.email) for each in persons(hub.read(dossier_for, bram, ..., dossier).parties)]

    assert once(there) == [("A. Bakker", "anna@example.org")]
    later = anna(birth_name="Bakker", email="nieuw@example.org")
    hub.message(lane, ax(2, number="M-31", parties=(later,)))
    assert once(there) == [("A. Bakker", "nieuw@example.org")]
    merge(hub, here, there)
    assert ("A. Bakker", "nieuw@example.org") in once(here)
    assert len(once(here)) == 3
    hub.message(lane, ax(3, number="M-31", parties=(anna(birth_name="Vreemd", birth_date=date(1950, 1, 1)),)))
    assert len(once(here)) == 4
    with pytest.raises(NotFound, match="not-found"):
        hub.command(JoinPeople(dossier_id=here, own="P9", application_id=link, reference="NA01"))
    hub.command(PartPeople(dossier_id=here, application_id=link, reference="NA01"))
    assert [each.kind for each in hub.timeline(here)][-1] == "people-parted"
