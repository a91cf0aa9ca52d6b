"""Anna with a real browser: from the mailed link to Mijn overzicht, on each screen; and Els, who looks as she does."""

import pytest

from schemas.action_points import ReleaseActionPoints
from tests.builders.browser import SCREENS, check
from tests.builders.counters import link_for
from tests.builders.customers import customers_of, invite, last_mail, link_in
from tests.builders.desks import close_desk, open_desk
from tests.builders.people import PASSWORD

EMAIL = "anna@klant.example"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    made = open_desk(tmp_path_factory.mktemp("customers"), mail_url="demo://")
    answer = invite(made, EMAIL)
    assert answer.status_code == 200, answer.text
    items = made.client(made.cast.bram_key).get(f"/api/v2/dossiers/{made.dossier}/action-points").json()["items"]
    held = tuple(each["id"] for each in items if each["state"] == "held")
    made.hub.runtime.execute(ReleaseActionPoints(dossier_id=made.dossier, action_points=held), actor="user:bram")
    yield made
    close_desk(made)


@pytest.fixture
def open_page(windows):
    return lambda screen="phone", *how, **more: windows.open(screen, *how, **more)


def test_a_customer_comes_in_by_the_mailed_link_and_sees_what_to_do(desk, open_page, request):
    page = open_page()
    page.goto(link_in(desk, last_mail(desk, EMAIL)))
    page.locator("button.primary").click()
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=repeated]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/mine")
    check(page)
    page.screenshot(path=request.config.rootpath / "var" / "screens" / "mine-phone.png", full_page=True)
    assert page.locator("progress").count() == 1


def test_a_link_that_was_used_says_so_and_leads_on(desk, open_page):
    page = open_page()
    page.goto("/login/used-or-wrong")
    page.locator("button.primary").click()
    page.get_by_text("werkt één keer").first.wait_for()
    check(page, refused=410)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_the_pages_hold_on_each_screen_and_ground(desk, open_page, screen, scheme, request):
    shots = request.config.rootpath / "var" / "screens"
    (anna,) = [each["person_id"] for each in customers_of(desk) if each["person_id"]]
    for person, places in (
        (
            anna,
            {
                "mine": "/mine",
                "account": "/account",
                "email": "/account/email",
                "code": "/code",
                "undo": "/email/x/undo",
            },
        ),
        (
            desk.cast.adviser_user,
            {
                "customers": f"/dossiers/{desk.dossier}/customers",
                "customers-reset": f"/dossiers/{desk.dossier}/customers?resets={anna}",
                "customers-letter": f"/dossiers/{desk.dossier}/customers?writes={anna}",
            },
        ),
    ):
        page = open_page(screen, scheme)
        page.goto(f"/login/{link_for(desk.hub, person)}")
        page.locator("button.primary").click()
        for name, place in places.items():
            page.goto(place)
            check(page)
            page.screenshot(path=shots / f"{name}-{screen}-{scheme}.png", full_page=True)


def test_an_idle_customer_is_warned_stays_with_a_button_and_is_led_back(desk, open_page):
    (anna,) = [each["person_id"] for each in customers_of(desk) if each["person_id"]]
    page = open_page()
    page.clock.install()
    page.goto(f"/login/{link_for(desk.hub, anna)}")
    page.locator("button.primary").click()
    page.goto("/account")
    page.clock.fast_forward("13:01")
    page.get_by_role("button", name="Ik ben er nog").wait_for()
    assert "Over twee minuten" in page.locator("#idle-said").inner_text()
    check(page)
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Ik ben er nog").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Ik ben er nog").wait_for(state="hidden")
    desk.hub.clock.forward(minutes=16)
    page.clock.fast_forward("15:11")
    page.wait_for_url("**/idle?back=*")
    page.get_by_role("heading", name="U bent afgemeld").wait_for()
    check(page)
    page.goto(f"/login/{link_for(desk.hub, anna)}")
    page.locator("button.primary").click()
    page.wait_for_url("**/account")


def test_an_adviser_looks_as_the_customer_with_a_bar_that_ends_it(desk, open_page, request):
    page = open_page("desk")
    page.goto(f"/login/{link_for(desk.hub, desk.cast.adviser_user)}")
    page.locator("button.primary").click()
    page.goto(f"/dossiers/{desk.dossier}/customers")
    page.locator("a[href*='?views=']").first.click()
    page.locator("form[action$='/view'] input[name=reason]").fill("Anna belt over haar stukken")
    check(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/mine")
    check(page)
    assert "alleen lezen" in page.locator("section.notice").inner_text().casefold()
    page.screenshot(path=request.config.rootpath / "var" / "screens" / "viewing-desk.png", full_page=True)
    page.locator("form[action='/viewing/end'] button").click()
    page.wait_for_url("**/customers")
