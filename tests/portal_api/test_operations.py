"""The pages of operations: what needs doing first, and each act with its reason, its confirmation and its refusals."""

import re
from html import unescape

import pytest

from portal_api.app import create_app
from portal_api.pages.operations.acts import ACTS
from tests.builders.delivery import LENDER, letter
from tests.builders.engine import START
from tests.builders.operating import otto, park, queue

_WRITTEN = ("messages", "arrivals", "receipts", "commands", "outcomes", "timeline", "outgoing", "lanes", "lane_heads")
PLACES = ("", "/messages", "/parked", "/ledger", "/partners", "/outgoing", "/doctor")


@pytest.fixture
def desk(own_desk):
    return own_desk


def hidden(page):
    """What the form of a page sends along without being typed: name and value, in order."""
    return re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)


def confirm(client, act, **about):
    page = client.get(f"/operations/acts/{act}", params=about)
    assert page.status_code == 200, page.text
    return page.text


def send(client, act, page, **typed):
    form = {}
    for name, value in [*hidden(page), *typed.items()]:
        form.setdefault(name, []).append(value)
    return client.post(f"/operations/acts/{act}", data=form)


def journaled(desk, name):
    return desk.hub.sql("SELECT actor, arguments FROM commands WHERE name = ?", name)


def words(answer):
    return unescape(re.sub(r"<[^>]+>", " ", answer.text if hasattr(answer, "text") else answer))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("language", ["nl", "en", "pl"])
def test_each_page_opens_in_each_language_and_marks_itself(desk, place, language):
    answer = otto(desk).get(f"/operations{place}", params={"lang": language})
    assert answer.status_code == 200
    assert f'href="/operations{place}" aria-current="page"' in answer.text


def test_what_needs_doing_first_is_counted_with_the_way_to_it(desk):
    parked = park(desk)
    page = otto(desk).get("/operations").text
    assert "RuntimeError in operating.break_" in page
    assert "/operations/messages?state=rejected" in page
    assert 'href="/inbox"' in page
    assert parked in otto(desk).get("/operations/parked").text


def test_an_empty_hub_is_calm(desk):
    for name in _WRITTEN:
        with desk.hub.database.transaction() as connection:
            connection.exec_driver_sql(f"DELETE FROM {name}")
    page = words(otto(desk).get("/operations"))
    assert "Alles is in orde" in page
    assert "Er kwam nog niets binnen." in page


def test_what_partners_call_an_exchange_is_a_look_too(desk):
    client, looks = otto(desk), "SELECT count(*) FROM looks WHERE actor LIKE 'user:%' AND what = 'messages'"
    ((before,),) = desk.hub.sql(looks)
    assert client.post("/operations/messages", data={"name": "nergens"}).status_code == 200
    assert desk.hub.sql(looks) == [(before + 1,)]
    with desk.hub.database.transaction() as connection:
        lanes = connection.exec_driver_sql("SELECT id FROM lanes LIMIT 2").fetchall()
        for n, each in enumerate(lanes):
            name = ("production", "500001", f"50000{n}", "number", "dubbel-1", each[0])
            connection.exec_driver_sql("INSERT INTO exchange_names VALUES (?, ?, ?, ?, ?, ?)", name)
    page = client.post("/operations/messages", data={"name": "dubbel-1"})
    assert page.text.count("?lane=") == 2
    assert desk.hub.sql(looks) == [(before + 2,)]


def test_a_search_narrows_and_its_address_holds_references_only(desk):
    page = otto(desk).get("/operations/messages", params={"state": "rejected"}).text
    assert desk.refused in page
    assert page.count('class="title"') == 1
    assert "Geen bericht past" in otto(desk).get("/operations/messages", params={"sender": "999999"}).text


