"""What is whose: a sub-agent hands in and sees, the office's people judge and send, one sets the office."""

import pytest

from handlers.accounts.keys import create_api_key
from handlers.offices.directory import set_advisers_see
from handlers.offices.organisations import add_sub_agent
from portal_api.app import create_app
from schemas.involvements import AdmitCustomer, LinkSubAgent
from tests.builders.desks import metadata
from tests.builders.people import person_of
from tests.portal_api.test_matrix import everything

OF_THE_OFFICE = ("/api/v2/office/", "/office/", "/post/texts/", "/people/reach", "/api/v2/people/reach")
ONE_ADDRESSEES = {"/api/v2/office/notification-preferences"}
"""What one addressee wants is noted by whoever speaks to him."""
PREVIEWS = ("/preview", "/preview/html")
JUDGING = {
    "stukken/{stuk}/pages": {"pages": []},
    "stukken/{stuk}/deliverer": {"deliverer": "third"},
    "stukken/{stuk}/send": {},
    "attachments/{file}/judgement": {"approved": True},
    "attachments/{file}/remove": {},
    "action-points/release": {"action_points": ["0199f3d2"]},
}
SETTINGS = {
    "/api/v2/office/action-points": {"at_once": True},
    "/api/v2/office/deliverers/009": {"deliverer": "third"},
    "/api/v2/office/notification-templates/action-points": {"channel": "sms", "text": "x {{ adres }}"},
    "/api/v2/office/notification-templates/action-points/test": {"channel": "email"},
    "/api/v2/office/notification-templates/action-points/remove": {"channel": "sms"},
    "/api/v2/office/quiet-hours": {"quiet_from": "22:00", "quiet_until": "07:00"},
    "/api/v2/office/brand/colour": {"colour": "#ff6200"},
    "/api/v2/office/brand/logo/remove": {},
}


@pytest.fixture(scope="module")
def office(desk):
    """The shared desk with Sara of a sub-agent that is linked to the dossier, an adviser and an administrator."""
    hub = desk.hub
    with hub.database.transaction() as connection:
        about = {"office_id": "kantoor-1", "code": "S1", "name": "Sara Advies", "email": "s@x.example"}
        agent = add_sub_agent(connection, **about, at=hub.clock.now())
    hub.runtime.execute(LinkSubAgent(dossier_id=desk.dossier, organisation_id=agent.id), actor="user:olga")
    desk.sara = desk.browser(person_of(desk, "sub-agent", organisation_id=agent.id).id)
    desk.els = desk.browser(desk.cast.adviser_user)
    desk.olga = desk.browser(person_of(desk, "administrator").id)
    desk.file_id = desk.attachment("4")
    return desk


def place(desk, act):
    return f"/api/v2/dossiers/{desk.dossier}/{act.format(stuk=desk.stuk('4')['id'], file=desk.file_id)}"


def given(client, path, body, key):
    return client.post(path, json=body, headers={"Accept": "application/json", "Idempotency-Key": key})


def version(desk):
    return desk.hub.sql("SELECT seq FROM heads WHERE key = ?", desk.dossier)[0][0]


@pytest.mark.parametrize("act", JUDGING)
def test_a_sub_agent_does_not_judge_send_or_release(office, act):
    before = version(office)
    refused = given(office.sara, place(office, act), JUDGING[act], f"sara-{act}")
    assert (refused.status_code, refused.json()["slug"]) == (403, "not-allowed")
    assert refused.json()["expected"] == "documents:judge"
    assert version(office) == before


@pytest.mark.parametrize("path", SETTINGS)
@pytest.mark.parametrize("who", ["sara", "els"])
def test_only_who_may_set_the_office_sets_it(office, who, path):
    """Neither a sub-agent nor an adviser."""
    refused = given(getattr(office, who), path, SETTINGS[path], f"{who}-{path}")
    assert (refused.status_code, refused.json()["slug"]) == (403, "not-allowed")
    assert refused.json()["expected"] == "office:write"


