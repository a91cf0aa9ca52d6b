"""The lists of an office at the counter: products, stukken, columns, saved views, files, and many given at once."""

import re
from datetime import date

import pytest

from tests.builders.people import person_of
from tests.portal_api.test_exports import export, read_csv
from tests.portal_api.test_keeping import opened

API = "/api/v2"


@pytest.fixture
def program(desk):
    return desk.client(desk.cast.bram_key)


@pytest.fixture
def els(desk):
    return desk.browser(desk.cast.adviser_user)


@pytest.fixture(scope="module")
def olga(desk):
    made = desk.browser(person_of(desk, "administrator", "Olga").id)
    made.follow_redirects = True
    return made


@pytest.fixture(scope="module")
def three(desk):
    """Three dossiers of people at one address."""
    client = desk.client(desk.cast.bram_key)
    home = {"street": "Dorpsstraat", "house_number": "5", "postcode": "1234 AB", "city": "Ons Dorp"}
    return [
        opened(client, f"l-{name}", {"birth_name": name, "email": f"{name}@klant.example", **home}).json()["dossier_id"]
        for name in ("Eersteling", "Tweeling", "Drieling")
    ]


def post(client, place, key, **body):
    return client.post(f"{API}{place}", json=body, headers={"Idempotency-Key": key})


def heads(page):
    table = re.search(r"<thead>.*?</thead>", page, re.DOTALL)[0]
    return [re.sub(r"<[^>]+>", "", each).strip() for each in re.findall(r"<th.*?</th>", table, re.DOTALL)]


def states(answer):
    assert answer.status_code == 200, answer.text
    return [each["state"] for each in answer.json()["items"]]


def test_all_stukken_and_products_are_listed_with_their_dossier(desk, program):
    found = program.get(f"{API}/stukken", params={"which": "all", "limit": 2}).json()
    assert (found["count"], len(found["items"])) == (4, 2)
    rest = program.get(f"{API}/stukken", params={"which": "all", "cursor": found["next"]}).json()
    numbers = [each["number"] for each in (*found["items"], *rest["items"])]
    assert (sorted(numbers), rest["next"]) == (["1", "2", "3", "4"], None)
    (loan,) = program.get(f"{API}/products", params={"kind": "mortgage"}).json()["items"]
    assert (loan["dossier_id"], loan["amount"], loan["state"]) == (desk.dossier, "350000.00", "open")


@pytest.mark.parametrize(
    ("place", "query", "path"),
    [
        ("/products", {"kind": "yacht"}, "kind"),
        ("/products", {"state": "gone"}, "state"),
        ("/products", {"lender": "QQ"}, "lender"),
        ("/products", {"cursor": "x"}, "cursor"),
        ("/stukken", {"which": "some"}, "which"),
        ("/stukken", {"status": "99"}, "status"),
        ("/stukken", {"until": "soon"}, "until"),
        ("/stukken", {"cursor": "WyJ4IiwieSIsInoiLCIxIl0"}, "cursor"),
        ("/stukken", {"q": "\x00"}, "q"),
    ],
    ids=lambda each: each if isinstance(each, str) else "-".join(each.values())[:6].strip("\x00") or "nul",
)
def test_a_filter_that_no_list_knows_is_refused_by_name(program, place, query, path):
    answer = program.get(f"{API}{place}", params=query)
    assert (answer.status_code, answer.json()["slug"]) == (422, "request-invalid")
    assert path in answer.json().get("path", answer.text)


def test_columns_are_chosen_in_order_and_kept_with_a_view_and_a_file(els, three):
    usual = els.get("/dossiers").text
    assert heads(usual) == ["Dossier", "Geopend", "Laatste status", "Offerte", "Open stukken"]
    query = {"q": "1234AB", "columns": ["number", "", "adviser", "number"]}
    page = els.get("/dossiers", params=query).text
    assert heads(page) == ["Dossier", "Nummer", "Adviseur"]
    kept = re.search(r'name="query" value="([^"]+)"', page)[1].replace("&amp;", "&")
    assert kept == "columns=number%2Cadviser&q=1234AB"
    els.post("/views", data={"page": "/dossiers", "name": "Ons Dorp", "query": kept})
    again = els.get("/dossiers").text
    (count,) = re.findall(r'Ons Dorp <span class="badge">(\d+)</span>', again)
    assert count == "3"
    made = els.post("/dossiers/export", data={"query": kept, "reason": "Overzicht", "format": "csv"})
    assert read_csv(made)[0] == ["Dossier", "Nummer", "Adviseur"]


@pytest.mark.parametrize("place", ["/dossiers", "/tasks", "/products", "/stukken"])
def test_a_column_that_a_list_has_not_is_refused(els, place):
    assert els.get(place, params={"columns": "bsn"}).status_code == 422
    assert els.get(place, params={"columns": ",".join("abcdefghijklmnopqrstuvw")}).status_code == 422


@pytest.mark.parametrize(
    ("which", "query", "expected"),
    [
        ("stukken", "which=all&columns=lender_says,person", ["Stuk", "De geldverstrekker zegt", "Van wie"]),
        ("products", "columns=amount", ["Product", "Bedrag"]),
        ("tasks", "", ["Taak", "Uiterlijk", "Wie het doet", "Dossier"]),
    ],
    ids=["stukken", "products", "tasks"],
)
def test_each_list_is_taken_along_with_its_columns(program, which, query, expected):
    first, *rows = read_csv(export(program, which, format="csv", query=query))
    assert first == expected
    assert all(len(row) == len(expected) for row in rows)


