"""Reports of meetings at the counter: seen before they go, sent once, read as they were sent by who may."""

import re
import zlib

import pytest

from handlers.notifications.tables import NOTIFICATIONS
from hub import rows as statements
from hub.timers import Timers
from tests.portal_api.test_keeping import opened

API = "/api/v2"
SAID = {"subject": "Verslag van ons gesprek", "text": "Wij bespraken de maandlasten.", "recipients": ["dossier/P1"]}


@pytest.fixture
def program(desk):
    return desk.client(desk.cast.bram_key)


@pytest.fixture
def els(desk):
    made = desk.browser(desk.cast.adviser_user)
    made.follow_redirects = True
    return made


@pytest.fixture
def name(request):
    return f"verslag{zlib.crc32(request.node.name.encode())}"


@pytest.fixture
def dossier(program, name):
    parties = ({"birth_name": name, "email": f"{name}@klant.example"}, {"birth_name": "Stil", "phone": "0612345678"})
    return opened(program, name, *parties).json()["dossier_id"]


def post(program, place, key, **body):
    return program.post(f"{API}{place}", json=body, headers={"Idempotency-Key": key})


@pytest.fixture
def about(program, dossier, name):
    met = {"means": "visit", "at": "2026-11-20T14:05:00+01:00", "summary": "Alleen intern.", "no_follow_up": "Belt"}
    post(program, f"/dossiers/{dossier}/contacts", f"c-{name}", **met).raise_for_status()
    return "contact:" + program.get(f"{API}/dossiers/{dossier}/contacts").json()["items"][0]["id"]


def mails(desk, name):
    desk.hub.clock.forward(seconds=1)
    runtime = desk.hub.runtime
    Timers(runtime.database, runtime.registry, runtime.clock).tick()
    with desk.hub.database.reading() as connection:
        return statements.select(connection, NOTIFICATIONS, "address", [f"{name}@klant.example"])


def test_a_report_is_seen_before_it_goes_sent_once_and_kept(desk, program, dossier, name, about):
    place = f"/dossiers/{dossier}/meeting-reports"
    seen = post(program, f"{place}/draft", f"p-{name}", **SAID, about=about).json()
    assert mails(desk, name) == []
    first, again = (post(program, place, f"1-{name}", **SAID, about=about) for _ in range(2))
    assert (first.status_code, again.json()) == (200, first.json())
    (mail,) = mails(desk, name)
    assert mail.subject == seen["subject"] == "Verslag van ons gesprek"
    assert "Wij bespraken de maandlasten." in mail.text
    assert "intern" not in mail.text
    (report,) = program.get(f"{API}{place}").json()["items"]
    assert (report["is_whole"], report["recipients"][0]["email"]) == (True, f"{name}@klant.example")
    assert re.fullmatch("[0-9a-f]{64}", report["digest"])


def test_nobody_without_an_address_and_no_meeting_that_was_not(desk, program, dossier, name, about):
    place = f"/dossiers/{dossier}/meeting-reports"
    nowhere = post(program, place, f"1-{name}", **SAID | {"recipients": ["dossier/P2"]}, about=about)
    assert (nowhere.status_code, nowhere.json()["slug"]) == (422, "address-missing")
    assert post(program, place, f"2-{name}", **SAID, about="contact:none").status_code == 404
    assert post(program, place, f"3-{name}", **SAID, about="the weather").status_code == 422
    assert post(program, f"{place}/draft", f"4-{name}", **SAID, about="contact:none").status_code == 404
    assert mails(desk, name) == []
    chris = desk.client(desk.cast.chris_key)
    assert chris.get(f"{API}{place}").status_code == 404
    assert post(chris, f"{place}/draft", f"5-{name}", **SAID, about=about).status_code == 404


def test_the_page_shows_the_mail_first_keeps_what_was_typed_and_lists_what_was_sent(els, dossier, about):
    place = f"/dossiers/{dossier}/meeting-reports"
    page = els.get(place, params={"about": about}).text
    form = {"key": re.findall(r'name="key" value="([^"]+)"', page)[-1], "about": about, **SAID}
    refused = els.post(place, data=form | {"subject": "", "act": "send"})
    assert refused.status_code == 422
    assert "Wij bespraken de maandlasten." in refused.text
    shown = els.post(place, data=form | {"act": "preview"})
    assert shown.status_code == 200
    assert "Hierbij het verslag van ons gesprek op vrijdag 20 november 2026" in shown.text
    assert "Nog geen verslag" in shown.text
    sent = els.post(place, data=form | {"act": "send"})
    assert sent.url.query == b"done=sent"
    assert "ongewijzigd" in sent.text
    assert "Gespreksverslag gemaild" in els.get(f"/dossiers/{dossier}").text
    assert els.post(place, data=form | {"about": "x", "key": "other"}).status_code == 422


def test_without_a_meeting_the_page_says_what_comes_first(els, dossier):
    assert "Leg eerst een contact vast" in els.get(f"/dossiers/{dossier}/meeting-reports").text
