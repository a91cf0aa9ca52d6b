"""Els with a real browser: the advice file of a mortgage, on each screen."""

import pytest

from tests.builders.browser import SCREENS, check
from tests.builders.counters import link_for
from tests.portal_api.test_advice_files import made


@pytest.mark.parametrize("screen", SCREENS)
def test_an_item_is_waived_with_a_reason(desk, windows, screen, request):
    product = made(desk.client(desk.cast.bram_key), f"browser{screen}")
    page = windows.sign_in(link_for(desk.hub, desk.cast.adviser_user), screen, "light")
    page.goto(product)
    page.get_by_role("link", name="Open het adviesdossier").click()
    page.get_by_role("heading", name="Adviesdossier", level=1).wait_for()
    check(page)
    item = page.locator(".advice-item").filter(has=page.get_by_role("heading", name="Nazorg"))
    item.locator("summary").first.click()
    item.get_by_label("Dit onderdeel").select_option("waived")
    item.get_by_label("Waar het staat").fill("")
    page.keyboard.press("Enter")
    page.locator("#said-aftercare-e").wait_for()
    check(page, refused=422)
    page.locator("#said-aftercare").fill("De klant wil geen nazorg")
    page.keyboard.press("Enter")
    page.get_by_text("Reden: De klant wil geen nazorg").wait_for()
    check(page, refused=422)
    page.screenshot(path=request.config.rootpath / "var" / "screens" / f"advice-file-{screen}.png", full_page=True)
