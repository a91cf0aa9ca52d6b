"""Looking as a customer: the customer's page, nobody's writes, the looker's name in the log, over by itself."""

from itertools import count

import pytest

from portal_api.viewing import END
from schemas.involvements import AssignDossier
from tests.builders.counters import fill
from tests.builders.customers import Customer, invite
from tests.builders.desks import close_desk, open_desk

_NUMBERS = count(4000)
WHY = "vraag aan de telefoon"


@pytest.fixture(scope="module")
def mailing(tmp_path_factory):
    made = open_desk(tmp_path_factory.mktemp("viewing"), mail_url="demo://")
    yield made
    close_desk(made)


@pytest.fixture
def here(mailing):
    """A dossier of its own with Anna and Tom, and Els, an adviser, in a browser."""
    mailing.number = next(_NUMBERS)
    mailing.dossier = fill(mailing.hub, number=f"AB-2026-{mailing.number}", kenmerk=f"AE-2026-{mailing.number}")
    mailing.anna = Customer(mailing, f"anna{mailing.number}@klant.example").set_up()
    mailing.els = mailing.browser(mailing.cast.adviser_user)
    mailing.page = f"/dossiers/{mailing.dossier}/customers"
    return mailing


def look(desk, reason=WHY, client=None):
    return (client or desk.els).post(f"{desk.page}/{desk.anna.id}/view", data={"reason": reason})


def looks(desk):
    found = desk.client(desk.cast.bram_key).get(f"/api/v2/dossiers/{desk.dossier}/looks").json()["items"]
    return [(each["kind"], each["who"], each["reason"]) for each in found if each["what"] == "own-dossier"]


def test_the_page_is_the_customers_with_a_bar_that_says_whose_and_ends_it(here):
    assert "Bekijken als klant" in here.els.get(here.page).text
    assert "staat in het inzagelogboek" in here.els.get(f"{here.page}?views={here.anna.id}").text
    assert look(here).headers["location"] == "/mine"
    seen = here.els.get("/mine").text
    assert "U kijkt mee als Anna de Wit." in seen
    assert "Mijn overzicht" in seen
    assert here.els.get("/").headers["location"] == "/mine"
    assert here.els.get("/api/v2/own/dossiers").json() == here.anna.client.get("/api/v2/own/dossiers").json()
    assert "U kijkt mee" not in here.anna.client.get("/mine").text
    assert here.els.post(END).headers["location"] == here.page
    assert here.els.get(here.page).status_code == 200
    assert here.els.get("/mine").status_code == 403


def test_every_look_is_the_lookers_with_the_reason(here):
    look(here)
    here.els.get("/mine")
    here.els.get(f"/api/v2/own/dossiers/{here.dossier}")
    assert looks(here) == [("impersonate", "Els", WHY)] * 3
    assert "Meegekeken als: eigen overzicht" in here.browser().get(f"/dossiers/{here.dossier}/looks?lang=nl").text


@pytest.mark.parametrize("reason", ["", "   ", "x" * 201])
def test_without_a_reason_there_is_no_look(here, reason):
    refused = look(here, reason)
    assert refused.status_code == 422
    assert "Wie meekijkt als klant zegt waarom" in refused.text
    assert here.els.get("/mine").status_code == 403
    assert looks(here) == []


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/dossiers/{d}/customers"),
        ("POST", "/dossiers/{d}/customers/{p}/dismiss"),
        ("POST", "/api/v2/dossiers/{d}/customers/{p}/dismiss"),
        ("POST", "/api/v2/dossiers/{d}/action-points/release"),
        ("POST", "/views"),
        ("POST", "/account/password"),
        ("PATCH", "/api/v2/uploads/x"),
        ("DELETE", "/api/v2/uploads/x"),
        ("GET", "/account"),
        ("GET", "/account/app"),
    ],
)
def test_every_write_is_refused_and_so_is_the_lookers_own_account(here, method, path):
    look(here)
    answer = here.els.request(
        method, path.format(d=here.dossier, p=here.anna.id), headers={"Accept": "application/json"}
    )
    assert (answer.status_code, answer.json()["slug"]) == (403, "viewing-only")
    assert here.anna.client.get("/mine").status_code == 200


@pytest.mark.parametrize("path", ["/dossiers/{d}", "/dossiers/{d}/customers", "/api/v2/dossiers", "/post"])
def test_what_the_customer_may_not_see_the_looker_does_not_see_either(here, path):
    look(here)
    assert here.els.get(path.format(d=here.dossier)).status_code == 403


def test_it_ends_by_itself_and_says_so(here):
    look(here)
    here.hub.clock.forward(minutes=14)
    assert here.els.get("/mine").status_code == 200
    here.hub.clock.forward(minutes=1)
    over = here.els.get("/mine")
    assert over.status_code == 403
    assert "Het meekijken als klant is voorbij" in over.text
    assert f'action="{END}"' in over.text
    assert here.els.post("/views", data={}).status_code == 403
    assert here.els.post(END).headers["location"] == here.page
    assert here.els.get("/").status_code == 200


def test_the_token_is_worth_nothing_beside_another_session_and_ends_with_its_own(here):
    look(here)
    token = here.els.cookies["viewing"]
    bram = here.browser()
    bram.cookies.set("viewing", token, domain="localhost.local")
    assert bram.get("/mine").status_code == 403
    stranger = here.client(accept="text/html")
    stranger.cookies.set("viewing", token, domain="localhost.local")
    assert stranger.get("/mine").status_code == 401
    here.els.post("/logout")
    assert here.els.get("/mine").status_code == 401


def test_it_is_of_the_one_dossier_it_was_opened_from(here):
    first, here.dossier = here.dossier, fill(here.hub, number=f"ZZ-{here.number}", kenmerk=f"ZK-{here.number}")
    assert invite(here, here.anna.email).status_code == 200
    assert len(here.anna.client.get("/api/v2/own/dossiers").json()["items"]) == 2
    look(here)
    seen = here.els.get("/api/v2/own/dossiers").json()["items"]
    assert [each["id"] for each in seen] == [first]
    assert here.els.get(f"/api/v2/own/dossiers/{here.dossier}").status_code == 404


def test_only_a_customer_of_a_dossier_that_he_sees_is_looked_as_and_only_with_the_right(here):
    els_id = here.cast.adviser_user
    assert here.els.post(f"{here.page}/{els_id}/view", data={"reason": WHY}).status_code == 404
    assert look(here, client=here.browser()).status_code == 403
    assert look(here, client=here.browser(here.cast.chris_user)).status_code == 403
    with here.hub.database.transaction() as connection:
        connection.exec_driver_sql("UPDATE offices SET advisers_see = 'own'")
    try:
        assert look(here).status_code == 404
        made = AssignDossier(dossier_id=here.dossier, part="adviser", person_id=els_id)
        here.hub.runtime.execute(made, actor="user:bram")
        assert look(here).headers["location"] == "/mine"
        gone = AssignDossier(dossier_id=here.dossier, part="adviser", person_id="")
        here.hub.runtime.execute(gone, actor="user:bram")
        assert "voorbij" in here.els.get("/mine").text
    finally:
        with here.hub.database.transaction() as connection:
            connection.exec_driver_sql("UPDATE offices SET advisers_see = 'office'")
