"""Otto with a real browser: every page of operations on each screen and ground, and an act by keyboard."""

import pytest

from tests.builders.browser import SCREENS, check
from tests.builders.counters import link_for
from tests.builders.delivery import LENDER, letter
from tests.builders.engine import START
from tests.builders.operating import otto, park, queue


@pytest.fixture(scope="module")
def parked(desk):
    found = park(desk)
    sent = {"state": "delivered", "delivered_at": START, "attempts": 1}
    queue(desk, letter(1, trouble="no-answer", attempts=2, tried_at=START), letter(2, queue="B", **sent))
    otto(desk)
    return found


@pytest.fixture
def open_page(desk, windows, parked):
    """A page of Otto, signed in."""
    return lambda *how, **more: windows.sign_in(link_for(desk.hub, desk.otto), *how, **more)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_every_page_holds_on_each_screen_and_ground(open_page, parked, screen, scheme, request):
    page = open_page(screen, scheme)
    shots = request.config.rootpath / "var" / "screens"
    places = {
        "start": "/operations",
        "messages": "/operations/messages",
        "none": "/operations/messages?state=carried",
        "parked": "/operations/parked",
        "parked-one": f"/operations/parked/{parked}",
        "retry": f"/operations/acts/retry?about={parked}",
        "discard": f"/operations/acts/discard?about={parked}",
        "partners": "/operations/partners",
        "partner": f"/operations/partners/{LENDER}",
        "outgoing": "/operations/outgoing",
        "outgoing-one": f"/operations/outgoing/{letter(1).id}",
        "ledger": "/operations/ledger",
        "doctor": "/operations/doctor",
    }
    for name, place in places.items():
        page.goto(place)
        check(page)
        page.screenshot(path=shots / f"{name}-{screen}-{scheme}.png", full_page=True)


def test_what_is_missing_is_told_and_the_page_holds(open_page, parked):
    page = open_page("phone")
    page.goto(f"/operations/acts/discard?about={parked}")
    page.locator("button.danger").click()
    page.get_by_role("alert").wait_for()
    check(page, refused=422)


def test_a_partner_is_paused_by_keyboard_and_without_scripts(open_page):
    page = open_page(scripts=False)
    page.goto(f"/operations/partners/{LENDER}")
    page.get_by_role("link", name="Pauzeer het verwerken").focus()
    page.keyboard.press("Enter")
    page.locator("#f-reason").focus()
    page.keyboard.type("onderhoud")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("status").wait_for()
    assert "onderhoud" in page.get_by_role("status").inner_text()
    page.go_back()
    page.get_by_role("heading", name="Wat er intussen gebeurde").wait_for()
    assert "onderhoud" in page.locator("main").inner_text()
