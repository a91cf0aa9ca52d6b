"""The page of components in Chromium: every state, language and ground, on a desk and on a phone; by keyboard."""

from pathlib import Path

import pytest

from tests.builders.browser import SCREENS, check
from tests.builders.counters import link_for
from tests.builders.desks import close_desk, open_desk

SHOTS = Path("var/screens/components")


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A hub that is not production: there the page is for operators."""
    made = open_desk(tmp_path_factory.mktemp("desk"), environment="stage")
    yield made
    close_desk(made)


@pytest.fixture(scope="module")
def session(desk):
    """The cookie of one signed-in person, for every page of this file."""
    answer = desk.client(accept="text/html").post(f"/login/{link_for(desk.hub, desk.cast.bram_user)}")
    return {"name": "session", "value": answer.cookies["session"], "url": desk.server.url}


@pytest.fixture
def open_page(windows, session):
    def open_(path="/components", screen="desk", *, scheme="light", language="nl-NL", **more):
        page = windows.open(screen, scheme, language=language, **more)
        page.context.add_cookies([session])
        page.goto(path)
        return page

    return open_


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("ground", ["light", "dark"])
@pytest.mark.parametrize("language", ["nl", "en", "pl"])
def test_every_component_holds(open_page, language, ground, screen):
    page = open_page(f"/components?lang={language}&theme={ground}", screen)
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{language}-{ground}-{screen}.png", full_page=True)
    check(page)


def test_the_chosen_ground_goes_before_the_system(open_page):
    page = open_page("/components?theme=light", scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(244, 245, 241)"


def test_forced_colours_and_less_motion_leave_everything_usable(open_page):
    page = open_page(forced_colors="active", reduced_motion="reduce")
    check(page)
    assert page.evaluate("getComputedStyle(document.querySelector('.loading span')).animationName") == "none"


def test_a_dialog_opens_with_the_page_it_leads_to_and_gives_the_focus_back(open_page):
    page = open_page()
    opener = page.locator("a[data-dialog=asked]")
    opener.focus()
    page.keyboard.press("Enter")
    page.locator("dialog[open] h1").wait_for()
    check(page)
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.dialog") == "asked"


def test_a_dialog_is_a_page_without_scripts(open_page):
    page = open_page(scripts=False)
    page.locator("a[data-dialog=asked]").click()
    assert page.locator("h1").inner_text() == "Weet u het zeker?"


def test_a_mistake_is_linked_to_its_field(open_page):
    page = open_page()
    page.locator(".mistakes a").first.click()
    field = page.locator("#f-mail")
    assert page.evaluate("document.activeElement.id") == "f-mail"
    assert field.input_value() == "anna.example"
    assert page.locator(f"#{field.get_attribute('aria-describedby').split()[1]}").inner_text().startswith("‘anna.exam")


def test_a_keyboard_reaches_everything_and_is_always_seen(open_page):
    page = open_page()
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        where = page.evaluate(
            "(() => { const e = document.activeElement, s = getComputedStyle(e);"
            " return [e.outerHTML.slice(0, 90), s.outlineStyle, s.outlineWidth]; })()"
        )
        assert where[1:] == ["solid", "3px"] or where[0].startswith("<body"), where
        seen.add(where[0])
    assert len(seen) > 40


def test_the_palette_opens_by_keyboard_and_goes_where_enter_says(open_page):
    page = open_page()
    page.keyboard.press("Control+k")
    page.locator("#palette-0").wait_for()
    check(page)
    page.keyboard.type("doss")
    page.get_by_role("option", name="Dossiers").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    page.keyboard.press("?")
    page.get_by_role("heading", name="Sneltoetsen").wait_for()
    check(page)


def test_a_dialog_that_is_on_the_page_opens_and_closes_by_keyboard(open_page):
    page = open_page()
    page.locator("a[data-dialog=ready]").focus()
    page.keyboard.press("Enter")
    page.locator("dialog#ready[open]").wait_for()
    check(page)
    page.keyboard.press("Escape")
    assert page.locator("dialog#ready[open]").count() == 0
    assert page.evaluate("document.activeElement.dataset.dialog") == "ready"


def test_a_toast_is_sent_away_by_keyboard(open_page):
    page = open_page()
    before = page.locator(".toast").count()
    page.locator(".toasts [data-dismiss]").focus()
    page.keyboard.press("Enter")
    assert page.locator(".toast").count() == before - 1
    check(page)


def test_filters_work_by_keyboard_and_without_scripts(open_page):
    page = open_page(scripts=False)
    page.locator(".filters #f-q").focus()
    page.keyboard.type("wit")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/components?q=wit&sort=status")
    assert page.locator("th[aria-sort=ascending]").inner_text().startswith("Laatste status")
    page.locator("th[aria-sort=ascending] a").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/components?sort=-status*")
