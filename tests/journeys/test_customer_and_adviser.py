"""A customer on a phone and her adviser at a desk: a stuk is asked, handed in, rejected by the lender, and sent again.

Each sees the other's step within two seconds, without touching the page.
"""

import re
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from adapters.simulator.cast import Line
from adapters.simulator.chains import LENDERS
from adapters.simulator.households import HOUSEHOLDS
from adapters.simulator.messages import da
from handlers.accounts.keys import create_api_key
from tests.builders.browser import Windows, check, running_chromium
from tests.builders.demo import Demo, eventually
from tests.builders.papers import pdf, square

NUMBER, OFFICE = "2026-1041", "500001"
LENDER = LENDERS[1]
SECONDS = 2000
NARROW = {"width": 360, "height": 740}
DUTCH = ZoneInfo("Europe/Amsterdam")
FIRST, SECOND = "Loonstrook oktober", "Jaaropgave"
REASON = "De loonstrook is ouder dan drie maanden."


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    made = Demo(tmp_path_factory.mktemp("demo"))
    yield made
    made.stop()


@pytest.fixture(scope="module")
def lender(demo):
    """The lender's own program, as `hub keys add` lets it in."""
    with demo.hub.database.transaction() as connection:
        given = {"name": LENDER.name, "scopes": ("messages:write",), "node": LENDER.node, "office_id": None}
        _, key = create_api_key(connection, at=demo.hub.clock.now(), **given)
    client = demo.client("application/json")
    client.headers["Authorization"] = f"Bearer {key}"
    return client


@pytest.fixture
def windows(demo):
    with running_chromium() as chromium:
        made = Windows(chromium, demo.server.url)
        yield made
        made.close()


@pytest.fixture
def shot(request):
    """Looks at a page as it stands, and keeps a picture of it."""
    folder = request.config.rootpath / "var" / "screens"

    def take(page, name, refused=0):
        check(page, refused)
        # A page that renews itself meanwhile would take the style of a hidden caret over.
        page.screenshot(path=folder / f"together-{name}.png", full_page=True, caret="initial")

    return take


def becomes(windows, name, screen):
    page = windows.open(screen)
    if screen == "phone":
        page.set_viewport_size(NARROW)
    page.goto("/demo")
    page.get_by_role("button", name=re.compile(f"^Verder als {name}")).click()
    page.wait_for_url(lambda url: not url.endswith("/demo"))
    return page


def asks(demo, lender, key, *lines):
    """The lender's whole list comes in over HTTP, and the last line of it is in the dossier."""
    moment = demo.hub.clock.now().astimezone(DUTCH).replace(tzinfo=None, microsecond=0)
    ends = {"sender": LENDER.node, "receiver": OFFICE, "lender": LENDER.code, "people": people()}
    body = da(lines, at=moment, number=NUMBER, lender_reference=f"{LENDER.code}-{NUMBER}", **ends)
    headers = {"Content-Type": "application/xml", "Idempotency-Key": f"together-{key}"}
    answer = lender.post("/api/v2/messages", content=body, headers=headers)
    assert answer.status_code == 200, answer.text


def people():
    person, partner, _ = HOUSEHOLDS[0]
    return (person, partner) if partner else (person,)


def line(number, description, status="01", note=""):
    return Line(number, "011", status, note=note, description=description, person=0)


def sees(page, text, within=SECONDS):
    expect(page.get_by_text(text).first).to_be_visible(timeout=within)


class Progress:
    """What somebody sees of how far it is."""

    def __init__(self, page, name):
        self._shown = page.locator(name)
        self._was = self._now()

    def rises(self):
        assert self._moved() > 0

    def falls(self):
        assert self._moved() < 0

    def _moved(self):
        """By how much, within two seconds."""
        expect(self._shown).not_to_have_text(f"{self._was}%", timeout=SECONDS)
        before, self._was = self._was, self._now()
        return self._was - before

    def _now(self):
        return int(self._shown.inner_text().removesuffix("%"))


