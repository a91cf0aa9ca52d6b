"""Who an office is, at the counter: kept by an administrator, checked, and never overwritten unseen."""

import re

import pytest

from handlers.accounts.people import add_user

PLACE = "/api/v2/office/details"
WHOLE = {"company": "De Brug BV", "kvk_number": "12 34 56 78", "afm_number": "12000001", "postcode": "3511 ab"}


@pytest.fixture
def program(desk):
    return desk.client(desk.cast.bram_key)


@pytest.fixture
def olga(desk):
    with desk.hub.database.transaction() as connection:
        at = desk.hub.clock.now()
        user = add_user(connection, office_id="kantoor-1", name="Beheer", role="administrator", at=at)
    made = desk.browser(user.id)
    made.follow_redirects = True
    return made


def test_what_is_left_out_stays_and_numbers_lose_their_blanks(program):
    kept = program.post(PLACE, json=WHOLE).json()
    assert (kept["kvk_number"], kept["postcode"]) == ("12345678", "3511AB")
    again = program.post(PLACE, json={"city": "Utrecht"}).json()
    assert (again["company"], again["city"]) == ("De Brug BV", "Utrecht")
    assert program.get(PLACE).json() == again


@pytest.mark.parametrize(
    ("name", "value"),
    [("kvk_number", "1234567"), ("afm_number", "twaalf"), ("phone", "112"), ("postcode", "35"), ("email", "geen")],
)
def test_a_fact_that_cannot_be_is_refused_with_its_field(program, name, value):
    answer = program.post(PLACE, json={name: value})
    assert (answer.status_code, answer.json()["path"]) == (422, name)


def test_another_office_keeps_its_own(desk, program):
    program.post(PLACE, json={"company": "De Brug BV"})
    chris = desk.client(desk.cast.chris_key)
    assert chris.get(PLACE).json()["company"] == "Kantoor Chris"


def test_the_page_keeps_refuses_and_shows_what_somebody_else_wrote(program, olga):
    page = olga.get("/office/details").text
    seen = re.search(r'name="seen" value="([^"]+)"', page).group(1)
    refused = olga.post("/office/details", data={"seen": seen, "company": "Kantoor", "kvk_number": "12"})
    assert refused.status_code == 422
    assert "acht cijfers" in refused.text
    program.post(PLACE, json={"city": "Zeist"}).raise_for_status()
    assert "Laatst gewijzigd" in olga.get("/office/details").text
    stale = olga.post("/office/details", data={"seen": seen, "company": "Kantoor", "city": "Bilthoven"})
    assert stale.status_code == 412
    assert "Zeist" in stale.text
    assert "Bilthoven" in stale.text
    seen = re.search(r'name="seen" value="([^"]+)"', stale.text).group(1)
    kept = olga.post("/office/details", data={"seen": seen, "company": "Kantoor", "city": "Bilthoven"})
    assert "Opgeslagen" in kept.text


def test_the_settings_say_who_set_what_and_the_kvk_number_stays(olga, program):
    program.post(PLACE, json={"kvk_number": "12345678"}).raise_for_status()
    key = re.search(r'name="key" value="([^"]+)"', olga.get("/office/station").text).group(1)
    kept = {"key": key, "company": "De Brug BV", "postcode": "3511AB"}
    assert olga.post("/office/station/profile", data=kept).status_code == 200
    page = olga.post("/office/station/numbers", data={"key": f"{key}-n", "number": "700123"}).text
    assert page.count("Laatst gewijzigd door Beheer") == 2
    assert "Laatst gewijzigd door Beheer" in olga.get("/office/details").text
    assert program.get(PLACE).json()["kvk_number"] == "12345678"
