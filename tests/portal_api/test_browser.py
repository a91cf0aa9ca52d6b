"""A person with a real browser: from the link to one message, on a desk and on a phone, by keyboard and in the dark."""

import pytest

from tests.builders.browser import SCREENS, check
from tests.builders.counters import link_for


@pytest.fixture
def open_page(desk, windows):
    """The list of dossiers, as Bram sees it; he is signed in."""

    def opened(*how, **more):
        page = windows.sign_in(link_for(desk.hub, desk.cast.bram_user), *how, **more)
        page.goto("/dossiers")
        return page

    return opened


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


def test_the_pages_before_a_session_hold_too(windows):
    page = windows.open()
    for path in ("/login/used", "/dossiers/nope"):
        page.goto(path)
        check(page, refused=401)


def test_a_keyboard_is_enough_and_always_shows_where_it_is(open_page, desk):
    page = open_page()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for _ in range(25):
        outline = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement); return [s.outlineStyle, s.outlineWidth]; })()"
        )
        assert outline == ["solid", "3px"], page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("document.activeElement.className") == "title":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/dossiers/{desk.dossier}")


def test_everything_works_without_scripts(open_page):
    page = open_page(scripts=False)
    page.locator("#f-q").fill("jansen")
    page.locator("form.filters button[type=submit]").click()
    page.locator("a.title").click()
    assert page.locator("h1").inner_text() == "A.M. de Wit en T. Jansen"
    page.locator("form[action='/logout'] button").click()
    assert page.locator("h1").inner_text() == "U bent afgemeld"
