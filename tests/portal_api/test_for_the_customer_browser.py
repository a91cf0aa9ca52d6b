"""Els with a real browser: something asked of the customer, done, and asked again, on each screen."""

import pytest

from tests.builders.browser import SCREENS, check
from tests.builders.counters import link_for
from tests.portal_api.test_keeping import opened


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_something_is_asked_done_and_asked_again(desk, windows, screen, scheme, request):
    name = f"Fien{screen}{scheme}"
    party = {"birth_name": name, "email": f"{name}@klant.example"}
    dossier = opened(desk.client(desk.cast.bram_key), f"b-{name}", party).json()["dossier_id"]
    page = windows.sign_in(link_for(desk.hub, desk.cast.adviser_user), screen, scheme)
    page.goto(f"/dossiers/{dossier}")
    page.get_by_role("link", name="Voor de klant", exact=True).click()
    page.get_by_role("heading", name="Iets vragen").wait_for()
    check(page)
    page.locator("#new-subject").fill("Kopie paspoort")
    page.locator("#new-due").fill("2026-12-01")
    page.keyboard.press("Enter")
    page.wait_for_url("**/for-the-customer?done=kept")
    page.get_by_role("button", name="De klant heeft het gedaan").click()
    page.get_by_role("button", name="Opnieuw vragen").wait_for()
    page.get_by_label("Waarom opnieuw").fill("Onleesbaar")
    page.get_by_role("button", name="Opnieuw vragen").click()
    page.get_by_text("Opnieuw aanleveren: Kopie paspoort").wait_for()
    check(page)
    folder = request.config.rootpath / "var" / "screens"
    page.screenshot(path=folder / f"for-the-customer-{screen}-{scheme}.png", full_page=True)
