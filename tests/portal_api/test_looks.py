"""The access log: each look is written down before its answer leaves, with who, what and why, and stays."""

from typing import get_args

import pytest
from sqlalchemy.exc import DatabaseError

from portal_api.app import create_app
from portal_api.looking import LOOKS
from portal_api.texts import catalogue
from schemas.errors import Busy
from schemas.looks import LookKind
from schemas.notifications import Addressee, SendNotification
from tests.portal_api.test_access import routes_of

API = "/api/v2"
NOBODYS = {
    "/oidc/return",
    "/oidc/signed-out",
    "/oidc/{office_id}",
    # What an office decided, its own files on their way, how partners are reached, what the hub says of itself.
    *(f"{API}/product-cards", f"{API}/checklists", "/import"),
    *("/office/workflows", "/office/workflows/{kind}", f"{API}/office/workflows", f"{API}/office/workflows/{{kind}}"),
    f"{API}/office/deliverers",
    f"{API}/office/action-points",
    f"{API}/office/advice-files",
    *(f"{API}/office/document-categories", "/office/document-categories"),
    f"{API}/office/notification-templates",
    f"{API}/office/quiet-hours",
    f"{API}/office/reach",
    f"{API}/rights",
    f"{API}/dates/preview",
    "/monthly-costs",
    "/maximum-mortgage",
    "/people/rights",
    "/dossiers/new",
    f"{API}/office/station",
    "/office/station",
    f"{API}/office/brand",
    "/office/brand",
    f"{API}/office/details",
    "/office/details",
    "/brand/colours/{name}",
    "/brand/logos/{name}",
    f"{API}/guidance/documents",
    f"{API}/guidance/documents/{{document}}",
    *(f"{API}/office/plain-words", f"{API}/office/plain-words/{{document}}"),
    *(f"{API}/office/form-of-address", f"{API}/own/form-of-address"),
    *("/office/plain-words", "/office/plain-words/{document}"),
    "/post/texts",
    "/post/texts/{template}",
    f"{API}/uploads/{{upload_id}}",
    f"{API}/partners",
    f"{API}/partners/{{node}}",
    f"{API}/doctor",
    f"{API}/ledger",
    f"{API}/parked/groups",
    "/operations",
    "/operations/acts/{act}",
    "/operations/doctor",
    "/operations/ledger",
    "/operations/partners",
    "/operations/partners/{node}",
    "/help",
    "/help/{name}",
    f"{API}/openapi.json",
    f"{API}/docs",
    "/components",
    "/components/question",
    "/events",
    "/unsubscribe/{token}",
    "/demo",
    "/demo/clock",
    "/login/{token}",
    "/login",
    "/login/second",
    "/forgot",
    # A person looks at his own account.
    "/account",
    *("/idle", "/code", "/account/email", "/email/{token}", "/email/{token}/undo"),
    "/account/password",
    "/account/app",
    "/account/passkeys",
    "/account/codes",
    "/static/{name}",
    "/health/live",
    "/health/ready",
}


def looks(desk, place=None):
    place = place or f"{API}/dossiers/{desk.dossier}/looks"
    return desk.client(desk.cast.operator_key).get(place).json()["items"]


def test_every_route_that_shows_somebodys_data_stands_in_the_table(desk):
    shown = {path for method, path in routes_of(create_app(desk.server.counter)) if method == "GET"}
    assert shown == set(LOOKS) | NOBODYS


def test_a_look_names_who_what_and_why(fresh_desk):
    bram = fresh_desk.client(fresh_desk.cast.bram_key)
    bram.get(f"{API}/dossiers/{fresh_desk.dossier}", headers={"Hub-Reason": "vraag van de klant"})
    bram.get(fresh_desk.file())
    found = [(each["kind"], each["what"], each["reason"]) for each in looks(fresh_desk)]
    assert ("view", "dossier", "vraag van de klant") in found
    assert ("download", "file", "") in found
    (taken,) = [each for each in looks(fresh_desk) if each["kind"] == "download"]
    assert taken["subject"] == fresh_desk.file().rpartition("/")[2]
    assert taken["who"] == "Bram's program" or taken["who"]
    assert taken["actor"].startswith("key:")


def test_a_message_stands_with_the_dossier_it_belongs_to(fresh_desk):
    fresh_desk.client(fresh_desk.cast.bram_key).get(f"{API}/messages/{fresh_desk.message()}/raw")
    (look,) = [each for each in looks(fresh_desk) if each["what"] == "message"]
    assert (look["kind"], look["subject"]) == ("download", fresh_desk.message())