def test_the_partner_s_name_of_an_exchange_goes_by_post_and_becomes_our_own_id(desk):
    answer = otto(desk).post("/operations/messages", data={"name": "AB-2026-0042"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/operations/messages?lane={desk.lane()}")
    assert "Geen bericht past" in otto(desk).post("/operations/messages", data={"name": "Jansen"}).text


@pytest.mark.parametrize("asked", [{"sender": "Jan Jansen"}, {"state": "lost"}, {"since": "vandaag"}, {"cursor": "x"}])
def test_a_search_that_does_not_fit_is_refused(desk, asked):
    assert otto(desk).get("/operations/messages", params=asked).status_code == 422


def test_pages_of_messages_follow_by_key(desk):
    first = otto(desk).get("/operations/messages").text
    assert "cursor=" not in first
    assert "&lt;" not in first


def test_advice_changes_nothing_and_says_what_today_s_code_would_make_of_it(desk):
    parked = park(desk)
    before = desk.hub.sql("SELECT * FROM outcomes ORDER BY unit_id")
    answer = otto(desk).post("/operations/parked/advise", data={"about": parked})
    assert answer.status_code == 200
    assert "Verwerkt" in words(answer) or "Achterhaald" in words(answer)
    assert desk.hub.sql("SELECT * FROM outcomes ORDER BY unit_id") == before


def test_a_retry_asks_why_shows_what_it_will_do_and_is_kept_with_the_person(desk):
    parked, client = park(desk), otto(desk)
    page = confirm(client, "retry", about=parked)
    assert "Berichten: 1. Uitwisselingen: 1. Erachter: 1." in words(page)
    answer = send(client, "retry", page, reason="verholpen in 2.4")
    assert answer.status_code == 303
    ((actor, arguments),) = journaled(desk, "RetryParked")
    assert (actor, '"reason":"verholpen in 2.4"' in arguments) == (f"user:{desk.otto}", True)
    shown = words(client.get(answer.headers["location"]))
    assert "Gedaan: Opnieuw geprobeerd" in shown
    assert "Otto" in shown
    assert "verholpen in 2.4" in shown
    desk.hub.work()
    assert desk.hub.sql("SELECT state FROM outcomes WHERE unit_id = ?", parked) != [("parked",)]


def test_a_form_sent_twice_decides_once(desk):
    parked, client = park(desk), otto(desk)
    page = confirm(client, "retry", about=parked)
    answers = [send(client, "retry", page, reason="verholpen") for _ in range(2)]
    assert [each.status_code for each in answers] == [303, 303]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert len(journaled(desk, "RetryParked")) == 1


def test_a_whole_group_is_decided_in_one_step(desk):
    parked, client = park(desk), otto(desk)
    page = confirm(client, "discard", group="RuntimeError in operating.break_")
    assert ("about", parked) in hidden(page)
    answer = send(client, "discard", page, reason="dubbel geleverd", sure="yes")
    assert answer.status_code == 303
    assert desk.hub.sql("SELECT state FROM outcomes WHERE unit_id = ?", parked) == [("discarded",)]
    assert confirm_status(client, "discard", group="RuntimeError in operating.break_") == 409


def confirm_status(client, act, **about):
    return client.get(f"/operations/acts/{act}", params=about).status_code


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"sure": "yes"}, "zonder reden gebeurt er niets"),
        ({"reason": "   ", "sure": "yes"}, "zonder reden gebeurt er niets"),
        ({"reason": "x" * 501, "sure": "yes"}, "er passen 500 tekens"),
        ({"reason": "dubbel"}, "Vink aan dat u dit bedoelt"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(desk, typed, said):
    parked, client = park(desk), otto(desk)
    answer = send(client, "discard", confirm(client, "discard", about=parked), **typed)
    assert (answer.status_code, said in words(answer)) == (422, True)
    assert typed.get("reason", "").strip() in answer.text
    assert journaled(desk, "DiscardParked") == []
    again = send(client, "discard", answer.text, reason="dubbel", sure="yes")
    assert again.status_code == 303


def test_a_form_from_a_stale_tab_says_who_did_what_meanwhile_and_why(desk):
    parked, client = park(desk), otto(desk)
    stale = confirm(client, "retry", about=parked)
    send(client, "discard", confirm(client, "discard", about=parked), reason="dubbel geleverd", sure="yes")
    answer = send(client, "retry", stale, reason="verholpen")
    assert answer.status_code == 409
    said = words(answer)
    assert [each for each in ("Terzijde gelegd", "Otto", "dubbel geleverd", "verholpen") if each not in said] == []
    assert journaled(desk, "RetryParked") == []


def test_a_partner_is_paused_and_resumed_with_who_and_why(desk):
    queue(desk, letter(1))
    client = otto(desk)
    page = confirm(client, "pause-out", about=LENDER)
    assert "In de rij: 1." in words(page)
    assert send(client, "pause-out", page, reason="onderhoud").status_code == 303
    shown = words(client.get(f"/operations/partners/{LENDER}"))
    assert "Verzenden gepauzeerd" in shown
    assert "Otto" in shown
    assert "onderhoud" in words(client.get("/operations"))
    assert confirm_status(client, "pause-out", about=LENDER) == 409
    answer = send(client, "resume-out", confirm(client, "resume-out", about=LENDER), reason="klaar")
    assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, f"/operations/partners/{LENDER}")
    assert "Verzenden hervat" in words(client.get(f"/operations/partners/{LENDER}"))


