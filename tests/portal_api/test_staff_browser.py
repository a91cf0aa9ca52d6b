"""Olga with a real browser: people, an account, the rights and who is involved, on each screen and by keyboard."""

import pytest

from handlers.accounts.people import add_user
from tests.builders.browser import SCREENS, check
from tests.builders.counters import link_for


@pytest.fixture(scope="module")
def olga(desk):
    with desk.hub.database.transaction() as connection:
        made = {"connection": connection, "office_id": "kantoor-1", "at": desk.hub.clock.now()}
        return add_user(**made, name="Olga", role="administrator", email="olga@brug.example").id


@pytest.fixture
def open_page(desk, windows, olga):
    return lambda *how, **more: windows.sign_in(link_for(desk.hub, olga), *how, **more)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_every_page_holds_on_each_screen_and_ground(desk, open_page, screen, scheme, request):
    page = open_page(screen, scheme)
    shots = request.config.rootpath / "var" / "screens"
    places = {
        "people": "/people",
        "person": f"/people/{desk.cast.adviser_user}",
        "rights": "/people/rights",
        "involved": f"/dossiers/{desk.dossier}/involved",
        "traffic": "/traffic",
    }
    for name, place in places.items():
        page.goto(place)
        check(page)
        page.screenshot(path=shots / f"{name}-{screen}-{scheme}.png", full_page=True)


def test_somebody_is_invited_by_keyboard_and_a_mistake_keeps_what_was_typed(open_page):
    page = open_page()
    page.goto("/people")
    page.locator("#f-name").last.focus()
    page.keyboard.type("Nora Visser")
    page.keyboard.press("Tab")
    page.keyboard.type("geen adres")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    assert page.locator("#add input[name=name]").input_value() == "Nora Visser"
    page.locator("#add input[name=email]").fill("nora@brug.example")
    page.keyboard.press("Enter")
    page.get_by_text("Geef deze link aan Nora Visser").wait_for()


def test_a_substitute_is_set_without_scripts(desk, open_page):
    page = open_page("phone", scripts=False)
    page.goto("/people")
    page.locator("#f-absent_id").select_option(desk.cast.adviser_user)
    page.locator("#f-substitute_id").select_option(label="Olga")
    page.locator("#f-starts_on").fill("2026-11-20")
    page.get_by_role("button", name="Vervanging instellen").click()
    page.get_by_text("Olga vervangt Els").wait_for()
