"""Els with a real browser: a report written, seen, sent and read again, on each screen."""

import pytest

from tests.builders.browser import SCREENS, check
from tests.builders.counters import link_for
from tests.portal_api.test_keeping import opened


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_a_report_is_written_seen_and_sent(desk, windows, screen, scheme, request):
    name = f"Saar{screen}{scheme}"
    program = desk.client(desk.cast.bram_key)
    parties = ({"birth_name": name, "email": f"{name}@klant.example"}, {"birth_name": "Smit", "phone": "0612345678"})
    dossier = opened(program, f"b-{name}", *parties).json()["dossier_id"]
    met = {"means": "visit", "at": "2026-11-20T14:05:00+01:00", "summary": "Intern.", "no_follow_up": "Belt"}
    place = f"/api/v2/dossiers/{dossier}/contacts"
    program.post(place, json=met, headers={"Idempotency-Key": f"c-{name}"}).raise_for_status()
    page = windows.sign_in(link_for(desk.hub, desk.cast.adviser_user), screen, scheme)
    page.goto(f"/dossiers/{dossier}/tasks")
    page.get_by_role("link", name="Verslag mailen").click()
    page.get_by_role("heading", name="Verslag schrijven").wait_for()
    check(page)
    page.get_by_role("button", name="Versturen").click()
    page.locator("#mistakes").wait_for()
    check(page, refused=422)
    page.locator("#f-text").fill("Wij bespraken de maandlasten.\n\n- de rente\n- uw pensioen")
    page.get_by_role("button", name="Eerst bekijken").click()
    page.get_by_role("heading", name="Zo leest de klant het").wait_for()
    check(page, refused=422)
    folder = request.config.rootpath / "var" / "screens"
    page.screenshot(path=folder / f"report-seen-{screen}-{scheme}.png", full_page=True)
    page.get_by_role("button", name="Versturen").click()
    page.wait_for_url("**/meeting-reports?done=sent")
    page.locator("summary", has_text="Lezen").click()
    check(page, refused=422)
    page.screenshot(path=folder / f"report-{screen}-{scheme}.png", full_page=True)
