"""One message in a thousand breaks our handler: the others finish, its own waits, and release applies the rest."""

from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.simulator.messages import ax, sx
from handlers.registry import HANDLERS
from handlers.statuses.handlers import register_status
from hub.advice import advise
from hub.registry import Handler
from hub.release import Release, ring_released
from schemas.statuses import RegisterStatus, SetStatus
from tests.builders.hub import until_idle
from tests.journeys.test_the_way_in import START

DOSSIERS = 100
CODES = ("09", "10", "22", "12", "04", "23", "05", "31", "26")
POISONED = (42, 4)


def number(dossier):
    return f"P-{dossier:04d}"


def breaks(command, work):
    if command.lender_reference == "POISON":
        raise RuntimeError("our own mistake")
    register_status(command, work)


def thousand():
    """An application and nine statuses for each of a hundred dossiers, taking turns."""
    yield from (ax(at=START, number=number(dossier)) for dossier in range(DOSSIERS))
    for turn, code in enumerate(CODES):
        for dossier in range(DOSSIERS):
            reference = "POISON" if (dossier, turn) == POISONED else None
            moment = START + timedelta(hours=turn + 1)
            yield sx(code, at=moment, number=number(dossier), lender_reference=reference)


@pytest.fixture
def broken(hub):
    sound = hub.runtime.registry
    hub.worker._registry = replace(
        sound, handlers={**HANDLERS, RegisterStatus: Handler(breaks, HANDLERS[RegisterStatus].needs)}
    )
    messages = list(thousand())
    for start in range(0, len(messages), 100):
        hub.hand_in(*messages[start : start + 100])
    while sum(hub.states().values()) < 996:
        hub.work(1)
        hub.clock.forward(seconds=30)
    return hub, sound


def statuses(hub):
    found = hub.sql(
        "SELECT a.number, s.code FROM application_statuses s JOIN applications a ON a.id = s.application_id"
    )
    return dict(found)


def test_the_others_finish_and_its_own_waits_until_release(broken):
    hub, sound = broken
    poisoned = number(POISONED[0])
    assert hub.states() == {"applied": 995, "parked": 1}
    shown = statuses(hub)
    assert {code for name, code in shown.items() if name != poisoned} == {"26"}
    assert shown[poisoned] == "12"

    ((dossier_id, application_id),) = hub.sql("SELECT dossier_id, id FROM applications WHERE number = ?", poisoned)
    by_hand = SetStatus(dossier_id=dossier_id, application_id=application_id, code="10", note="gebeld met de acceptant")
    assert hub.runtime.execute(by_hand, actor="user:bram").state == "applied"

    ((unit_id,),) = hub.sql("SELECT unit_id FROM outcomes WHERE state = 'parked'")
    (advice,) = advise(hub.database, sound, [unit_id], hub.clock.now())
    assert advice.result == "applied"
    assert hub.states() == {"applied": 996, "parked": 1}

    hub.worker._registry = sound
    bell = Release(database=hub.database, registry=sound, actor="user:otto", reason="mended", at=hub.clock.now()).retry(
        unit_id
    )
    ring_released(hub.bus, [bell])
    until_idle(lambda: hub.work(1))
    assert statuses(hub)[poisoned] == "26"
    applied = hub.sql(
        "SELECT t.at FROM timeline t WHERE t.dossier_id = ? AND t.kind = 'status-registered' ORDER BY t.id", dossier_id
    )
    assert len(applied) == 9
    assert hub.balance().imbalances == ()
