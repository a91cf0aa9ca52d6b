"""What staff ask of a customer, at the counter: asked, changed, taken back, judged, and what the page says."""

import re
import zlib

import pytest

from tests.portal_api.test_keeping import opened

API = "/api/v2"


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
    return f"vraag{zlib.crc32(request.node.name.encode())}"


@pytest.fixture
def dossier(program, name):
    return opened(program, name, {"birth_name": name, "email": f"{name}@klant.example"}).json()["dossier_id"]


def post(program, place, key, **body):
    return program.post(f"{API}{place}", json=body, headers={"Idempotency-Key": key})


def points(program, dossier):
    return program.get(f"{API}/dossiers/{dossier}/action-points").json()["items"]


def test_what_is_asked_by_hand_is_judged_and_asked_again(program, dossier, name):
    place = f"/dossiers/{dossier}/action-points"
    body = {"subject": "Kopie paspoort", "due": "2026-12-01", "party": "dossier/P1", "remark": "Beide kanten."}
    first, again = (post(program, f"{place}/by-hand", f"1-{name}", **body) for _ in range(2))
    assert (first.status_code, again.json()) == (200, first.json())
    (point,) = points(program, dossier)
    assert (point["state"], point["kind"], point["person"]) == ("open", "upload", name)
    one = f"{place}/{point['id']}"
    post(program, f"{one}/change", f"2-{name}", **body | {"subject": "Kopie rijbewijs"}).raise_for_status()
    assert post(program, f"{one}/assess", f"3-{name}", verdict="rejected", reason="x").status_code == 409
    post(program, f"{one}/assess", f"4-{name}", verdict="done").raise_for_status()
    assert post(program, f"{one}/assess", f"5-{name}", verdict="rejected").json()["path"] == "reason"
    post(program, f"{one}/assess", f"6-{name}", verdict="rejected", reason="onleesbaar").raise_for_status()
    (point,) = points(program, dossier)
    assert (point["subject"], point["round"], point["is_again"], point["reason"]) == (
        "Kopie rijbewijs",
        2,
        True,
        "onleesbaar",
    )
    post(program, f"{one}/take-back", f"7-{name}", reason="niet nodig").raise_for_status()
    over = post(program, f"{one}/take-back", f"8-{name}")
    assert (over.status_code, over.json()["slug"]) == (409, "action-point-state")


def test_another_office_asks_nothing_here(desk, dossier, name):
    chris, place = desk.client(desk.cast.chris_key), f"/dossiers/{dossier}/action-points"
    assert post(chris, f"{place}/by-hand", f"x-{name}", subject="Paspoort").status_code == 404
    assert post(chris, f"{place}/none/assess", f"y-{name}", verdict="done").status_code == 404


def test_what_a_stock_list_asks_is_judged_at_the_document(desk, program, name):
    place = f"/dossiers/{desk.dossier}/action-points"
    post(program, desk.stuk_place("4", "deliverer").removeprefix(API), f"d-{name}", deliverer="customer")
    point = next(each for each in points(program, desk.dossier) if each["about"] == "stuk")
    refused = post(program, f"{place}/{point['id']}/take-back", f"1-{name}")
    assert (refused.status_code, refused.json()["slug"]) == (409, "action-point-follows")


