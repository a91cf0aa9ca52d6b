"""Any permutation and duplication of one exchange's messages gives the same facts (design, section 4)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.dossiers.facts import facts_of
from schemas.applications import LinkExchange, UnlinkExchange
from tests.builders.commands import anna, ax, da, dx, line, moment, ox, sx
from tests.builders.rounds import Rounds

APPLICATIONS = [
    ax(1),
    ax(2, parties=(anna(), anna(reference="NA02", birth_name="Smit"))),
    ax(3, package="Ander pakket"),
]
STATUSES = [
    sx("09 Ontvangstbevestiging", day=3),
    sx("10 In behandeling", day=4),
    sx("11 Afgewezen", day=5),
    sx("12 Wacht op stukken", day=6),
    sx("09 Ontvangstbevestiging", day=7, request_version=2),
    sx("77 Onbekend", day=7, request_version=2),
    sx("05 Document", day=12, domain="DX", document_number="D1"),
]
OFFERS = [
    ox("indicative", day=4),
    ox("indicative", day=5, valid_until=date(2026, 12, 1), amount=Decimal(340000)),
    ox("binding", day=8),
    ox("binding", day=13, valid_until=date(2027, 1, 31)),
]
REQUESTS = [
    da(line("D1", "01 Aan te leveren", day=3), line("D2", "01 Aan te leveren", day=3)),
    da(line("D1", "04 Akkoord", day=6), line("D2", "07 Afgekeurd", day=6, status_note="Onleesbaar")),
    da(line("D1", "01 Aan te leveren", day=7), line("D3", "01 Aan te leveren", day=7)),
    da(line("D1", "01 Aan te leveren", day=14), line("D2", "04 Akkoord", day=14)),
    da(line("D1", "06 Voorlopig akkoord", day=15), line("D2", "08 Vervallen", day=15, status_note="Niet nodig")),
    da(line("D1", "04 Akkoord", day=16), line("D2", "03 Ontvangen", day=16), request_version=2),
]
OPENED_AGAIN = [
    da(line("D1", "04 Akkoord", day=5)),
    ox("binding", day=6),
    ox("indicative", day=7),
    da(line("D1", "01 Aan te leveren", day=9)),
]
DOCUMENTS = [
    dx("D1", day=11),
    dx("D1", day=13, blob="sha256:ef"),
    dx("D2", moment=None, sent_at=moment(12)),
]
KINDS = {
    "applications": APPLICATIONS,
    "statuses": [APPLICATIONS[0], *STATUSES],
    "offers": [APPLICATIONS[0], *OFFERS],
    "stock lists": [APPLICATIONS[0], *REQUESTS, *OFFERS],
    "lines opened again": [APPLICATIONS[0], *OPENED_AGAIN],
    "documents": [APPLICATIONS[0], *DOCUMENTS, STATUSES[-1]],
    "everything": [*APPLICATIONS, *STATUSES, *OFFERS, *REQUESTS, *DOCUMENTS],
}


@pytest.fixture(scope="module")
def rounds(tmp_path_factory):
    made = Rounds(tmp_path_factory.mktemp("hub"))
    yield made
    made.database.close()


@pytest.fixture(scope="module")
def facts_in_order(rounds):
    return {kind: facts_after(rounds, [[message] for message in messages]) for kind, messages in KINDS.items()}


def facts_after(rounds, batches):
    lane = rounds.lane()
    for batch in batches:
        rounds.messages(lane, [[message] for message in batch])
    assert rounds.waiting_in(lane) == []
    return rounds.read(facts_of, ..., rounds.dossier_of(lane))


@st.composite
def arrivals(draw, count):
    """The numbers of `count` messages in any order, some of them twice, cut into batches anywhere."""
    twice = draw(st.lists(st.integers(0, count - 1), max_size=3))
    order = draw(st.permutations([*range(count), *twice]))
    cuts = sorted(draw(st.sets(st.integers(1, len(order) - 1), max_size=4)))
    return [order[start:end] for start, end in zip([0, *cuts], [*cuts, len(order)], strict=True)]


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_order_of_arrival_gives_the_same_facts(rounds, facts_in_order, kind, data):
    messages = KINDS[kind]
    batches = data.draw(arrivals(len(messages)))
    assert facts_after(rounds, [[messages[n] for n in batch] for batch in batches]) == facts_in_order[kind]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_an_exchange_that_leaves_and_comes_back_brings_the_same_facts(rounds, facts_in_order, data):
    messages = KINDS["everything"]
    first, *others = data.draw(arrivals(len(messages)))
    lane = rounds.lane()
    rounds.messages(lane, [[messages[n]] for n in (0, *first)])
    dossier = rounds.dossier_of(lane)
    rounds.command(UnlinkExchange(lane_id=lane))
    rounds.messages(lane, [[messages[n]] for batch in others for n in batch] or [[messages[0]]])
    rounds.command(LinkExchange(lane_id=lane, dossier_id=dossier))
    assert rounds.read(facts_of, ..., dossier) == facts_in_order["everything"]


def test_the_facts_of_a_whole_exchange_are_these(facts_in_order):
    (application,) = facts_in_order["everything"]["applications"]
    assert application["request_version"] == 3
    assert [version for version, _ in application["versions"]] == [1, 2, 3]
    assert application["status"] == "77"
    assert [(o["kind"], o["is_current"], o["flags"]) for o in application["offers"]] == [
        ("indicative", False, []),
        ("indicative", True, ["validity-went-back"]),
        ("binding", False, []),
        ("binding", True, []),
    ]
    assert [(each["number"], each["status"], each["on_list"]) for each in application["stock_list"]] == [
        ("D1", "04", True),
        ("D2", "03", True),
        ("D3", "01", False),
    ]
    assert application["open_actions"] == []
    assert [(d["line_number"], d["answer"]) for d in application["documents"]] == [("D1", "05"), ("D2", ""), ("D1", "")]
