"""What stands around a page: help and opinions about it, and a person's saved views."""

import pytest

from handlers.preferences.rules import normal
from portal_api.guidance import help_of, pages


def test_a_saved_view_is_offered_to_its_owner_and_to_nobody_else(own_desk):
    bram, chris = own_desk.browser(), own_desk.browser(own_desk.cast.adviser_user)
    saved = bram.post(
        "/views", data={"page": "/dossiers", "name": " Jansen  alleen", "query": "status=12&q=jansen&cursor=x"}
    )
    assert (saved.status_code, saved.headers["location"]) == (303, "/dossiers?q=jansen&status=12")
    page = bram.get("/dossiers?q=jansen&status=12").text
    assert 'aria-current="page">Jansen alleen <span' in page
    assert "Jansen alleen" not in chris.get("/dossiers").text


def test_a_view_can_be_removed_by_its_owner_alone(own_desk):
    bram, els = own_desk.browser(), own_desk.browser(own_desk.cast.adviser_user)
    bram.post("/views", data={"page": "/dossiers", "name": "Mijn", "query": "q=x"})
    place = f"/views/{own_desk.hub.sql('SELECT id FROM saved_views')[0][0]}/remove"
    assert els.post(place).status_code == 404
    assert bram.post(place).headers["location"] == "/dossiers"
    assert own_desk.hub.sql("SELECT id FROM saved_views") == []


def test_a_view_of_the_same_name_takes_the_place_of_the_former(own_desk):
    bram = own_desk.browser()
    for query in ("q=een", "q=twee"):
        bram.post("/views", data={"page": "/dossiers", "name": "Mijn", "query": query})
    assert own_desk.hub.sql("SELECT query FROM saved_views") == [("q=twee",)]


@pytest.mark.parametrize(
    "wrong", [{"page": "//evil.example"}, {"page": "https://evil.example"}, {"name": "  "}, {"name": "a\u202eb"}]
)
def test_a_view_leads_only_to_a_list_and_has_a_name(desk, wrong):
    answer = desk.browser().post("/views", data={"page": "/dossiers", "name": "Mijn", "query": "q=x"} | wrong)
    assert answer.status_code == 422


def test_the_same_view_is_the_same_text():
    assert normal("status=12&q=a b&lang=pl") == normal("q=a+b&status=12") == "q=a+b&status=12"


def test_every_help_text_stands_in_dutch_and_english_with_a_date():
    for page in pages():
        for language in ("nl", "en", "pl"):
            found = help_of(page, language)
            assert found.paragraphs
            assert found.reviewed.year >= 2026


def test_help_opens_from_its_page_and_says_when_it_was_reviewed(desk):
    bram = desk.browser()
    assert 'href="/help/dossiers-list"' in bram.get("/dossiers").text
    assert "Nagekeken op 21 nov 2026" in bram.get("/help/dossiers-list").text
    assert bram.get("/help/nothing").status_code == 404


def test_an_opinion_is_kept_per_page_and_office_without_the_person(own_desk):
    bram = own_desk.browser()
    said = bram.post("/help/dossiers-list", data={"useful": "no", "remark": "Waar staat de rente?\x00"})
    assert "Dank u wel" in said.text
    kept = own_desk.hub.sql("SELECT page, office_id, useful, remark FROM help_opinions")
    assert kept == [("dossiers-list", "kantoor-1", 0, "Waar staat de rente?")]
    assert own_desk.cast.bram_user not in str(own_desk.hub.sql("SELECT * FROM help_opinions"))
    operator = own_desk.client(own_desk.cast.operator_key, accept="text/html").get("/help").text
    assert "Waar staat de rente?" in operator


def test_the_palette_offers_what_its_person_may_open_and_nothing_else(desk):
    bram = desk.browser().get("/palette?q=jansen").text
    chris = desk.browser(desk.cast.chris_user).get("/palette?q=jansen").text
    assert f"/dossiers/{desk.dossier}" in bram
    assert "/dossiers/" not in chris.partition('id="palette-found"')[2].partition("</section>")[0]
    operator = desk.client(desk.cast.operator_key, accept="text/html").get("/palette").text
    assert 'href="/help"' in operator
    for place in ("", "/messages", "/parked", "/ledger", "/partners", "/outgoing", "/doctor"):
        assert f'href="/operations{place}"' in operator
    assert "/operations" not in bram.partition('id="palette-found"')[2]
    found = desk.client(desk.cast.operator_key, accept="text/html").get("/palette?q=grootboek").text
    assert 'href="/operations/ledger"' in found.partition('id="palette-found"')[2]
    assert 'href="/help"' not in desk.browser().get("/palette").text
