"""The choice of the demo in a real Chromium, wide and on a phone: by mouse, by keyboard, and with axe."""

import pytest

from tests.builders.browser import SCREENS, Windows, check
from tests.builders.demo import Demo


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    made = Demo(tmp_path_factory.mktemp("demo"))
    yield made
    made.stop()


@pytest.fixture(params=SCREENS)
def page(request, demo, chromium):
    windows = Windows(chromium, demo.server.url)
    yield windows.open(request.param)
    windows.close()


def test_one_click_signs_in_and_the_menu_leads_back(page):
    page.goto("/")
    assert page.url.endswith("/demo")
    check(page)
    page.get_by_role("button", name="Verder als Bram", exact=True).click()
    page.get_by_role("heading", level=1).wait_for()
    assert not page.url.endswith("/demo")
    check(page)
    page.locator(".menu summary").click()
    page.get_by_role("link", name="Wissel van persoon").click()
    assert page.get_by_text("dat bent u nu").count() == 1
    check(page)
    assert page.complaints == []


def test_the_bar_with_the_clock_is_pressed_and_leads_back(page):
    page.goto("/")
    page.get_by_role("button", name="Verder als Bram", exact=True).click()
    bar = page.get_by_role("complementary", name="De klok van de demo")
    before = bar.locator("p").inner_text()
    bar.get_by_role("button", name="Volgende gebeurtenis").click()
    page.wait_for_function("before => document.querySelector('.demo-moment').innerText !== before", arg=before)
    bar.get_by_role("button", name="Start", exact=True).press("Enter")
    page.locator('.demo-bar [aria-pressed="true"]', has_text="Start").wait_for()
    later = bar.locator("p").inner_text()
    page.wait_for_function("before => document.querySelector('.demo-moment').innerText !== before", arg=later)
    check(page)
    bar.get_by_role("button", name="Pauze").click()
    page.locator('.demo-bar [aria-pressed="true"]', has_text="Pauze").wait_for()
    assert page.complaints == []


def test_the_keyboard_chooses_as_well_in_english_on_a_dark_ground(page):
    page.goto("/demo?lang=en&theme=dark")
    check(page)
    button = page.get_by_role("button", name="Continue as Otto", exact=True)
    for _ in range(40):
        if button.evaluate("each => each === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{page.url.partition('/demo')[0]}/")
    assert page.locator("a.person").text_content() == "Otto"
    assert page.complaints == []
