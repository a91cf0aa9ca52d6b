"""Plain words at the counter: what a customer reads, in his form of address; what an administrator writes."""

import re
from itertools import count
from uuid import uuid4

import pytest
from jinja2 import Environment, PackageLoader
from structlog.testing import capture_logs

from handlers.accounts.people import add_user
from hub.metrics import METRICS
from portal_api import plain_words
from portal_api.texts import catalogue, informal
from schemas.action_points import MakeActionPoint, PointTerms
from tests.builders.counters import fill
from tests.builders.customers import Customer
from tests.builders.desks import close_desk, open_desk

API = "/api/v2"
PLACE = "/office/plain-words"
PAGES = {
    *("account/reach.html", "components/words.html", "customers/mine.html"),
    *("customers/conversation.html", "conversations/thread.html"),
}
_NUMBERS = count(7000)


@pytest.fixture(scope="module")
def mailing(tmp_path_factory):
    made = open_desk(tmp_path_factory.mktemp("words"), mail_url="demo://")
    with made.hub.database.transaction() as connection:
        at = made.hub.clock.now()
        user = add_user(connection, office_id="kantoor-1", name="Olga", role="administrator", at=at)
    made.olga = made.browser(user.id)
    made.olga.follow_redirects = True
    yield made
    close_desk(made)


@pytest.fixture
def here(mailing):
    """A dossier of its own with Anna, who has an account."""
    number = next(_NUMBERS)
    mailing.dossier = fill(mailing.hub, number=f"AB-2026-{number}", kenmerk=f"AE-2026-{number}")
    mailing.anna = Customer(mailing, f"anna{number}@klant.example").set_up()
    mailing.program = mailing.client(mailing.cast.bram_key)
    return mailing


def ask(desk, document, subject="Iets bijzonders"):
    terms = PointTerms(subject=subject, document=document)
    desk.hub.runtime.execute(MakeActionPoint(dossier_id=desk.dossier, terms=terms), actor="user:bram")


def own(desk, **more):
    return desk.anna.client.get(f"{API}/own/dossiers/{desk.dossier}", **more).json()["open"]


def post(client, place, **body):
    return client.post(f"{API}{place}", json=body, headers={"Idempotency-Key": str(uuid4())})


def test_a_customer_reads_the_plain_name_first_and_what_it_is_without_scripts(here):
    ask(here, "009", "Werkgeversverklaring van De Bakker BV")
    page = here.anna.client.get("/mine").text
    assert "<strong>Werkgeversverklaring</strong>" in page
    assert '<span class="small">Werkgeversverklaring van De Bakker BV</span>' in page
    shown = page[page.index("<strong>Werkgeversverklaring</strong>") :]
    details = shown[shown.index("<details>") : shown.index("</details>")]
    assert '<summary>Wat is dit?<span class="sr">: Werkgeversverklaring</span></summary>' in details
    assert "<dt>Hoe oud het mag zijn</dt><dd>Niet ouder dan 3 maanden.</dd>" in details
    assert "invult wat u verdient" in details
    (point,) = own(here)
    assert (point["title"], point["document"]) == ("Werkgeversverklaring", "009")
    assert point["words"]["where"] == "Vraag het aan uw werkgever, vaak bij de salarisadministratie."
    assert own(here, params={"lang": "en"})[0]["words"]["name"] == "Employer's statement"
    english = here.anna.client.get("/mine?lang=en").text
    assert "What is this?" in english
    assert '<dl class="facts stacked" lang="en">' in here.anna.client.get("/mine?lang=pl").text
    here.anna.client.get("/mine?lang=nl")


