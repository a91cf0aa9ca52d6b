"""Forms of pages: carried out on what they were made from, and from a stale tab shown beside what is there now."""

import re

import pytest

from tests.builders.papers import photo


def hidden(page, action):
    """The hidden fields of the form that goes there."""
    form = page.partition(f'action="{action}"')[2].partition("</form>")[0]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))


@pytest.fixture
def place(fresh_desk):
    dossier = fresh_desk.client(fresh_desk.cast.bram_key).get(f"/api/v2/dossiers/{fresh_desk.dossier}").json()
    return f"/dossiers/{fresh_desk.dossier}/applications/{dossier['applications'][0]['id']}/status"


def adviser(desk):
    return desk.browser(desk.cast.adviser_user)


def status_of(desk):
    found = desk.client(desk.cast.bram_key).get(f"/api/v2/dossiers/{desk.dossier}").json()
    return found["applications"][0]["status"]


def set_meanwhile(desk, place, code, note):
    answer = desk.client(desk.cast.bram_key).post(
        f"/api/v2{place}", json={"code": code, "note": note}, headers={"Idempotency-Key": f"{place}{code}"[-200:]}
    )
    assert answer.status_code == 200


def test_a_status_is_set_from_a_page(fresh_desk, place):
    browser = adviser(fresh_desk)
    form = hidden(browser.get(place).text, place)
    assert form["was"] == "12"
    sent = browser.post(place, data=form | {"code": "23", "note": "Gebeld"})
    assert (sent.status_code, sent.headers["location"]) == (303, f"/dossiers/{fresh_desk.dossier}")
    assert (status_of(fresh_desk)["code"], status_of(fresh_desk)["note"]) == ("23", "Gebeld")
    assert browser.post(place, data=form | {"code": "23", "note": "Gebeld"}).status_code == 303
    by_hand = [each for each in status_of(fresh_desk)["history"] if each["by_hand"]]
    assert len(by_hand) == 1


def test_what_changed_elsewhere_in_the_dossier_does_not_stop_a_form(fresh_desk, place):
    browser = adviser(fresh_desk)
    form = hidden(browser.get(place).text, place)
    fresh_desk.hand_in("4", photo())
    assert browser.post(place, data=form | {"code": "23"}).status_code == 303


def test_a_status_from_a_stale_tab_shows_who_set_what_and_when_and_loses_nothing(fresh_desk, place):
    browser = adviser(fresh_desk)
    form = hidden(browser.get(place).text, place)
    set_meanwhile(fresh_desk, place, "10", "Van een collega")
    stale = browser.post(place, data=form | {"code": "23", "note": "Mijn toelichting"})
    assert stale.status_code == 412
    for shown in ("12 ", "10 ", "23 ", "Van een collega", "Mijn toelichting", "bram heeft dit op"):
        assert shown in stale.text, shown
    assert status_of(fresh_desk)["code"] == "10"
    again = hidden(stale.text, place)
    assert (again["code"], again["note"], again["was"]) == ("23", "Mijn toelichting", "10")
    assert browser.post(place, data=again).status_code == 303
    assert status_of(fresh_desk)["code"] == "23"


def test_a_status_that_is_none_is_told_at_its_field(fresh_desk, place):
    browser = adviser(fresh_desk)
    form = hidden(browser.get(place).text, place)
    wrong = browser.post(place, data=form | {"code": "", "note": "Blijft staan"})
    assert wrong.status_code == 422
    assert "Blijft staan" in wrong.text
    assert 'aria-invalid="true"' in wrong.text
    assert browser.post(place, data={"code": "23", "seen": "x"}).status_code == 422


def stuk_place(desk, number):
    return f"/dossiers/{desk.dossier}/stukken/{desk.stuk(number)['id']}"


def test_a_deliverer_from_a_stale_tab_is_shown_beside_what_is_there(fresh_desk):
    browser, here = adviser(fresh_desk), stuk_place(fresh_desk, "4")
    form = hidden(browser.get(here).text, f"{here}/deliverer")
    body = {"deliverer": "third"}
    key = {"Idempotency-Key": here[-200:]}
    fresh_desk.client(fresh_desk.cast.bram_key).post(fresh_desk.stuk_place("4", "deliverer"), json=body, headers=key)
    stale = browser.post(f"{here}/deliverer", data=form | {"deliverer": "adviser"})
    assert stale.status_code == 412
    assert "derde" in stale.text
    assert fresh_desk.stuk("4")["deliverer"] == "third"
    again = hidden(stale.text, f"{here}/deliverer")
    assert browser.post(f"{here}/deliverer", data=again).status_code == 303
    assert fresh_desk.stuk("4")["deliverer"] == "adviser"


def test_a_file_is_handed_in_without_scripts(fresh_desk):
    browser, here = adviser(fresh_desk), stuk_place(fresh_desk, "4")
    page = browser.get(here).text
    (action,) = re.findall(r'action="(/uploads/[^"]+)" enctype="multipart/form-data"', page)
    sent = browser.post(action, files=[("file", ("map/werkgever.png", photo(), "image/png"))])
    assert (sent.status_code, sent.headers["location"]) == (303, here)
    assert [each["name"] for each in fresh_desk.stuk("4")["attachments"]] == ["werkgever.png"]
    assert "werkgever.png" in browser.get(here).text


@pytest.mark.parametrize(
    ("body", "status", "said"), [(b"", 422, "leeg"), (b"GIF89a", 422, "gif")], ids=["nothing", "another-kind"]
)
def test_a_file_that_cannot_be_used_is_told_on_the_page(fresh_desk, body, status, said):
    browser, here = adviser(fresh_desk), stuk_place(fresh_desk, "4")
    (action,) = re.findall(r'action="(/uploads/[^"]+)"', browser.get(here).text)
    wrong = browser.post(action, files=[("file", ("a.gif", body))])
    assert wrong.status_code == status
    assert said in wrong.text.lower()
    assert fresh_desk.stuk("4")["attachments"] == []


def test_who_may_not_write_gets_no_forms(fresh_desk):
    page = fresh_desk.browser().get(stuk_place(fresh_desk, "4")).text
    assert "/deliverer" not in page
    assert "/uploads/" not in page
    assert "Status met de hand zetten" not in fresh_desk.browser().get(f"/dossiers/{fresh_desk.dossier}").text
    assert "Status met de hand zetten" in adviser(fresh_desk).get(f"/dossiers/{fresh_desk.dossier}").text
