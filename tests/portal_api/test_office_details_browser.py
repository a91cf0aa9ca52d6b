"""An administrator with a real browser: who the office is, on each screen and ground."""

import pytest

from handlers.accounts.people import add_user
from tests.builders.browser import SCREENS, check
from tests.builders.counters import link_for


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_the_office_is_described_and_a_mistake_is_told_at_its_field(desk, windows, screen, scheme, request):
    with desk.hub.database.transaction() as connection:
        at = desk.hub.clock.now()
        name = f"Beheer {screen} {scheme}"
        user = add_user(connection, office_id="kantoor-1", name=name, role="administrator", at=at)
    page = windows.sign_in(link_for(desk.hub, user.id), screen, scheme)
    page.goto("/office/details")
    check(page)
    page.locator("#f-kvk_number").fill("12")
    page.keyboard.press("Enter")
    page.locator("#mistakes").wait_for()
    check(page, refused=422)
    page.locator("#f-kvk_number").fill("12 34 56 78")
    page.keyboard.press("Enter")
    page.wait_for_url("**done=kept")
    check(page, refused=422)
    assert page.locator("#f-kvk_number").input_value() == "12345678"
    screens = request.config.rootpath / "var" / "screens"
    page.screenshot(path=screens / f"office-details-{screen}-{scheme}.png", full_page=True)
