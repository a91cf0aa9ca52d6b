"""Els with a real browser: contact with a prospect, its follow-up, and the task done, on each screen."""

import pytest

from tests.builders.browser import SCREENS, check
from tests.builders.counters import link_for
from tests.portal_api.test_keeping import opened


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_contact_is_recorded_followed_up_and_done(desk, windows, screen, scheme, request):
    name = f"Merel{screen}{scheme}"
    party = {"birth_name": name, "email": f"{name}@klant.example"}
    dossier = opened(desk.client(desk.cast.bram_key), f"b-{name}", party).json()["dossier_id"]
    page = windows.sign_in(link_for(desk.hub, desk.cast.adviser_user), screen, scheme)
    page.goto(f"/dossiers/{dossier}")
    page.get_by_role("link", name="Contact en taken").click()
    page.get_by_role("heading", name="Contact vastleggen").wait_for()
    check(page)
    page.locator("#f-summary").fill("Eerste gesprek")
    page.get_by_role("button", name="Contact vastleggen").click()
    page.locator("#mistakes").wait_for()
    check(page, refused=422)
    page.locator("#f-subject").fill("Terugbellen")
    page.locator("#f-due").fill("2026-11-27")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tasks?done=kept")
    check(page, refused=422)
    page.screenshot(path=request.config.rootpath / "var" / "screens" / f"tasks-{screen}-{scheme}.png", full_page=True)
    page.locator("button[name=ending][value=done]").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Afgesloten").wait_for()
    page.goto("/tasks")
    page.get_by_role("heading", name="Taken").first.wait_for()
    check(page, refused=422)
