"""Products at the counter: added with a part, kept on what was seen, ended, tied, read by whom may."""

import re

import pytest

from tests.portal_api.test_keeping import opened

API = "/api/v2"
CARD = {"goal": "purchase", "amount": "350.000"}
PART = {"repayment": "annuity", "amount": "350000", "term_months": "360"}
SERVICE = {"wanted_advice": "purchase", "scope": "advice_and_mediation", "with_risk_insurance": "yes"}


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
    party = {"birth_name": f"Product{number}", "email": f"product{number}@klant.example"}
    return opened(program, f"pr-{number}", party).json()["dossier_id"]


def post(program, place, key, **body):
    return program.post(f"{API}{place}", json=body, headers={"Idempotency-Key": key})


def added(program, dossier, **more):
    given = {"kind": "mortgage", "card": CARD, "parts": [PART]} | more
    return post(program, f"/dossiers/{dossier}/products", f"a-{dossier}-{given['kind']}", **given)


def seen(page):
    return re.findall(r'name="seen" value="([0-9a-f]{32})"', page)


def test_a_service_says_which_advice_is_wanted(program, dossier):
    refused = added(program, dossier, kind="service", card={"scope": "advice"}, parts=[{"description": "Advies"}])
    assert (refused.status_code, refused.json()["path"]) == (422, "card.wanted_advice")
    made = added(program, dossier, kind="service", card=SERVICE, parts=[{"description": "Advies", "fee": "2.750"}])
    assert made.status_code == 200
    (service,) = program.get(f"{API}/dossiers/{dossier}/products").json()["items"]
    assert (service["kind"], service["card"]["wanted_advice"], service["missing"]) == ("service", "purchase", [])


def test_each_kind_has_fields_of_its_own_and_missing_ones_are_named(program, dossier):
    cards = {each["kind"]: each for each in program.get(f"{API}/product-cards").json()["items"]}
    asked = {kind: [each["name"] for each in card["fields"] if each["is_asked"]] for kind, card in cards.items()}
    assert (asked["service"], asked["mortgage"]) == (["wanted_advice", "scope"], ["goal"])
    product = added(program, dossier).json()["product_id"]
    shown = program.get(f"{API}/dossiers/{dossier}/products/{product}").json()
    assert shown["missing"] == [
        "lender",
        "market_value",
        "with_guarantee",
        "arrangement",
        "street",
        "house_number",
        "postcode",
        "city",
    ]
    assert shown["parts"][0]["missing"] == [
        *("rate_pct", "fixed_months", "kind", "rate_kind", "payment_term", "in_arrears"),
    ]


def test_a_product_has_at_least_one_part(program, dossier):
    refused = added(program, dossier, parts=[])
    assert (refused.status_code, refused.json()["slug"]) == (422, "part-missing")
    assert "eerste rechterdeel" in refused.json()["nl"]
    product = added(program, dossier).json()["product_id"]
    place = f"/dossiers/{dossier}/products/{product}"
    last = post(program, f"{place}/parts/1/drop", f"d-{dossier}")
    assert (last.status_code, last.json()["slug"]) == (409, "last-part")


def test_the_same_key_adds_one_product(program, dossier):
    assert added(program, dossier).json() == added(program, dossier).json()
    assert len(program.get(f"{API}/dossiers/{dossier}/products").json()["items"]) == 1


def test_a_part_is_counted_from_one(program, dossier):
    place = f"/dossiers/{dossier}/products/{added(program, dossier).json()['product_id']}"
    answer = post(program, f"{place}/parts/0", f"z-{dossier}", part=PART)
    assert (answer.status_code, answer.json()["path"]) == (422, "number")


def test_another_office_and_a_product_that_is_not_there_are_not_found(desk, program, dossier):
    place = f"{API}/dossiers/{dossier}/products"
    added(program, dossier)
    assert desk.client(desk.cast.chris_key).get(place).status_code == 404
    assert program.get(f"{place}/nobodys").status_code == 404


def test_a_form_that_is_refused_comes_back_with_what_was_typed(els, dossier):
    page = els.get(f"/dossiers/{dossier}/products?kind=mortgage")
    key = re.findall(r'name="key" value="([^"]+)"', page.text)[0]
    form = {"kind": "mortgage", "key": key, "card.goal": "purchase", "card.amount": "veel", "part.amount": "1"}
    refused = els.post(f"/dossiers/{dossier}/products", data=form)
    assert refused.status_code == 422
    assert 'value="veel"' in refused.text
    assert 'href="#n-amount"' in refused.text
    form |= {"card.amount": "350.000", "part.repayment": "annuity", "part.amount": "350.000"}
    made = els.post(f"/dossiers/{dossier}/products", data=form)
    assert (made.status_code, "350.000" in made.text) == (200, True)


