"""Truth does not depend on arrival: any permutation and duplication of an exchange gives the same facts."""

from datetime import timedelta
from itertools import count, zip_longest
from uuid import UUID, uuid5

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.handed import Handed
from adapters.intake import bells
from adapters.simulator.cast import Line
from adapters.simulator.messages import LENDER, OFFICE, ax, da, ox, sx
from hub.relay import ring
from schemas.envelope import Envelope
from tests.builders.engine import START as MOMENT
from tests.builders.hub import WholeHub, fresh_memory, until_idle
from tests.journeys.test_the_way_in import at, lines

EXAMPLES, AT_ONCE = 1_000, 20
"""Exchanges that are tried, and how many of them the hub has in hand at the same time."""
NUMBER = "AV-VAN-DIT-DOSSIER"
SPACE = UUID("00000000-0000-0000-0000-00000000a11c")


def sequence():
    """A valid exchange with two versions of the application, as (sender, request version, bytes), in sending order."""
    one = [
        (OFFICE, ax(at=at(0), header=False)),
        (LENDER, sx("09", at=at(0, 1), number=NUMBER)),
        (LENDER, sx("10", at=at(0, 30), header=False)),
        (LENDER, sx("22", at=at(1), header=False)),
        (LENDER, sx("12", at=at(1, 5), header=False)),
        (LENDER, ox("indicative", at=at(1, 6), header=False)),
        (LENDER, da(lines(), at=at(1, 10), header=False)),
        (LENDER, da(lines(n101=("07", "De handtekening ontbreekt."), n102=("04", "")), at=at(5), header=False)),
        (LENDER, da(lines(n101=("03", ""), n102=("02", "")), at=at(6), header=False)),
        (LENDER, sx("24", at=at(6, 5), header=False)),
    ]
    two = [
        (OFFICE, ax(at=at(7), header=False, intermediary_number="700124")),
        (LENDER, sx("09", at=at(7, 1), header=False, version=2)),
        (LENDER, sx("23", at=at(8), header=False, version=2)),
        (LENDER, ox("binding", at=at(8, 5), header=False, version=2)),
        (LENDER, ox("indicative", at=at(9), header=False, version=2, lender_reference="AE-2026-000124")),
        (LENDER, da(lines(n102=("01", "")), at=at(9, 10), header=False, version=2)),
        (LENDER, da([*lines(n102=("08", "Niet meer nodig."))[:10], Line("190", "051")], at=at(10), header=False)),
        (LENDER, sx("05", at=at(11), header=False, version=2)),
        (LENDER, sx("20", at=at(30), header=False, version=2)),
        (LENDER, sx("10", at=at(31), header=False, version=2)),
    ]
    return [(sender, 1, body) for sender, body in one] + [(sender, 2, body) for sender, body in two]


MESSAGES = sequence()
TELLS = 1
"""The place of the answer that has a Header, and with it both names."""
places = st.integers(0, len(MESSAGES) - 1)
NUMBERS = count()


@st.composite
def exchanges(draw):
    """An order of the messages with copies of some of them, and where it is cut in two."""
    order = draw(st.permutations(range(len(MESSAGES))))
    for place, where in draw(st.lists(st.tuples(places, places), max_size=8)):
        order.insert(where, place)
    return order, draw(st.integers(1, len(MESSAGES)))


def handed(place, dossier):
    """The applications name the uuid and every third answer a number; one answer alone tells that they are one."""
    sender, version, body = MESSAGES[place]
    number = f"AV-{dossier.hex}"
    by_number = sender == LENDER and place % 3 == 0
    said = Envelope(
        sender=sender,
        receiver=LENDER if sender == OFFICE else OFFICE,
        receiver_code="AE",
        dossier=number if by_number else str(dossier),
        request_version=version,
        sent_at=None if place == TELLS else MOMENT + timedelta(hours=place),
    )
    body = body.replace(NUMBER.encode(), number.encode())
    return Handed(body=body, channel="test", received_at=MOMENT, identity=f"{dossier}/{place}", envelope=said)


def facts_after(hub, exchanges):
    """Hands every exchange in, in two parts with work between them; the facts of the dossier that each made."""
    dossiers = [uuid5(SPACE, str(next(NUMBERS))) for _ in exchanges]
    for is_second in (False, True):
        parts = [order[cut:] if is_second else order[:cut] for order, cut in exchanges]
        in_turns = zip_longest(
            *([handed(place, dossier) for place in part] for part, dossier in zip(parts, dossiers, strict=True))
        )
        recorded = hub.intake.take([one for turn in in_turns for one in turn if one])
        assert all(one.accepted for one in recorded)
        ring(hub.bus, bells(recorded))
        until_idle(lambda: hub.worker.round(0) or hub.joins.tick())
    return [hub.facts(dossier_of(hub, dossier)) for dossier in dossiers]


def dossier_of(hub, exchange):
    ((dossier_id,),) = hub.sql(
        "SELECT l.dossier_id FROM lanes l JOIN exchange_names n ON n.lane_id = l.id WHERE n.value = ?", str(exchange)
    )
    return dossier_id


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    folder = tmp_path_factory.mktemp("orders")
    hub = WholeHub(f"sqlite:///{folder}/hub.db", fresh_memory(), folder)
    (expected,) = facts_after(hub, [(list(range(len(MESSAGES))), len(MESSAGES))])
    yield hub, expected
    hub.close()


@settings(max_examples=EXAMPLES // AT_ONCE, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(exchanges=st.lists(exchanges(), min_size=AT_ONCE, max_size=AT_ONCE))
def test_any_permutation_and_duplication_gives_the_same_facts(running, exchanges):
    hub, expected = running
    for exchange, facts in zip(exchanges, facts_after(hub, exchanges), strict=True):
        assert facts == expected, exchange
