"""Whatever somebody writes in an address, a header or a query, the counter answers and never breaks down."""

import base64
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from portal_api.paging import cursor_of

ODD = some.text(some.characters(exclude_categories=("Cs",)), min_size=1, max_size=80)
PLACES = some.sampled_from(
    [
        "/api/v2/messages/{message_id}",
        "/api/v2/messages/{message_id}/raw",
        "/api/v2/messages/{message_id}/effect",
        "/api/v2/dossiers/{dossier_id}",
        "/api/v2/dossiers/{dossier_id}/timeline",
        "/api/v2/dossiers/{dossier_id}/files/{file_id}",
        "/dossiers/{dossier_id}",
        "/messages/{message_id}",
        "/login/{token}",
        "/static/{name}",
    ]
)
RELAXED = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)


@RELAXED
@given(place=PLACES, odd=ODD)
def test_an_odd_id_is_never_our_mistake(desk, place, odd):
    client = desk.clients[0] if desk.clients else desk.client(desk.cast.bram_key)
    names = {"message_id", "dossier_id", "file_id", "token", "name"}
    path = place.format(**dict.fromkeys(names, quote(odd, safe="")))
    assert client.get(path).status_code < 500


@RELAXED
@given(odd=ODD, name=some.sampled_from(["q", "status", "cursor", "limit", "type", "received_from", "lang", "dossier"]))
def test_an_odd_question_is_never_our_mistake(desk, odd, name):
    client = desk.clients[0] if desk.clients else desk.client(desk.cast.bram_key)
    for path in ("/api/v2/messages", "/api/v2/dossiers", "/api/v2/exchanges/unlinked", "/dossiers"):
        assert client.get(path, params={name: odd}).status_code < 500


@RELAXED
@given(odd=some.text(some.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=60))
def test_an_odd_header_is_never_our_mistake(desk, odd):
    client = desk.clients[0] if desk.clients else desk.client(desk.cast.bram_key)
    for header in ("If-None-Match", "Accept-Language", "Cookie", "Accept"):
        assert client.get(f"/api/v2/dossiers/{desk.dossier}", headers={header: odd}).status_code < 500
    assert client.get("/api/v2/dossiers", headers={"Authorization": odd}).status_code == 401


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00Z"])
def test_a_moment_at_an_end_of_the_calendar_is_refused(desk, moment):
    office, operator = desk.client(desk.cast.bram_key), desk.client(desk.cast.operator_key)
    joined = base64.urlsafe_b64encode(f"{moment}|x".encode()).decode().rstrip("=")
    for path, name in (
        ("/api/v2/messages", "received_from"),
        ("/api/v2/looks", "seen_to"),
        ("/api/v2/outgoing", "made_to"),
    ):
        assert operator.get(path, params={name: moment}).status_code == 422, path
    for path in ("/api/v2/messages", "/api/v2/looks", "/api/v2/outgoing", "/api/v2/parked/messages"):
        assert operator.get(path, params={"cursor": cursor_of((moment, "x"))}).status_code == 422, path
    for path in ("/api/v2/dossiers", f"/api/v2/dossiers/{desk.dossier}/timeline"):
        assert office.get(path, params={"cursor": joined}).status_code == 422, path


def test_half_a_character_in_a_body_is_refused(desk):
    client = desk.client(desk.cast.operator_key)
    headers = {"Idempotency-Key": "half", "Content-Type": "application/json"}
    for body in (rb'{"reason": "\ud800"}', rb'{"reason": "x", "\ud800": 1}'):
        answer = client.post("/api/v2/partners/600001/pause", content=body, headers=headers)
        assert (answer.status_code, answer.json()["slug"]) == (422, "request-invalid"), answer.text
