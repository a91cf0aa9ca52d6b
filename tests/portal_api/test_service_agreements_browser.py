"""Els with a real browser: a service agreement from draft to signed, on each screen and ground."""

import pytest

from handlers.offices.directory import set_profile
from tests.builders.browser import SCREENS, check
from tests.builders.counters import link_for
from tests.handlers.service_agreements.test_service_agreements import PROFILE
from tests.portal_api.test_keeping import opened


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_an_agreement_goes_from_draft_to_signed(desk, windows, screen, scheme, request):
    with desk.hub.database.transaction() as connection:
        set_profile(connection, office="kantoor-1", **PROFILE)
    name = f"Otd{screen}{scheme}"
    party = {"birth_name": name, "email": f"{name}@klant.example"}
    dossier = opened(desk.client(desk.cast.bram_key), f"b-{name}", party).json()["dossier_id"]
    page = windows.sign_in(link_for(desk.hub, desk.cast.adviser_user), screen, scheme)
    screens = request.config.rootpath / "var" / "screens"
    page.goto(f"/dossiers/{dossier}")
    page.get_by_role("link", name="Opdrachten").click()
    page.get_by_role("heading", name="Er is nog geen opdracht").wait_for()
    check(page)
    page.get_by_role("link", name="Nieuwe opdracht").click()
    page.locator("#f-l0_name").fill("Hypotheekadvies")
    page.locator("#f-l0_fee").fill("veel")
    page.get_by_role("button", name="Opslaan").click()
    page.locator("#mistakes").wait_for()
    check(page, refused=422)
    page.locator("#f-l0_fee").fill("2.750,00")
    page.get_by_label("advies en bemiddeling").check()
    page.locator("#f-card_version").fill("2026-1")
    page.locator("#f-card_handed_over").fill("2026-11-10")
    page.locator("#f-card_fee").fill("2750")
    page.screenshot(path=screens / f"agreement-form-{screen}-{scheme}.png", full_page=True)
    page.get_by_role("button", name="Opslaan").click()
    page.wait_for_url("**done=kept")
    page.locator(".papers img").first.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert page.locator(".papers img").first.evaluate("e => e.naturalWidth") == 900
    check(page, refused=422)
    page.screenshot(path=screens / f"agreement-draft-{screen}-{scheme}.png", full_page=True)
    page.get_by_role("button", name="Definitief maken").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**done=final")
    page.locator("#f-who").fill("A. de Wit")
    page.get_by_role("button", name="Vastleggen dat de klant akkoord is").click()
    page.wait_for_url("**done=signed")
    page.screenshot(path=screens / f"agreement-signed-{screen}-{scheme}.png", full_page=True)
    check(page, refused=422)
    page.goto(f"/dossiers/{dossier}/agreements")
    check(page, refused=422)
    page.screenshot(path=screens / f"agreement-list-{screen}-{scheme}.png", full_page=True)
