"""People of an office: invited, changed, shut out; sub-agents, substitutes, dossiers that move; what is refused."""

import re

import pytest

from handlers.accounts.people import add_user
from handlers.accounts.rules import Place
from handlers.offices.organisations import add_sub_agent
from hub.timers import Timers
from tests.builders.counters import link_for

API = "/api/v2"


@pytest.fixture
def office(own_desk):
    """A desk with Olga, the administrator of kantoor-1, in a browser."""
    desk, at = own_desk, own_desk.hub.clock.now()
    with desk.hub.database.transaction() as connection:
        desk.olga_user = add_user(
            connection, office_id="kantoor-1", name="Olga", role="administrator", at=at, email="olga@brug.example"
        )
    desk.olga = desk.browser(desk.olga_user.id)
    return desk


def added(desk, **more):
    body = {"name": "Nieuw", "email": "nieuw@brug.example", "role": "adviser"} | more
    return desk.olga.post("/people", data=body)


def person(desk, name="Nieuw"):
    items = desk.client(desk.cast.bram_key).get(f"{API}/people").json()["items"]
    return next(each for each in items if each["name"] == name)


def link_in(page):
    return re.search(r"http://[^<\s]+/login/[\w-]+", page).group()


def test_an_invited_person_gets_a_link_that_is_shown_once(office):
    page = added(office)
    assert page.status_code == 200
    assert "/login/" in link_in(page.text)
    assert "/login/" not in office.olga.get("/people").text
    assert person(office)["state"] == "invited"


def test_a_form_that_is_refused_comes_back_with_what_was_typed(office):
    page = added(office, email="geen adres", phone="030-1234567")
    assert page.status_code == 422
    assert 'value="030-1234567"' in page.text
    assert "name@domain" in page.text


def test_an_address_is_one_accounts(office):
    added(office)
    page = added(office, name="Nog een")
    assert page.status_code == 422
    assert "Nog een" in page.text


@pytest.mark.parametrize("role", ["operator", "lender", "customer"])
def test_an_office_does_not_give_a_role_that_is_not_its_own(office, role):
    page = added(office, role=role)
    assert page.status_code == 422
    assert "geeft een kantoor niet zelf" in page.text


def test_an_auditor_needs_a_last_day_and_a_sub_agents_person_his_organisation(office):
    assert added(office, role="auditor").status_code == 422
    assert added(office, role="sub-agent").status_code == 422
    assert added(office, role="auditor", ends_on="2027-01-31").status_code == 200


def test_a_date_that_is_none_is_said_with_its_field(office):
    page = added(office, role="auditor", ends_on="morgen")
    assert "JJJJ-MM-DD" in page.text


def test_a_session_is_over_at_the_next_click_when_the_role_changed(office):
    els = office.cast.adviser_user
    browser = office.browser(els)
    assert browser.get("/").status_code == 200
    shown = office.client(office.cast.bram_key).get(f"{API}/people/{els}").json()
    form = {"name": "Els", "role": "viewer", "seen": shown["version"]}
    assert office.olga.post(f"/people/{els}", data=form).status_code == 303
    assert browser.get("/").status_code in {303, 401}
    (change,) = office.client(office.cast.bram_key).get(f"{API}/people/{els}").json()["changes"]
    assert (change["who"], change["what"], change["facts"]) == ("Olga", "changed", {"role": "viewer"})


def test_a_form_from_a_stale_tab_changes_nothing_and_keeps_what_was_typed(office):
    els = office.cast.adviser_user
    seen = office.client(office.cast.bram_key).get(f"{API}/people/{els}").json()["version"]
    office.olga.post(f"/people/{els}", data={"name": "Els", "role": "handler", "seen": seen})
    page = office.olga.post(f"/people/{els}", data={"name": "Els van Dam", "role": "adviser", "seen": seen})
    assert page.status_code == 409
    assert "intussen gewijzigd" in page.text
    assert 'value="Els van Dam"' in page.text
    assert person(office, "Els")["role"] == "handler"


