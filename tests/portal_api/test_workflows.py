"""Workflows at the counter: what may be done now, what messages did, an office's own versions."""

import re

import pytest

from tests.portal_api.test_keeping import opened
from tests.portal_api.test_products import added, post

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
def product(program, request):
    """A mortgage that its office keeps; the address of its workflow below the API."""
    number = abs(hash(request.node.name))
    party = {"birth_name": f"Weg{number}", "email": f"weg{number}@klant.example"}
    dossier = opened(program, f"w-{number}", party).json()["dossier_id"]
    return f"/dossiers/{dossier}/products/{added(program, dossier).json()['product_id']}"


def walked(program, product):
    return program.get(f"{API}{product}/workflow").json()


def test_only_what_may_be_done_now_is_offered(program, product):
    begun = walked(program, product)
    assert (begun["state"], begun["version"]) == ("inventory", 0)
    assert [each["key"] for each in begun["steps"] if each["to"]] == ["agreement-elsewhere", "withdraw"]
    refused = post(program, f"{product}/workflow", f"1{product}", step="send-again", reason="x")
    assert (refused.status_code, refused.json()["slug"]) == (409, "step-not-allowed")
    assert refused.json()["expected"] == "agreement-elsewhere, withdraw"
    lacking = post(program, f"{product}/workflow", f"2{product}", step="agreement-elsewhere", reason="x", evidence="y")
    assert (lacking.status_code, lacking.json()["expected"]) == (409, "contact")
    post(program, f"{product}/workflow", f"3{product}", step="withdraw", reason="Koopt niet").raise_for_status()
    assert (walked(program, product)["state"], walked(program, product)["history"][0]["cause"]) == (
        "withdrawn",
        "step:withdraw",
    )


def test_a_step_on_what_has_moved_says_where_it_is(program, product):
    post(program, f"{product}/workflow", f"1{product}", step="withdraw", reason="x").raise_for_status()
    stale = post(program, f"{product}/workflow", f"2{product}", step="withdraw", seen="inventory", reason="x")
    assert (stale.status_code, stale.json()["slug"], stale.json()["expected"]) == (409, "state-moved", "withdrawn")


def test_messages_of_the_lender_moved_the_product(desk, program):
    found = walked(program, f"/dossiers/{desk.dossier}/products/{desk.product()}")
    heard = [each["cause"] for each in reversed(found["history"])]
    assert heard[0] == "AX"
    assert {"SX", "OX"} <= {each.partition(":")[0] for each in heard}
    states = [each["key"] for each in found["states"]]
    assert states.index(found["state"]) > states.index("advised")


def test_the_page_shows_where_a_product_stands_and_takes_a_step(els, product):
    page = els.get(product)
    assert ("Inventarisatie" in page.text, "Opdracht tot dienstverlening maken" in page.text) == (True, True)
    key = re.findall(r'name="key" value="([^"]+)"', page.text)[0]
    form = {"key": key, "step": "withdraw", "seen": "inventory"}
    refused = els.post(f"{product}/workflow", data=form)
    assert (refused.status_code, "een reden" in refused.text) == (422, True)
    done = els.post(f"{product}/workflow", data={**form, "reason": "Koopt niet"})
    assert (done.status_code, "Ingetrokken" in done.text, "Koopt niet" in done.text) == (200, True, True)


def test_the_workflow_of_another_office_is_not_found(desk, product):
    assert desk.client(desk.cast.chris_key).get(f"{API}{product}/workflow").status_code == 404


def definition(program, kind="valuation"):
    return program.get(f"{API}/office/workflows/{kind}").json()["items"][0]


def test_an_office_makes_a_version_of_its_own_once(own_desk):
    program = own_desk.client(own_desk.cast.bram_key)
    text = definition(program)["text"].replace("Aangevraagd", "Opdracht gegeven")
    made = {"text": text, "after": 0, "note": "Ons woord"}
    place = "/office/workflows/valuation"
    first, again = (post(program, place, "wf-1", **made) for _ in range(2))
    assert (first.status_code, again.json()) == (200, first.json())
    assert (definition(program)["version"], definition(program)["note"]) == (1, "Ons woord")
    late = post(program, place, "wf-2", **made)
    assert (late.status_code, late.json()["slug"]) == (409, "workflow-changed")
    wrong = post(program, place, "wf-3", text="name = 1", after=1)
    assert (wrong.status_code, wrong.json()["slug"]) == (422, "workflow-invalid")
    preview = program.post(f"{API}{place}/preview", json={"text": text})
    assert (preview.status_code, preview.json()["states"][1]["nl"]) == (200, "Opdracht gegeven")
    assert definition(program)["version"] == 1


def test_a_kind_that_is_none_is_not_found(program):
    assert program.get(f"{API}/office/workflows/boat").status_code == 404


def test_an_adviser_does_not_edit_workflows(els):
    assert els.get("/office/workflows").status_code == 403
