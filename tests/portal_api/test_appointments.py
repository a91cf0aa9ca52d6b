"""Appointments at the counter: made, moved, called off and held, with the mails that follow, for who may see them."""

import re
import zlib
from datetime import timedelta

import pytest

from handlers.accounts.people import add_user
from handlers.notifications.tables import NOTIFICATIONS
from hub import rows as statements
from hub.timers import Timers
from tests.builders.calendars import entry
from tests.portal_api.test_keeping import opened

API = "/api/v2"
TUESDAY = {"starts": "2026-11-24T10:00:00+01:00", "ends": "2026-11-24T11:00:00+01:00"}


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
    return f"afspraak{zlib.crc32(request.node.name.encode())}"


@pytest.fixture
def dossier(program, name):
    parties = ({"birth_name": name, "email": f"{name}@klant.example"}, {"birth_name": "Stil", "phone": "0612345678"})
    return opened(program, name, *parties).json()["dossier_id"]


def terms(desk, **more):
    return {
        "place": "office",
        "location": "Lange Straat 1, Utrecht",
        "subject": "Kennismaking",
        "invited": ["dossier/P1", "dossier/P2"],
        "assignee": desk.cast.adviser_user,
    } | more


def post(program, place, key, **body):
    return program.post(f"{API}{place}", json=body, headers={"Idempotency-Key": key})


def listed(program, dossier):
    return program.get(f"{API}/dossiers/{dossier}/appointments").json()["items"]


def mails(desk, name):
    """What was made for this address once what was ordered is given, the oldest first."""
    desk.hub.clock.forward(seconds=1)
    runtime = desk.hub.runtime
    Timers(runtime.database, runtime.registry, runtime.clock).tick()
    with desk.hub.database.reading() as connection:
        found = statements.select(connection, NOTIFICATIONS, "address", [f"{name}@klant.example"])
    return sorted(found, key=lambda each: each.made_at)


def test_an_appointment_is_made_moved_and_called_off_and_its_mails_carry_the_entry(desk, program, dossier, name):
    place = f"/dossiers/{dossier}/appointments"
    at, email = desk.hub.clock.now(), f"{name}@kantoor.example"
    with desk.hub.database.transaction() as connection:
        eva = add_user(connection, office_id="kantoor-1", name="Eva", role="adviser", at=at, email=email)
    body = TUESDAY | {"terms": terms(desk, assignee=eva.id)}
    first, again = (post(program, place, f"1-{name}", **body) for _ in range(2))
    assert (first.status_code, again.json()) == (200, first.json())
    (made,) = listed(program, dossier)
    assert (made["who"], made["state"], [each["email"] for each in made["invited"]]) == (
        "Eva",
        "planned",
        [f"{name}@klant.example", ""],
    )
    (mail,) = mails(desk, name)
    assert "dinsdag 24 november 2026 van 10:00 tot 11:00" in mail.text
    one = f"{place}/{made['id']}"
    later = {"starts": "2026-11-25T10:00:00+01:00", "ends": "2026-11-25T11:00:00+01:00"}
    post(program, f"{one}/reschedule", f"2-{name}", **later).raise_for_status()
    assert mails(desk, name)[-1].template == "appointment-moved"
    post(program, f"{one}/cancel", f"3-{name}", reason="Eva is ziek.").raise_for_status()
    entries = [entry(each.enclosures[0]["text"]) for each in mails(desk, name)]
    assert [(each["METHOD"], each["UID"], each["SEQUENCE"]) for each in entries] == [
        ("REQUEST", made["id"], "0"),
        ("REQUEST", made["id"], "1"),
        ("CANCEL", made["id"], "2"),
    ]
    assert "Eva is ziek." in mails(desk, name)[-1].text
    off = post(program, f"{one}/cancel", f"4-{name}", reason="nog eens")
    assert (off.status_code, off.json()["slug"]) == (409, "appointment-over")


def test_what_is_refused_mails_nobody(desk, program, dossier, name):
    place = f"/dossiers/{dossier}/appointments"
    past = {"starts": "2026-11-01T10:00:00+01:00", "ends": "2026-11-01T11:00:00+01:00"}
    refused = post(program, place, f"1-{name}", **past, terms=terms(desk))
    assert (refused.status_code, refused.json()["slug"]) == (422, "appointment-past")
    assert mails(desk, name) == []
    assert listed(program, dossier) == []


