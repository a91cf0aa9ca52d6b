"""The page of a stuk does what the operations do: judging with a reason, pages in order and turned, and sending."""

import re

import pytest

from tests.builders.papers import pdf, square
from tests.portal_api.test_stale_forms import adviser, hidden, stuk_place


@pytest.fixture
def here(fresh_desk):
    return stuk_place(fresh_desk, "4")


def file_of(desk, pages=1):
    """A clean file of stuk 4."""
    made = desk.hand_in("4", pdf(*(square(0.1 * n) for n in range(1, pages + 1))))
    desk.scan()
    return made


def judged(browser, here, file, **data):
    action = f"{here}/files/{file}"
    return browser.post(action, data=hidden(browser.get(here).text, action) | data)


def sheet_form(text, here):
    """The form about pages, as lists of what it carries."""
    found = text.partition(f'action="{here}/pages"')[2].partition("</form>")[0]
    pages = re.findall(r'name="page" value="([^"]+)"', found)
    places = [int(each) for each in re.findall(r'name="place"[^>]*value="(\d+)"', found)]
    seen = re.search(r'name="seen" value="([^"]+)"', found)[1]
    return {"seen": seen, "page": pages, "place": places, "turn": ["0"] * len(pages)}


def test_a_file_is_approved_its_pages_turned_and_the_document_sent(fresh_desk, here):
    browser, file = adviser(fresh_desk), file_of(fresh_desk, pages=2)
    assert judged(browser, here, file, verdict="approve").status_code == 303
    form = sheet_form(browser.get(here).text, here)
    assert form["page"] == [f"{file}:0", f"{file}:1"]
    arranged = browser.post(f"{here}/pages", data=form | {"place": ["2", "1"], "turn": ["0", "90"]})
    assert arranged.status_code == 303
    assert [(each["index"], each["turn"]) for each in fresh_desk.stuk("4")["pages"]] == [(1, 90), (0, 0)]
    fresh_desk.scan()
    page = browser.get(here).text
    assert "2 blz." in page
    assert browser.post(f"{here}/send", data=hidden(page, f"{here}/send")).status_code == 303
    assert fresh_desk.stuk("4")["state"] == "sent"
    assert "Verstuurd op" in browser.get(here).text
    assert f'action="{here}/send"' not in browser.get(here).text


def test_a_page_at_place_nothing_stays_out_and_can_come_back(fresh_desk, here):
    browser, file = adviser(fresh_desk), file_of(fresh_desk, pages=2)
    judged(browser, here, file, verdict="approve")
    form = sheet_form(browser.get(here).text, here)
    browser.post(f"{here}/pages", data=form | {"place": ["1", "0"]})
    assert [each["index"] for each in fresh_desk.stuk("4")["pages"]] == [0]
    form = sheet_form(browser.get(here).text, here)
    assert (form["page"], form["place"]) == ([f"{file}:0", f"{file}:1"], [1, 0])


def test_a_rejection_wants_a_reason_and_keeps_what_was_typed(fresh_desk, here):
    browser, file = adviser(fresh_desk), file_of(fresh_desk)
    refused = judged(browser, here, file, verdict="reject")
    assert refused.status_code == 422
    assert "Schrijf op wat er mis is" in refused.text
    assert judged(browser, here, file, verdict="reject", reason="Pagina 2 ontbreekt").status_code == 303
    shown = browser.get(here).text
    assert "afgekeurd" in shown
    assert "Pagina 2 ontbreekt" in shown
    assert fresh_desk.stuk("4")["reason"] == "Pagina 2 ontbreekt"


def test_a_judgement_from_a_stale_tab_changes_nothing_and_keeps_the_reason(fresh_desk, here):
    browser, file = adviser(fresh_desk), file_of(fresh_desk)
    action = f"{here}/files/{file}"
    old = hidden(browser.get(here).text, action)
    judged(browser, here, file, verdict="approve")
    stale = browser.post(action, data=old | {"verdict": "reject", "reason": "Te donker"})
    assert stale.status_code == 412
    assert "Iemand anders wijzigde dit" in stale.text
    assert 'value="Te donker"' in stale.text
    assert fresh_desk.stuk("4")["attachments"][0]["judgement"] == "approved"


def test_a_file_is_taken_off_before_it_was_sent(fresh_desk, here):
    browser, file = adviser(fresh_desk), file_of(fresh_desk)
    assert judged(browser, here, file, verdict="remove").status_code == 303
    assert fresh_desk.stuk("4")["attachments"] == []


def test_what_stands_in_the_way_of_sending_is_said_and_there_is_no_button(fresh_desk, here):
    browser = adviser(fresh_desk)
    file_of(fresh_desk)
    shown = browser.get(here).text
    assert "Beoordeel elk bestand" in shown
    assert f'action="{here}/send"' not in shown
    seen = sheet_form(shown, here)["seen"]
    forced = browser.post(f"{here}/send", data={"seen": seen})
    assert forced.status_code in {409, 422}
    assert fresh_desk.stuk("4")["sent"] is None


@pytest.mark.parametrize(
    "change",
    [{"place": ["1"]}, {"turn": ["0", "45"]}, {"page": ["nobody:0", "nobody:1"]}, {"page": ["x", "y"]}],
    ids=["fewer-places", "an-odd-turn", "of-nobody", "no-page"],
)
def test_pages_that_do_not_fit_change_nothing(fresh_desk, here, change):
    browser, file = adviser(fresh_desk), file_of(fresh_desk, pages=2)
    before = fresh_desk.stuk("4")["pages"]
    form = sheet_form(browser.get(here).text, here) | change
    assert browser.post(f"{here}/pages", data=form).status_code in {404, 409, 422}
    assert fresh_desk.stuk("4")["pages"] == before
    assert file


def test_a_file_of_another_stuk_is_not_judged_here(fresh_desk, here):
    browser, file = adviser(fresh_desk), file_of(fresh_desk)
    seen = hidden(browser.get(here).text, f"{here}/files/{file}")
    other = stuk_place(fresh_desk, "1")
    assert browser.post(f"{other}/files/{file}", data=seen | {"verdict": "approve"}).status_code == 404
