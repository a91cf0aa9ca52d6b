"""One exchange under two names: the platform's uuid and the sender's number meet, in whatever order they come."""

from itertools import permutations
from uuid import uuid4

import pytest

from adapters.handed import Handed
from adapters.simulator.messages import LENDER, OFFICE, ax, sx
from hub.replay import replay
from schemas.applications import UndoLink, UnlinkExchange
from schemas.envelope import Envelope
from tests.journeys.test_the_way_in import at


def by_uuid(code, dossier, **more):
    """A status that names the uuid alone."""
    said = Envelope(sender=LENDER, receiver=OFFICE, receiver_code="AE", request_version=1, dossier=dossier)
    return {"body": sx(code, header=False, **more), "envelope": said}


def by_number(code, number, **more):
    return {"body": sx(code, number=number, **more), "envelope": Envelope()}


def application(number, dossier=None, **more):
    """An AX with its number, and with its uuid when one is given."""
    return {"body": ax(number=number, at=at(0), **more), "envelope": Envelope(dossier=dossier)}


def handed(hub, message):
    return Handed(channel="test", received_at=hub.clock.now(), **message)


def hand_in(hub, *messages):
    for message in messages:
        (recorded,) = hub.hand_in(message["body"], envelope=message["envelope"])
        assert recorded.accepted, recorded.receipt
        hub.work(1)
    hub.work(2)


def told(hub):
    """Per dossier what its applications have: the version, the status and how many statuses came."""
    return [
        [(one["request_version"], one["status"]) for one in hub.facts(dossier)["applications"]]
        for dossier in hub.dossiers()
    ]


def test_statuses_of_both_names_reach_the_application_that_joins_them_in_any_order(embedded):
    for place, order in enumerate(permutations(range(3))):
        dossier, number = str(uuid4()), f"AV-JOIN-{place}"
        messages = (
            by_uuid("22", dossier, at=at(1)),
            by_number("10", number, at=at(0, 30)),
            application(number, dossier),
        )
        hand_in(embedded, *[messages[each] for each in order])
    assert told(embedded) == [[(1, "22")]] * 6
    assert embedded.states().keys() == {"applied", "superseded"}
    assert sum(embedded.states().values()) == 18 + 2  # in two orders the number has a lane of its own
    assert embedded.balance().is_balanced


def test_two_names_meet_on_both_stacks(hub):
    dossier = str(uuid4())
    hand_in(hub, by_uuid("22", dossier, at=at(1)), by_number("10", "AV-1", at=at(0, 30)), application("AV-1", dossier))
    assert told(hub) == [[(1, "22")]]
    assert hub.sql("SELECT count(*) FROM lanes WHERE dossier_id IS NULL OR waiting > 0") == [(0,)]


def test_the_messages_of_one_batch_meet_as_well(embedded):
    dossier = str(uuid4())
    messages = (
        by_number("10", "AV-1", at=at(0, 30)),
        by_uuid("22", dossier, at=at(1)),
        application("AV-1", dossier),
        by_number("05", "AV-1", at=at(9)),
    )
    recorded = embedded.intake.take([handed(embedded, message) for message in messages])
    assert all(each.accepted for each in recorded)
    embedded.work()
    assert told(embedded) == [[(1, "05")]]


@pytest.mark.parametrize("joined_by", ["status", "application"])
def test_an_application_that_came_by_number_keeps_its_dossier_when_its_uuid_becomes_known(embedded, joined_by):
    dossier = str(uuid4())
    hand_in(embedded, application("AV-1"), by_uuid("22", dossier, at=at(1)))
    assert told(embedded) == [[(1, None)]]
    joins = {
        "status": {"body": sx("05", number="AV-1", at=at(9)), "envelope": Envelope(dossier=dossier)},
        "application": application("AV-1", dossier, version=2),
    }[joined_by]
    hand_in(embedded, joins)
    assert told(embedded) == [[(1, "05") if joined_by == "status" else (2, "22")]]


def test_one_status_that_names_two_applications_does_not_merge_them(embedded):
    first, second = str(uuid4()), str(uuid4())
    hand_in(embedded, application("AV-1", first), application("AV-2", second, intermediary_number="700124"))
    hand_in(embedded, {"body": sx("22", number="AV-2", at=at(1)), "envelope": Envelope(dossier=first)})
    hand_in(embedded, by_number("10", "AV-2", at=at(2)))
    assert sorted(told(embedded)) == [[(1, "10")], [(1, "22")]]


def test_a_person_who_takes_the_join_back_is_left_in_peace(embedded):
    dossier = str(uuid4())
    hand_in(
        embedded, by_uuid("22", dossier, at=at(1)), by_number("10", "AV-1", at=at(0, 30)), application("AV-1", dossier)
    )
    ((joined, home),) = embedded.sql("SELECT id, dossier_id FROM lanes WHERE joined_to IS NOT NULL")
    embedded.runtime.execute(UndoLink(lane_id=joined, reason="vergissing"), actor="user:bram")
    embedded.work()
    assert embedded.sql("SELECT dossier_id, held, waiting FROM lanes WHERE id = ?", joined) == [(None, 1, 1)]
    ((kept,),) = embedded.sql("SELECT id FROM lanes WHERE dossier_id = ?", home)
    embedded.runtime.execute(UnlinkExchange(lane_id=kept), actor="user:bram")
    embedded.work()
    assert embedded.states()["waiting"] == 3


def test_what_two_names_brought_is_the_same_after_replay(embedded, tmp_path):
    dossier = str(uuid4())
    hand_in(
        embedded, by_uuid("22", dossier, at=at(1)), by_number("10", "AV-1", at=at(0, 30)), application("AV-1", dossier)
    )
    found = replay(embedded.runtime, f"sqlite:///{tmp_path}/again.db")
    assert found.is_same, found
