"""Merging and splitting at the counter: seen beforehand, done once, led on, taken back; what is refused."""

import re
from itertools import count

import pytest

from hub.ledger import balance
from tests.portal_api.test_keeping import API

_NUMBERS = count(1)


@pytest.fixture
def program(desk):
    return desk.client(desk.cast.bram_key)


@pytest.fixture
def els(desk):
    return desk.browser(desk.cast.adviser_user)


@pytest.fixture
def two(program):
    """Two dossiers by hand of one Wit, each with a task; what they are called by id and number."""
    made = []
    for _ in range(2):
        number = next(_NUMBERS)
        body = {"parties": [{"birth_name": f"Wit{number}", "email": f"wit{number}@klant.example"}], "confirmed": True}
        made.append(post(program, "", body, f"m-{number}").json())
        post(
            program,
            f"/{made[-1]['dossier_id']}/tasks",
            {"subject": f"bel {number}", "due": "2026-12-01"},
            f"t-{number}",
        )
    return made


def post(client, path, body, key=""):
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(f"{API}/dossiers{path}", json=body, headers=headers)


def get(client, path):
    return client.get(f"{API}/dossiers{path}")


def subjects(client, dossier_id):
    return sorted(each["subject"] for each in get(client, f"/{dossier_id}/tasks").json()["items"])


def test_a_merge_is_seen_beforehand_done_once_and_taken_back(desk, program, two):
    here, there = (each["dossier_id"] for each in two)
    plan = post(program, f"/{here}/merge/preview", {"with_dossier_id": there}).json()
    assert plan["figures"] == {"parties": 1, "tasks": 1}
    assert (plan["number"], plan["with_number"], plan["clashes"]) == (two[0]["number"], two[1]["number"], [])
    assert len(subjects(program, here)) == 1
    body = {"with_dossier_id": there, "reason": "één huishouden", "seen": plan["figures"]}
    done, again = (post(program, f"/{here}/merge", body, f"do-{here}") for _ in range(2))
    assert (done.status_code, again.json()) == (200, done.json())
    led = get(program, f"/{there}")
    assert (led.status_code, led.json()["slug"], led.json()["expected"]) == (409, "dossier-merged", here)
    assert len(subjects(program, here)) == 2
    listed = program.get(f"{API}/dossiers", params={"q": two[1]["number"]}).json()["items"]
    assert [each["id"] for each in listed] == [here]
    (move,) = get(program, f"/{here}/merges").json()["moves"]
    assert (move["kind"], move["other_number"], move["reason"]) == ("merge", two[1]["number"], "één huishouden")
    undo = {"undoes": move["id"], "reason": "toch twee huishoudens"}
    assert post(program, f"/{here}/split/preview", {"undoes": move["id"]}).json()["figures"] == {
        "parties": 1,
        "tasks": 1,
    }
    assert post(program, f"/{here}/split", undo, f"undo-{here}").status_code == 200
    assert [len(subjects(program, each)) for each in (here, there)] == [1, 1]
    assert post(program, f"/{here}/split", undo, f"undo2-{here}").json()["slug"] == "merge-undone"
    with desk.hub.runtime.database.reading() as connection:
        assert balance(connection).is_balanced


def test_a_part_goes_to_a_new_dossier_once(program, two):
    here, there = (each["dossier_id"] for each in two)
    post(program, f"/{here}/merge", {"with_dossier_id": there, "reason": "x"}, f"do-{here}")
    holds = get(program, f"/{here}/merges").json()["holds"]
    assert [each["kind"] for each in holds] == ["party", "party", "task", "task"]
    body = {"parties": ["P2"], "things": [f"task:{holds[3]['id']}"], "reason": "twee huishoudens"}
    assert post(program, f"/{here}/split/preview", {k: body[k] for k in ("parties", "things")}).json() == {
        "figures": {"parties": 1, "tasks": 1}
    }
    done, again = (post(program, f"/{here}/split", body, f"split-{here}") for _ in range(2))
    assert (done.status_code, again.json()) == (200, done.json())
    moves = get(program, f"/{here}/merges").json()["moves"]
    new = next(each["other_id"] for each in moves if each["kind"] == "split")
    assert len(get(program, f"/{new}/parties").json()["items"]) == 1
    assert len(subjects(program, new)) == 1


