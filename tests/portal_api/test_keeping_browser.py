"""Els with a real browser: a new dossier for somebody who may be there already, by keyboard and on each screen."""

import pytest

from tests.builders.browser import SCREENS, check
from tests.builders.counters import link_for


@pytest.fixture
def open_page(desk, windows):
    return lambda *how, **more: windows.sign_in(link_for(desk.hub, desk.cast.adviser_user), *how, **more)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_a_dossier_is_opened_after_a_look_and_its_people_are_kept(open_page, screen, scheme, request):
    page = open_page(screen, scheme)
    shots = request.config.rootpath / "var" / "screens"
    begin(page, screen + scheme)
    page.get_by_role("heading", name="Tijdlijn").wait_for()
    check(page, refused=422)
    page.get_by_role("link", name="Personen en gegevens").click()
    page.get_by_role("heading", name="Personen en gegevens").wait_for()
    check(page, refused=422)
    page.screenshot(path=shots / f"parties-{screen}-{scheme}.png", full_page=True)
    page.locator("#f-P1-city").fill("Utrecht")
    page.keyboard.press("Enter")
    page.wait_for_url("**/parties?done=kept")
    assert page.locator("#f-P1-city").input_value() == "Utrecht"


def begin(page, name):
    """Fills the form in by keyboard; the first try says nothing of how to reach somebody."""
    page.goto("/")
    page.get_by_role("link", name="Nieuw dossier").first.click()
    page.get_by_role("heading", name="Nieuw dossier").wait_for()
    check(page, refused=422)
    page.locator("#f-p0_birth_name").fill(f"Zonneveld {name}")
    page.keyboard.press("Enter")
    page.locator("#mistakes").wait_for()
    check(page, refused=422)
    page.locator("#f-p0_email").fill(f"{name}@klant.example")
    page.keyboard.press("Enter")


@pytest.mark.parametrize("screen", SCREENS)
def test_who_may_be_there_already_is_shown_before_a_second_dossier(open_page, screen, request):
    page = open_page(screen)
    begin(page, f"twice{screen}")
    page.get_by_role("heading", name="Tijdlijn").wait_for()
    begin(page, f"twice{screen}")
    page.get_by_role("heading", name="Misschien is er al een dossier").wait_for()
    page.complaints = [said for said in page.complaints if "status of 4" not in said]
    check(page)
    page.screenshot(path=request.config.rootpath / "var" / "screens" / f"new-alike-{screen}.png", full_page=True)
    page.get_by_label("Het is iemand anders").check()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Tijdlijn").wait_for()
