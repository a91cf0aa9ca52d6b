"""Kills in mid-stream: nothing accepted is lost, nothing is done twice, every dossier keeps its order."""

import os
import random
import time

import pytest

from hub.topology import TOPOLOGY
from tests.builders.engine import OpenPage, WriteLine, entry
from tests.builders.fleet import Fleet
from tests.builders.streams import stream

pytestmark = pytest.mark.chaos

ROUNDS = int(os.environ.get("CHAOS_ROUNDS", "3"))
DOSSIERS, EACH = 20, 15
WHOLE = [str(n) for n in range(EACH)]
WRITTEN_DOWN_S = 1.5
"""RabbitMQ 3.10 forgets the leader of a quorum queue that is younger than this when it is killed."""


@pytest.fixture
def fleet(postgres_url, rabbit_url):
    made = Fleet(postgres_url, rabbit_url)
    made.keep(2)
    yield made
    made.close()


def all_is_well(fleet, rounds):
    assert fleet.pages() == [WHOLE] * (DOSSIERS * rounds)
    assert fleet.is_balanced() == {"applied": DOSSIERS * EACH * rounds}
    assert fleet.hub.sql("SELECT count(*) FROM timeline") == [(DOSSIERS * EACH * rounds,)]


def some_of(fleet, number):
    """A moment in the middle of round `number`."""
    share = random.uniform(0.1, 0.5)
    return lambda: fleet.applied() >= DOSSIERS * EACH * (number + share)


def all_of(fleet, number):
    return lambda: fleet.applied() == DOSSIERS * EACH * (number + 1)


def test_a_worker_that_is_killed_in_mid_stream_loses_and_doubles_nothing(fleet):
    for number in range(ROUNDS):
        entries = stream(DOSSIERS, EACH, number)
        fleet.hand_in(entries[: len(entries) // 2])
        fleet.wait_for(some_of(fleet, number))
        fleet.hand_in(entries[len(entries) // 2 :])
        time.sleep(random.uniform(0, 0.1))
        fleet.kill_a_worker()
        fleet.wait_for(all_of(fleet, number))
    all_is_well(fleet, ROUNDS)


def test_an_intake_that_is_killed_in_mid_stream_gets_the_rest_from_its_sender(fleet):
    def journaled(number, share):
        return lambda: fleet.hub.sql("SELECT count(*) FROM messages")[0][0] >= DOSSIERS * EACH * (number + share)

    for number in range(ROUNDS):
        intake = fleet.spawn("intake", DOSSIERS, EACH, number)
        fleet.wait_for(journaled(number, random.uniform(0.05, 0.5)))
        intake.kill()
        intake.wait()
        assert fleet.spawn("intake", DOSSIERS, EACH, number).wait(30) == 0
        fleet.wait_for(all_of(fleet, number))
    all_is_well(fleet, ROUNDS)


def test_a_broker_that_is_killed_or_comes_back_empty_stops_no_message(postgres_url, mortal_rabbit):
    fleet = Fleet(postgres_url, mortal_rabbit.url(mortal_rabbit.new_vhost()))
    fleet.hub.bus.declare(TOPOLOGY)
    try:
        for number in range(ROUNDS):
            time.sleep(WRITTEN_DOWN_S)
            entries = stream(DOSSIERS, EACH, number)
            fleet.hand_in(entries[: len(entries) // 2])
            fleet.wait_for(lambda number=number: fleet.applied() > DOSSIERS * EACH * number)
            if number % 2:
                mortal_rabbit.wipe()
            else:
                mortal_rabbit.kill()
            fleet.hand_in(entries[len(entries) // 2 :])
            mortal_rabbit.start()
            fleet.wait_for(all_of(fleet, number))
        all_is_well(fleet, ROUNDS)
    finally:
        fleet.close()


def test_a_message_that_kills_its_process_is_parked_and_takes_no_other_with_it(fleet):
    fleet.hand_in([*stream(DOSSIERS, 3, "good"), entry("bad", OpenPage()), entry("bad", WriteLine(text="die"))])
    fleet.hand_in([entry("bad", WriteLine(text="behind")), *stream(DOSSIERS, EACH, "good")[3 * DOSSIERS :]])
    applied = DOSSIERS * EACH + 1
    fleet.wait_for(lambda: fleet.hub.states() == {"applied": applied, "parked": 1})
    assert sorted(fleet.pages()) == sorted([["opened"], *[WHOLE] * DOSSIERS])
    assert fleet.hub.sql("SELECT slug FROM outcomes WHERE state = 'parked'") == [("kills its process (exit -9)",)]
    assert fleet.is_balanced() == {"applied": applied, "in-flight": 1, "parked": 1}


def test_a_thousand_messages_delivered_ten_times_to_eight_workers_have_a_thousand_effects(fleet):
    fleet.keep(8)
    entries = stream(100, 10, "many")
    fleet.hand_in(entries, times=10)
    for _ in range(9):
        fleet.hand_in(entries)
    fleet.wait_for(lambda: fleet.applied() == 1000, workers=8)
    assert fleet.pages() == [[str(n) for n in range(10)]] * 100
    assert fleet.hub.sql("SELECT count(*) FROM timeline") == [(1000,)]
    assert fleet.hub.sql("SELECT count(*) FROM arrivals") == [(10_000,)]
    assert fleet.is_balanced() == {"applied": 1000}
