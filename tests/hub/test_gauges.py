"""What Prometheus reads is what the database says."""

import urllib.error
import urllib.request

import pytest
from prometheus_client import CollectorRegistry

from hub.exposure import Exposure
from hub.gauges import Gauges
from hub.ledger import balance, snapshot
from hub.metrics import Metrics
from tests.builders.engine import OpenPage, WriteLine, entry


@pytest.fixture
def registry():
    return CollectorRegistry()


def gauges(toy, registry, **more):
    return Gauges(toy.database, toy.clock, metrics=Metrics(registry), **more)


def value(registry, name, **labels):
    return registry.get_sample_value(f"hub_{name}", labels)


def test_the_gauges_are_the_accounts_of_the_ledger(toy, registry):
    toy.hand_in(entry("D1", OpenPage()), entry("D1", WriteLine(text="poison")), entry("D1", WriteLine(text="behind")))
    toy.hand_in(entry("D2", WriteLine(text="early")), entry("D9", salt="stored"))
    toy.work_through_pauses()
    toy.hand_in(entry("D3", OpenPage()), rings=False)
    toy.clock.forward(seconds=5)
    gauges(toy, registry).tick()
    with snapshot(toy.database) as connection:
        accounts = balance(connection).accounts
    assert accounts == {"applied": 1, "in-flight": 2, "parked": 1, "stored": 1, "waiting": 1}
    for state in ("applied", "parked", "stored", "waiting"):
        assert value(registry, "messages", state=state) == accounts[state]
    assert value(registry, "messages", state="discarded") == 0
    assert value(registry, "in_flight_messages") == 2
    assert value(registry, "blocked_lanes") == 1
    assert value(registry, "ledger_imbalance") == 0


def test_the_oldest_in_flight_is_one_that_a_worker_could_take(toy, registry):
    toy.hand_in(entry("D1", OpenPage()), entry("D1", WriteLine(text="poison")), entry("D1", WriteLine(text="behind")))
    toy.work_through_pauses()
    toy.hand_in(entry("D3", OpenPage(), at=toy.clock.now()), rings=False)
    toy.clock.forward(seconds=5)
    gauges(toy, registry).tick()
    assert value(registry, "oldest_in_flight_seconds") == 5


def test_a_row_that_is_gone_is_an_imbalance(toy, registry):
    toy.hand_in(entry("D1", OpenPage()))
    with toy.database.transaction() as connection:
        connection.exec_driver_sql("DELETE FROM receipts")
    gauges(toy, registry).tick()
    assert value(registry, "ledger_imbalance") == 1


def test_between_two_turns_nothing_is_read(toy, registry):
    setter = gauges(toy, registry, every_s=60)
    setter.tick()
    toy.hand_in(entry("D1", OpenPage()), rings=False)
    setter.tick()
    assert value(registry, "in_flight_messages") == 0


@pytest.fixture
def exposed(registry):
    shown = Exposure("127.0.0.1", 0, registry)
    yield f"http://127.0.0.1:{shown.port}"
    shown.close()


def fetched(url):
    with urllib.request.urlopen(url, timeout=5) as answer:
        return answer.read().decode()


def test_a_role_shows_its_metrics_and_that_it_lives(exposed, registry):
    Metrics(registry).blocked_lanes.set(3)
    assert "hub_blocked_lanes 3.0" in fetched(f"{exposed}/metrics")
    assert fetched(f"{exposed}/health/live") == "alive\n"


def test_nothing_else_is_shown(exposed):
    with pytest.raises(urllib.error.HTTPError) as answer:
        fetched(f"{exposed}/")
    assert answer.value.code == 404
    answer.value.close()


def test_a_role_whose_port_is_taken_works_without_being_seen(exposed):
    taken = Exposure("127.0.0.1", int(exposed.rpartition(":")[2]))
    assert taken.port is None
    taken.close()
