"""Els with a real browser: a message without a dossier is looked at, placed, followed to its dossier, and back."""

import pytest

from adapters.simulator import messages
from tests.builders.browser import SCREENS, check
from tests.builders.counters import hand_in, link_for


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_a_message_is_placed_and_back_returns_to_the_inbox(fresh_desk, windows, screen, scheme, request):
    hub, number = fresh_desk.hub, f"BR-{fresh_desk.number}"
    hand_in(hub, messages.ox(at=hub.clock.now(), number=number, lender_reference=fresh_desk.kenmerk))
    page = windows.sign_in(link_for(hub, fresh_desk.cast.adviser_user), screen, scheme)
    page.goto("/inbox")
    check(page)
    shots = request.config.rootpath / "var" / "screens"
    page.screenshot(path=shots / f"inbox-{screen}-{scheme}.png", full_page=True)
    row = page.locator("li", has_text=number)
    lane = row.get_attribute("id").removeprefix("m-")
    row.get_by_role("link").first.click()
    page.get_by_role("heading", name="Wat koppelen maakt").wait_for()
    check(page)
    page.screenshot(path=shots / f"inbox-one-{screen}-{scheme}.png", full_page=True)
    page.get_by_role("button", name="Koppelen").press("Enter")
    page.wait_for_url(f"**/inbox?done=linked#m-{lane}")
    check(page)
    page.locator(f"#m-{lane}").get_by_role("link").first.click()
    page.wait_for_url(f"**/dossiers/{fresh_desk.dossier}")
    page.go_back()
    page.wait_for_url(f"**/inbox?done=linked#m-{lane}")
    page.goto(f"/inbox/{lane}?act=unlink")
    page.get_by_role("heading", name="Wat loskoppelen verandert").wait_for()
    check(page)
    page.screenshot(path=shots / f"inbox-unlink-{screen}-{scheme}.png", full_page=True)