def test_a_look_of_an_operator_stands_with_the_office(fresh_desk):
    fresh_desk.client(fresh_desk.cast.operator_key).get(f"{API}/dossiers/{fresh_desk.dossier}")
    seen = fresh_desk.client(fresh_desk.cast.bram_key).get(f"{API}/dossiers/{fresh_desk.dossier}/looks").json()["items"]
    (look,) = [each for each in seen if each["what"] == "dossier"]
    assert look["office_id"] == "kantoor-1"


def test_a_look_of_an_operator_at_post_stands_with_the_office_that_wrote(desk):
    addressee = Addressee(reference="user:nora", name="Nora", email="nora@kantoor.example")
    told = {"what": "wachtwoord", "when": "vandaag"}
    command = SendNotification(office_id="kantoor-1", template="account-changed", addressee=addressee, fields=told)
    desk.hub.runtime.execute(command, actor="user:bram")
    operator = desk.client(desk.cast.operator_key)
    (sent,) = operator.get(f"{API}/notifications").json()["items"]
    assert operator.get(f"{API}/notifications/{sent['id']}").status_code == 200
    (look,) = [each for each in looks(desk, f"{API}/looks?kind=view") if each["what"] == "notification"]
    assert (look["subject"], look["office_id"]) == (sent["id"], "kantoor-1")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_kind_of_look_has_its_words(language):
    words = {f"looks.kind_{kind}" for kind in get_args(LookKind)}
    words |= {f"looks.what_{look.what.replace('-', '_')}" for look in LOOKS.values()}
    assert words <= set(catalogue(language))


def test_a_search_keeps_what_was_asked_and_not_how_it_was_paged(desk):
    desk.client(desk.cast.bram_key).get(f"{API}/dossiers?q=Zoekwoord&limit=3&status=")
    found = [each["said"] for each in looks(desk, f"{API}/looks?kind=search") if each["what"] == "dossiers"]
    assert found[0] == {"q": "Zoekwoord"}


def test_a_question_too_long_to_be_written_down_is_not_answered(desk):
    answer = desk.client(desk.cast.bram_key).get("/api/v2/dossiers", params={f"x{n}": "y" for n in range(41)})
    assert (answer.status_code, answer.json()["slug"]) == (422, "request-invalid")
    assert "items" not in answer.json()


def test_what_was_not_shown_is_no_look(fresh_desk):
    fresh_desk.client(fresh_desk.cast.chris_key).get(f"{API}/dossiers/{fresh_desk.dossier}")
    fresh_desk.client().get(f"{API}/dossiers/{fresh_desk.dossier}")
    assert [each for each in looks(fresh_desk) if each["what"] == "dossier"] == []


def test_the_log_pages_by_key(fresh_desk):
    bram = fresh_desk.client(fresh_desk.cast.bram_key)
    for _ in range(3):
        bram.get(f"{API}/dossiers/{fresh_desk.dossier}/timeline")
    place = f"{API}/dossiers/{fresh_desk.dossier}/looks?limit=2"
    first = bram.get(place).json()
    second = bram.get(f"{place}&cursor={first['next']}").json()
    ids = [each["id"] for each in (*first["items"], *second["items"])]
    assert len(ids) == len(set(ids)) == 3
    assert bram.get(f"{place}&cursor=raar").status_code == 422


def test_what_cannot_be_written_down_is_not_shown(own_desk, monkeypatch):
    def away(*_, **__):
        raise Busy("database")

    monkeypatch.setattr("handlers.access.recording.record_look", away)
    bram = own_desk.client(own_desk.cast.bram_key)
    answer = bram.get(f"{API}/dossiers/{own_desk.dossier}")
    assert (answer.status_code, answer.json()["slug"]) == (503, "busy")
    assert "Jansen" not in answer.text


@pytest.mark.parametrize("verb", ["UPDATE looks SET actor = 'user:niemand'", "DELETE FROM looks"])
def test_the_database_refuses_to_change_what_was_written(fresh_desk, verb):
    looks(fresh_desk)
    with pytest.raises(DatabaseError, match="looks are kept"), fresh_desk.hub.database.transaction() as connection:
        connection.exec_driver_sql(verb)


def test_the_page_of_a_dossier_says_who_looked(fresh_desk):
    browser = fresh_desk.browser()
    assert f"/dossiers/{fresh_desk.dossier}/looks" in browser.get(f"/dossiers/{fresh_desk.dossier}").text
    shown = browser.get(f"/dossiers/{fresh_desk.dossier}/looks?lang=nl").text
    assert "Wie keek" in shown
    assert "Bekeken: dossier" in shown
    assert "Bram" in shown
    assert "Seen: dossier" in browser.get(f"/dossiers/{fresh_desk.dossier}/looks?lang=en").text
    assert browser.get("/looks").status_code == 403
