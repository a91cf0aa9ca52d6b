"""The same counter over PostgreSQL and RabbitMQ: what is asked there in SQL of its own, and one of them away."""

import os

import pytest

from handlers.accounts.people import add_user
from hub.bench.servers import PrivatePostgres, ServerMissingError
from tests.builders.customers import Customer, invite
from tests.builders.desks import close_desk, open_desk
from tests.builders.migrated import migrated_url
from tests.builders.operating import otto, park
from tests.builders.racing import behind
from tests.portal_api.test_operations import PLACES, confirm, send


@pytest.fixture
def real_desk(tmp_path, migrated_postgres_url, rabbit_url):
    made = open_desk(tmp_path, database_url=migrated_postgres_url, broker_url=rabbit_url)
    yield made
    close_desk(made)


def test_a_person_and_a_machine_see_the_same_there(real_desk):
    bram, chris = (real_desk.client(key) for key in (real_desk.cast.bram_key, real_desk.cast.chris_key))
    assert bram.get("/health/ready").json() == {"status": "ready"}
    page = bram.get("/api/v2/messages", params={"limit": 5}).json()
    rest = bram.get("/api/v2/messages", params={"limit": 20, "cursor": page["next"]}).json()
    assert [len(page["items"]), len(rest["items"]), rest["next"]] == [5, 7, None]
    for question in ({"state": "rejected"}, {"slug": "schema-invalid"}):
        assert len(bram.get("/api/v2/messages", params=question).json()["items"]) == 1
    for question in ({"q": "jansen"}, {"q": "AE-2026-000123"}, {"status": "12"}):
        assert bram.get("/api/v2/dossiers", params=question).json()["count"] == 1
    assert chris.get("/api/v2/dossiers").json()["count"] == 0
    assert chris.get(f"/api/v2/messages/{real_desk.message()}").status_code == 404
    browser = real_desk.browser()
    for path in ("/", f"/dossiers/{real_desk.dossier}", f"/messages/{real_desk.refused}"):
        assert browser.get(path).status_code == 200


def test_a_write_is_answered_once_there(real_desk):
    bram = real_desk.client(real_desk.cast.bram_key)
    place = f"/api/v2/exchanges/{real_desk.unlinked}/link"
    body, key = {"dossier_id": real_desk.dossier}, {"Idempotency-Key": "once"}
    first, second = (bram.post(place, json=body, headers=key) for _ in range(2))
    assert (first.status_code, first.json()) == (200, second.json())
    assert len(bram.get(f"/api/v2/dossiers/{real_desk.dossier}").json()["applications"]) == 2


@pytest.fixture
def posting_desk(tmp_path, migrated_postgres_url, rabbit_url):
    """The same, with mail that stays on the Post page."""
    made = open_desk(tmp_path, database_url=migrated_postgres_url, broker_url=rabbit_url, mail_url="demo://")
    yield made
    close_desk(made)


def test_a_customer_is_invited_comes_in_sees_his_own_and_is_let_go_there(posting_desk):
    desk = posting_desk
    office = desk.client(desk.cast.bram_key)
    points = office.get(f"/api/v2/dossiers/{desk.dossier}/action-points").json()["items"]
    held = [each["id"] for each in points if each["state"] == "held"]
    released = office.post(
        f"/api/v2/dossiers/{desk.dossier}/action-points/release",
        json={"action_points": held},
        headers={"Idempotency-Key": "release"},
    )
    assert released.status_code == 200, released.text
    anna, tom = Customer(desk, "anna@klant.example"), Customer(desk, "tom@klant.example", party=1, name="Tom Jansen")
    for each in (anna.set_up(), tom.set_up()):
        assert each.client.get("/mine").status_code == 200
        assert each.client.get(f"/dossiers/{desk.dossier}").status_code == 403
        assert each.client.get("/api/v2/dossiers").status_code == 403
    seen = {each.email: {point["person"] for point in _open(each)} for each in (anna, tom)}
    assert seen == {anna.email: {""}, tom.email: {"", "T. Jansen"}}
    assert anna.post("/logout").status_code == 200
    assert anna.sign_in().headers["location"] == "/"
    gone = office.post(
        f"/api/v2/dossiers/{desk.dossier}/customers/{anna.id}/dismiss",
        json={"reason": "uit elkaar"},
        headers={"Idempotency-Key": "dismiss"},
    )
    assert gone.status_code == 200, gone.text
    assert anna.client.get("/mine").status_code == 401
    assert tom.client.get("/mine").status_code == 200


def _open(customer):
    return customer.client.get(f"/api/v2/own/dossiers/{customer.desk.dossier}").json()["open"]


def test_an_address_that_somebody_takes_at_the_same_moment_is_tried_again_there(posting_desk):
    desk, address = posting_desk, "anna@klant.example"
    about = {"office_id": "kantoor-1", "name": "Nora", "role": "adviser", "at": desk.hub.clock.now(), "email": address}
    _, met = behind(desk.hub.database, lambda connection: add_user(connection, **about), lambda: invite(desk, address))
    assert (met.status_code, met.json()["slug"]) == (503, "busy")
    assert invite(desk, address).json()["slug"] == "address-taken"
    assert desk.hub.sql("SELECT count(*) FROM users WHERE email = ?", address) == [(1,)]


@pytest.mark.chaos
def test_the_pages_of_operations_stay_readable_and_act_with_the_broker_away(
    tmp_path, migrated_postgres_url, mortal_rabbit
):
    desk = open_desk(
        tmp_path, database_url=migrated_postgres_url, broker_url=mortal_rabbit.url(mortal_rabbit.new_vhost())
    )
    parked, client = park(desk), otto(desk)
    mortal_rabbit.kill()
    for place in PLACES:
        answer = client.get(f"/operations{place}")
        assert (answer.status_code, place in answer.url.path) == (200, True), answer.text
    for _ in range(20):
        page = client.get("/operations/doctor").text
        if "De broker op" in page:
            break
    assert "antwoordt niet" in page
    done = send(client, "discard", confirm(client, "discard", about=parked), reason="dubbel", sure="1")
    assert done.status_code == 303, done.text
    assert desk.hub.sql("SELECT state FROM outcomes WHERE unit_id = ?", parked) == [("discarded",)]
    close_desk(desk)


@pytest.fixture
def own_postgres():
    try:
        made = PrivatePostgres(durable=True).start()
    except ServerMissingError as missing:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(missing))
    yield made
    made.remove()


@pytest.mark.chaos
def test_a_database_that_is_away_is_a_page_that_says_what_to_do(tmp_path, own_postgres, rabbit_url):
    desk = open_desk(tmp_path, database_url=migrated_url(own_postgres), broker_url=rabbit_url)
    client = otto(desk)
    assert client.get("/operations").status_code == 200
    own_postgres.kill()
    for place in (*(f"/operations{each}" for each in PLACES), "/", "/palette", "/post?state=sent"):
        answer = client.get(place, params={"lang": "nl"} if "?" not in place else None)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5"), place
        assert "De database van de hub is nu niet bereikbaar" in answer.text
        assert "hub doctor" in answer.text
        assert f'href="{place}' in answer.text
    assert "cannot be reached now" in client.get("/operations", params={"lang": "en"}).text
    said = desk.client(desk.cast.operator_key).get("/api/v2/ledger").json()
    assert (said["slug"], said["dependency"]) == ("busy", "database")
    own_postgres.start()
    assert client.get("/operations").status_code == 200
    close_desk(desk)
