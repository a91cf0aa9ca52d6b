"""One search box: a name with a slip in it, an address, a number, what waits, and tasks, each within the scope."""

import pytest

from handlers.dossiers.rules.spelling import near, words_of
from tests.portal_api.test_keeping import opened

API = "/api/v2"
KNOWN = ["jansen", "vermeulen", "dijkstra", "hendriks", "willems", "bakker"]


@pytest.fixture
def program(desk):
    return desk.client(desk.cast.bram_key)


@pytest.fixture(scope="module")
def zandvliet(desk):
    party = {"birth_name": "Zandvliet", "email": "zandvliet@klant.example", "phone": "0687654321"}
    return opened(desk.client(desk.cast.bram_key), "zandvliet", party).json()["dossier_id"]


def find(client, q):
    answer = client.get(f"{API}/search", params={"q": q})
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("jnasen", "jansen"),
        ("jansn", "jansen"),
        ("vermuelen", "vermeulen"),
        ("dijkstar", "dijkstra"),
        ("hendrks", "hendriks"),
        ("wilems", "willems"),
    ],
)
def test_a_slip_of_the_finger_is_near_to_one_name(typed, meant):
    assert near(typed, KNOWN)[0] == meant


@pytest.mark.parametrize("typed", ["bergsma", "janssensma", "xyzw"])
def test_another_name_is_near_to_none(typed):
    assert near(typed, KNOWN) == []


def test_short_words_and_initials_are_not_looked_for():
    assert near("wit", ["wits", "wit"]) == []
    assert words_of("T. Jansen") == ["jansen"]


@pytest.mark.parametrize("typed", ["Zandvleit", "zandvlit", "Zanddvliet"])
def test_a_name_with_a_slip_is_found_as_near(program, zandvliet, typed):
    found = find(program, typed)
    assert found["dossiers"] == []
    assert [each["id"] for each in found["near"]] == [zandvliet]
    page = program.get("/palette", params={"q": typed}).text
    assert "lijkt erop" in page
    assert f"/dossiers/{zandvliet}" in page


@pytest.mark.parametrize("typed", ["zandvliet", "ZANDVLIET@klant.example", "06-87654321", "+31687654321"])
def test_a_name_an_address_and_a_telephone_number_find_the_dossier(program, zandvliet, typed):
    assert [each["id"] for each in find(program, typed)["dossiers"]] == [zandvliet]


def test_what_waits_and_tasks_are_found_beside_dossiers(desk, program, zandvliet):
    body = {"subject": "Hypotheekakte navragen", "due": "2026-11-27"}
    where = f"{API}/dossiers/{zandvliet}/tasks"
    program.post(where, json=body, headers={"Idempotency-Key": "search-task"}).raise_for_status()
    assert [each["subject"] for each in find(program, "hypotheekakte")["tasks"]] == ["Hypotheekakte navragen"]
    assert [each["id"] for each in find(program, "AE-2026-000777")["exchanges"]] == [desk.unlinked]


def test_a_dossier_that_was_opened_now_is_near_at_once(program):
    find(program, "Kwakernaat")
    made = opened(program, "kwak", {"birth_name": "Kwakernaat", "email": "k@klant.example"}).json()["dossier_id"]
    assert [each["id"] for each in find(program, "Kwakernaad")["near"]] == [made]


def test_another_office_finds_nothing_of_it(desk, zandvliet):
    chris = desk.client(desk.cast.chris_key)
    for typed in ("zandvliet", "Zandvleit", "zandvliet@klant.example", "AE-2026-000777", "hypotheekakte"):
        found = find(chris, typed)
        assert [found[name] for name in ("dossiers", "near", "exchanges", "tasks")] == [[], [], [], []], typed


def test_a_search_is_written_down(desk, program, zandvliet):
    find(program, "zandvliet")
    said = desk.hub.sql("SELECT said FROM looks WHERE kind = 'search' AND what = 'dossiers'")
    assert any("zandvliet" in str(each[0]) for each in said)


def test_nothing_is_found_for_nothing(program):
    assert find(program, "  ")["dossiers"] == []