def test_the_page_asks_changes_judges_and_takes_back(els, dossier, name):
    place = f"/dossiers/{dossier}/for-the-customer"
    page = els.get(place).text
    assert "Er is nog niets aan de klant gevraagd" in page
    assert "geen toegang" in page
    form = {"key": re.findall(r'name="key" value="([^"]+)"', page)[-1], "subject": "Kopie paspoort", "kind": "upload"}
    assert "een datum als 2026-11-27" in els.post(place, data=form | {"due": "morgen"}).text
    assert els.post(place, data=form | {"kind": "dans"}).status_code == 422
    made = els.post(place, data=form | {"due": "2026-12-01"})
    assert made.url.query == b"done=kept"
    point = re.search(r'id="point-([^"]+)"', made.text).group(1)
    one = f"{place}/{point}"
    changed = els.post(f"{one}/change", data={"key": f"c-{name}", "subject": "Kopie rijbewijs", "kind": "confirm"})
    assert "Kopie rijbewijs" in changed.text
    assert els.post(f"{one}/assess", data={"key": f"v-{name}"}).status_code == 422
    els.post(f"{one}/assess", data={"key": f"d-{name}", "verdict": "done"})
    assert "100" in els.get(place).text
    again = els.post(f"{one}/assess", data={"key": f"r-{name}", "verdict": "rejected", "reason": "onleesbaar"})
    assert "Opnieuw aanleveren: Kopie rijbewijs" in again.text
    off = els.post(f"{one}/take-back", data={"key": f"w-{name}", "reason": "niet nodig"})
    assert "ingetrokken" in off.text
    twice = els.post(f"{one}/take-back", data={"key": f"x-{name}"})
    assert twice.status_code == 409
    assert "Ververs de pagina" in twice.text
    assert "Iets aan de klant gevraagd" in els.get(f"/dossiers/{dossier}").text


def test_the_page_lets_through_what_waits_for_a_look(desk, els, program, name):
    post(program, desk.stuk_place("4", "deliverer").removeprefix(API), f"d-{name}", deliverer="customer")
    place = f"/dossiers/{desk.dossier}/for-the-customer"
    point = next(each for each in points(program, desk.dossier) if each["about"] == "stuk")
    done = els.post(f"{place}/release", data={"key": f"l-{name}", "action_point": point["id"]})
    assert done.url.query == b"done=kept"
    assert els.post(f"{place}/release", data={"key": f"m-{name}", "action_point": "none"}).status_code == 404


def test_the_list_of_a_profile_is_asked_once(program, dossier, name):
    profiles = {each["key"]: each for each in program.get(f"{API}/checklists").json()["items"]}
    assert [each["document"] for each in profiles["buyer"]["items"]] == ["001", "003"]
    place = f"/dossiers/{dossier}/action-points/checklist"
    post(program, place, f"1-{name}", profile="buyer", party="dossier/P1", due="2026-12-01").raise_for_status()
    asked = points(program, dossier)
    assert sorted(each["subject"] for each in asked) == sorted(each["subject"] for each in profiles["buyer"]["items"])
    assert {(each["state"], each["person"], each["due"]) for each in asked} == {("open", name, "2026-12-01")}
    again = post(program, place, f"2-{name}", profile="buyer", party="dossier/P1")
    assert (again.status_code, again.json()["slug"]) == (409, "checklist-there")
    post(program, place, f"3-{name}", profile="employed", party="dossier/P1").raise_for_status()
    post(program, place, f"4-{name}", profile="flexible", party="dossier/P1").raise_for_status()
    subjects = [each["subject"] for each in points(program, dossier)]
    assert len(subjects) == len(set(subjects)) == 9


def test_a_profile_or_person_that_is_none_is_refused_and_asks_nothing(program, dossier, name):
    place = f"/dossiers/{dossier}/action-points/checklist"
    assert post(program, place, f"1-{name}", profile="astronaut").json()["path"] == "profile"
    assert post(program, place, f"2-{name}", profile="buyer", party="dossier/P9").json()["path"] == "party"
    assert points(program, dossier) == []


def test_the_page_asks_the_list_of_a_profile(els, dossier):
    here = f"/dossiers/{dossier}/for-the-customer"
    key = re.findall(r'name="key" value="([^"]+)"', els.get(here).text)[0]
    asked = els.post(f"{here}/checklist", data={"key": key, "profile": "divorced"})
    assert (asked.status_code, "Echtscheidingsconvenant" in asked.text) == (200, True)
    assert "Stukkenlijst gestart: Gescheiden, 2 stukken gevraagd" in els.get(f"/dossiers/{dossier}").text