def test_nobody_shuts_himself_out_or_takes_his_own_role(office):
    olga = office.olga_user.id
    assert office.olga.post(f"/people/{olga}/act", data={"act": "disable"}).status_code == 422
    assert office.olga.post(f"/people/{olga}", data={"name": "Olga", "role": "viewer"}).status_code == 422
    assert person(office, "Olga")["role"] == "administrator"


def test_who_is_shut_out_is_out_at_once_and_can_be_let_in_again(office):
    els = office.cast.adviser_user
    browser = office.browser(els)
    office.olga.post(f"/people/{els}/act", data={"act": "disable", "reason": "uit dienst"})
    assert browser.get("/").status_code in {303, 401}
    assert person(office, "Els")["state"] == "disabled"
    office.olga.post(f"/people/{els}/act", data={"act": "enable"})
    assert person(office, "Els")["state"] == "active"


def test_an_administrator_of_another_office_finds_nobody(office):
    with office.hub.database.transaction() as connection:
        at = office.hub.clock.now()
        other = add_user(connection, office_id="kantoor-2", name="Petra", role="administrator", at=at)
    petra, els = office.browser(other.id), office.cast.adviser_user
    assert petra.get(f"/people/{els}").status_code == 404
    assert petra.post(f"/people/{els}", data={"name": "x", "role": "viewer"}).status_code == 404
    assert petra.post(f"/people/{els}/act", data={"act": "disable"}).status_code == 404
    assert "Els" not in petra.get("/people").text


def test_an_auditor_is_out_after_the_last_day(office):
    at = office.hub.clock.now()
    with office.hub.database.transaction() as connection:
        place = Place(ends_on=at.date())
        alex = add_user(connection, office_id="kantoor-1", name="Alex", role="auditor", at=at, place=place)
    browser = office.browser(alex.id)
    assert browser.get("/looks").status_code == 200
    assert browser.get(f"/dossiers/{office.dossier}").status_code == 200
    assert browser.post("/people", data={}).status_code == 403
    office.hub.clock.forward(hours=11)
    browser.get("/looks")
    office.hub.clock.forward(hours=11)
    browser.get("/looks")
    office.hub.clock.forward(hours=11)
    assert browser.get("/looks").status_code in {303, 401}


def test_a_sub_agent_sees_the_dossier_once_it_is_linked_and_no_office(office):
    desk, at = office, office.hub.clock.now()
    with desk.hub.database.transaction() as connection:
        agent = add_sub_agent(
            connection, office_id="kantoor-1", code="S1", name="Sara Advies", email="sara@x.example", at=at
        )
        place = Place(organisation_id=agent.id)
        sara = add_user(connection, office_id="kantoor-1", name="Sara", role="sub-agent", at=at, place=place)
    browser = desk.browser(sara.id)
    assert desk.dossier not in browser.get("/dossiers").text
    assert f'href="/dossiers/{desk.dossier}/involved"' in desk.olga.get(f"/dossiers/{desk.dossier}").text
    desk.olga.post(f"/dossiers/{desk.dossier}/sub-agents", data={"organisation_id": agent.id})
    assert desk.dossier in browser.get("/dossiers").text
    assert browser.get(f"/dossiers/{desk.dossier}").status_code == 200
    assert browser.get("/people").status_code == 403
    assert desk.olga.post(f"/people/sub-agents/{agent.id}", data={"act": "close"}).status_code == 303
    assert browser.get("/").status_code in {303, 401}


def test_advisers_see_their_own_when_the_office_says_so(office):
    desk = office
    els = desk.browser(desk.cast.adviser_user)
    assert desk.dossier in els.get("/dossiers").text
    desk.olga.post("/people/reach", data={"sees": "own"})
    assert desk.dossier not in els.get("/dossiers").text
    assert els.get(f"/dossiers/{desk.dossier}").status_code == 404
    desk.olga.post(f"/dossiers/{desk.dossier}/involved/adviser", data={"person_id": desk.cast.adviser_user})
    assert desk.dossier in els.get("/dossiers").text


