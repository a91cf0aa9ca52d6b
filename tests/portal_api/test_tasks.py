"""Tasks and the contact log at the counter: recorded once, followed up, ended, listed for who may see them."""

import re

import pytest

from handlers.accounts.keys import create_api_key
from tests.portal_api.test_keeping import opened

API = "/api/v2"
CONTACT = {"means": "phone", "at": "2026-11-20T14:05:00+01:00", "summary": "Wil een huis kopen."}
NEXT = {"subject": "Terugbellen", "due": "2026-11-27"}


@pytest.fixture
def program(desk):
    return desk.client(desk.cast.bram_key)


@pytest.fixture
def els(desk):
    made = desk.browser(desk.cast.adviser_user)
    made.follow_redirects = True
    return made


@pytest.fixture
def dossier(program, request):
    number = abs(hash(request.node.name))
    party = {"birth_name": f"Taak{number}", "email": f"taak{number}@klant.example"}
    return opened(program, f"t-{number}", party).json()["dossier_id"]


def post(program, place, key, **body):
    return program.post(f"{API}{place}", json=body, headers={"Idempotency-Key": key})


def keys(page):
    return re.findall(r'name="key" value="([^"]+)"', page)


def test_a_contact_and_its_follow_up_are_recorded_once(program, dossier):
    place = f"/dossiers/{dossier}/contacts"
    first = post(program, place, f"c-{dossier}", **CONTACT, follow_up=NEXT)
    again = post(program, place, f"c-{dossier}", **CONTACT, follow_up=NEXT)
    assert (first.status_code, again.json()) == (200, first.json())
    (contact,) = program.get(f"{API}{place}").json()["items"]
    (task,) = program.get(f"{API}/dossiers/{dossier}/tasks").json()["items"]
    assert (contact["task_id"], task["subject"], task["state"]) == (task["id"], "Terugbellen", "open")


def test_a_prospect_without_a_follow_up_is_refused_in_words(program, dossier):
    answer = post(program, f"/dossiers/{dossier}/contacts", f"c-{dossier}", **CONTACT)
    assert (answer.status_code, answer.json()["slug"]) == (422, "follow-up-missing")
    assert "waarom er niets volgt" in answer.json()["nl"]


def test_a_task_is_given_changed_ended_and_opened_again(desk, program, dossier):
    place = f"/dossiers/{dossier}/tasks"
    post(program, place, f"1-{dossier}", **NEXT, assignee=desk.cast.adviser_user).raise_for_status()
    (task,) = program.get(f"{API}{place}").json()["items"]
    assert task["who"] == "Els"
    one = f"{place}/{task['id']}"
    post(program, one, f"2-{dossier}", subject="Mailen", due="2026-11-30").raise_for_status()
    assert post(program, f"{one}/end", f"3-{dossier}", ending="dropped").json()["path"] == "outcome"
    post(program, f"{one}/end", f"4-{dossier}", ending="done", outcome="Gemaild").raise_for_status()
    ended = post(program, f"{one}/end", f"5-{dossier}", ending="done")
    assert (ended.status_code, ended.json()["slug"]) == (409, "task-ended")
    post(program, f"{one}/reopen", f"6-{dossier}").raise_for_status()
    (task,) = program.get(f"{API}{place}").json()["items"]
    assert (task["state"], task["subject"], task["who"]) == ("open", "Mailen", "")


def test_the_list_is_the_office_s_own(desk, program, els, dossier):
    post(program, f"/dossiers/{dossier}/tasks", f"1-{dossier}", **NEXT, assignee=desk.cast.adviser_user)
    mine = {"assignee": desk.cast.adviser_user}
    assert dossier in {each["dossier_id"] for each in program.get(f"{API}/tasks", params=mine).json()["items"]}
    chris = desk.client(desk.cast.chris_key)
    assert chris.get(f"{API}/tasks").json() == {"items": [], "count": 0, "next": None}
    assert chris.get(f"{API}/dossiers/{dossier}/tasks").status_code == 404
    page = els.get("/tasks", params={"assignee": "me"}).text
    assert "Terugbellen" in page
    assert "Geen taak past hierbij" in els.get("/tasks", params={"assignee": "nobody", "until": "2020-01-01"}).text
    assert program.get(f"{API}/tasks", params={"cursor": "nonsense"}).status_code == 422


