"""How high a mortgage may be, over the API and on its page."""

import pytest

PLACE = "/api/v2/calculations/maximum-mortgage"
ASKED = {"incomes": ["75000", "0"], "rate_pct": "4", "fixed_years": 10}
TYPED = {"income": "75.000", "partner_income": "0", "rate_pct": "4,0"}


@pytest.fixture
def program(desk):
    return desk.client(desk.cast.bram_key)


def test_a_program_is_told_how_high_it_may_be(program):
    said = program.post(PLACE, json=ASKED).json()
    assert (said["total"], said["quota_pct"], said["guarantee_fee"]) == ("322046", "24.6", "1288")
    assert "Stcrt. 2025, 36471" in said["source"]


def test_what_the_hub_has_no_figure_of_is_asked_for(program):
    refused = program.post(PLACE, json=ASKED | {"incomes": ["60000"]})
    assert (refused.status_code, refused.json()["slug"], refused.json()["path"]) == (422, "norm-missing", "quota_pct")
    assert program.post(PLACE, json=ASKED | {"incomes": ["60000"], "quota_pct": "23.5"}).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"incomes": []},
        {"incomes": ["-1"]},
        {"rate_pct": "99"},
        {"value": "0"},
        {"incomes": ["1", "2", "3"]},
        {"age": "x"},
    ],
    ids=["nobody", "negative", "rate", "worthless", "three", "age"],
)
def test_what_cannot_be_is_refused(program, wrong):
    assert program.post(PLACE, json=ASKED | wrong).status_code == 422


def test_the_page_says_it_with_its_source(desk):
    page = desk.browser().get("/maximum-mortgage", params=TYPED).text
    assert ("€\xa0322.046" in page, "Stcrt. 2025, 36471" in page) == (True, True)


def test_the_page_names_the_field_that_is_wrong_and_the_cell_that_is_missing(desk):
    browser = desk.browser()
    wrong = browser.get("/maximum-mortgage", params=TYPED | {"income": "veel"})
    assert (wrong.status_code, "vul een getal in" in wrong.text) == (422, True)
    missing = browser.get("/maximum-mortgage", params=TYPED | {"income": "60.000"})
    assert (missing.status_code, "vul het zelf in" in missing.text) == (422, True)
    assert browser.get("/maximum-mortgage").status_code == 200
