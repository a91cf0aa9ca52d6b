"""The tab HDN: every message in and out, each readable, with what it changed; versions compared; and who may not."""

import pytest

from adapters.simulator import messages
from adapters.simulator.cast import Loan, Part
from handlers.accounts.people import add_user
from handlers.accounts.rules import Place
from handlers.offices.organisations import add_sub_agent
from tests.builders.counters import hand_in
from tests.builders.hub import OFFICE
from tests.builders.operating import otto

BSN = "123456782"


@pytest.fixture
def bram(fresh_desk):
    return fresh_desk.client(fresh_desk.cast.bram_key)


def exchanged(client, desk):
    return client.get(f"/api/v2/dossiers/{desk.dossier}/hdn").json()


def came(client, desk, code):
    """The newest message of this kind that came in."""
    (exchange,) = exchanged(client, desk)["items"]
    return next(each for each in exchange["messages"] if each["message_type"].startswith(code))


def test_every_message_stands_in_order_with_its_state_and_what_it_changed(fresh_desk, bram):
    fresh_desk.outgoing()
    (exchange,) = exchanged(bram, fresh_desk)["items"]
    found = exchange["messages"]
    assert exchange["number"] == fresh_desk.number
    assert [each["at"] for each in found] == sorted((each["at"] for each in found), reverse=True)
    assert {each["message_type"][:2] for each in found} >= {"AX", "SX", "OX", "DA"}
    assert {each["state"] for each in found if each["direction"] == "in"} == {"applied"}
    assert came(bram, fresh_desk, "OX")["effects"][0]["kind"] == "offer-registered"


def test_the_page_shows_them_and_each_opens_in_words_and_as_xml(fresh_desk, bram):
    browser = fresh_desk.browser()
    page = browser.get(f"/dossiers/{fresh_desk.dossier}/hdn").text
    assert "Bindende offerte ontvangen" in page
    message = came(bram, fresh_desk, "AX")["id"]
    assert f'href="/messages/{message}/content"' in page
    content = browser.get(f"/messages/{message}/content").text
    assert "Hypotheekbedrag" in content
    assert "05 Aflossingsvrij" in content
    assert "&lt;HypotheekBedrag&gt;350000.00" in content
    assert f"/api/v2/messages/{message}/raw" in content


def test_what_went_out_opens_with_how_far_it_is(own_desk):
    gone = own_desk.outgoing()
    browser = own_desk.browser()
    page = browser.get(f"/outgoing/{gone}").text
    assert "wacht op verzending" in page
    assert "Inhoud" in page
    own = own_desk.client(own_desk.cast.bram_key)
    read = own.get(f"/api/v2/outgoing/{gone}/content").json()
    assert read["root"]["label"]
    assert read["raw"].startswith("<")


def test_a_citizen_service_number_is_on_no_page_and_the_look_is_written_down(own_desk):
    hub = own_desk.hub
    body = messages.ax(at=hub.clock.now(), number="AB-2026-0777")
    hub.hand_in(body.replace(b"</VoorLetters>", f"</VoorLetters><BSN>{BSN}</BSN>".encode(), 1))
    hub.work(1)
    own = own_desk.client(own_desk.cast.bram_key)
    message = own.get("/api/v2/messages", params={"name": "AB-2026-0777"}).json()["items"][0]["id"]
    page = own_desk.browser().get(f"/messages/{message}/content").text
    assert BSN not in page
    assert BSN not in own.get(f"/api/v2/messages/{message}/content").text
    assert ("view", "message") in own_desk.hub.sql("SELECT kind, what FROM looks")


def test_a_version_says_what_it_changed_field_by_field(own_desk):
    hub = own_desk.hub
    hub.clock.forward(seconds=3600)
    cheaper = Loan((Part(250_000, rate="3.60"), Part(100_000, "05")))
    hand_in(hub, messages.ax(at=hub.clock.now(), number="AB-2026-0042", version=2, loan=cheaper))
    place = f"/api/v2/dossiers/{own_desk.dossier}/applications/{own_desk.application_id()}/versions"
    newest, first = own_desk.client(own_desk.cast.bram_key).get(place).json()["items"]
    assert (first["is_first"], first["changes"]) == (True, [])
    assert {each["field"]: (each["old"], each["new"]) for each in newest["changes"]}["product.1.part.1.rate_pct"] == (
        "3.85",
        "3.60",
    )
    page = own_desk.browser().get(f"/dossiers/{own_desk.dossier}/hdn").text.partition("Aanvraagversies")[2]
    assert "gewijzigd" in page
    assert "3,60" in page


def test_a_message_that_is_no_xml_says_so_and_still_has_its_bytes(own_desk):
    own_desk.hub.hand_in(b"<OfferteAanvraag><Header>", bound_to=OFFICE)
    browser = otto(own_desk)
    message = own_desk.hub.sql("SELECT id FROM messages ORDER BY received_at DESC, id DESC LIMIT 1")[0][0]
    page = browser.get(f"/messages/{message}/content")
    assert page.status_code == 200
    assert "Dit bericht is niet te lezen" in page.text
    assert f"/api/v2/messages/{message}/raw" in page.text
    answer = own_desk.client(own_desk.cast.operator_key).get(f"/api/v2/messages/{message}/content")
    assert (answer.status_code, answer.json()["slug"]) == (422, "xml-malformed")


def test_who_sees_no_dossier_or_no_messages_sees_none_of_it(fresh_desk, bram):
    message = came(bram, fresh_desk, "AX")["id"]
    chris = fresh_desk.client(fresh_desk.cast.chris_key)
    for place in (f"/api/v2/dossiers/{fresh_desk.dossier}/hdn", f"/api/v2/messages/{message}/content"):
        assert chris.get(place).status_code == 404
    with fresh_desk.hub.database.transaction() as connection:
        at = fresh_desk.hub.clock.now()
        agent = add_sub_agent(
            connection, office_id="kantoor-1", code="S1", name="Sara Advies", email="sara@x.example", at=at
        )
        place = Place(organisation_id=agent.id)
        sara = add_user(connection, office_id="kantoor-1", name="Sara", role="sub-agent", at=at, place=place)
    browser = fresh_desk.browser(sara.id)
    assert browser.get(f"/dossiers/{fresh_desk.dossier}/hdn").status_code == 403
    assert browser.get(f"/messages/{message}/content").status_code == 403
