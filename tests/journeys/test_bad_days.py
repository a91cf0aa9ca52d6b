"""With real browsers: a message lands with the wrong family, and a workflow is changed while a product runs."""

from datetime import date

from adapters.simulator.cast import Line, Person
from adapters.simulator.messages import da
from tests.builders.browser import press
from tests.builders.demo import chosen, eventually

STRANGER = Person("NA01", "Karel", "K.", "Vreemdegem", date(1979, 3, 2))
ANNAS, UNKNOWN, ING = "2026-1041", "2026-2101", "600002"
ASKED = "Afschrift van de rekening van meneer Vreemdegem"


def asks(demo, lender):
    """A lender asks for a document of an application that nobody here has seen; gives the lane it came in."""
    line = Line("901", "051", description=ASKED)
    of = {"number": UNKNOWN, "people": (STRANGER,), "lender_reference": "IN-2026-77", "sender": ING, "lender": "IN"}
    body = da((line,), at=demo.hub.clock.now(), **of)
    headers = {"Content-Type": "application/xml", "Idempotency-Key": UNKNOWN}
    answer = lender.post("/api/v2/messages", content=body, headers=headers)
    assert answer.status_code == 200, answer.text
    return eventually(lambda: demo.sql("SELECT lane_id FROM exchange_names WHERE value = ?", UNKNOWN))[0][0]


def links_to_the_wrong_family(page, lane, wrong, shot):
    page.goto("/inbox")
    row = page.locator(f"#m-{lane}")
    row.get_by_text("Geen dossier lijkt erop").wait_for()
    shot(page, "stranger-1-inbox")
    page.goto(f"/inbox/{lane}?act=link&to={wrong}")
    page.get_by_role("heading", name="Wat koppelen maakt").wait_for()
    page.get_by_text("noemt aanvraagnummer 2026-2101; de gekozen aanvraag heeft 2026-1041").wait_for()
    shot(page, "stranger-2-preview")
    page.get_by_role("button", name="Koppelen").click()
    page.wait_for_url("**done=linked**")


def lets_the_customer_see_it(page, dossier):
    page.goto(f"/dossiers/{dossier}/for-the-customer")
    page.get_by_role("button", name="Vrijgeven").first.click()
    page.wait_for_url("**done=**")


def takes_it_back(page, lane, shot):
    page.goto(f"/inbox/{lane}?act=unlink")
    page.get_by_text("mogelijke inbreuk").wait_for()
    shot(page, "stranger-4-unlink")
    page.locator("#f-reason").fill("Hoort bij een andere familie")
    page.get_by_role("button", name="Loskoppelen").click()
    page.wait_for_url("**done=unlinked**")


def opens_its_own(page, lane, shot):
    page.goto(f"/inbox/{lane}?act=open")
    page.get_by_text("Vreemdegem").first.wait_for()
    shot(page, "stranger-6-open")
    page.get_by_role("button", name="Nieuw dossier openen").click()
    page.wait_for_url("**done=opened**")


def test_a_message_of_a_stranger_is_taken_back_and_the_other_customer_no_longer_sees_it(demo, lender, windows, shot):
    bram, anna = chosen(windows, "Bram"), chosen(windows, "Anna de Wit", "phone")
    wrong = demo.dossier(ANNAS)
    with demo.alive():
        lane = asks(demo, lender)
        links_to_the_wrong_family(bram, lane, wrong, shot)
        lets_the_customer_see_it(bram, wrong)
        anna.goto("/mine")
        anna.get_by_text(ASKED).first.wait_for()
        shot(anna, "stranger-3-anna")
        anna.goto("about:blank")  # the check leaves empty styles behind, which a live page would copy
        takes_it_back(bram, lane, shot)
        anna.goto("/mine")
        assert anna.get_by_text(ASKED).count() == 0
        shot(anna, "stranger-5-anna")
        opens_its_own(bram, lane, shot)
    [(place,)] = demo.sql("SELECT dossier_id FROM lanes WHERE id = ?", lane)
    assert place not in {wrong, None}
    bram.goto(f"/dossiers/{place}")
    bram.get_by_text(ASKED).first.wait_for()
    shot(bram, "stranger-7-dossier")
    phone = chosen(windows, "Bram", "phone")
    for number, where in enumerate(("/inbox", f"/inbox/{lane}", f"/dossiers/{place}"), 1):
        phone.goto(where)
        shot(phone, f"stranger-phone-{number}")
    olga = chosen(windows, "Olga")
    olga.goto("/looks?kind=breach")
    olga.get_by_text("Hoort bij een andere familie").wait_for()
    shot(olga, "stranger-8-breach")


def test_an_administrator_changes_a_workflow_while_a_product_runs(demo, windows, shot):
    bram, olga = chosen(windows, "Bram"), chosen(windows, "Olga")
    place = f"/dossiers/{demo.dossier(ANNAS)}/products"
    bram.goto(place)
    bram.get_by_role("link", name="Hypotheek IN ING").first.click()
    running = bram.url.partition("?")[0]
    before = bram.locator(".now .pill").inner_text()
    olga.goto("/office/workflows/mortgage")
    text = olga.locator("#f-text").input_value()
    changed = text.replace("Aanvraag intrekken", "Klant trekt zich terug")
    assert changed != text
    olga.locator("#f-text").fill(changed.replace('to = "withdrawn"', 'to = "nowhere"'))
    press(olga, "Voorbeeld")
    olga.locator("#mistakes").wait_for()
    shot(olga, "workflow-1-mistake", refused=422)
    olga.locator("#f-text").fill(changed)
    press(olga, "Voorbeeld")
    olga.get_by_role("heading", name="Zo wordt de workflow").wait_for()
    shot(olga, "workflow-2-preview", refused=422)
    press(olga, "Als nieuwe versie bewaren")
    olga.get_by_text("versie 1").first.wait_for()
    bram.goto(running)
    assert bram.locator(".now .pill").inner_text() == before
    assert bram.get_by_text("Klant trekt zich terug").count() == 0
    shot(bram, "workflow-3-running")
    press(bram, "Verder met de nieuwste versie")
    bram.get_by_text("Klant trekt zich terug").first.wait_for()
    assert bram.locator(".now .pill").inner_text() == before
    shot(bram, "workflow-4-adopted")
    phone = chosen(windows, "Olga", "phone")
    phone.goto("/office/workflows/mortgage")
    shot(phone, "workflow-phone")