def test_two_advisers_who_change_one_card_are_told(els, program, dossier):
    product = added(program, dossier).json()["product_id"]
    place = f"/dossiers/{dossier}/products/{product}"
    state = seen(els.get(place).text)[0]
    post(program, place, f"k-{dossier}", card={**CARD, "lender": "Aegon"}).raise_for_status()
    stale = els.post(place, data={"seen": state, "card.goal": "raise", "card.lender": "ING"})
    assert (stale.status_code, "Aegon" in stale.text, "ING" in stale.text) == (412, True, True)
    assert program.get(f"{API}{place}").json()["card"]["lender"] == "Aegon"
    again = els.post(place, data={"seen": seen(stale.text)[0], "card.goal": "raise", "card.lender": "ING"})
    assert (again.status_code, program.get(f"{API}{place}").json()["card"]["lender"]) == (200, "ING")


def test_a_product_ends_with_a_reason_and_its_card_is_read_only(els, program, dossier):
    product = added(program, dossier).json()["product_id"]
    place = f"/dossiers/{dossier}/products/{product}"
    assert els.post(f"{place}/end", data={"key": f"e1-{dossier}", "ending": "withdrawn"}).status_code == 422
    page = els.post(f"{place}/end", data={"key": f"e2-{dossier}", "ending": "withdrawn", "reason": "Koopt niet"})
    assert "gaat niet door" in page.text
    assert seen(page.text) == []
    refused = post(program, place, f"k2-{dossier}", card=CARD)
    assert (refused.status_code, refused.json()["slug"]) == (409, "product-ended")


def test_the_product_of_an_application_shows_what_it_says(desk, program):
    (product,) = program.get(f"{API}/dossiers/{desk.dossier}/products").json()["items"]
    assert product["application_id"] == desk.application_id()
    assert (product["card"], bool(product["said"]["amount"]), bool(product["parts"])) == ({}, True, True)


def test_the_timeline_tells_of_products_in_words(els, program, dossier):
    added(program, dossier)
    assert "Product toegevoegd: hypotheek" in els.get(f"/dossiers/{dossier}").text


def test_what_the_application_says_is_not_asked_again(els, desk, program):
    (product,) = program.get(f"{API}/dossiers/{desk.dossier}/products").json()["items"]
    page = els.get(f"/dossiers/{desk.dossier}/products/{product['id']}").text
    assert ('name="card.amount"' in page, 'name="card.goal"' in page) == (False, True)


def test_a_service_stands_on_the_first_page_and_its_fee_is_told_as_of_a_service(desk, program, dossier):
    added(program, dossier, kind="service", card=SERVICE, parts=[{"description": "Advies", "fee": "2.750"}])
    page = desk.browser(desk.cast.adviser_user).get(f"/dossiers/{dossier}").text
    assert "Nog geen lening bekend" not in page
    assert f'<a href="/dossiers/{dossier}/products/' in page
    assert "dienst 1: " in page.lower()
    assert "leningdeel 1" not in page.lower()


def test_an_agreement_names_the_service_that_it_is_for_and_no_product_of_elsewhere(desk, program, dossier):
    made = added(program, dossier, kind="service", card=SERVICE, parts=[{"description": "Advies"}]).json()["product_id"]
    added(program, dossier, kind="mortgage", card=CARD, parts=[PART])
    els = desk.browser(desk.cast.adviser_user)
    asked = els.get(f"/dossiers/{dossier}/agreements/new").text
    assert f'<option value="{made}" selected>' in asked
    form = {"key": "otd-product", "product_id": made, "l0_name": "Advies", "l0_fee": "100"}
    kept = els.post(f"/dossiers/{dossier}/agreements", data=form)
    assert f'/dossiers/{dossier}/products/{made}">Dienst' in els.get(kept.headers["location"]).text
    refused = els.post(f"/dossiers/{dossier}/agreements", data=form | {"key": "otd-other", "product_id": "nobodys"})
    assert (refused.status_code, "een product van dit dossier" in refused.text) == (422, True)
