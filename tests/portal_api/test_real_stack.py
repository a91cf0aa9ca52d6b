"""The same counter over PostgreSQL and RabbitMQ: what is asked there in SQL of its own."""

import pytest

from tests.builders.desks import close_desk, open_desk


@pytest.fixture
def real_desk(tmp_path, postgres_url, rabbit_url):
    made = open_desk(tmp_path, database_url=postgres_url, broker_url=rabbit_url)
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
