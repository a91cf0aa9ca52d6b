"""Sending all approved stukken in a real Chromium on each screen, with the keyboard."""

import pytest

from handlers.accounts.people import add_user
from hub.ids import new_id
from tests.builders.browser import SCREENS, Windows, check
from tests.builders.counters import link_for
from tests.builders.papers import pdf, square


@pytest.fixture(params=SCREENS)
def page(request, fresh_desk, chromium):
    with fresh_desk.hub.database.transaction() as connection:
        at = fresh_desk.hub.clock.now()
        made = add_user(connection, office_id="kantoor-1", name="Olga", role="administrator", at=at)
    windows = Windows(chromium, fresh_desk.server.url)
    yield windows.sign_in(link_for(fresh_desk.hub, made.id), request.param)
    windows.close()


def approve(desk, number):
    file = desk.hand_in(number, pdf(square()))
    desk.scan()
    headers = {"Idempotency-Key": new_id()}
    desk.client(desk.cast.bram_key).post(desk.file_place(file, "judgement"), json={"approved": True}, headers=headers)
    desk.scan()


def test_all_approved_stukken_go_with_one_press(fresh_desk, page):
    approve(fresh_desk, "4")
    page.goto(f"/dossiers/{fresh_desk.dossier}")
    page.get_by_role("link", name="Stuur alles wat goedgekeurd is").click()
    check(page)
    page.get_by_role("button", name="Stuur alles wat goedgekeurd is").press("Enter")
    page.get_by_text("Klaargezet voor de geldverstrekker.").wait_for()
    check(page)
    assert fresh_desk.stuk("4")["state"] == "sent"
    assert page.complaints == []
