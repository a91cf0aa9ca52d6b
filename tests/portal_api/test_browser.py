"""A person with a real browser: from the link to one message, on a desk and on a phone, by keyboard and in the dark."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from tests.builders.counters import link_for

CHROMIUM = Path("/usr/bin/chromium")
SWITCHES = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-first-run"),
]
SCREENS = {"desk": (1280, 900), "phone": (390, 844)}

pytestmark = pytest.mark.skipif(
    not CHROMIUM.exists() and os.environ.get("CI") != "true", reason="Chromium is missing: apt-get install chromium"
)


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def open_page(desk, chromium, tmp_path):
    """A page of a signed-in person; `complaints` is what the browser said about it."""
    contexts = []

    def open_(screen="desk", scheme="light", language="nl-NL"):
        width, height = SCREENS[screen]
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, locale=language, base_url=desk.server.url
        )
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda said: page.complaints.append(said.text))
        page.goto(f"/login/{link_for(desk.hub, desk.cast.bram_user)}")
        page.get_by_role("button", name="Aanmelden" if language == "nl-NL" else "Sign in").click()
        page.wait_for_url("**/")
        return page

    yield open_
    for context in contexts:
        context.close()


def check(page):
    """No sideways scrolling, nothing axe objects to, nothing the browser complains about."""
    wide, seen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= seen, page.url
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_from_the_link_to_one_message(open_page, screen, scheme):
    page = open_page(screen, scheme)
    check(page)
    page.get_by_role("link", name="A.M. de Wit en T. Jansen").click()
    page.get_by_role("heading", name="Tijdlijn").wait_for()
    page.locator("summary").first.click()
    check(page)
    page.locator(".event a").first.click()
    page.get_by_role("heading", name="Levensloop").wait_for()
    check(page)


def test_the_same_way_in_english(open_page):
    page = open_page(language="en-GB")
    page.get_by_role("link", name="A.M. de Wit en T. Jansen").click()
    assert page.get_by_role("heading", name="Timeline").is_visible()
    check(page)


def test_the_pages_before_a_session_hold_too(desk, chromium):
    context = chromium.new_context(base_url=desk.server.url, locale="nl-NL")
    page = context.new_page()
    for path in ("/login/used", "/dossiers/nope"):
        page.goto(path)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    context.close()


def test_a_keyboard_is_enough_and_always_shows_where_it_is(open_page, desk):
    page = open_page()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for _ in range(12):
        outline = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement); return [s.outlineStyle, s.outlineWidth]; })()"
        )
        assert outline == ["solid", "3px"], page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("document.activeElement.className") == "title":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/dossiers/{desk.dossier}")


def test_everything_works_without_scripts(desk, chromium):
    context = chromium.new_context(base_url=desk.server.url, java_script_enabled=False, locale="nl-NL")
    page = context.new_page()
    page.goto(f"/login/{link_for(desk.hub, desk.cast.bram_user)}")
    page.locator("button.primary").click()
    page.locator("#q").fill("jansen")
    page.locator(".search button").click()
    page.locator("a.title").click()
    assert page.locator("h1").inner_text() == "A.M. de Wit en T. Jansen"
    page.locator("form[action='/logout'] button").click()
    assert page.locator("h1").inner_text() == "U bent afgemeld"
    context.close()
