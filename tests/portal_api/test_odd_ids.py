"""Whatever somebody writes in an address, a header or a query, the counter answers and never breaks down."""

from urllib.parse import quote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

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
    for path in ("/api/v2/messages", "/api/v2/dossiers", "/api/v2/exchanges/unlinked", "/"):
        assert client.get(path, params={name: odd}).status_code < 500


@RELAXED
@given(odd=some.text(some.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=60))
def test_an_odd_header_is_never_our_mistake(desk, odd):
    client = desk.clients[0] if desk.clients else desk.client(desk.cast.bram_key)
    for header in ("If-None-Match", "Accept-Language", "Cookie", "Accept"):
        assert client.get(f"/api/v2/dossiers/{desk.dossier}", headers={header: odd}).status_code < 500
    assert client.get("/api/v2/dossiers", headers={"Authorization": odd}).status_code == 401
