"""Dossiers by hand at the counter: opened once, after a look for who may be there; people kept; what is refused."""

import re

import pytest

API = "/api/v2"
WIT = {"birth_name": "Wit", "birth_prefix": "de", "initials": "A.", "email": "anna@klant.example"}


@pytest.fixture
def els(desk):
    return desk.browser(desk.cast.adviser_user)


@pytest.fixture
def program(desk):
    return desk.client(desk.cast.bram_key)


def opened(client, key, *parties, **more):
    body = {"parties": parties or [WIT], "confirmed": True} | more
    return client.post(f"{API}/dossiers", json=body, headers={"Idempotency-Key": key})


def form(page):
    """The hidden fields of the first form that has a key or a state."""
    return dict(re.findall(r'<input type="hidden" name="(key|seen)" value="([^"]+)"', page))


def typed(**more):
    return {"p0_birth_name": "Vermeer", "p0_phone": "0612345678"} | more


def test_a_program_opens_a_dossier_once(program):
    first, again = opened(program, "k-1"), opened(program, "k-1")
    assert (first.status_code, again.json()) == (201, first.json())
    found = program.get(f"{API}/dossiers/{first.json()['dossier_id']}").json()
    assert (found["title"], found["standing"], found["number"]) == ("A. de Wit", "prospect", first.json()["number"])
    listed = program.get(f"{API}/dossiers", params={"q": first.json()["number"]}).json()["items"]
    assert [each["id"] for each in listed] == [first.json()["dossier_id"]]


def test_somebody_who_may_be_there_is_told_before_a_second_dossier(program):
    known = opened(program, "k-2", WIT | {"email": "twee@klant.example"}).json()
    refused = opened(program, "k-3", {"birth_name": "Anders", "email": "twee@klant.example"}, confirmed=False)
    assert (refused.status_code, refused.json()["slug"]) == (409, "possible-duplicate")
    assert known["number"] in refused.json()["nl"]
    items = program.post(
        f"{API}/dossiers/alike", json={"parties": [{"birth_name": "X", "email": "twee@klant.example"}]}
    )
    assert [(each["id"], each["reasons"]) for each in items.json()["items"]] == [(known["dossier_id"], ["email"])]
    assert opened(program, "k-3", {"birth_name": "Anders", "email": "twee@klant.example"}).status_code == 201


def test_a_machine_of_another_office_is_not_told_of_it(desk):
    chris = desk.client(desk.cast.chris_key)
    assert chris.post(f"{API}/dossiers/alike", json={"parties": [WIT]}).json() == {"items": []}
    body = {"parties": [WIT], "office": "kantoor-1"}
    answer = chris.post(f"{API}/dossiers", json=body, headers={"Idempotency-Key": "k-9"})
    assert answer.status_code == 404


def test_an_operator_names_the_office(desk):
    operator = desk.client(desk.cast.operator_key)
    assert opened(operator, "o-1").json()["path"] == "office"
    assert opened(operator, "o-2", office="kantoor-2").status_code == 201


@pytest.mark.parametrize(
    ("party", "path"),
    [
        ({"birth_name": "", "email": "x@x.example"}, "parties.0.birth_name"),
        ({"birth_name": "Wit"}, "parties.0.email"),
        ({"birth_name": "Wit", "email": "wit"}, "parties.0.email"),
        ({"birth_name": "Wit", "phone": "06", "birth_date": "2090-01-01"}, "parties.0.birth_date"),
    ],
    ids=["no-name", "unreachable", "no-address", "unborn"],
)
def test_what_cannot_be_is_refused_with_its_place(program, party, path):
    answer = opened(program, f"bad-{path}-{party.get('email')}", party)
    assert (answer.status_code, answer.json()["slug"], answer.json()["path"]) == (422, "request-invalid", path)


def test_people_are_kept_and_completeness_follows(program):
    dossier = opened(program, "k-5").json()["dossier_id"]
    place = f"{API}/dossiers/{dossier}/parties"
    before = program.get(place).json()
    body = WIT | {"gender": "V", "marital_status": "03", "birth_date": "1988-03-14"}
    kept = program.post(f"{place}/P1", json=body, headers={"Idempotency-Key": "k-6"})
    after = program.get(place).json()
    assert (kept.status_code, before["percent"] < after["percent"] < 100) == (200, True)
    assert after["items"][0]["facts"]["marital_status"] == "03 Alleenstaand"
    gone = program.post(f"{place}/P1/drop", json={}, headers={"Idempotency-Key": "k-7"})
    assert (gone.status_code, gone.json()["slug"]) == (409, "last-party")
    closed = program.post(
        f"{API}/dossiers/{dossier}/standing", json={"standing": "former"}, headers={"Idempotency-Key": "k-8"}
    )
    assert (closed.status_code, closed.json()["path"]) == (422, "reason")


