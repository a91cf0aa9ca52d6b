"""The tab HDN in a real Chromium on each screen: the tab, a message, its XML by the keyboard."""

import pytest

from tests.builders.browser import SCREENS, Windows, check
from tests.builders.counters import link_for


@pytest.fixture(params=SCREENS)
def page(request, fresh_desk, chromium):
    windows = Windows(chromium, fresh_desk.server.url)
    yield windows.sign_in(link_for(fresh_desk.hub, fresh_desk.cast.adviser_user), request.param)
    windows.close()


def test_an_adviser_opens_the_tab_and_reads_a_message(fresh_desk, page):
    page.goto(f"/dossiers/{fresh_desk.dossier}")
    page.get_by_role("link", name="HDN", exact=True).click()
    page.get_by_role("heading", name="HDN", exact=True).wait_for()
    check(page)
    page.get_by_role("link", name="Offerte").first.click()
    page.get_by_role("heading", name="Inhoud").wait_for()
    check(page)
    page.get_by_text("Toon de XML").press("Enter")
    page.get_by_text("<OffertePDF>").or_(page.get_by_text("<Header>")).first.wait_for()
    check(page)
    assert page.complaints == []