def test_a_document_without_plain_words_shows_the_lenders_text_and_warns_once(here):
    plain_words._note.cache_clear()
    before = METRICS.without_plain_words.labels(document="252")._value.get()
    ask(here, "252", "<b>Formulier</b> & meer")
    with capture_logs() as logs:
        pages = [here.anna.client.get("/mine").text for _ in range(2)]
        own(here)
    assert all("<strong>&lt;b&gt;Formulier&lt;/b&gt; &amp; meer</strong>" in page for page in pages)
    assert "Wat is dit?" not in pages[0]
    assert [each for each in logs if each["event"] == "no-plain-words"] == [
        {"event": "no-plain-words", "log_level": "warning", "office": "kantoor-1", "code": "252"}
    ]
    assert METRICS.without_plain_words.labels(document="252")._value.get() == before + 1
    assert [each["words"] for each in own(here)] == [None]
    start = here.olga.get("/").text
    assert "Stukken zonder gewone taal" in start
    assert f'href="{PLACE}/252"' in start
    told = here.program.get(f"{API}{PLACE}").json()["wordless"]
    assert [(each["document"], each["text"]) for each in told] == [("252", "Intern document")]
    assert "Stukken zonder gewone taal" not in here.browser(here.cast.adviser_user).get("/").text
    assert here.client(here.cast.chris_key).get(f"{API}{PLACE}").json()["wordless"] == []


def test_a_customer_chooses_how_she_is_addressed_and_the_page_follows(here):
    ask(here, "009")
    account = here.anna.client.get("/account").text
    assert "zoals het kantoor het doet (u)" in account
    chosen = here.anna.post("/account/form-of-address", form="je", key=str(uuid4()))
    assert (chosen.status_code, chosen.headers["location"]) == (303, "/account")
    page = here.anna.client.get("/mine").text
    main = re.sub(r"<[^>]*>", " ", page[page.index("<main") : page.index("</main>")])
    assert re.findall(r"\b(?:u|uw)\b", main, re.IGNORECASE) == []
    assert "Wie je helpt" in main
    mine = here.anna.client.get(f"{API}/own/form-of-address").json()
    assert mine == {"form": "je", "office": "u", "read": "je"}
    assert post(here.anna.client, "/own/form-of-address", form="").status_code == 200
    assert own(here)[0]["words"]["where"].startswith("Vraag het aan uw werkgever")
    assert here.anna.post("/account/form-of-address", form="jij").status_code == 422
    assert here.olga.post("/account/form-of-address", data={"form": "je"}).status_code == 403


def test_an_administrator_sees_both_forms_keeps_a_text_and_takes_it_back(here):
    place = f"{PLACE}/011"
    page = here.olga.get(place).text
    assert "De klant leest (u)" in page
    assert "Hierop staat wat je verdient" in page
    form = {"language": "nl", "seen": "0", "key": str(uuid4()), "where": "Bel {uw} werkgever."}
    shown = here.olga.post(f"{place}/preview", data=form).text
    assert "Bel uw werkgever." in shown
    assert "Bel je werkgever." in shown
    assert here.program.get(f"{API}{place}").json()["version"] == 0
    wrong = here.olga.post(place, data=form | {"where": "Bel uw werkgever."})
    assert wrong.status_code == 422
    assert "dat past bij één aanspreekvorm" in wrong.text
    assert ">Bel uw werkgever.</textarea>" in wrong.text
    kept = [here.olga.post(place, data=form) for _ in range(2)]
    assert "Bewaard. Klanten lezen het vanaf nu zo." in kept[1].text
    assert "Versie 1" in kept[1].text
    assert "Olga" in kept[1].text
    ask(here, "011")
    assert own(here)[0]["words"]["where"] == "Bel uw werkgever."
    stale = here.olga.post(place, data=form | {"key": str(uuid4()), "where": "Mail ons."})
    assert stale.status_code == 412
    assert "Intussen gewijzigd" in stale.text
    assert ">Mail ons.</textarea>" in stale.text
    here.olga.post(place, data={"language": "nl", "seen": "1", "key": str(uuid4())})
    assert own(here)[0]["words"]["where"].startswith("Van uw werkgever")
    versions = here.program.get(f"{API}{place}").json()["versions"]
    assert [each["version"] for each in versions] == [2, 1]