def test_every_way_of_changing_an_office_asks_the_same_right(desk):
    """Of a new route too: what is posted under these addresses is a setting of the office."""
    asked = {
        (path, rights)
        for method, path, rights in everything(create_app(desk.server.counter))
        if method == "POST" and path.startswith(OF_THE_OFFICE) and not path.endswith(PREVIEWS)
    }
    others = {path for path, rights in asked if rights != {"office:write"}}
    assert others == ONE_ADDRESSEES
    assert len(asked) > len(SETTINGS)


def test_the_office_is_set_by_its_administrator(office):
    made = given(office.olga, "/api/v2/office/action-points", {"at_once": False}, "olga-1")
    assert made.status_code == 200, made.text


def test_a_sub_agent_hands_in_and_sees(office):
    told = metadata(filename="a.pdf", dossier_id=office.dossier, stuk_id=office.stuk("4")["id"])
    headers = {"Tus-Resumable": "1.0.0", "Upload-Length": "10", "Upload-Metadata": told}
    assert office.sara.post("/api/v2/uploads", headers=headers).status_code == 201
    assert office.sara.get(f"/api/v2/dossiers/{office.dossier}/stukken").status_code == 200


def test_a_page_has_no_button_for_what_is_refused(office):
    here = f"/dossiers/{office.dossier}/stukken/{office.stuk('4')['id']}"
    hands_in, says_who = f'action="/uploads/{office.dossier}', f'action="{here}/deliverer"'
    sara, els = office.sara.get(here).text, office.els.get(here).text
    assert (hands_in in sara, says_who in sara) == (True, False)
    assert (hands_in in els, says_who in els) == (True, True)


def test_the_menu_and_the_texts_offer_only_what_one_may(office):
    text = "/post/texts/action-points?channel=email&language=nl&form=je"
    for who, may in (("sara", False), ("els", False), ("olga", True)):
        browser = getattr(office, who)
        assert ('href="/office/brand"' in browser.get("/").text) is may, who
        assert ('id="try"' in browser.get(text).text) is may, who
        assert (browser.get("/office/brand").status_code == 200) is may, who


def test_what_an_addressee_wants_is_of_who_shares_a_dossier_with_him(office):
    place = "/api/v2/office/notification-preferences"
    karin = office.browser(person_of(office, "adviser", "Karin").id)
    anna = person_of(office, "customer", "Anna").id
    asked = "SELECT application_id, reference FROM parties WHERE dossier_id = ?"
    admitted = AdmitCustomer(
        dossier_id=office.dossier, person_id=anna, party="/".join(office.hub.sql(asked, office.dossier)[0])
    )
    office.hub.runtime.execute(admitted, actor="user:olga")
    wanted, body = {"addressee": f"user:{anna}"}, {"addressee": f"user:{anna}", "wants": "sms"}
    accept = {"Accept": "application/json"}
    assert karin.get(place, params=wanted, headers=accept).status_code == 200
    with office.hub.database.transaction() as connection:
        set_advisers_see(connection, office="kantoor-1", sees="own")
    assert karin.get(place, params=wanted, headers=accept).status_code == 404
    assert given(karin, place, body, "karin-1").status_code == 404
    assert office.sara.get(place, params=wanted, headers=accept).status_code == 200
    assert office.sara.get(place, params={"addressee": "user:nobody"}, headers=accept).status_code == 404
    with office.hub.database.transaction() as connection:
        set_advisers_see(connection, office="kantoor-1", sees="office")


def test_a_key_that_may_hand_in_may_not_judge(office):
    with office.hub.database.transaction() as connection:
        scopes = ("dossiers:read", "documents:write")
        about = {"office_id": "kantoor-1", "name": "scanner", "scopes": scopes, "at": office.hub.clock.now()}
        _, key = create_api_key(connection, **about)
    refused = given(office.client(key), place(office, "attachments/{file}/judgement"), {"approved": True}, "scan-1")
    assert (refused.status_code, refused.json()["expected"]) == (403, "documents:judge")
