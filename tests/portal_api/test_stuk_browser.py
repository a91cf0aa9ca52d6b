"""The pages on which an office works, in a real Chromium on each screen: a stuk from judging to sending, and axe."""

import pytest

from handlers.accounts.people import add_user
from tests.builders.browser import SCREENS, Windows, check
from tests.builders.counters import link_for
from tests.builders.papers import pdf, square
from tests.portal_api.test_stale_forms import stuk_place


@pytest.fixture(params=SCREENS)
def page(request, fresh_desk, chromium):
    with fresh_desk.hub.database.transaction() as connection:
        at = fresh_desk.hub.clock.now()
        made = add_user(connection, office_id="kantoor-1", name="Olga", role="administrator", at=at)
    windows = Windows(chromium, fresh_desk.server.url)
    yield windows.sign_in(link_for(fresh_desk.hub, made.id), request.param)
    windows.close()


def test_a_stuk_is_judged_ordered_and_sent_on_its_page(fresh_desk, page):
    fresh_desk.hand_in("4", pdf(square(), square(0.2)))
    fresh_desk.scan()
    page.goto(stuk_place(fresh_desk, "4"))
    check(page)
    assert page.locator("#hand-in button").is_hidden(), "with scripts a chosen file goes at once"
    page.get_by_role("button", name="Goedkeuren").click()
    page.get_by_text("goedgekeurd").first.wait_for()
    page.locator("input[name=place]").nth(0).fill("2")
    page.locator("input[name=place]").nth(1).fill("1")
    page.locator("select[name=turn]").nth(1).select_option("90")
    page.get_by_role("button", name="Volgorde bewaren").click()
    page.locator("img.turn-90").wait_for()
    assert [(each["index"], each["turn"]) for each in fresh_desk.stuk("4")["pages"]] == [(1, 90), (0, 0)]
    fresh_desk.scan()
    page.reload()
    check(page)
    page.get_by_role("button", name="Versturen", exact=True).press("Enter")
    page.get_by_text("Verstuurd op").wait_for()
    check(page)
    assert page.complaints == []


def test_the_other_pages_of_an_office_are_whole_on_every_screen(fresh_desk, page):
    stuk = fresh_desk.stuk("4")
    dossier = f"/dossiers/{fresh_desk.dossier}"
    for path in (
        f"{dossier}/applications/{stuk['application_id']}/status",
        f"{dossier}/involved",
        f"{dossier}/customers",
        "/office/brand",
        "/people",
        "/post/texts",
        "/looks",
    ):
        page.goto(path)
        check(page)
    page.goto("/office/brand")
    page.get_by_role("link", name="Hulp").first.click()
    page.get_by_text("Was dit nuttig?").wait_for()
    check(page)
    assert page.complaints == []