def at(page, subject):
    """What Anna has to do about this."""
    return page.locator("#todo1").locator("xpath=..").locator("ul.rows > li", has_text=subject)


def says(page, place, text):
    place.locator("summary", has_text="Stel een vraag").click()
    place.locator("textarea").fill(text)
    place.get_by_role("button", name="Versturen", exact=True).click()
    page.wait_for_url("**done=sent**")


def hands_in(page, subject, number):
    place = at(page, subject)
    place.locator("summary", has_text="Nu aanleveren").click()
    file = {"name": f"loonstrook-{number}.pdf", "mimeType": "application/pdf", "buffer": pdf(square(0.1 * number))}
    place.locator("input[type=file]").first.set_input_files(file)
    place.get_by_role("button", name="Opslaan", exact=True).click()
    page.wait_for_url("**done=handed-in")


@pytest.fixture
def dossier(demo):
    """Of Anna and Tom."""
    return demo.dossier(NUMBER)


def test_a_stuk_is_asked_handed_in_rejected_and_handed_in_again(demo, lender, dossier, windows, shot):
    bram, anna = becomes(windows, "Bram", "desk"), becomes(windows, "Anna", "phone")
    with demo.alive():
        bram.goto(f"/dossiers/{dossier}/for-the-customer")
        asks(demo, lender, "1", line("401", FIRST), line("402", SECOND))
        for subject in (FIRST, SECOND):
            held = bram.locator(".item", has_text=subject)
            held.get_by_role("button", name=re.compile("^Vrijgeven")).click(timeout=20_000)
            bram.wait_for_url("**done=kept")
        sees(anna, FIRST)
        far, seen = Progress(anna, "#percent1"), Progress(bram, "#percent")
        shot(anna, "1-asked")

        says(anna, at(anna, FIRST), "Mag ik ook die van september sturen?")
        item = bram.locator(".item", has_text=FIRST)
        expect(item.get_by_text("1 nieuw")).to_be_visible(timeout=SECONDS)
        item.get_by_role("link", name="Gesprek").click()
        sees(bram, "Mag ik ook die van september sturen?")
        sees(anna, "Gelezen door Bram")
        card = bram.locator("section.panel", has_text=FIRST).first
        card.locator("textarea").fill("Nee, die van oktober graag.")
        card.get_by_role("button", name="Versturen", exact=True).click()
        bram.wait_for_url("**done=sent")
        sees(anna, "Nee, die van oktober graag.")
        sees(bram, "Gelezen door Anna")
        shot(anna, "2-talk")
        shot(bram, "2-talk-desk")

        bram.goto(f"/dossiers/{dossier}/for-the-customer")
        hands_in(anna, FIRST, 1)
        far.rises()
        seen.rises()
        shot(bram, "3-handed-in")

        asks(demo, lender, "2", line("401", FIRST, "07", REASON), line("402", SECOND))
        expect(at(anna, FIRST).get_by_text(re.compile("^Opnieuw aanleveren: "))).to_be_visible(timeout=20_000)
        sees(anna, REASON)
        far.falls()
        seen.falls()
        shot(anna, "4-again")

        hands_in(anna, FIRST, 2)
        far.rises()
        seen.rises()
        bram.locator(".item", has_text=FIRST).get_by_role("link", name="stuk").first.click()
        bram.get_by_role("button", name=re.compile("^Goedkeuren")).last.click(timeout=20_000)
        bram.get_by_role("button", name="Versturen", exact=True).click(timeout=20_000)
        bram.get_by_text("Verstuurd op").first.wait_for()
        sent = "SELECT 1 FROM outgoing WHERE dossier_id = ? AND code = 'DX'"
        eventually(lambda: demo.sql(sent, dossier))
        # A page of a file is asked for before the scanner is done with it.
        shot(bram, "5-sent", 409)
        shot(anna, "5-progress")
