"""Before an application is sent, in a real Chromium on each screen: what stops it, an addition, and the sending."""

import pytest

from tests.builders.browser import SCREENS, Windows, check
from tests.builders.counters import link_for
from tests.portal_api.test_before_sending import CODE, fill_in


@pytest.fixture(params=SCREENS)
def page(request, own_desk, chromium):
    windows = Windows(chromium, own_desk.server.url)
    yield windows.sign_in(link_for(own_desk.hub, own_desk.cast.adviser_user), request.param)
    windows.close()


def test_an_adviser_reads_what_stops_it_adds_a_code_and_sends(own_desk, page):
    page.goto(f"/dossiers/{own_desk.dossier}")
    page.get_by_role("link", name="Voor het versturen").click()
    page.get_by_role("heading", name="Nog niet te versturen").wait_for()
    check(page)
    fill_in(own_desk)
    page.reload()
    page.get_by_text("Een veld aanvullen").press("Enter")
    page.get_by_label("Plaats", exact=True).fill(CODE)
    page.get_by_label("Waarde").fill("AE0142")
    page.get_by_role("button", name="Aanvullen").press("Enter")
    page.get_by_text("Bewaard; de aanvraag is opnieuw nagelopen.").wait_for()
    check(page)
    page.get_by_role("button", name="Versturen naar").press("Enter")
    page.get_by_text("wacht op verzending").first.wait_for()
    check(page)
    assert page.complaints == []