def test_what_changed_since_the_preview_is_told(program, two):
    here, there = (each["dossier_id"] for each in two)
    seen = post(program, f"/{here}/merge/preview", {"with_dossier_id": there}).json()["figures"]
    post(program, f"/{there}/tasks", {"subject": "nog een", "due": "2026-12-02"}, f"more-{there}")
    refused = post(program, f"/{here}/merge", {"with_dossier_id": there, "reason": "x", "seen": seen}, f"k-{here}")
    assert (refused.status_code, refused.json()["slug"]) == (409, "merge-changed")
    assert (refused.json()["came"], refused.json()["expected"]) == ("tasks 2", "tasks 1")


@pytest.mark.parametrize(
    ("body", "status", "slug"),
    [
        ({"with_dossier_id": "HERE", "reason": "x"}, 422, "same-dossier"),
        ({"with_dossier_id": "nobodys", "reason": "x"}, 404, "not-found"),
        ({"with_dossier_id": "THERE", "reason": " "}, 422, "request-invalid"),
        ({"with_dossier_id": "THERE", "reason": "x" * 10_000}, 422, "request-invalid"),
        ({"with_dossier_id": "THERE", "reason": "a\x00b"}, 422, "request-invalid"),
        ({"with_dossier_id": 7, "reason": "x"}, 422, "request-invalid"),
        ({"with_dossier_id": "THERE", "reason": "x", "choices": {"people": {"P1": "P7"}}}, 404, "not-found"),
    ],
    ids=["itself", "nobodys", "no-reason", "long", "null", "type", "party"],
)
def test_what_cannot_be_merged_is_refused(program, two, body, status, slug):
    named = {"HERE": two[0]["dossier_id"], "THERE": two[1]["dossier_id"]}
    given = body | {"with_dossier_id": named.get(body["with_dossier_id"], body["with_dossier_id"])}
    refused = post(program, f"/{two[0]['dossier_id']}/merge", given, "bad")
    assert (refused.status_code, refused.json()["slug"]) == (status, slug)


def test_another_office_is_not_told_of_either(desk, program, two):
    chris = desk.client(desk.cast.chris_key)
    here, there = (each["dossier_id"] for each in two)
    for path, body in (("merge/preview", {"with_dossier_id": there}), ("split/preview", {"parties": ["P1"]})):
        assert post(chris, f"/{here}/{path}", body).status_code == 404


def test_an_adviser_merges_on_the_page_and_old_links_lead_on(els, two):
    here, there = (each["dossier_id"] for each in two)
    words = els.get(f"/dossiers/{here}/merge", params={"q": two[1]["number"]}).text
    assert f"/dossiers/{here}/merge?other={there}" in words
    page = els.get(f"/dossiers/{here}/merge", params={"other": there}).text
    assert "Personen en organisaties" in page
    hidden = dict(re.findall(r'<input type="hidden" name="(key|other|seen)" value="([^"]*)"', page))
    form = {name: value.replace("&#34;", '"') for name, value in hidden.items()}
    again = els.post(f"/dossiers/{here}/merge", data=form | {"reason": ""})
    assert (again.status_code, "een reden" in again.text) == (422, True)
    done = els.post(f"/dossiers/{here}/merge", data=form | {"reason": "één huishouden"})
    assert (done.status_code, done.headers["location"]) == (303, f"/dossiers/{here}?from={there}")
    shown = els.get(done.headers["location"]).text
    assert f"Dossier {two[1]['number']} is samengevoegd met dit dossier" in shown
    old = els.get(f"/dossiers/{there}/tasks", headers={"Accept": "text/html"})
    assert (old.status_code, old.headers["location"]) == (303, f"/dossiers/{here}/tasks?from={there}")
    undo = re.search(r'href="(/dossiers/[^"]*/split\?undoes=[^"]*)"', shown)[1]
    chosen = els.get(undo).text
    ticked = re.findall(r'name="held" value="([^"]*)" checked', chosen)
    assert len(ticked) == 2
    hidden = dict(re.findall(r'<input type="hidden" name="(key|other|undoes|seen)" value="([^"]*)"', chosen))
    look = els.post(f"/dossiers/{here}/split", data=hidden | {"held": ticked, "step": "look", "reason": "toch niet"})
    assert (look.status_code, "Ongedaan maken" in look.text) == (200, True)
    back = els.post(f"/dossiers/{here}/split", data=hidden | {"held": ticked, "step": "do", "reason": "toch niet"})
    assert (back.status_code, back.headers["location"]) == (303, f"/dossiers/{there}")
    assert els.get(f"/dossiers/{there}").status_code == 200
