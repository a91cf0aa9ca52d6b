"""An adviser with a real browser: one mortgage from the first call to the loan in servicing, and one that changed."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from adapters.simulator.cast import Loan, Part, Person
from adapters.simulator.messages import ax
from handlers.accounts.keys import create_api_key
from handlers.offices.directory import add_partner
from tests.builders.browser import press
from tests.builders.demo import chosen, eventually
from tests.builders.papers import pdf, square

CALLER = Person("NA01", "Petra", "P.", "Zonneveld", date(1990, 5, 17))
OFFICE, PACKAGE = "500001", "700001"
CALLED, CHANGED = "2026-2001", "2026-2002"
AFTER_THE_DOCUMENTS = (
    *(("04", "Dossier ter acceptatie"), ("23", "Bindend aanbod"), ("05", "Dossier finaal akkoord")),
    *(("31", "Bij de notaris"), ("26", "Gelden worden uitbetaald"), ("20", "Lening in beheer")),
)
DUTCH = ZoneInfo("Europe/Amsterdam")


@pytest.fixture(scope="module")
def package(demo):
    """The adviser software of the office, as `hub partners add` and `hub keys add` let it in."""
    with demo.hub.database.transaction() as connection:
        add_partner(connection, node=PACKAGE, kind="package", code="", name="Adviespakket")
        given = {"name": "Adviespakket", "scopes": ("messages:write",), "node": PACKAGE, "office_id": None}
        _, key = create_api_key(connection, at=demo.hub.clock.now(), **given)
    client = demo.client("application/json")
    client.headers["Authorization"] = f"Bearer {key}"
    return client


def applies(demo, client, number, version=1, part=250_000):
    """An application comes in over HTTP and is in a dossier."""
    moment = demo.hub.clock.now().astimezone(DUTCH).replace(tzinfo=None, microsecond=0)
    loan = Loan((Part(part), Part(90_000, "05")))
    body = ax(at=moment, number=number, version=version, people=(CALLER,), loan=loan, sender=PACKAGE, receiver=OFFICE)
    headers = {"Content-Type": "application/xml", "Idempotency-Key": f"{number}-{version}"}
    answer = client.post("/api/v2/messages", content=body, headers=headers)
    assert answer.status_code == 200, answer.text
    seen = "SELECT 1 FROM applications WHERE number = ? AND request_version = ?"
    eventually(lambda: demo.sql(seen, number, version))


def opens_a_dossier(page, shot):
    """Looks for somebody who calls, finds nobody, and opens a dossier; gives its address."""
    page.goto("/dossiers?q=Zonneveld")
    page.get_by_text("Niets gevonden").wait_for()
    page.goto("/dossiers/new")
    for name, value in (("initials", "P."), ("birth_name", "Zonneveld"), ("phone", "06 12345678")):
        page.locator(f"#f-p0_{name}").fill(value)
    page.locator("#f-p0_birth_date").fill("1990-05-17")
    shot(page, "1-new")
    press(page, "Dossier maken")
    page.get_by_text("prospect", exact=True).first.wait_for()
    shot(page, "1-prospect")
    return page.url.partition("?")[0]


def meets(page, place, shot):
    page.goto(f"{place}/tasks")
    page.locator("#f-summary").fill("Wil dit voorjaar een huis kopen.")
    page.locator("#f-subject").fill("Inkomen uitzoeken")
    page.locator("#f-due").fill("2026-11-27")
    press(page, "Contact vastleggen")
    page.wait_for_url("**/tasks?done=kept")
    page.locator(".item strong", has_text="Inkomen uitzoeken").wait_for()
    shot(page, "2-contact")
    page.goto(f"{place}/appointments")
    page.locator("#new-starts").fill("2026-11-24T10:00")
    page.locator("#new-subject").fill("Inventarisatie")
    page.locator("#new-place").select_option("phone")
    press(page, "Afspraak maken")
    page.wait_for_url("**/appointments?done=kept")
    shot(page, "2-appointment")
    page.goto("/appointments")
    page.get_by_text("Inventarisatie").first.wait_for()


def engages(page, place, shot):
    """A service with its part, and the order that makes a prospect a customer."""
    page.goto(f"{place}/products?kind=service")
    page.locator("#n-wanted_advice").select_option("purchase")
    page.locator("#n-scope").select_option("advice_and_mediation")
    page.locator("#np-description").fill("Hypotheekadvies")
    page.locator("#np-fee").fill("2.750,00")
    press(page, "Product toevoegen")
    stands_at(page, "Inventarisatie")
    shot(page, "3-service")
    service = page.url.partition("?")[0]
    page.get_by_role("link", name="Opdracht tot dienstverlening maken").click()
    page.get_by_role("link", name="Nieuwe opdracht").click()
    page.locator("#f-l0_name").fill("Hypotheekadvies en bemiddeling")
    page.locator("#f-l0_fee").fill("2.750,00")
    page.get_by_label("advies en bemiddeling").check()
    for name, value in (("version", "2026-1"), ("handed_over", "2026-11-20"), ("fee", "2750")):
        page.locator(f"#f-card_{name}").fill(value)
    press(page, "Opslaan")
    page.wait_for_url("**done=kept")
    shot(page, "3-draft")
    press(page, "Definitief maken")
    page.wait_for_url("**done=final")
    page.locator("#f-who").fill("P. Zonneveld")
    press(page, "Vastleggen dat de klant akkoord is")
    page.wait_for_url("**done=signed")
    shot(page, "3-signed")
    page.goto(place)
    page.get_by_text("klant", exact=True).first.wait_for()
    page.goto(service)
    stands_at(page, "Opdracht gegeven")


def links(page, place, shot):
    """The application opened a dossier of its own; it is moved to where the customer is. Gives its product card."""
    page.goto("/inbox")
    came = page.locator("#came li", has_text="Zonneveld")
    came.get_by_text("zelfde achternaam en geboortedatum").wait_for()
    shot(page, "4-inbox")
    came.get_by_role("link", name="Waarschijnlijk").click()
    page.get_by_role("heading", name="Wat verplaatsen verandert").wait_for()
    page.get_by_text("Woonhypotheek, € 340.000 · 2 leningdelen").wait_for()
    page.locator("#f-reason").fill("Dezelfde klant")
    shot(page, "4-preview")
    press(page, "Verplaatsen")
    page.wait_for_url("**done=moved**")
    page.goto(f"{place}/products")
    page.get_by_role("link", name="Hypotheek AE AEGON Verzekeringen").click()
    stands_at(page, "Advies gemaakt")
    shot(page, "4-mortgage")
    return page.url.partition("?")[0]


def sends(page, mortgage, shot):
    page.goto(mortgage)
    page.get_by_role("link", name="Aanvraag versturen").click()
    page.get_by_role("link", name="Voor het versturen").click()
    page.get_by_role("heading", name="Klaar om te versturen").wait_for()
    shot(page, "5-before")
    press(page, "Versturen naar AEGON Verzekeringen")
    page.wait_for_url("**done=sent")
    page.get_by_text("wacht op verzending").or_(page.get_by_text("bezorgd")).first.wait_for()
    shot(page, "5-sent")


def stands_at(page, where):
    """The product card says where the mortgage stands."""
    page.locator(".now", has_text=where).wait_for()


def answered(page, place, status):
    """The lender says what it would say next, until the page has this status."""
    for _ in range(4):
        page.goto(place)
        page.get_by_role("button", name="Laat de geldverstrekker nu antwoorden").click()
        page.wait_for_url("**answered=**")
        if page.locator(".now .pill b", has_text=status).count():
            return
    raise AssertionError((status, page.locator(".now").all_inner_texts()))


def delivers(page, stuk, number, shot):
    """A file is handed in on the page of the stuk, approved, and sent as one document."""
    page.goto(stuk)
    file = {"name": f"stuk-{number}.pdf", "mimeType": "application/pdf", "buffer": pdf(square(0.1 * number))}
    page.locator("#hand-in input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Goedkeuren").click()
    page.get_by_role("button", name="Versturen", exact=True).click()
    page.get_by_text("Verstuurd op").wait_for()
    shot(page, f"6-stuk-{number}")


def goes_on(page, place, mortgage, shot):
    """The lender answers from its receipt to the loan in servicing, and the product card and the list follow."""
    for status, where in (("09", "Ontvangen door de geldverstrekker"), ("10", "In behandeling"), ("12", "Wacht op")):
        answered(page, place, status)
        page.goto(mortgage)
        stands_at(page, where)
    page.goto(place)
    page.get_by_text("Renteaanbod").first.wait_for()
    asked = page.locator(".stock li.open .stock-title a")
    shot(page, "6-asked")
    stukken = [each.get_attribute("href") for each in asked.all()]
    assert len(stukken) in (2, 3)
    for number, stuk in enumerate(stukken, 1):
        delivers(page, stuk, number, shot)
    for status, where in AFTER_THE_DOCUMENTS:
        answered(page, place, status)
        page.goto(mortgage)
        stands_at(page, where)
    history = page.locator("ol.history").inner_text()
    assert "SX:" not in history, "what moved it is told in words"
    assert all(cause in history for cause in ("de aanvraag kwam binnen", "de stukkenlijst", "status 20"))
    shot(page, "7-in-servicing")
    page.goto(place)
    assert asked.count() == 0
    shot(page, "7-dossier")
    page.goto(f"{place}/hdn")
    shot(page, "7-hdn")


def on_a_phone(windows, places, shot):
    phone = chosen(windows, "Bram", "phone")
    for number, each in enumerate(places, 1):
        phone.goto(each)
        shot(phone, f"phone-{each.rpartition('/')[2][:8]}-{number}")


def test_from_the_first_call_to_the_loan_in_servicing(demo, package, windows, shot):
    page = chosen(windows, "Bram")
    with demo.alive():
        place = opens_a_dossier(page, shot)
        meets(page, place, shot)
        engages(page, place, shot)
        applies(demo, package, CALLED)
        mortgage = links(page, place, shot)
        sends(page, mortgage, shot)
        goes_on(page, place, mortgage, shot)
    on_a_phone(windows, (place, f"{place}/hdn", f"{place}/tasks", f"{place}/agreements", mortgage), shot)


def test_a_changed_application_shows_what_is_different(demo, package, windows, shot):
    page = chosen(windows, "Bram")
    with demo.alive():
        applies(demo, package, CHANGED)
        applies(demo, package, CHANGED, version=2, part=245_000)
    place = f"/dossiers/{demo.dossier(CHANGED)}/hdn"
    page.goto(place)
    page.get_by_role("heading", name="Aanvraagversies").wait_for()
    changed = page.locator(".events .event", has_text="versie 2").inner_text().replace("\xa0", " ")
    assert "Leningdeel 1: bedrag\n€ 250.000 →\nwordt\n € 245.000" in changed
    assert "Leningdeel 2" not in changed
    shot(page, "version-2")
    on_a_phone(windows, (place,), shot)