def test_what_was_said_is_read_by_the_office_s_own_people(desk, program, els, dossier):
    post(program, f"/dossiers/{dossier}/contacts", f"s-{dossier}", **CONTACT, follow_up=NEXT).raise_for_status()
    assert "Wil een huis kopen." in els.get(f"/dossiers/{dossier}/tasks").text
    assert "Wil een huis kopen." not in els.get(f"/dossiers/{dossier}").text
    with desk.hub.database.transaction() as connection:
        at = desk.hub.clock.now()
        key = create_api_key(
            connection, office_id="kantoor-1", name="sub", scopes=("dossiers:read",), at=at, node=None
        )[1]
    stranger = desk.client(key)
    for place in ("/tasks", f"/dossiers/{dossier}/tasks", f"/dossiers/{dossier}/contacts"):
        assert stranger.get(f"{API}{place}").status_code == 403, place


def test_pages_of_tasks_follow_each_other(program, dossier):
    for number in range(3):
        post(program, f"/dossiers/{dossier}/tasks", f"p{number}-{dossier}", **NEXT).raise_for_status()
    seen, cursor = [], None
    while cursor is not None or not seen:
        answer = program.get(f"{API}/tasks", params={"limit": 1} | ({"cursor": cursor} if cursor else {})).json()
        seen += [each["id"] for each in answer["items"]]
        cursor = answer["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == answer["count"]


def test_the_page_records_contact_keeps_what_was_typed_and_ends_a_task(els, program, dossier):
    place = f"/dossiers/{dossier}"
    key = keys(els.get(f"{place}/tasks").text)[0]
    typed = {"key": key, "means": "visit", "at": "2026-11-20T10:00", "summary": "Keukentafelgesprek"}
    refused = els.post(f"{place}/contacts", data=typed)
    assert refused.status_code == 422
    assert "Keukentafelgesprek" in refused.text
    assert "waarom er niets volgt" in refused.text
    unclear = els.post(f"{place}/contacts", data=typed | {"subject": "Offerte", "due": "morgen"})
    assert "een datum als 2026-11-27" in unclear.text
    kept = els.post(f"{place}/contacts", data=typed | {"subject": "Offerte", "due": "2026-11-27"})
    assert kept.url.query == b"done=kept"
    task = re.search(r'id="task-([^"]+)"', kept.text).group(1)
    ended = els.post(f"{place}/tasks/{task}/end", data={"key": "end-1", "ending": "done", "outcome": "Gestuurd"})
    assert "Gestuurd" in ended.text
    twice = els.post(f"{place}/tasks/{task}/end", data={"key": "end-2", "ending": "done"})
    assert twice.status_code == 409
    assert "al afgesloten" in twice.text
    reopened = els.post(f"{place}/tasks/{task}/reopen", data={"key": "open-1"})
    assert 'id="task-' in reopened.text
    moved = els.post(f"{place}/tasks/{task}", data={"key": "m-1", "subject": "Bellen", "due": "2026-12-01"})
    assert "Bellen" in moved.text
    added = els.post(f"{place}/tasks", data={"key": "a-1", "subject": "Archief", "due": "2026-12-02"})
    assert "Archief" in added.text
    assert "Taak gedaan: Offerte" in els.get(place).text
    assert els.post(f"{place}/tasks", data={"key": "a-2", "subject": "", "due": "2026-12-02"}).status_code == 422
    assert els.post(f"{place}/contacts", data=typed | {"means": "fax"}).status_code == 422
    for never in ("gisteren", "0001-01-01T00:00", "9999-12-31T23:59"):
        assert els.post(f"{place}/contacts", data=typed | {"at": never}).status_code == 422
