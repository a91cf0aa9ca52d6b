"""The HDN inbox at the counter: what waits, where it may belong and why, what placing makes, and taking it back."""

import re
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from adapters.simulator import messages
from adapters.simulator.cast import ANNA, TOM
from tests.builders.counters import DAY, hand_in, leave_unlinked
from tests.portal_api.test_keeping import opened

API = "/api/v2"
_NUMBERS = count(3000)


@pytest.fixture
def program(desk):
    return desk.client(desk.cast.bram_key)


@pytest.fixture
def els(desk):
    made = desk.browser(desk.cast.adviser_user)
    made.follow_redirects = True
    return made


@pytest.fixture
def stranger(desk):
    """An exchange with a status and an offer of an application that nobody knows; its id."""
    before = {row[0] for row in desk.hub.sql("SELECT id FROM lanes")}
    leave_unlinked(desk.hub, number=f"ZZ-2026-{next(_NUMBERS)}")
    (lane,) = {row[0] for row in desk.hub.sql("SELECT id FROM lanes")} - before
    return lane


@pytest.fixture
def arrived(desk):
    """An application that opened a dossier of its own: exchange and dossier."""
    number = next(_NUMBERS)
    anna = replace(ANNA, surname=f"Vos{number}", born=ANNA.born + timedelta(days=number))
    tom = replace(TOM, surname=f"Bos{number}", born=TOM.born + timedelta(days=number))
    before = set(desk.hub.dossiers())
    body = messages.ax(at=desk.hub.clock.now() - DAY, number=f"AB-2026-{number}", people=(anna, tom))
    for each, gender in ((anna, "V vrouwelijk"), (tom, "M mannelijk")):
        born = f"<GeboorteDt>{each.born}</GeboorteDt>"
        body = body.replace(born.encode(), f"{born}<Geslacht>{gender}</Geslacht>".encode())
    hand_in(desk.hub, body)
    (dossier,) = set(desk.hub.dossiers()) - before
    lane = desk.hub.sql("SELECT id FROM lanes WHERE dossier_id = ?", dossier)[0][0]
    return lane, dossier, (anna, tom)


def post(program, lane, act, key, **body):
    return program.post(f"{API}/exchanges/{lane}/{act}", json=body, headers={"Idempotency-Key": f"{act}-{lane}-{key}"})


def waiting(program, lane):
    return next((each for each in program.get(f"{API}/exchanges/inbox").json()["unlinked"] if each["id"] == lane), None)


def test_what_has_no_dossier_stands_in_the_inbox_with_its_count(desk, program, els, stranger):
    found = waiting(program, stranger)
    assert (found["kenmerk"], found["waiting"], found["kinds"]) == (
        "AE-2026-000777",
        2,
        ["RegisterStatus", "RegisterOffer"],
    )
    page = els.get("/inbox").text
    assert f'id="m-{stranger}"' in page
    counted = program.get(f"{API}/exchanges/inbox").json()["unlinked_count"]
    assert f'HDN-inbox <span class="badge">{counted}</span>' in els.get("/").text


def test_the_same_reference_is_proposed_with_why_and_is_not_certain(desk, program, els, fresh_desk):
    number = f"XX-{fresh_desk.number}"
    hand_in(desk.hub, messages.ox(at=desk.hub.clock.now(), number=number, lender_reference=fresh_desk.kenmerk))
    (found,) = [each for each in program.get(f"{API}/exchanges/unlinked").json()["items"] if each["number"] == number]
    (match,) = found["matches"]
    assert (match["id"], match["is_sure"], match["grounds"]) == (fresh_desk.dossier, False, ["kenmerk"])
    page = els.get(f"/inbox/{found['id']}").text
    assert "zelfde kenmerk" in page
    assert "Wat koppelen maakt" in page


def test_all_applicants_alike_is_certain_and_says_so(program, els, arrived):
    lane, _, people = arrived
    parties = [
        {"birth_name": each.surname, "gender": gender, "birth_date": each.born.isoformat(), "initials": each.initials}
        | {"email": f"{each.surname}@klant.example"}
        for each, gender in zip(people, ("V", "M"), strict=True)
    ]
    known = opened(program, f"known-{lane}", *parties).json()["dossier_id"]
    match = program.get(f"{API}/exchanges/{lane}").json()["matches"][0]
    assert (match["id"], match["is_sure"], match["grounds"][0]) == (known, True, "people")
    page = els.get("/inbox").text
    assert f"/inbox/{lane}?act=move&amp;to={known}" in page
    assert "achternaam, geslacht en geboortedatum van alle aanvragers zijn gelijk" in page


def test_one_of_two_alike_is_likely_only(program, arrived):
    lane, _, (anna, _) = arrived
    party = {
        "birth_name": anna.surname,
        "gender": "V",
        "birth_date": anna.born.isoformat(),
        "email": f"{lane}@x.example",
    }
    known = opened(program, f"half-{lane}", party).json()["dossier_id"]
    found = program.get(f"{API}/exchanges/{lane}").json()["matches"]
    (match,) = [each for each in found if each["id"] == known]
    assert (match["is_sure"], match["grounds"]) == (False, ["birth"])