def test_the_list_finds_a_document_and_keeps_the_form_of_address(here):
    page = here.olga.get(PLACE).text
    assert "Werkgeversverklaring" in page
    assert "Geen stuk past hierbij" in here.olga.get(PLACE, params={"q": "zebra"}).text
    assert here.olga.get(PLACE, params={"q": "loonstr"}).text.count('class="title"') == 1
    assert "Bewaard." in here.olga.post("/office/form-of-address", data={"form": "je", "key": str(uuid4())}).text
    assert here.program.get(f"{API}/office/form-of-address").json() == {"form": "je"}
    ask(here, "009")
    assert own(here)[0]["words"]["where"].startswith("Vraag het aan je werkgever")
    here.olga.post("/office/form-of-address", data={"form": "u", "key": str(uuid4())})
    assert "Bewaren" not in here.browser(here.cast.adviser_user).get(f"{PLACE}/009").text


def test_an_adviser_sees_what_the_customer_reads(here):
    ask(here, "024")
    els = here.browser(here.cast.adviser_user)
    page = els.get(f"/dossiers/{here.dossier}/for-the-customer").text
    assert "Wat de klant leest" in page
    assert "<strong>Paspoort of identiteitskaart</strong>" in page
    items = here.program.get(f"{API}/dossiers/{here.dossier}/stukken").json()["items"]
    stuk = next(each for each in items if each["deliverer"] == "customer")
    assert "In beide vormen bekijken of wijzigen" in els.get(f"/dossiers/{here.dossier}/stukken/{stuk['id']}").text


def test_a_program_reads_every_document_in_a_language_and_a_form(here):
    every = here.program.get(f"{API}/guidance/documents", params={"form": "je"}).json()["items"]
    assert len(every) == 175
    one = here.program.get(f"{API}/guidance/documents/260", params={"language": "en"}).json()
    assert (one["language"], one["words"]["name"]) == ("en", "Insurance record of UWV")
    assert here.program.get(f"{API}/guidance/documents/252").status_code == 404
    for asked in ({"form": "jij"}, {"language": "de"}, {"what": "x"}):
        assert here.program.get(f"{API}/guidance/documents", params=asked).status_code == 422
    assert here.program.get(f"{API}/guidance/documents/x%00y").status_code in {404, 422}
    long = post(here.program, f"{PLACE}/009", where="w" * 2001)
    assert (long.status_code, long.json()["slug"]) in {(403, "not-allowed"), (422, "request-invalid")}


def test_the_list_of_a_profile_says_which_document_each_point_asks(here):
    post(here.program, f"/dossiers/{here.dossier}/action-points/checklist", profile="buyer").raise_for_status()
    assert {each["document"] for each in own(here)} >= {"001", "003"}
    assert {each["title"] for each in own(here)} >= {"Koopcontract", "Taxatierapport"}


def of_customers():
    """Every text that a page of customers asks for by name."""
    loader = PackageLoader("portal_api")
    names = [each for each in loader.list_templates() if each in PAGES]
    sources = (loader.get_source(Environment(), each)[0] for each in names)
    return {key for source in sources for key in re.findall(r"""\bt\('([a-z_]+\.[a-z_]+)'[,)]""", source)}


def test_every_dutch_text_of_the_customers_pages_is_there_in_both_forms():
    dutch, other = catalogue("nl"), informal()
    addressed = {key for key in of_customers() if re.search(r"\b(u|uw)\b", dutch[key], re.IGNORECASE)}
    assert addressed - set(other) == set()
    assert set(other) <= set(dutch)
    for key, text in other.items():
        assert re.findall(r"\b(u|uw)\b", text, re.IGNORECASE) == [], key
        assert set(re.findall(r"{(\w+)}", text)) == set(re.findall(r"{(\w+)}", dutch[key])), key
