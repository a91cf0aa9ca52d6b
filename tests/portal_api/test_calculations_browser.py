"""Bram with a real browser: monthly costs on each screen, by keyboard and without scripts."""

import pytest

from tests.builders.browser import SCREENS, check
from tests.builders.counters import link_for

FILLED = (
    "/monthly-costs?principal=200.000&rate_pct=3&months=360&repayment=annuity"
    "&principal=100.000&rate_pct=3,6&months=240&repayment=interest-only"
)

MAXIMUM = "/maximum-mortgage?income=75.000&partner_income=0&rate_pct=4&label=C&measures=9000"


@pytest.fixture
def open_page(desk, windows):
    return lambda *how, **more: windows.sign_in(link_for(desk.hub, desk.cast.bram_user), *how, **more)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_the_page_holds_on_each_screen_and_ground(open_page, screen, scheme, request):
    page = open_page(screen, scheme)
    shots = request.config.rootpath / "var" / "screens"
    places = {
        "costs-empty": "/monthly-costs",
        "costs": FILLED,
        "maximum-empty": "/maximum-mortgage",
        "maximum": MAXIMUM,
    }
    for name, place in places.items():
        page.goto(place)
        check(page)
        page.screenshot(path=shots / f"{name}-{screen}-{scheme}.png", full_page=True)


def test_a_loan_is_calculated_by_keyboard_and_a_year_opened(open_page):
    page = open_page()
    page.goto("/monthly-costs")
    page.locator("#f-principal-0").fill("200.000")
    page.locator("#f-rate_pct-0").fill("3")
    page.locator("#f-rate_pct-0").press("Enter")
    page.get_by_role("heading", name="Eerste maand").wait_for()
    assert page.locator("#result .amount").inner_text().endswith("843,21")
    page.get_by_role("img", name="Rente en aflossing per jaar").wait_for()
    page.get_by_text("Jaar 2", exact=True).click()
    page.get_by_role("table", name="Maanden van jaar 2").wait_for()
    check(page)


def test_the_plot_and_the_schedule_are_there_without_scripts(open_page):
    page = open_page("phone", scripts=False)
    page.goto(FILLED)
    assert page.locator("svg.plot rect").count() == 60
    assert page.locator("#schedule table").count() == 31
