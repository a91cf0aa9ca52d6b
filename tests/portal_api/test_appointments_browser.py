"""Els with a real browser: an appointment made, one that overlaps it, moved and called off, on each screen."""

import pytest

from tests.builders.browser import SCREENS, check
from tests.builders.counters import link_for
from tests.portal_api.test_keeping import opened

DAYS = {("desk", "light"): 8, ("desk", "dark"): 9, ("phone", "light"): 10, ("phone", "dark"): 11}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_an_appointment_is_made_moved_and_called_off(desk, windows, screen, scheme, request):
    name = f"Noor{screen}{scheme}"
    parties = ({"birth_name": name, "email": f"{name}@klant.example"}, {"birth_name": "Smit", "phone": "0612345678"})
    dossier = opened(desk.client(desk.cast.bram_key), f"b-{name}", *parties).json()["dossier_id"]
    page = windows.sign_in(link_for(desk.hub, desk.cast.adviser_user), screen, scheme)
    folder = request.config.rootpath / "var" / "screens"
    page.goto(f"/dossiers/{dossier}")
    page.get_by_role("link", name="Afspraken", exact=True).last.click()
    page.get_by_role("heading", name="Afspraak maken").wait_for()
    check(page)
    day = f"2027-01-{DAYS[screen, scheme]:02}"
    page.locator("#new-starts").fill(f"{day}T10:00")
    page.locator("#new-subject").fill("Kennismaking")
    page.get_by_role("checkbox", name="Smit").uncheck()
    page.get_by_role("button", name="Afspraak maken").click()
    page.locator("#mistakes").wait_for()
    check(page, refused=422)
    page.screenshot(path=folder / f"appointments-refused-{screen}-{scheme}.png", full_page=True)
    page.locator("#new-location").fill("Lange Straat 1, Utrecht")
    page.keyboard.press("Enter")
    page.wait_for_url("**/appointments?done=kept")
    page.locator("#new-starts").fill(f"{day}T10:30")
    page.locator("#new-subject").fill("Nog een gesprek")
    page.locator("#new-place").select_option("phone")
    page.get_by_role("button", name="Afspraak maken").click()
    page.get_by_role("heading", name="Deze collega heeft dan al een afspraak").wait_for()
    check(page, refused=422)
    page.screenshot(path=folder / f"appointments-taken-{screen}-{scheme}.png", full_page=True)
    page.get_by_role("button", name="Toch maken").click()
    page.wait_for_url("**/appointments?done=kept")
    page.locator("summary", has_text="Afzeggen").last.click()
    page.get_by_label("Waarom").last.fill("Dubbel gepland")
    page.keyboard.press("Enter")
    page.get_by_text("Gaat niet door: Dubbel gepland").wait_for()
    check(page, refused=422)
    page.screenshot(path=folder / f"appointments-{screen}-{scheme}.png", full_page=True)
    page.goto("/appointments")
    page.get_by_role("heading", name="Afspraken").first.wait_for()
    check(page, refused=422)
    page.screenshot(path=folder / f"appointments-list-{screen}-{scheme}.png", full_page=True)
