"""Olga with a real browser: columns chosen with the keyboard, and dossiers picked and given, on each screen."""

import pytest

from tests.builders.browser import SCREENS, check
from tests.builders.counters import link_for
from tests.builders.people import person_of
from tests.portal_api.test_keeping import opened


@pytest.mark.parametrize("screen", SCREENS)
def test_columns_are_chosen_and_dossiers_given(desk, windows, screen):
    party = {"birth_name": f"Merel{screen}", "email": f"{screen}@klant.example"}
    opened(desk.client(desk.cast.bram_key), f"lb-{screen}", party)
    page = windows.sign_in(link_for(desk.hub, person_of(desk, "administrator", "Olga").id), screen, "light")
    for place in ("/products", "/stukken", "/tasks"):
        page.goto(place)
        check(page)
    page.goto("/stukken")
    page.get_by_text("Kolommen").focus()
    page.keyboard.press("Enter")
    page.locator("#c-0").select_option("lender_says")
    page.locator("#c-1").select_option("")
    check(page)
    page.get_by_role("button", name="Zo tonen").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**columns=lender_says**")
    page.goto(f"/dossiers?q=Merel{screen}")
    page.locator("input.pick").first.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Gekozen dossiers toewijzen").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Dossiers toewijzen").wait_for()
    check(page)
    page.locator("#f-person_id").select_option(index=1)
    page.get_by_role("button", name="Toewijzen").click()
    page.get_by_text("Wat ervan kwam").wait_for()
    check(page)