@pytest.mark.parametrize(
    ("starts", "slug"),
    [
        ("2027-03-28T02:30:00", "time-skipped"),
        ("2027-10-31T02:30:00", "time-twice"),
        ("0001-01-01T10:00:00", "request-invalid"),
        ("9999-12-31T10:00:00Z", "request-invalid"),
    ],
    ids=["skipped", "twice", "first-year", "last-year"],
)
def test_a_time_that_no_clock_shows_or_shows_twice_is_refused_in_words(desk, program, dossier, name, starts, slug):
    body = {"starts": starts, "ends": "2027-03-28T04:00:00", "terms": terms(desk)}
    refused = post(program, f"/dossiers/{dossier}/appointments", f"1-{name}", **body)
    assert (refused.status_code, refused.json()["slug"]) == (422, slug)


def test_a_time_without_an_offset_is_of_the_office(desk, program, dossier, name):
    body = {"starts": "2026-11-24T15:00", "ends": "2026-11-24T16:00", "terms": terms(desk)}
    post(program, f"/dossiers/{dossier}/appointments", f"1-{name}", **body).raise_for_status()
    assert listed(program, dossier)[0]["starts"] == "2026-11-24T14:00:00Z"


def test_the_entry_is_downloaded_and_the_list_is_the_office_s_own(desk, program, dossier, name):
    post(program, f"/dossiers/{dossier}/appointments", f"1-{name}", **TUESDAY, terms=terms(desk))
    (made,) = listed(program, dossier)
    place = f"{API}/dossiers/{dossier}/appointments/{made['id']}/calendar"
    answer = program.get(place)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert entry(answer.text)["UID"] == made["id"]
    chris = desk.client(desk.cast.chris_key)
    assert chris.get(place).status_code == 404
    assert chris.get(f"{API}/appointments").json() == {"items": [], "count": 0, "next": None}
    assert dossier in {each["dossier_id"] for each in program.get(f"{API}/appointments").json()["items"]}
    mine = {"assignee": desk.cast.bram_user}
    assert dossier not in {
        each["dossier_id"] for each in program.get(f"{API}/appointments", params=mine).json()["items"]
    }
    assert program.get(f"{API}/appointments", params={"cursor": "nonsense"}).status_code == 422