def test_a_pause_that_changed_meanwhile_is_not_resumed(desk):
    queue(desk, letter(1))
    client = otto(desk)
    send(client, "pause-in", confirm(client, "pause-in", about=LENDER), reason="onderhoud")
    stale = confirm(client, "resume-in", about=LENDER)
    send(client, "resume-in", confirm(client, "resume-in", about=LENDER), reason="klaar")
    desk.hub.clock.forward(minutes=1)
    send(client, "pause-in", confirm(client, "pause-in", about=LENDER), reason="toch niet")
    answer = send(client, "resume-in", stale, reason="klaar")
    assert answer.status_code == 409
    assert "toch niet" in words(answer)


def test_what_goes_out_is_shown_withdrawn_and_sent_again(desk):
    queue(desk, letter(1), letter(2, queue="B", state="delivered", delivered_at=START, attempts=1))
    client = otto(desk)
    assert client.get("/operations/outgoing").text.count('class="title"') == 2
    assert client.get("/operations/outgoing", params={"state": "queued"}).text.count('class="title"') == 1
    page = confirm(client, "withdraw", about=letter(1).id)
    assert send(client, "withdraw", page, reason="ingetrokken", sure="yes").status_code == 303
    assert "Ingetrokken" in words(client.get(f"/operations/outgoing/{letter(1).id}"))
    assert confirm_status(client, "withdraw", about=letter(1).id) == 409
    page = confirm(client, "as-new", about=letter(2).id)
    assert send(client, "as-new", page, reason="kwijt", sure="yes").status_code == 303
    assert desk.hub.sql("SELECT reason FROM outgoing WHERE resends = ?", letter(2).id) == [("kwijt",)]
    page = confirm(client, "again", about=letter(2).id)
    assert send(client, "again", page, reason="kwijt", sure="yes").status_code == 303
    assert desk.hub.sql("SELECT state FROM outgoing WHERE id = ?", letter(2).id) == [("queued",)]


def test_an_application_is_never_sent_as_new_from_a_page_either(desk):
    queue(desk, letter(1, state="delivered", delivered_at=START, attempts=1, code="AX"))
    assert "as-new" not in otto(desk).get(f"/operations/outgoing/{letter(1).id}").text
    assert confirm_status(otto(desk), "as-new", about=letter(1).id) == 409


@pytest.mark.parametrize(
    ("act", "about"), [("fly", {"about": "x"}), ("retry", {}), ("retry", {"about": "nowhere"}), ("pause-out", {})]
)
def test_an_act_about_nothing_is_not_found(desk, act, about):
    assert confirm_status(otto(desk), act, **about) == 404


def test_the_ledger_says_what_it_cannot_account_for_a_page_at_a_time(desk):
    with desk.hub.database.transaction() as connection:
        connection.exec_driver_sql("DELETE FROM receipts")
    shown = otto(desk).get("/operations/ledger").text
    assert "receipt-missing" in shown
    assert desk.message() in shown or "cursor=" in shown
    olga = desk.client(desk.cast.operator_key)
    seen, cursor = [], None
    while True:
        page = olga.get("/api/v2/ledger", params={"limit": 3} | ({"cursor": cursor} if cursor else {})).json()
        assert page["balanced"] is False
        seen += [each["id"] for each in page["imbalances"]]
        cursor = page["next"]
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == desk.hub.sql("SELECT count(*) FROM messages")[0][0]


def test_a_ledger_that_balances_says_so(desk):
    assert "elk bericht is verantwoord" in words(otto(desk).get("/operations/ledger"))


def test_the_doctor_names_each_part_and_what_mends_it(desk):
    shown = words(otto(desk).get("/operations/doctor"))
    assert "HUB_SCANNER_URL" in shown
    assert "Database" in shown


def test_every_page_that_does_something_has_a_documented_operation(desk):
    app = create_app(desk.server.counter)
    documented = {
        (method.upper(), path.removeprefix("/api/v2"))
        for path, operations in app.openapi()["paths"].items()
        for method in operations
    }
    assert {act.operation for act in ACTS.values()} <= documented
    assert ("POST", "/parked/advise") in documented
    acting = {
        route.path
        for included in app.routes
        for route in included.original_router.routes
        if "POST" in route.methods and not getattr(route, "include_in_schema", True)
    }
    assert {path for path in acting if path.startswith("/operations")} == {
        "/operations/acts/{act}",
        "/operations/parked/advise",
        "/operations/messages",
    }