def test_a_preview_says_what_would_be_made_and_writes_nothing(desk, program, els, arrived):
    lane, _, people = arrived
    post(program, lane, "unlink", "1").raise_for_status()
    tables = ("dossiers", "products", "parties", "timeline", "commands", "outcomes", "outgoing", "lanes")
    before = {name: desk.hub.sql(f"SELECT * FROM {name}") for name in tables}
    seen = program.get(f"{API}/exchanges/{lane}/preview", params={"act": "open"}).json()
    page = els.get(f"/inbox/{lane}", params={"act": "open"}).text
    assert {name: desk.hub.sql(f"SELECT * FROM {name}") for name in tables} == before
    assert (seen["states"], len(seen["products"]), seen["products"][0]["parts"]) == ({"applied": 1}, 1, 2)
    assert f"A.M. {people[0].surname}" in seen["parties"]
    assert seen["properties"]
    assert "Er is nog niets veranderd of verstuurd." in page
    assert "Aanvraag versie 1" in page or "aanvraag" in page


def test_a_message_opens_one_product_however_often_it_is_clicked(desk, program, els, arrived):
    lane, dossier, _ = arrived
    post(program, lane, "unlink", "1").raise_for_status()
    page = els.get(f"/inbox/{lane}", params={"act": "open"}).text
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    form = {"key": key, "act": "open"}
    done = els.post(f"/inbox/{lane}", data=form)
    again = els.post(f"/inbox/{lane}", data=form)
    assert (done.status_code, str(done.url.path)) == (200, "/inbox")
    assert again.status_code == 200
    assert desk.hub.sql("SELECT COUNT(*) FROM products WHERE dossier_id = ?", dossier)[0][0] == 1
    assert f'<a href="/dossiers/{dossier}">' in done.text
    other = els.post(f"/inbox/{lane}", data={"key": f"other-{key}", "act": "open"})
    assert (other.status_code, "hoort al bij een dossier" in other.text or "al gekoppeld" in other.text) == (409, True)
    assert f'href="/dossiers/{dossier}"' in els.get(f"/inbox/{lane}").text
    adviser = desk.hub.sql("SELECT name FROM involvements WHERE dossier_id = ? AND part = 'adviser'", dossier)
    assert adviser == [(f"user:{desk.cast.adviser_user}",)]


def test_a_message_of_the_wrong_family_is_moved_recomputed_and_written_down(desk, program, els, fresh_desk):
    lane, wrong = fresh_desk.lane(), fresh_desk.dossier
    right = opened(program, f"r-{lane}", {"birth_name": "Recht", "email": f"{lane}@recht.example"}).json()["dossier_id"]
    program.post(f"{API}/office/action-points", json={"at_once": True}, headers={"Idempotency-Key": f"at-{lane}"})
    seen = program.get(f"{API}/exchanges/{lane}/preview", params={"act": "move", "dossier_id": right}).json()
    assert (seen["dossier_id"], len(seen["products"])) == (right, 1)
    page = els.get(f"/inbox/{lane}", params={"act": "move", "to": right}).text
    assert "mogelijke inbreuk" in page
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    form = {"key": key, "act": "move", "to": right, "reason": "Ander gezin met dezelfde naam"}
    assert els.post(f"/inbox/{lane}", data=form).status_code == 200
    assert desk.hub.sql("SELECT COUNT(*) FROM products WHERE dossier_id = ?", wrong)[0][0] == 0
    assert desk.hub.sql("SELECT COUNT(*) FROM products WHERE dossier_id = ?", right)[0][0] == 1
    noted = desk.hub.sql("SELECT dossier_id, subject, reason FROM looks WHERE kind = 'breach' AND subject = ?", lane)
    assert noted == [(wrong, lane, "Ander gezin met dezelfde naam")]
    back = els.get(f"/inbox/{lane}", params={"act": "undo"}).text
    key = re.search(r'name="key" value="([^"]+)"', back)[1]
    els.post(f"/inbox/{lane}", data={"key": key, "act": "undo", "reason": "Toch niet"}).raise_for_status()
    assert desk.hub.sql("SELECT dossier_id FROM lanes WHERE id = ?", lane) == [(wrong,)]


def test_a_preview_is_refused_as_the_act_would_be(program, desk, stranger):
    place = f"{API}/exchanges/{stranger}/preview"
    assert program.get(place, params={"act": "unlink"}).json()["slug"] == "not-linked"
    assert program.get(place, params={"act": "link"}).json()["path"] == "dossier_id"
    assert program.get(place, params={"act": "link", "dossier_id": "nobodys"}).status_code == 404
    assert program.get(place, params={"act": "explode"}).status_code == 422


def test_another_office_sees_none_of_it(desk, stranger, arrived):
    chris = desk.client(desk.cast.chris_key)
    found = chris.get(f"{API}/exchanges/inbox").json()
    assert (found["unlinked"], found["came"], found["placed"]) == ([], [], [])
    assert chris.get(f"{API}/exchanges/{stranger}").status_code == 404
    assert post(chris, stranger, "open", "x").status_code == 404


def test_the_page_links_an_answer_to_the_application_it_is_about(desk, program, els, fresh_desk):
    lane = leave_unlinked(desk.hub, number=f"YY-{fresh_desk.number}")
    before = {row[0] for row in desk.hub.sql("SELECT id FROM lanes WHERE dossier_id IS NULL AND waiting > 0")}
    assert lane in before
    page = els.get(f"/inbox/{lane}", params={"act": "link", "to": fresh_desk.dossier}).text
    application = fresh_desk.application_id()
    assert f'name="application" value="{application}"' in page
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    form = {"key": key, "act": "link", "to": fresh_desk.dossier, "application": application}
    assert els.post(f"/inbox/{lane}", data=form).status_code == 200
    assert waiting(program, lane) is None
    assert desk.hub.sql("SELECT application_id FROM application_links WHERE lane_id = ?", lane) == [(application,)]
