"""What the office did stands; whatever the lender says about it may come in any order, and twice."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.action_points.tables import ACTION_POINTS
from handlers.dossiers.facts import facts_of
from schemas.action_points import ReleaseActionPoints
from tests.builders.commands import ax, da, dx, line, ox, sx
from tests.builders.rounds import MORNING, Rounds
from tests.builders.stukken import Office

FIRST = [ax(), da(line("D1", day=3), line("D2", day=3), line("D3", day=3), line("D4", day=3, from_source=True))]
LATER = [
    da(
        line("D1", "07 Afgekeurd", day=5, status_note="Onleesbaar"),
        line("D2", day=3),
        line("D3", "03 Ontvangen", day=5),
    ),
    da(
        line("D1", "03 Ontvangen", day=7),
        line("D2", "08 Vervallen", day=7, status_note="Niet nodig"),
        line("D3", day=7),
    ),
    da(line("D1", "04 Akkoord", day=9), line("D2", "08 Vervallen", day=7, status_note="Niet nodig"), line("D3", day=7)),
    da(line("D1", "01 Aan te leveren", day=14), line("D2", "01 Aan te leveren", day=14), line("D5", day=14)),
    ox("binding", day=10),
    ox("indicative", day=12),
    sx("04 Bestandsformaat te groot", day=4, domain="DX", document_number="D1"),
    sx("02 Document reeds ontvangen", day=6, domain="DX", document_number="D3"),
    dx("D3", day=6),
]


def lived(rounds, bram, order):
    """The facts after the office worked on its first list and the rest came in this order."""
    rounds.now = MORNING
    office = Office(rounds, rounds.lane(), bram)
    rounds.messages(office.lane, [[message] for message in FIRST])
    office.do(ReleaseActionPoints(dossier_id=office.dossier, action_points=points(rounds, office)))
    office.deliver("D1", "een")
    file = office.attach("D2", "twee.pdf")
    office.scan(file)
    office.judge(file, "Pagina 2 ontbreekt")
    office.attach("D3", "drie.pdf")
    rounds.now = MORNING.replace(hour=12)
    for batch in order:
        rounds.messages(office.lane, [[LATER[n]] for n in batch])
    assert rounds.waiting_in(office.lane) == []
    return rounds.read(facts_of, ..., office.dossier)["applications"][0]


def points(rounds, office):
    return tuple(each.id for each in rounds.rows(ACTION_POINTS, office.dossier))


@st.composite
def arrivals(draw):
    """Everything in any order, some of it twice, cut into batches anywhere."""
    twice = draw(st.lists(st.integers(0, len(LATER) - 1), max_size=3))
    order = draw(st.permutations([*range(len(LATER)), *twice]))
    cuts = sorted(draw(st.sets(st.integers(1, len(order) - 1), max_size=4)))
    return [order[start:end] for start, end in zip([0, *cuts], [*cuts, len(order)], strict=True)]


@pytest.fixture(scope="module")
def rounds(tmp_path_factory):
    made = Rounds(tmp_path_factory.mktemp("hub"))
    yield made
    made.database.close()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=arrivals())
def test_any_order_of_what_the_lender_says_gives_the_same_stukken(rounds, bram, order):
    assert lived(rounds, bram, order) == lived(rounds, bram, [range(len(LATER))])


def test_what_it_all_comes_to_is_this(rounds, bram):
    facts = lived(rounds, bram, [range(len(LATER))])
    assert [(each["number"], each["state"], each["deliverer"]) for each in facts["stukken"]] == [
        ("D1", "requested", "customer"),
        ("D2", "requested", "customer"),
        ("D3", "withdrawn", "customer"),
        ("D4", "withdrawn", "source"),
        ("D5", "requested", "customer"),
    ]
    assert [(point["state"], point["reason"]) for point in facts["action_points"]] == [
        ("held", ""),
        ("open", ""),
        ("open", ""),
    ]
