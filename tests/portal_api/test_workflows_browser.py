"""With a real browser: Els takes a step of a product; an administrator changes a workflow, on each screen."""

import pytest

from handlers.accounts.people import add_user
from tests.builders.browser import SCREENS, check, press
from tests.builders.counters import link_for
from tests.portal_api.test_keeping import opened
from tests.portal_api.test_products import added


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_a_step_is_taken_with_why(desk, windows, screen, scheme, request):
    name, screens = f"Stap{screen}{scheme}", request.config.rootpath / "var" / "screens"
    program = desk.client(desk.cast.bram_key)
    party = {"birth_name": name, "email": f"{name}@klant.example"}
    dossier = opened(program, f"wb-{name}", party).json()["dossier_id"]
    product = added(program, dossier).json()["product_id"]
    page = windows.sign_in(link_for(desk.hub, desk.cast.adviser_user), screen, scheme)
    page.goto(f"/dossiers/{dossier}/products/{product}")
    page.get_by_text("De hele weg").click()
    check(page)
    page.get_by_text("Aanvraag intrekken → Ingetrokken").first.click()
    page.locator("#s-withdraw-reason").fill("Koopt niet")
    page.screenshot(path=screens / f"workflow-{screen}-{scheme}.png", full_page=True)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Hoe het hier kwam").wait_for()
    check(page)


@pytest.mark.parametrize("screen", SCREENS)
def test_an_administrator_changes_a_workflow_after_a_look(own_desk, windows_of, screen, request):
    screens = request.config.rootpath / "var" / "screens"
    with own_desk.hub.database.transaction() as connection:
        at = own_desk.hub.clock.now()
        olga = add_user(connection, office_id="kantoor-1", name="Olga", role="administrator", at=at).id
    page = windows_of(own_desk).sign_in(link_for(own_desk.hub, olga), screen)
    page.goto("/office/workflows")
    check(page)
    page.get_by_role("link", name="Taxatie").click()
    text = page.locator("#f-text").input_value()
    page.locator("#f-text").fill(text.replace('to = "requested"', 'to = "nowhere"'))
    press(page, "Voorbeeld")
    page.locator("#mistakes").wait_for()
    check(page, refused=422)
    page.locator("#f-text").fill(text.replace("Aangevraagd", "Opdracht gegeven"))
    press(page, "Voorbeeld")
    page.get_by_role("heading", name="Zo wordt de workflow").wait_for()
    check(page, refused=422)
    page.screenshot(path=screens / f"workflow-edit-{screen}.png", full_page=True)
    press(page, "Als nieuwe versie bewaren")
    page.get_by_text("versie 1").wait_for()
    check(page, refused=422)