def test_a_postcode_finds_in_the_lists_and_in_the_search_over_everything(program, three):
    assert program.get(f"{API}/dossiers", params={"q": "1234 ab 5"}).json()["count"] == 3
    found = program.get(f"{API}/search", params={"q": "1234ab"}).json()["dossiers"]
    assert {each["id"] for each in found} == set(three)
    assert program.get(f"{API}/dossiers", params={"q": "1234AB 6"}).json()["count"] == 0


def test_dossiers_are_given_in_one_act_with_an_outcome_for_each(desk, olga, program, three):
    els_id = desk.cast.adviser_user
    post(olga, f"/dossiers/{three[0]}/involvements/adviser", "one", person_id=els_id).raise_for_status()
    body = {"dossiers": [*three, "0199f3d2"], "part": "adviser", "person_id": els_id, "reason": "Bram is weg"}
    first = post(olga, "/dossiers/assign", "act-1", **body)
    assert states(first) == ["already", "done", "done", "refused"]
    assert first.json()["items"][3]["slug"] == "not-found"
    assert first.json()["counts"] == {"done": 2, "already": 1, "refused": 1}
    before = desk.hub.sql("SELECT count(*) FROM timeline WHERE kind = 'involvement-changed'")
    assert states(post(olga, "/dossiers/assign", "act-1", **body)) == ["already", "done", "done", "refused"]
    assert states(post(olga, "/dossiers/assign", "act-2", **body)) == ["already", "already", "already", "refused"]
    assert desk.hub.sql("SELECT count(*) FROM timeline WHERE kind = 'involvement-changed'") == before
    other = post(olga, "/dossiers/assign", "act-1", **{**body, "part": "adviser", "reason": "iets anders"})
    assert (other.status_code, other.json()["slug"]) == (409, "idempotency-key-reused")


def test_a_repeat_does_not_take_back_what_somebody_changed_since(desk, olga, three):
    els_id, bram_id = desk.cast.adviser_user, person_of(desk, "adviser", "Ben").id
    body = {"dossiers": three, "part": "handler", "person_id": els_id}
    assert states(post(olga, "/dossiers/assign", "act-3", **body)) == ["done"] * 3
    post(olga, f"/dossiers/{three[0]}/involvements/handler", "since", person_id=bram_id).raise_for_status()
    assert states(post(olga, "/dossiers/assign", "act-3", **body)) == ["done"] * 3
    held = olga.get(f"{API}/dossiers/{three[0]}/involvements").json()["items"]
    assert [each["id"] for each in held if each["part"] == "handler"] == [bram_id]


def test_only_who_may_be_given_it_and_only_so_many(desk, olga, three):
    alex = person_of(desk, "auditor", "Alex", ends_on=date(2027, 1, 1)).id
    for person in (alex, desk.cast.chris_user, "nobody"):
        answer = post(olga, "/dossiers/assign", f"who-{person}", dossiers=three, part="adviser", person_id=person)
        assert (answer.status_code, answer.json()["path"]) == (422, "person_id")
    many = [f"d-{number}" for number in range(201)]
    answer = post(olga, "/dossiers/assign", "many", dossiers=many, part="adviser", person_id=desk.cast.adviser_user)
    assert answer.status_code == 422


def test_tasks_are_given_and_one_that_is_over_says_so(desk, olga, program, three):
    ids = []
    for number in range(3):
        body = {"subject": f"Verdeel {number}", "due": "2026-11-27"}
        post(program, f"/dossiers/{three[number]}/tasks", f"v-{number}", **body).raise_for_status()
        ids.append(program.get(f"{API}/dossiers/{three[number]}/tasks").json()["items"][0]["id"])
    post(program, f"/dossiers/{three[2]}/tasks/{ids[2]}/end", "over", ending="done").raise_for_status()
    made = post(olga, "/tasks/assign", "give", tasks=ids, person_id=desk.cast.adviser_user)
    assert states(made) == ["done", "done", "refused"]
    assert made.json()["items"][2]["slug"] == "task-ended"
    listed = program.get(f"{API}/tasks", params={"assignee": desk.cast.adviser_user, "q": "1234AB"}).json()
    assert listed["count"] == 2


def test_another_office_is_told_nothing_of_what_it_names(desk, three):
    chef = desk.browser(person_of(desk, "administrator", "Cees", office="kantoor-2").id)
    body = {"dossiers": three[:1], "part": "adviser", "person_id": desk.cast.chris_user}
    answer = post(chef, "/dossiers/assign", "elsewhere", **body)
    (row,) = answer.json()["items"]
    assert (row["state"], row["slug"], row["name"]) == ("refused", "not-found", "")


def test_all_that_fit_are_named_before_they_are_given(desk, olga, three):
    listed = olga.get("/dossiers", params={"q": "1234AB", "columns": "adviser"}).text
    assert listed.count('class="pick"') == 3
    page = olga.get("/dossiers/assign", params={"fitting": "q=1234AB"}).text
    assert [name in page for name in ("Eersteling", "Tweeling", "Drieling")] == [True] * 3
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    form = {"id": three, "part": "adviser", "person_id": "", "key": key}
    refused = olga.post("/dossiers/assign", data=form)
    assert (refused.status_code, "Eersteling" in refused.text) == (422, True)
    done = olga.post("/dossiers/assign", data=form | {"person_id": desk.cast.adviser_user})
    assert done.status_code == 200
    assert "Wat ervan kwam" in done.text
    assert "Er is niets gekozen" in olga.get("/tasks/assign").text
