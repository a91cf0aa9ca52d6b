"""Replay of the whole hub: real messages in any order, and people who link and move; the ledger always balances."""

import random
from datetime import timedelta

import pytest

from adapters.simulator.cast import Line
from adapters.simulator.messages import ax, da, ox, sx
from hub.ledger import balance, snapshot
from hub.replay import replay
from schemas.applications import LinkExchange, MoveExchange, UndoLink, UnlinkExchange
from schemas.merging import Chosen, MergeDossiers, SplitDossier
from tests.builders.engine import START
from tests.builders.hub import LENDER, OFFICE, WholeHub, fresh_memory


def chain(number):
    at = [START + timedelta(minutes=minute) for minute in range(7)]
    return [
        (OFFICE, ax(at=at[0], number=number)),
        (LENDER, sx("09", at=at[1], number=number)),
        (LENDER, sx("10", at=at[2], number=number)),
        (LENDER, ox("indicative", at=at[3], number=number)),
        (LENDER, da([Line("D1"), Line("D2")], at=at[4], number=number)),
        (LENDER, da([Line("D1")], at=at[5], number=number)),
        (LENDER, ox("binding", at=at[6], number=number)),
    ]


@pytest.fixture(params=["sqlite", "postgres"])
def hub(request, tmp_path):
    if request.param == "sqlite":
        urls = (f"sqlite:///{tmp_path}/hub.db", fresh_memory())
    else:
        urls = (request.getfixturevalue("migrated_postgres_url"), request.getfixturevalue("rabbit_url"))
    made = WholeHub(*urls, tmp_path)
    yield made
    made.close()


@pytest.fixture
def empty(hub, request, tmp_path):
    if hub.database.is_sqlite:
        return f"sqlite:///{tmp_path}/again.db"
    return request.getfixturevalue("postgres_server").new_database()


def imbalances(hub):
    with snapshot(hub.database) as connection:
        return balance(connection).imbalances


def lived(hub, seed):
    """Three applications in a shuffled order, and a person who puts one exchange elsewhere again and again."""
    handed = [message for number in range(3) for message in chain(f"2026-{number}")]
    random.Random(seed).shuffle(handed)
    for sender, body in handed:
        assert hub.hand_in(body, bound_to=sender)[0].accepted
    hub.work(rounds=6)
    ((lane, home),) = hub.sql("SELECT id, dossier_id FROM lanes ORDER BY id LIMIT 1")
    one, other = (dossier for dossier in hub.dossiers() if dossier != home)
    for command in (
        UnlinkExchange(lane_id=lane, reason="wrong person"),
        LinkExchange(lane_id=lane, dossier_id=one),
        MoveExchange(lane_id=lane, dossier_id=other),
        UndoLink(lane_id=lane, dossier_id=one),
    ):
        hub.clock.forward(minutes=1)
        assert hub.runtime.execute(command, actor="user:1").state == "applied"
        assert imbalances(hub) == ()
    return lane


@pytest.mark.parametrize("seed", range(3))
def test_a_hub_that_lived_is_replayed_to_the_same_facts(hub, empty, seed):
    lived(hub, seed)
    found = replay(hub.runtime, empty)
    assert (found.dossiers, found.units, found.is_same) == (3, 25, True), found


def test_a_fact_that_changed_without_a_command_is_a_difference(hub, empty):
    lived(hub, 0)
    with hub.database.transaction() as connection:
        connection.exec_driver_sql("UPDATE applications SET number = 'forged' WHERE number = '2026-1'")
    found = replay(hub.runtime, empty)
    assert list(found.differing.values()) == [("applications",)]


def test_dossiers_that_were_merged_and_parted_are_replayed_to_the_same_facts(hub, empty):
    lived(hub, 1)
    here, there, third = hub.dossiers()
    merged = [
        hub.runtime.execute(
            MergeDossiers(dossier_id=here, with_dossier_id=each, reason="one household"), actor="user:1"
        )
        for each in (there, third)
    ]
    for number in range(3):
        status = sx("12", at=START + timedelta(days=1), number=f"2026-{number}")
        assert hub.hand_in(status, bound_to=LENDER)[0].accepted
    hub.work(rounds=3)
    ((goes,),) = hub.sql(f"SELECT id FROM applications WHERE dossier_id = '{here}' AND number = '2026-1'")
    split = SplitDossier(
        dossier_id=here, with_dossier_id=there, reason="not one", chosen=Chosen(applications=(goes,)),
        undoes=merged[0].unit_id,
    )  # fmt: skip
    hub.clock.forward(minutes=1)
    hub.runtime.execute(split, actor="user:1")
    assert imbalances(hub) == ()
    found = replay(hub.runtime, empty)
    assert (found.dossiers, found.is_same) == (3, True), found
