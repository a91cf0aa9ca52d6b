"""What waited for an office reaches it, also when the office was added while it was being handed in."""

from datetime import timedelta

import pytest

from adapters.simulator import messages
from hub.claiming import Claims, claim
from hub.directory import register
from hub.records import NodeEntry
from tests.builders.bad_input import AT
from tests.builders.hub import LENDER, NODES, WholeHub, fresh_memory

LATE = "500009"
OFFICE_OF_IT = NodeEntry(LATE, "office", "kantoor-9", "", "Kantoor dat later kwam")


@pytest.fixture(params=["embedded", "services"])
def hub(request, tmp_path):
    if request.param == "embedded":
        urls = f"sqlite:///{tmp_path}/hub.db", fresh_memory()
    else:
        urls = request.getfixturevalue("migrated_postgres_url"), request.getfixturevalue("rabbit_url")
    made = WholeHub(*urls, tmp_path, nodes=NODES)
    yield made
    made.close()


def application(number="A-1"):
    return messages.ax(at=AT, number=number, sender=LATE)


def status(number="A-1", minutes=5):
    return messages.sx("10", at=AT + timedelta(minutes=minutes), number=number, sender=LENDER, receiver=LATE)


def add(hub):
    with hub.database.transaction() as connection:
        register(connection, [OFFICE_OF_IT])
    hub.runtime.directory._read()


def test_what_an_interrupted_claim_left_is_claimed_by_the_clock(hub):
    hub.hand_in(application(), status())
    hub.work()
    add(hub)
    assert hub.states() == {"waiting": 2}
    assert Claims(hub.database, hub.runtime.registry).tick() == 1
    assert hub.states() == {"applied": 2}


def test_what_waited_under_a_name_that_the_office_has_meanwhile_reaches_its_application(hub):
    hub.hand_in(status())
    hub.work()
    add(hub)
    hub.hand_in(application())
    hub.work()
    assert claim(hub.database, hub.runtime.registry, "kantoor-9", LATE) == 1
    hub.work()
    (facts,) = hub.facts()["applications"]
    assert facts["status"] == "10"
    assert hub.sql("SELECT count(*) FROM lanes WHERE dossier_id IS NULL") == [(0,)]
