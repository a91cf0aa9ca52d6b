"""Monthly costs over the API and on the page: published figures, several parts, bad input, from a product."""

import re

import pytest

PLACE = "/api/v2/calculations/monthly-costs"
ANNUITY = {"repayment": "annuity", "principal": "200000", "rate_pct": "3", "months": 360}
TYPED = {"repayment": "annuity", "principal": "200.000", "rate_pct": "3", "months": "360"}


@pytest.fixture
def bram(desk):
    return desk.client(desk.cast.bram_key)


@pytest.fixture
def browser(desk):
    return desk.browser()


def test_a_program_is_told_the_published_figures(bram):
    told = bram.post(PLACE, json={"parts": [ANNUITY]}).json()
    assert (told["first"]["payment"], told["first"]["interest"], told["paid"]) == ("843.21", "500.00", "303554.90")
    assert told["years"][1]["balance"] == "191521.79"
    assert len(told["years"]) == 30
    assert told["years"][0]["months"][0]["repayment"] == "343.21"


def test_several_parts_are_one_loan(bram):
    parts = [ANNUITY, ANNUITY | {"repayment": "interest-only", "principal": "100000", "rate_pct": "3.6"}]
    told = bram.post(PLACE, json={"parts": parts}).json()
    assert (told["first"]["payment"], told["owed"], told["principal"]) == ("1143.21", "100000.00", "300000")
    assert [each["first"]["payment"] for each in told["parts"]] == ["843.21", "300.00"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"principal": "0"},
        {"principal": "-1"},
        {"principal": "1e12"},
        {"principal": "NaN"},
        {"rate_pct": "26"},
        {"rate_pct": "-0.1"},
        {"months": 0},
        {"months": 601},
        {"months": 1.5},
        {"repayment": "savings"},
    ],
    ids=str,
)
def test_a_part_that_cannot_be_is_refused_with_its_field(bram, wrong):
    answer = bram.post(PLACE, json={"parts": [ANNUITY | wrong]})
    assert answer.status_code == 422
    assert next(iter(wrong)) in answer.json()["mistakes"][0]["path"]


@pytest.mark.parametrize("parts", [[], [ANNUITY] * 11], ids=["none", "too-many"])
def test_a_loan_has_one_to_ten_parts(bram, parts):
    assert bram.post(PLACE, json={"parts": parts}).status_code == 422


def test_the_page_shows_the_first_month_the_totals_and_the_schedule(browser):
    page = browser.get("/monthly-costs", params=TYPED).text
    assert "€\xa0843,21" in page
    assert "€\xa0303.554,90" in page
    assert page.count("<rect class=") == 60
    assert re.search(r"de rente gaat van €\s5\.\d{3},\d\d in het eerste naar €\s\d+,\d\d in het laatste jaar", page)
    assert "Maanden van jaar 30" in page


@pytest.mark.parametrize("typed", ["200.000", "200000", "200.000,00", "€ 200.000", "200000.00"], ids=str)
def test_an_amount_is_read_as_people_write_it(browser, typed):
    assert "€\xa0843,21" in browser.get("/monthly-costs", params=TYPED | {"principal": typed}).text


def test_the_page_names_what_is_wrong_and_keeps_what_was_typed(browser):
    answer = browser.get("/monthly-costs", params=TYPED | {"rate_pct": "dertig", "months": "0"})
    assert answer.status_code == 422
    assert "Vul een rente in van 0 tot 25 %" in answer.text
    assert "Vul een heel aantal maanden in" in answer.text
    assert 'value="dertig"' in answer.text
    assert "Eerste maand" not in answer.text


def test_a_row_can_be_added_and_an_empty_one_does_not_count(browser):
    several = {name: [value, ""] for name, value in TYPED.items()} | {"more": "true"}
    page = browser.get("/monthly-costs", params=several).text
    assert "Leningdeel 2" in page
    assert "€\xa0843,21" in page


def test_a_product_of_a_dossier_fills_the_form(desk, browser):
    page = browser.get(f"/dossiers/{desk.dossier}").text
    place = re.search(r'href="(/dossiers/[^"]+/monthly-costs)"', page).group(1)
    filled = browser.get(place).text
    assert 'name="principal" type="text"' in filled
    assert re.search(r'name="rate_pct"[^>]*value="3,\d+"', filled)
    assert "Eerste maand" in filled


def test_a_product_that_is_not_there_is_not_found(desk, browser):
    place = f"/dossiers/{desk.dossier}/applications/{desk.application_id()}/products/99/monthly-costs"
    assert browser.get(place).status_code == 404