def test_pages_of_appointments_follow_each_other(desk, program, dossier, name):
    for number in range(3):
        when = {"starts": f"2026-12-0{number + 1}T10:00:00Z", "ends": f"2026-12-0{number + 1}T11:00:00Z"}
        post(program, f"/dossiers/{dossier}/appointments", f"{number}-{name}", **when, terms=terms(desk))
    seen, cursor = [], None
    while cursor is not None or not seen:
        answer = program.get(f"{API}/appointments", params={"limit": 1} | ({"cursor": cursor} if cursor else {})).json()
        seen += [each["id"] for each in answer["items"]]
        cursor = answer["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == answer["count"]


def keys(page):
    return re.findall(r'name="key" value="([^"]+)"', page)


def test_the_page_says_who_gets_no_mail_and_who_is_taken_before_it_makes_anything(desk, els, dossier, name):
    place = f"/dossiers/{dossier}/appointments"
    page = els.get(place).text
    assert "geen e-mailadres: krijgt geen bericht" in page
    form = {
        "key": keys(page)[-1],
        "starts": "2026-12-08T10:00",
        "minutes": "45",
        "place": "office",
        "location": "Lange Straat 1",
        "subject": "Advies",
        "invited": "dossier/P1",
        "assignee": desk.cast.adviser_user,
    }
    nowhere = els.post(place, data=form | {"location": ""})
    assert nowhere.status_code == 422
    assert "een adres" in nowhere.text
    kept = els.post(place, data=form)
    assert kept.url.query == b"done=kept"
    second = form | {"key": f"s-{name}", "starts": "2026-12-08T10:30", "subject": "Nog een"}
    asked = els.post(place, data=second)
    assert asked.status_code == 200
    assert "Deze collega heeft dan al een afspraak" in asked.text
    assert "Nog een" in asked.text
    anyway = els.post(place, data=second | {"anyway": "yes"})
    assert anyway.url.query == b"done=kept"
    assert "Nog een" in anyway.text
    overlaps = {"assignee": desk.cast.adviser_user, "starts": "2026-12-08T10:46:00", "ends": "2026-12-08T10:50:00"}
    found = desk.client(desk.cast.bram_key).get(f"{API}/appointments/overlaps", params=overlaps).json()["items"]
    assert [each["starts"] for each in found] == ["2026-12-08T09:30:00Z"]
    assert "dinsdag 8 december 2026" in els.get("/appointments", params={"assignee": "me"}).text
    assert "Geen afspraak past hierbij" in els.get("/appointments", params={"since": "2199-01-01"}).text


def test_in_the_night_in_which_an_hour_comes_twice_the_page_asks_which(els, program, dossier, name):
    place = f"/dossiers/{dossier}/appointments"
    form = {"key": f"n-{name}", "starts": "2027-10-31T02:30", "place": "phone", "subject": "Bellen"}
    asked = els.post(place, data=form)
    assert asked.status_code == 422
    assert "Welke van de twee" in asked.text
    assert els.post(place, data=form | {"starts": "2027-03-28T02:30"}).status_code == 422
    els.post(place, data=form | {"hour": "second"}).raise_for_status()
    assert listed(program, dossier)[0]["starts"] == "2027-10-31T01:30:00Z"


def test_the_page_moves_calls_off_and_holds(desk, els, program, dossier, name):
    place = f"/dossiers/{dossier}/appointments"
    held = {"key": f"h-{name}", "starts": "2026-11-19T10:00", "place": "phone", "subject": "Gebeld", "held": "yes"}
    assert "gehouden" in els.post(place, data=held).text
    post(program, place, f"1-{name}", **TUESDAY, terms=terms(desk, place="phone", location=""))
    made = next(each for each in listed(program, dossier) if each["state"] == "planned")
    one = f"{place}/{made['id']}"
    form = {"key": f"m-{name}", "starts": "2026-11-26T10:00", "place": "video", "subject": "Bellen"}
    assert "een link" in els.post(f"{one}/reschedule", data=form | {"location": "straks"}).text
    moved = els.post(f"{one}/reschedule", data=form | {"location": "https://bellen.example/1"})
    assert "verplaatst" in moved.text
    early = els.post(f"{one}/hold", data={"key": f"v-{name}"})
    assert early.status_code == 422
    assert els.post(f"{one}/cancel", data={"key": f"c-{name}", "reason": ""}).status_code == 422
    off = els.post(f"{one}/cancel", data={"key": f"d-{name}", "reason": "Ziek"})
    assert "Gaat niet door: Ziek" in re.sub(r"\s+", " ", off.text)
    twice = els.post(f"{one}/cancel", data={"key": f"e-{name}", "reason": "Ziek"})
    assert twice.status_code == 409
    assert "al afgesloten" in twice.text
    assert "Afspraak verplaatst" in els.get(f"/dossiers/{dossier}").text
    for field, value in (("starts", "morgen"), ("minutes", "-5"), ("place", "thuis")):
        assert els.post(place, data=form | {"key": f"x-{name}", field: value}).status_code == 422


def test_what_was_held_goes_into_the_contact_log_with_what_follows(desk, els, program, dossier, name):
    begin = desk.hub.clock.now() + timedelta(seconds=5)
    soon = {"starts": begin.isoformat(), "ends": (begin + timedelta(hours=1)).isoformat()}
    post(program, f"/dossiers/{dossier}/appointments", f"1-{name}", **soon, terms=terms(desk, place="phone"))
    desk.hub.clock.forward(seconds=60)
    (made,) = listed(program, dossier)
    one = f"/dossiers/{dossier}/appointments/{made['id']}"
    assert "Vastleggen als gehouden" in els.get(f"/dossiers/{dossier}/appointments").text
    said = {"key": f"h-{name}", "summary": "Wil een huis kopen."}
    assert "waarom er niets volgt" in els.post(f"{one}/hold", data=said).text
    assert els.post(f"{one}/hold", data=said | {"subject": "Offerte", "due": "ooit"}).status_code == 422
    els.post(f"{one}/hold", data=said | {"subject": "Offerte", "due": "2026-12-01"}).raise_for_status()
    (contact,) = program.get(f"{API}/dossiers/{dossier}/contacts").json()["items"]
    assert (contact["means"], contact["summary"]) == ("phone", "Wil een huis kopen.")
    assert program.get(f"{API}/dossiers/{dossier}/tasks").json()["items"][0]["subject"] == "Offerte"
