"""Every route × every kind of viewer; a new route fails here until it stands in the table."""

import pytest

from portal_api.app import create_app

VIEWERS = ("operator", "bram", "chris", "nobody", "blind")
OPEN = (200, 200, 200, 200, 200)
LISTS = (200, 200, 200, 401, 403)
THING = (200, 200, 404, 401, 403)

TABLE = {
    ("GET", "/api/v2/messages"): LISTS,
    ("POST", "/api/v2/messages"): (403, 422, 403, 401, 403),
    ("GET", "/api/v2/messages/{message_id}"): THING,
    ("GET", "/api/v2/messages/{message_id}/raw"): THING,
    ("GET", "/api/v2/messages/{message_id}/effect"): THING,
    ("GET", "/api/v2/exchanges/unlinked"): LISTS,
    ("POST", "/api/v2/exchanges/{lane_id}/link"): (409, 409, 404, 401, 403),
    ("POST", "/api/v2/exchanges/{lane_id}/unlink"): (400, 400, 404, 401, 403),
    ("POST", "/api/v2/exchanges/{lane_id}/move"): (400, 400, 404, 401, 403),
    ("POST", "/api/v2/exchanges/{lane_id}/undo"): (400, 400, 404, 401, 403),
    ("GET", "/api/v2/dossiers"): LISTS,
    ("GET", "/api/v2/dossiers/{dossier_id}"): THING,
    ("GET", "/api/v2/dossiers/{dossier_id}/timeline"): THING,
    ("GET", "/api/v2/dossiers/{dossier_id}/files/{file_id}"): THING,
    ("POST", "/api/v2/dossiers/{dossier_id}/applications/{application_id}/status"): (400, 400, 404, 401, 403),
    ("GET", "/api/v2/openapi.json"): (200, 200, 200, 401, 200),
    ("GET", "/api/v2/docs"): (200, 200, 200, 401, 200),
    ("GET", "/"): LISTS,
    ("GET", "/dossiers/{dossier_id}"): THING,
    ("GET", "/messages/{message_id}"): THING,
    ("GET", "/login/{token}"): OPEN,
    ("POST", "/login/{token}"): (410, 410, 410, 410, 410),
    ("POST", "/logout"): OPEN,
    ("GET", "/static/{name}"): OPEN,
    ("GET", "/health/live"): OPEN,
    ("GET", "/health/ready"): OPEN,
}
BODIES = {"link": {"dossier_id": "{dossier_id}"}, "move": {"dossier_id": "{dossier_id}"}, "status": {"code": "12"}}


def routes_of(app):
    """Every (method, path) that the application answers, whatever router brought it."""
    for included in app.routes:
        prefix = included.include_context.prefix
        for route in included.original_router.routes:
            for method in route.methods - {"HEAD"}:
                yield method, f"{prefix}{route.path}"


def test_every_route_stands_in_the_table(desk):
    assert set(routes_of(create_app(desk.server.counter))) == set(TABLE)


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize(("method", "path"), TABLE, ids=lambda value: value)
def test_a_route_answers_each_viewer_as_the_table_says(desk, method, path, viewer):
    names = {
        "message_id": desk.message(),
        "lane_id": desk.lane(),
        "dossier_id": desk.dossier,
        "application_id": desk.application_id(),
        "file_id": desk.file().rpartition("/")[2],
        "token": "unknown",
        "name": "style.css",
    }
    body = {key: value.format(**names) for key, value in BODIES.get(path.rpartition("/")[2], {}).items()}
    keys = {"operator": desk.cast.operator_key, "bram": desk.cast.bram_key}
    keys |= {"chris": desk.cast.chris_key, "blind": desk.cast.blind_key}
    headers = {"Idempotency-Key": f"link-{viewer}"} if path.endswith("/link") else {}
    client = desk.client(keys.get(viewer))
    answer = client.request(
        method, path.format(**names), headers=headers, **({"json": body} if method == "POST" else {})
    )
    assert answer.status_code == TABLE[method, path][VIEWERS.index(viewer)], answer.text


def test_another_office_sees_nothing_in_lists_and_counts(desk):
    chris = desk.client(desk.cast.chris_key)
    assert chris.get("/api/v2/messages").json() == {"items": [], "next": None}
    assert chris.get("/api/v2/dossiers").json() == {"items": [], "count": 0, "next": None}
    assert chris.get("/api/v2/dossiers", params={"q": "AE-2026-000123"}).json()["count"] == 0
    assert chris.get("/api/v2/exchanges/unlinked").json() == {"items": [], "next": None}
    page = desk.browser(desk.cast.chris_user).get("/")
    assert "de Wit" not in page.text
    assert "Nog geen dossiers" in page.text


def test_what_is_elsewhere_and_what_is_nowhere_are_told_apart_by_nobody(desk):
    chris = desk.client(desk.cast.chris_key)
    elsewhere = chris.get(f"/api/v2/dossiers/{desk.dossier}").json()
    nowhere = chris.get("/api/v2/dossiers/0199f3d2-5c1e-7a60-9d5f-3c8f0b6f4a11").json()
    told = {"title", "status", "detail", "slug", "nl", "en", "path", "expected"}
    assert {name: elsewhere[name] for name in told} == {name: nowhere[name] for name in told}


def test_a_dossier_of_another_office_cannot_be_linked_to(desk):
    bram = desk.client(desk.cast.bram_key)
    body = {"dossier_id": "0199f3d2-5c1e-7a60-9d5f-3c8f0b6f4a11"}
    answer = bram.post(f"/api/v2/exchanges/{desk.unlinked}/link", json=body, headers={"Idempotency-Key": "elsewhere"})
    assert answer.status_code == 404


def test_a_person_who_only_views_may_not_write(desk):
    answer = desk.browser().post(
        f"/api/v2/exchanges/{desk.lane()}/unlink", json={}, headers={"Idempotency-Key": "viewer"}
    )
    assert (answer.status_code, answer.json()["slug"]) == (403, "not-allowed")


def test_a_wrong_key_is_not_excused_by_a_session(desk):
    client = desk.browser()
    answer = client.get("/api/v2/dossiers", headers={"Authorization": "Bearer hub_wrong"})
    assert answer.status_code == 401


def test_without_a_session_an_unknown_page_says_nothing(desk):
    assert desk.client().get("/no/such/page").status_code == 404
