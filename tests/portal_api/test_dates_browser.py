"""Els with a real browser: the dates of a dossier and of the office, on each screen and by keyboard."""

import pytest

from schemas.dates import ConditionTerms, EndDate, SetDeedDate, SetResolutiveCondition
from tests.builders.browser import SCREENS, check
from tests.builders.counters import link_for


@pytest.fixture(scope="module")
def watched(desk):
    """One of every kind: a condition that is near, the deed with a stuk before it, the offer, one that ended."""
    run, of = desk.hub.runtime.execute, {"dossier_id": desk.dossier}
    for kind, day in (("financiering", "2026-11-26"), ("nhg", "2026-12-28")):
        terms = ConditionTerms(ov_date=day, notice_days=2, guarantee_date="2027-01-08")
        run(SetResolutiveCondition(**of, kind=kind, terms=terms), actor=f"user:{desk.cast.adviser_user}")
    run(EndDate(**of, date_id="resolutive-nhg", ending="waived", reason="NHG is rond"), actor="user:els")
    run(SetDeedDate(**of, day="2027-09-01"), actor="user:els")
    return f"/dossiers/{desk.dossier}/dates"


@pytest.fixture
def open_page(desk, windows):
    return lambda *how, **more: windows.sign_in(link_for(desk.hub, desk.cast.adviser_user), *how, **more)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_every_page_holds_on_each_screen_and_ground(watched, open_page, screen, scheme, request):
    page = open_page(screen, scheme)
    shots = request.config.rootpath / "var" / "screens"
    places = {
        "dates": watched,
        "dates-near": "/dates",
        "dates-none": "/dates?kind=deed",
        "dates-condition": f"{watched}/condition?kind=financiering",
        "dates-deed": f"{watched}/deed",
        "dates-extend": f"{watched}/resolutive-financiering/extend",
        "dates-end": f"{watched}/resolutive-financiering/end",
    }
    for name, place in places.items():
        page.goto(place)
        check(page)
        page.screenshot(path=shots / f"{name}-{screen}-{scheme}.png", full_page=True)


def test_a_condition_is_looked_at_and_kept_without_scripts(watched, open_page):
    page = open_page("phone", scripts=False)
    page.goto(f"{watched}/condition?kind=bouwkundig")
    page.locator("#f-day").fill("2026-12-26")
    page.get_by_role("button", name="Bekijk de meldingen").click()
    page.get_by_text("De termijn eindigt op maandag 28 december 2026.").wait_for()
    page.get_by_role("button", name="Vastleggen").click()
    page.get_by_role("status").filter(has_text="De termijn is vastgelegd.").wait_for()
    page.get_by_role("heading", name="bouwkundige keuring").wait_for()


def test_the_form_goes_by_keyboard_and_what_will_be_told_is_said(watched, open_page):
    page = open_page()
    page.goto(f"{watched}/deed")
    page.locator("#f-day").fill("2027-08-31")
    page.get_by_role("button", name="Bekijk de meldingen").focus()
    page.keyboard.press("Enter")
    page.get_by_role("status").filter(has_text="dinsdag 31 augustus 2027").wait_for()
    check(page)


def test_a_mistake_is_said_first_and_what_was_typed_stays(watched, open_page):
    page = open_page()
    page.goto(f"{watched}/resolutive-financiering/extend")
    page.locator("#f-day").fill("2026-11-24")
    page.locator("#f-reason").fill("te vroeg")
    page.get_by_role("button", name="Vastleggen").click()
    page.get_by_role("alert").wait_for()
    assert page.locator("#f-reason").input_value() == "te vroeg"
    check(page, 422)
