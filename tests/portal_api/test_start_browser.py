"""Els begins her day in a real browser: what waits, and a message that comes in while she looks."""

from datetime import timedelta

import pytest

from adapters.simulator import messages
from handlers.offices.directory import set_agent_number, set_profile
from tests.builders.browser import SCREENS, Windows, check
from tests.builders.counters import NUMBER, hand_in, link_for
from tests.portal_api.test_lateness import deliver
from tests.portal_api.test_sending import PROFILE, place, post


@pytest.fixture
def busy(own_desk):
    """A late lender, a task, a file to judge."""
    hub = own_desk.hub
    with hub.database.transaction() as connection:
        set_profile(connection, office="kantoor-1", **PROFILE)
        set_agent_number(connection, office="kantoor-1", number="700123")
    bram = own_desk.client(own_desk.cast.bram_key)
    post(bram, place(own_desk)).raise_for_status()
    deliver(own_desk)
    task = {"subject": "Terugbellen over de rente", "due": "2026-11-20", "assignee": own_desk.cast.adviser_user}
    where = f"/api/v2/dossiers/{own_desk.dossier}/tasks"
    bram.post(where, json=task, headers={"Idempotency-Key": "t1"}).raise_for_status()
    attachment = own_desk.attachment("4", b"%PDF-1.4 x")
    with hub.database.transaction() as connection:
        connection.exec_driver_sql("UPDATE attachments SET state = 'clean' WHERE id = ?", (attachment,))
    hub.clock.at = hub.clock.now() + timedelta(minutes=31)
    return own_desk


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_what_needs_doing_is_on_the_first_screen_and_renews_itself(busy, chromium, screen, scheme, request):
    windows = Windows(chromium, busy.server.url)
    page = windows.sign_in(link_for(busy.hub, busy.cast.adviser_user), screen, scheme)
    page.get_by_role("heading", name="Start", exact=True).wait_for()
    for title in ("HDN-inbox", "Geldverstrekkers die laat zijn", "Mijn taken tot en met vandaag", "Stukken beoordelen"):
        page.get_by_role("heading", name=title).wait_for()
    check(page)
    shots = request.config.rootpath / "var" / "screens"
    page.screenshot(path=shots / f"start-{screen}-{scheme}.png", full_page=True)
    hand_in(busy.hub, messages.sx("23", at=busy.hub.clock.now(), number=NUMBER))
    page.locator("#news", has_text="Bindende offerte verzonden").wait_for()
    page.goto("/dossiers")
    page.get_by_role("heading", name="Dossiers").first.wait_for()
    check(page)
    windows.close()
