"""The first page: what waits, who is late, what is due, and what came in with what it changed."""

from datetime import timedelta

import pytest

from adapters.simulator import messages
from adapters.simulator.cast import Loan, Part
from handlers.offices.directory import set_agent_number, set_profile
from tests.builders.counters import NUMBER, hand_in
from tests.portal_api.test_lateness import deliver
from tests.portal_api.test_sending import PROFILE, place, post

API = "/api/v2"


@pytest.fixture
def bram(own_desk):
    return own_desk.client(own_desk.cast.bram_key)


def page(desk, user=None):
    return desk.browser(user or desk.cast.adviser_user).get("/").text


def card(page, name):
    return page.partition(f'id="{name}"')[2].partition("</section>")[0]


def test_what_came_in_says_in_plain_words_what_it_changed(own_desk, bram):
    loan = Loan((Part(250_000, rate="3.95"), Part(100_000, "05")))
    hand_in(own_desk.hub, messages.ox(at=own_desk.hub.clock.now(), number=NUMBER, loan=loan))
    news = card(page(own_desk), "news")
    assert "Bindende offerte ontvangen" in news
    assert "3,85\xa0% → 3,95\xa0%" in news
    first = bram.get(f"{API}/start").json()["news"][0]
    assert (first["dossier_id"], first["kinds"][0]) == (own_desk.dossier, "offer-registered")
    assert any(each["old"] == "3.85" and each["new"] == "3.95" for each in first["changes"])


def test_the_head_of_the_inbox_and_its_count_stand_there(own_desk, bram):
    shown = card(page(own_desk), "inbox")
    assert f'href="/inbox/{own_desk.unlinked}"' in shown
    assert "1 wacht op een dossier" in shown
    assert "1 nieuw dossier is nog van niemand" in shown
    assert bram.get(f"{API}/start").json()["unplaced_count"] == 1


def test_my_tasks_until_today_are_there_and_those_of_a_colleague_are_not(own_desk, bram):
    for key, due, who in (
        ("1", "2026-11-20", own_desk.cast.adviser_user),
        ("2", "2026-11-24", own_desk.cast.adviser_user),
    ):
        body = {"subject": f"Taak {key}", "due": due, "assignee": who}
        where = f"{API}/dossiers/{own_desk.dossier}/tasks"
        bram.post(where, json=body, headers={"Idempotency-Key": f"t{key}"}).raise_for_status()
    mine = card(page(own_desk), "tasks")
    assert "Taak 1" in mine
    assert "te laat" in mine.lower()
    assert "Taak 2" not in mine
    assert "Taak 1" not in card(page(own_desk, own_desk.cast.bram_user), "tasks")


def test_my_appointments_of_today_are_there_and_those_of_tomorrow_are_not(own_desk, bram):
    terms = {"place": "phone", "location": "", "invited": [], "assignee": own_desk.cast.adviser_user}
    where = f"{API}/dossiers/{own_desk.dossier}/appointments"
    for key, day in (("1", "2026-11-21"), ("2", "2026-11-24")):
        times = {"starts": f"{day}T15:00:00+01:00", "ends": f"{day}T16:00:00+01:00"}
        body = {**times, "terms": terms | {"subject": f"Gesprek {key}"}}
        bram.post(where, json=body, headers={"Idempotency-Key": f"a{key}"}).raise_for_status()
    shown = card(page(own_desk), "appointments")
    assert "Gesprek 1" in shown
    assert "Gesprek 2" not in shown
    assert "Gesprek 1" not in card(page(own_desk, own_desk.cast.bram_user), "appointments")


def test_a_lender_that_is_late_stands_there(own_desk, bram):
    with own_desk.hub.database.transaction() as connection:
        set_profile(connection, office="kantoor-1", **PROFILE)
        set_agent_number(connection, office="kantoor-1", number="700123")
    post(bram, place(own_desk)).raise_for_status()
    deliver(own_desk)
    assert 'id="late"' not in page(own_desk)
    own_desk.hub.clock.at = own_desk.hub.clock.now() + timedelta(minutes=31)
    assert "AEGON Hypotheken: Nog geen enkele status na 30 minuten" in card(page(own_desk), "late")
    (late,) = bram.get(f"{API}/start").json()["late"]
    assert (late["dossier_id"], late["is_overdue"]) == (own_desk.dossier, True)


def test_a_scanned_file_waits_for_a_judgement_and_then_no_more(own_desk, bram):
    attachment = own_desk.attachment("4", b"%PDF-1.4 x")
    own_desk.hub.sql("SELECT 1")
    with own_desk.hub.database.transaction() as connection:
        connection.exec_driver_sql("UPDATE attachments SET state = 'clean' WHERE id = ?", (attachment,))
    (waits,) = bram.get(f"{API}/start").json()["to_judge"]
    assert waits["dossier_id"] == own_desk.dossier
    assert f'href="/dossiers/{own_desk.dossier}/stukken/{waits["stuk_id"]}"' in card(page(own_desk), "judge")


def test_another_office_sees_none_of_it_and_reads_that_all_is_quiet(own_desk):
    shown = page(own_desk, own_desk.cast.chris_user)
    assert "Alles is bij" in shown
    assert "de Wit" not in shown


@pytest.mark.parametrize("asked", ["q=Jansen", "status=12", "sort=name", "standing=prospect"])
def test_an_address_of_the_list_as_it_was_leads_to_the_list(desk, asked):
    answer = desk.browser().get(f"/?{asked}")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/dossiers?{asked}")


def test_a_language_stays_on_the_first_page(desk):
    assert "To do" in desk.browser().get("/?lang=en").text
