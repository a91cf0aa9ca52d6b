"""Els with a real browser: a service and a mortgage with their parts, on each screen."""

import pytest

from tests.builders.browser import SCREENS, check, press
from tests.builders.counters import link_for
from tests.portal_api.test_keeping import opened


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_a_product_is_added_with_its_card_and_parts(desk, windows, screen, scheme, request):
    name, screens = f"Kaart{screen}{scheme}", request.config.rootpath / "var" / "screens"
    party = {"birth_name": name, "email": f"{name}@klant.example"}
    dossier = opened(desk.client(desk.cast.bram_key), f"pb-{name}", party).json()["dossier_id"]
    page = windows.sign_in(link_for(desk.hub, desk.cast.adviser_user), screen, scheme)
    page.goto(f"/dossiers/{dossier}")
    page.get_by_role("link", name="Producten").click()
    page.get_by_role("heading", name="Nieuw product").wait_for()
    check(page)
    page.get_by_role("link", name="Hypotheek", exact=True).click()
    page.locator("#n-goal").wait_for()
    check(page)
    page.locator("#n-amount").fill("veel")
    press(page, "Product toevoegen")
    page.locator("#mistakes").wait_for()
    check(page, refused=422)
    page.locator("#n-goal").select_option("purchase")
    page.locator("#n-amount").fill("350.000")
    page.locator("#np-repayment").select_option("annuity")
    page.locator("#np-amount").fill("350.000")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Productkaart").wait_for()
    check(page, refused=422)
    page.get_by_text("Rechterdeel toevoegen").first.click()
    page.locator("#pn-repayment").select_option("interest_only")
    page.locator("#pn-amount").fill("50.000")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="leningdeel 2").wait_for()
    check(page, refused=422)
    page.screenshot(path=screens / f"product-{screen}-{scheme}.png", full_page=True)
    page.goto(f"/dossiers/{dossier}/products")
    page.get_by_text("2 rechterdelen").wait_for()
    check(page, refused=422)
    page.screenshot(
        path=request.config.rootpath / "var" / "screens" / f"products-{screen}-{scheme}.png", full_page=True
    )
