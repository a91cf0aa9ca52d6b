"""Sending every approved stuk at once: the preview, the sending, a second time, and who may not."""

import pytest

from adapters.simulator import messages
from adapters.simulator.cast import Line
from hub.ids import new_id
from tests.builders.counters import hand_in
from tests.builders.papers import pdf, square
from tests.portal_api.test_stale_forms import adviser, hidden


@pytest.fixture
def bram(fresh_desk):
    return fresh_desk.client(fresh_desk.cast.bram_key)


def keyed(key=""):
    return {"Idempotency-Key": key or new_id()}


def place(desk):
    return f"/dossiers/{desk.dossier}/applications/{desk.stuk('4')['application_id']}/stukken"


def approve(desk, client, number="4"):
    """Stuk 4 is handed in, approved and composed."""
    file = desk.hand_in(number, pdf(square()))
    desk.scan()
    answer = client.post(desk.file_place(file, "judgement"), json={"approved": True}, headers=keyed())
    assert answer.status_code == 200, answer.text
    desk.scan()


def deliveries(desk):
    return desk.hub.sql("SELECT about FROM outgoing WHERE code = 'DX' AND dossier_id = ?", desk.dossier)


def test_all_that_is_approved_goes_at_once_and_a_second_time_nothing_does(fresh_desk, bram):
    approve(fresh_desk, bram)
    here = f"/api/v2{place(fresh_desk)}"
    before = bram.get(here).json()
    assert (before["goes"], [each["number"] for each in before["items"] if each["goes"]]) == (1, ["4"])
    never = {each["number"]: each["why"]["slug"] for each in before["items"] if each["never"]}
    assert never["1"] == "document-not-awaited"
    assert deliveries(fresh_desk) == []
    once = keyed("send-all")
    sent = bram.post(f"{here}/send", headers=once)
    assert sent.status_code == 200, sent.text
    assert {each["number"]: each["slug"] for each in sent.json()["stukken"]}["4"] == ""
    assert bram.post(f"{here}/send", headers=once).json() == sent.json()
    again = bram.post(f"{here}/send", headers=keyed())
    assert (again.status_code, again.json()["slug"]) == (409, "stukken-none-ready")
    assert deliveries(fresh_desk) == [("4",)]
    after = {each["number"]: each for each in bram.get(here).json()["items"]}
    assert (after["4"]["state"], after["4"]["why"]["slug"]) == ("sent", "stuk-sent")


def test_the_page_sends_what_it_showed_once(fresh_desk, bram):
    approve(fresh_desk, bram)
    browser, here = adviser(fresh_desk), place(fresh_desk)
    shown = browser.get(here).text
    assert "Stuur alles wat goedgekeurd is" in shown
    assert "1 stuk gaat als PDF/A naar " in shown
    form = hidden(shown, f"{here}/send")
    for _ in range(2):
        assert browser.post(f"{here}/send", data=form).status_code == 303
    assert deliveries(fresh_desk) == [("4",)]
    after = browser.get(f"{here}?done=sent").text
    assert "Klaargezet voor de geldverstrekker" in after
    assert "Er is nu niets dat mag worden verstuurd." in after
    assert f'action="{here}/send"' not in after
    timeline = browser.get(f"/dossiers/{fresh_desk.dossier}").text
    assert "Goedgekeurde stukken tegelijk klaargezet voor de geldverstrekker: 1; gebleven:" in timeline


def test_what_was_approved_after_the_page_was_made_is_shown_before_it_goes(fresh_desk, bram):
    approve(fresh_desk, bram)
    browser, here = adviser(fresh_desk), place(fresh_desk)
    form = hidden(browser.get(here).text, f"{here}/send")
    approve(fresh_desk, bram, "2")
    refused = browser.post(f"{here}/send", data=form)
    assert refused.status_code == 412
    assert "2 stukken gaan elk als PDF/A" in refused.text
    assert deliveries(fresh_desk) == []


def test_a_page_without_anything_to_send_says_what_stops_each(fresh_desk):
    shown = adviser(fresh_desk).get(place(fresh_desk)).text
    assert "Er is nu niets dat mag worden verstuurd." in shown
    assert "Bij stuk 4 is niets om te versturen" in shown
    assert "<form" not in shown.partition("<main")[2].partition("</main")[0]


def test_an_application_that_is_not_there_is_not_found(fresh_desk, bram):
    here = f"/dossiers/{fresh_desk.dossier}/applications/nobodys/stukken"
    for answer in (bram.get(f"/api/v2{here}"), bram.post(f"/api/v2{here}/send", headers=keyed())):
        assert (answer.status_code, answer.json()["slug"]) == (404, "not-found")
    assert adviser(fresh_desk).get(here).status_code == 404


def test_who_may_not_judge_sends_nothing(fresh_desk, bram):
    approve(fresh_desk, bram)
    here = place(fresh_desk)
    answer = fresh_desk.client(fresh_desk.cast.blind_key).post(f"/api/v2{here}/send", headers=keyed())
    assert answer.status_code == 403
    chris = fresh_desk.client(fresh_desk.cast.chris_key)
    assert chris.post(f"/api/v2{here}/send", headers=keyed()).status_code == 404
    assert deliveries(fresh_desk) == []


def test_a_second_list_shows_what_it_changed_with_the_rejection_first(own_desk):
    hub = own_desk.hub
    lines = [
        Line("1", status="04"),
        Line("2", status="07", note="Pagina 3 ontbreekt"),
        Line("4"),
        Line("8", description="Huurcontract"),
        Line("9", description="Koopovereenkomst"),
    ]
    hub.clock.forward(seconds=3600)
    hand_in(hub, messages.da(lines, at=hub.clock.now(), number="AB-2026-0042"))
    here = place(own_desk)
    newest, *_, first = own_desk.client(own_desk.cast.bram_key).get(f"/api/v2{here}/versions").json()["items"]
    assert (first["is_first"], newest["counts"]["added"], newest["counts"]["dropped"]) == (True, 2, 1)
    rejected = newest["lines"][0]
    assert (rejected["number"], rejected["kind"], rejected["note"]) == ("2", "rejected", "Pagina 3 ontbreekt")
    shown = adviser(own_desk).get(here).text.partition('id="steps"')[2]
    assert "2 stukken erbij, 1 vervallen, 1 afgekeurd" in shown
    assert shown.index("Pagina 3 ontbreekt") < shown.index("Huurcontract")
    timeline = adviser(own_desk).get(f"/dossiers/{own_desk.dossier}").text
    assert "2 stukken erbij, 1 vervallen, 1 afgekeurd" in timeline


def test_a_strangers_list_of_changes_does_not_exist(fresh_desk):
    here = f"/api/v2{place(fresh_desk)}/versions"
    assert fresh_desk.client(fresh_desk.cast.chris_key).get(here).status_code == 404