def test_an_adviser_opens_a_dossier_and_is_its_adviser(desk, els, program):
    asked = form(els.get("/dossiers/new").text)
    made = els.post("/dossiers/new", data=typed(adviser=desk.cast.adviser_user, **asked), follow_redirects=False)
    assert made.status_code == 303
    page = els.get(made.headers["location"]).text
    assert "Vermeer" in page
    assert "prospect" in page
    dossier = made.headers["location"].rpartition("/")[2]
    involved = program.get(f"{API}/dossiers/{dossier}/involvements").json()["items"]
    assert [(each["part"], each["who"]) for each in involved] == [("adviser", "Els")]
    again = els.post("/dossiers/new", data=typed(adviser=desk.cast.adviser_user, **asked), follow_redirects=False)
    assert again.headers["location"] == made.headers["location"]


def test_the_page_names_who_may_be_there_keeps_what_was_typed_and_opens_one_anyway(desk, els):
    opened(desk.client(desk.cast.bram_key), "k-10", WIT | {"email": "tien@klant.example"})
    asked = form(els.get("/dossiers/new").text)
    given = typed(p0_birth_name="Tien", p0_email="tien@klant.example", p0_phone="030 1234567", **asked)
    page = els.post("/dossiers/new", data=given)
    assert page.status_code == 409
    assert "Misschien is er al een dossier" in page.text
    assert "zelfde e-mailadres" in page.text
    assert 'value="030 1234567"' in page.text
    made = els.post("/dossiers/new", data=given | {"confirmed": "yes"}, follow_redirects=False)
    assert made.status_code == 303


def test_a_mistake_of_the_partner_stands_at_his_field(els):
    asked = form(els.get("/dossiers/new").text)
    page = els.post("/dossiers/new", data=typed(p1_birth_name="Smit", p1_email="geen adres", **asked))
    assert page.status_code == 422
    assert re.search(r'id="e-p1_email">[^<]*name@domain', page.text)


def test_two_who_change_one_person_see_what_the_other_did(desk, els, program):
    dossier = opened(program, "k-11", WIT | {"email": "elf@klant.example"}).json()["dossier_id"]
    place = f"/dossiers/{dossier}/parties"
    seen = form(els.get(place).text)["seen"]
    mine = {"birth_name": "Wit", "initials": "A.", "email": "elf@klant.example"}
    program.post(
        f"{API}{place}/P1", json=mine | {"city": "Utrecht"}, headers={"Idempotency-Key": "k-12"}
    ).raise_for_status()
    stale = els.post(f"{place}/P1", data=mine | {"seen": seen, "city": "Amersfoort"})
    assert stale.status_code == 412
    assert "Utrecht" in stale.text
    assert "Amersfoort" in stale.text
    again = form(stale.text)["seen"]
    done = els.post(f"{place}/P1", data=mine | {"seen": again, "city": "Amersfoort"}, follow_redirects=False)
    assert done.status_code == 303
    assert program.get(f"{API}{place}").json()["items"][0]["facts"]["city"] == "Amersfoort"


def test_standing_and_source_are_set_on_the_page_and_told_on_the_timeline(els, program):
    dossier = opened(program, "k-13", WIT | {"email": "dertien@klant.example"}).json()["dossier_id"]
    place = f"/dossiers/{dossier}/parties"
    seen = form(els.get(place).text)["seen"]
    page = els.post(f"/dossiers/{dossier}/standing", data={"seen": seen, "standing": "declined"})
    assert (page.status_code, "een reden" in page.text) == (422, True)
    els.post(f"/dossiers/{dossier}/standing", data={"seen": seen, "standing": "declined", "reason": "te duur"})
    seen = form(els.get(place).text)["seen"]
    els.post(f"/dossiers/{dossier}/lead-source", data={"seen": seen, "lead_source": "makelaar"})
    whole = els.get(f"/dossiers/{dossier}").text
    assert "Stand gewijzigd" in whole
    assert "te duur" in whole
    assert program.get(f"{API}/dossiers", params={"standing": "declined"}).json()["count"] >= 1
    assert program.get(f"{API}/dossiers", params={"standing": "gone"}).status_code == 422
