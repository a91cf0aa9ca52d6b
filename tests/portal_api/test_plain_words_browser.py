"""Plain words in a real browser: a customer opens "Wat is dit?" on a phone, an administrator writes and previews."""

import pytest

from handlers.accounts.people import add_user
from schemas.action_points import ReleaseActionPoints
from tests.builders.browser import check
from tests.builders.counters import link_for
from tests.builders.customers import Customer
from tests.builders.desks import close_desk, open_desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    made = open_desk(tmp_path_factory.mktemp("plain"), mail_url="demo://")
    made.anna = Customer(made, "anna@klant.example").set_up()
    items = made.client(made.cast.bram_key).get(f"/api/v2/dossiers/{made.dossier}/action-points").json()["items"]
    held = tuple(each["id"] for each in items if each["state"] == "held")
    made.hub.runtime.execute(ReleaseActionPoints(dossier_id=made.dossier, action_points=held), actor="user:bram")
    with made.hub.database.transaction() as connection:
        at = made.hub.clock.now()
        made.olga = add_user(connection, office_id="kantoor-1", name="Olga", role="administrator", at=at).id
    yield made
    close_desk(made)


def signed_in(windows, desk, person, screen):
    page = windows.open(screen)
    page.goto(f"/login/{link_for(desk.hub, person)}")
    page.locator("button.primary").click()
    return page


def test_a_customer_opens_what_is_this_on_a_phone_with_the_keyboard_and_is_addressed_as_she_chose(
    desk, windows, request
):
    page = signed_in(windows, desk, desk.anna.id, "phone")
    page.goto("/account")
    page.get_by_label("je", exact=True).check()
    page.locator("form[action='/account/form-of-address'] button").click()
    page.goto("/mine")
    summary = page.locator("summary", has_text="Wat is dit?").first
    summary.focus()
    page.keyboard.press("Enter")
    page.get_by_text("Wat vaak misgaat").first.wait_for()
    check(page)
    page.screenshot(path=request.config.rootpath / "var" / "screens" / "plain-words-phone.png", full_page=True)
    assert page.get_by_text("Wie je helpt").count() == 1


@pytest.mark.parametrize("screen", ["phone", "desk"])
def test_an_administrator_reads_both_forms_and_mends_what_is_refused(desk, windows, screen):
    page = signed_in(windows, desk, desk.olga, screen)
    page.goto("/office/plain-words?q=loonstr")
    check(page)
    page.get_by_role("link", name="011").click()
    page.locator("#f-where").fill("Bel uw werkgever.")
    page.get_by_role("button", name="Voorbeeld in beide vormen").click()
    page.locator("#mistakes").wait_for()
    check(page, refused=422)
    page.locator("#f-where").fill("Bel {uw} werkgever.")
    page.get_by_role("button", name="Voorbeeld in beide vormen").click()
    page.get_by_text("Bel je werkgever.").wait_for()
    check(page, refused=422)
