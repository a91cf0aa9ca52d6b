"""A lender that says nothing: late after a quarter of an hour, asked after half an hour, let go when it answers."""

from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.simulator import messages
from handlers.applications.views import overdue_count
from handlers.offices.directory import set_agent_number, set_profile
from hub import rows as statements
from hub.records import OUTGOING
from hub.timers import Timers
from schemas.involvements import AssignDossier
from tests.builders.counters import NUMBER, hand_in
from tests.builders.engine import FixedClock
from tests.portal_api.test_sending import PROFILE, place, post


@pytest.fixture
def desk(own_desk):
    """An application that was sent and delivered now; Els is the adviser."""
    hub = own_desk.hub
    with hub.database.transaction() as connection:
        set_profile(connection, office="kantoor-1", **PROFILE)
        set_agent_number(connection, office="kantoor-1", number="700123")
    els = AssignDossier(dossier_id=own_desk.dossier, part="adviser", person_id=own_desk.cast.adviser_user)
    hub.runtime.execute(els, actor="user:olga")
    post(own_desk.client(own_desk.cast.bram_key), place(own_desk)).raise_for_status()
    return own_desk


def deliver(desk, **more):
    now = desk.hub.clock.now()
    with desk.hub.database.transaction() as connection:
        (line,) = statements.select(connection, OUTGOING, "dossier_id", [desk.dossier])
        facts = {"state": "delivered", "delivered_at": now} | more
        statements.write(connection, OUTGOING, [replace(line, **facts)], "replace")


def after(desk, minutes):
    """The clock goes on and gives what is due; a process of its own each time, as after a restart."""
    clock = desk.hub.clock
    clock.at = clock.now() + timedelta(minutes=minutes)
    clocked = Timers(desk.hub.database, desk.hub.runtime.registry, FixedClock(clock.now()))
    while clocked.tick():
        pass


def tasks(desk):
    return [(each[0], each[1]) for each in desk.hub.sql("SELECT subject, assignee FROM tasks WHERE state = 'open'")]


def page(desk):
    return desk.browser().get(f"/dossiers/{desk.dossier}").text


def test_a_receipt_is_missed_after_a_quarter_of_an_hour_and_no_earlier(desk):
    deliver(desk)
    after(desk, 14)
    assert "Nog geen ontvangstbevestiging" not in page(desk)
    after(desk, 1)
    assert "Nog geen ontvangstbevestiging (SX 09) na 15 minuten." in page(desk)
    assert tasks(desk) == []


def test_after_half_an_hour_of_silence_who_has_the_dossier_gets_one_task(desk):
    deliver(desk)
    after(desk, 29)
    assert tasks(desk) == []
    after(desk, 1)
    after(desk, 60)
    assert tasks(desk) == [
        ("AEGON Verzekeringen zwijgt over de aanvraag: vraag na of hij is aangekomen", desk.cast.adviser_user)
    ]
    assert "Nog geen enkele status na 30 minuten" in page(desk)
    assert "Geen status van de geldverstrekker binnen 30 minuten, versie 1" in page(desk)
    with desk.hub.database.reading() as connection:
        assert overdue_count(connection, desk.hub.clock.now()) == 1


def test_an_answer_ends_it(desk):
    deliver(desk)
    after(desk, 20)
    hand_in(desk.hub, messages.sx("10", at=desk.hub.clock.now(), number=NUMBER))
    after(desk, 60)
    assert tasks(desk) == []
    assert "Nog geen" not in page(desk).partition('id="sent"')[2].partition("</section>")[0]


def test_what_is_not_delivered_is_never_late(desk):
    after(desk, 120)
    assert tasks(desk) == []
    deliver(desk)
    after(desk, 31)
    assert len(tasks(desk)) == 1


def test_what_was_taken_back_is_let_go(desk):
    deliver(desk, state="withdrawn", delivered_at=None)
    after(desk, 120)
    assert tasks(desk) == []