def test_a_part_that_somebody_else_changed_meanwhile_stays(office):
    desk, place = office, f"/dossiers/{office.dossier}/involved/adviser"
    desk.olga.post(place, data={"person_id": desk.cast.adviser_user})
    page = desk.olga.post(place, data={"person_id": desk.olga_user.id, "was": ""})
    assert page.status_code == 412
    assert "Els" in page.text


def test_dossiers_move_with_a_preview_and_only_the_ticked_ones(office):
    desk, els = office, office.cast.adviser_user
    desk.olga.post(f"/dossiers/{desk.dossier}/involved/adviser", data={"person_id": els})
    page = desk.olga.get(f"/people/{els}").text
    assert f'value="{desk.dossier}" checked' in page
    form = {"to_person": desk.olga_user.id, "dossiers": [desk.dossier], "reason": "ziek", "key": "move-1"}
    assert desk.olga.post(f"/people/{els}/move", data=form).status_code == 303
    assert desk.olga.post(f"/people/{els}/move", data=form).status_code in {303, 422}
    Timers(desk.hub.database, desk.hub.runtime.registry, desk.hub.clock).tick()
    items = desk.client(desk.cast.bram_key).get(f"{API}/dossiers/{desk.dossier}/involvements").json()["items"]
    assert [(each["part"], each["who"]) for each in items] == [("adviser", "Olga")]


def test_moving_without_a_dossier_is_refused(office):
    page = office.olga.post(f"/people/{office.cast.adviser_user}/move", data={"to_person": office.olga_user.id})
    assert page.status_code == 422


def test_a_substitute_is_set_shown_and_ended(office):
    desk = office
    form = {"absent_id": desk.cast.adviser_user, "substitute_id": desk.olga_user.id, "starts_on": "2026-11-01"}
    assert desk.olga.post("/people/substitutes", data=form).status_code == 303
    page = desk.olga.get("/people").text
    assert "Olga vervangt Els" in page
    (made,) = desk.client(desk.cast.bram_key).get(f"{API}/substitutions").json()["items"]
    assert desk.olga.post(f"/people/substitutes/{made['id']}/end").status_code == 303
    (over,) = desk.client(desk.cast.bram_key).get(f"{API}/substitutions").json()["items"]
    assert over["is_over"]


def test_a_lender_sees_the_traffic_of_its_node_and_no_dossier(office):
    desk, at = office, office.hub.clock.now()
    sender = desk.hub.sql("SELECT sender FROM messages WHERE message_type LIKE 'SX%'")[0][0]
    with desk.hub.database.transaction() as connection:
        linda = add_user(connection, office_id=None, name="Linda", role="lender", at=at, place=Place(node=sender))
    browser = desk.browser(linda.id)
    page = browser.get("/traffic").text
    assert "SX" in page
    message = re.search(r"/messages/([\w-]+)", page).group(1)
    shown = browser.get(f"/messages/{message}")
    assert shown.status_code == 200
    assert desk.dossier not in shown.text
    assert browser.get(f"/dossiers/{desk.dossier}").status_code == 403
    effect = browser.get(f"{API}/messages/{message}/effect", headers={"Accept": "application/json"})
    assert desk.dossier not in effect.text


def test_the_table_of_rights_is_a_page_and_an_operation(office):
    page = office.olga.get("/people/rights").text
    assert "inzagelogboek" in page
    table = office.client(office.cast.bram_key).get(f"{API}/rights").json()
    assert "people:write" in table["roles"]["administrator"]["rights"]


def test_an_invitation_leads_to_a_password(office):
    link = link_in(added(office).text)
    client = office.client(accept="text/html")
    answer = client.post("/login/" + link.rpartition("/")[2])
    assert answer.headers["location"] == "/account/password"


def test_a_link_of_who_was_shut_out_is_worth_nothing(office):
    els = office.cast.adviser_user
    token = link_for(office.hub, els)
    office.olga.post(f"/people/{els}/act", data={"act": "disable"})
    assert office.client(accept="text/html").post(f"/login/{token}").status_code == 410
