"""`POST /oauth/token` as RFC 6749 has it, and what its tokens open."""

import base64
import json
from uuid import uuid4

import pytest
from joserfc import jwk, jwt

from handlers.accounts.machines import clients
from tests.builders.hub import OFFICE


@pytest.fixture(scope="module")
def client(desk):
    """A client of the office of Bram: its id and secret."""
    with desk.hub.database.transaction() as connection:
        made, secret = clients.add_client(
            connection,
            office="kantoor-1",
            name="pakket",
            scopes=["dossiers:read", "messages:write"],
            at=desk.hub.clock.now(),
            node=OFFICE,
        )
    return made.id, secret


def basic(client_id, secret):
    return {"Authorization": f"Basic {base64.b64encode(f'{client_id}:{secret}'.encode()).decode()}"}


def ask(desk, headers=None, **form):
    return desk.client().post("/oauth/token", data=form, headers=headers)


def test_a_token_opens_what_its_scopes_say(desk, client):
    answer = ask(desk, basic(*client), grant_type="client_credentials", scope="dossiers:read")
    assert answer.status_code == 200, answer.text
    said = answer.json()
    assert (said["token_type"], said["expires_in"], said["scope"]) == ("Bearer", 600, "dossiers:read")
    assert (answer.headers["cache-control"], answer.headers["pragma"]) == ("no-store", "no-cache")
    machine = desk.client(said["access_token"])
    assert machine.get("/api/v2/dossiers").json()["count"] >= 1
    assert machine.get("/api/v2/messages").status_code == 403
    assert machine.post("/api/v2/messages", content=b"<x/>").status_code == 403


def test_the_secret_may_come_in_the_form(desk, client):
    answer = ask(desk, grant_type="client_credentials", client_id=client[0], client_secret=client[1])
    assert answer.json()["scope"] == "dossiers:read messages:write"


def test_a_revoked_client_loses_its_tokens_at_once(own_desk):
    with own_desk.hub.database.transaction() as connection:
        at = own_desk.hub.clock.now()
        made, secret = clients.add_client(connection, office="kantoor-1", name="p", scopes=["dossiers:read"], at=at)
    token = ask(own_desk, basic(made.id, secret), grant_type="client_credentials").json()["access_token"]
    machine = own_desk.client(token)
    assert machine.get("/api/v2/dossiers").status_code == 200
    with own_desk.hub.database.transaction() as connection:
        clients.revoke_client(connection, made.id, own_desk.hub.clock.now())
    assert machine.get("/api/v2/dossiers").status_code == 401


def test_a_token_is_forgotten_by_the_clock(own_desk):
    with own_desk.hub.database.transaction() as connection:
        at = own_desk.hub.clock.now()
        made, secret = clients.add_client(connection, office="kantoor-1", name="p", scopes=["dossiers:read"], at=at)
    token = ask(own_desk, basic(made.id, secret), grant_type="client_credentials").json()["access_token"]
    own_desk.hub.clock.forward(minutes=10)
    assert own_desk.client(token).get("/api/v2/dossiers").status_code == 401


@pytest.mark.parametrize(
    ("form", "with_header", "status", "error"),
    [
        ({}, True, 400, "invalid_request"),
        ({"grant_type": "password"}, True, 400, "unsupported_grant_type"),
        ({"grant_type": "client_credentials", "scope": "operate"}, True, 400, "invalid_scope"),
        ({"grant_type": "client_credentials", "client_secret": "x"}, True, 400, "invalid_request"),
        ({"grant_type": "client_credentials", "client_id": "x"}, True, 400, "invalid_request"),
        ({"grant_type": "client_credentials", "scope": ["a", "b"]}, True, 400, "invalid_request"),
        ({"grant_type": "client_credentials"}, False, 401, "invalid_client"),
        ({"grant_type": "client_credentials", "client_id": "x", "client_secret": "y"}, False, 401, "invalid_client"),
        ({"grant_type": "client_credentials", "client_id": "\0", "client_secret": "y"}, False, 401, "invalid_client"),
    ],
)
def test_every_mistake_has_the_error_of_the_standard(desk, client, form, with_header, status, error):
    answer = ask(desk, basic(*client) if with_header else None, **form)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.json()["error_description"].isascii()
    assert ("www-authenticate" in answer.headers) == (status == 401)


@pytest.mark.parametrize("header", ["Basic", "Basic %%%", "Bearer hub_x", "Basic bm9jb2xvbg==", "Basic gIA=", ""])
def test_a_header_that_is_no_basic_is_told(desk, header):
    answer = ask(desk, {"Authorization": header}, grant_type="client_credentials")
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


def test_a_body_that_is_no_form_is_told(desk, client):
    answer = desk.client().post("/oauth/token", json={"grant_type": "client_credentials"}, headers=basic(*client))
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_the_use_of_a_key_is_written_every_five_minutes(own_desk):
    bram = own_desk.client(own_desk.cast.bram_key)
    seen = "SELECT max(used_at) FROM machine_secrets"
    bram.get("/api/v2/dossiers")
    first = own_desk.hub.sql(seen)
    own_desk.hub.clock.forward(minutes=4)
    bram.get("/api/v2/dossiers")
    assert own_desk.hub.sql(seen) == first
    own_desk.hub.clock.forward(minutes=1)
    bram.get("/api/v2/dossiers")
    assert own_desk.hub.sql(seen) != first


def test_the_description_knows_keys_tokens_and_sessions(desk):
    described = desk.client(desk.cast.bram_key).get("/api/v2/openapi.json").json()
    assert set(described["components"]["securitySchemes"]) == {"key", "token", "session"}
    flow = described["components"]["securitySchemes"]["token"]["flows"]["clientCredentials"]
    assert flow["tokenUrl"] == "/oauth/token"
    assert {"dossiers:read", "operate"} <= set(flow["scopes"])
    assert described["paths"]["/oauth/token"]["post"]["security"] == []


PAIR = jwk.ECKey.generate_key("P-256", {"kid": "one"})
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@pytest.fixture(scope="module")
def signer(desk):
    """A client that signs, and how it asks."""
    with desk.hub.database.transaction() as connection:
        text = json.dumps(PAIR.as_dict(private=False))
        made, _ = clients.add_client(
            connection,
            office="kantoor-1",
            name="p",
            scopes=["dossiers:read"],
            at=desk.hub.clock.now(),
            public_key=text,
        )

    def ask_signed(headers=None, form=None, **claims):
        said = {
            "iss": made.id,
            "sub": made.id,
            "aud": f"{desk.hub.runtime.settings.public_url}/oauth/token",
            "exp": int(desk.hub.clock.now().timestamp()) + 60,
            "jti": str(uuid4()),
        }
        signed = jwt.encode({"alg": "ES256", "kid": "one"}, said | claims, PAIR)
        fields = {"grant_type": "client_credentials", "client_assertion_type": ASSERTION, "client_assertion": signed}
        return ask(desk, headers, **(fields | (form or {})))

    return ask_signed


def test_a_signed_assertion_gives_a_token_once(desk, signer):
    answer = signer(jti="once")
    assert answer.status_code == 200, answer.text
    assert desk.client(answer.json()["access_token"]).get("/api/v2/dossiers").status_code == 200
    again = signer(jti="once")
    assert (again.status_code, again.json()["error"]) == (401, "invalid_client")
    assert "used before" in again.json()["error_description"]


@pytest.mark.parametrize(
    ("headers", "form", "claims", "status", "error"),
    [
        (basic("x", "y"), {}, {}, 400, "invalid_request"),
        (None, {"client_secret": "y"}, {}, 400, "invalid_request"),
        (None, {"client_assertion_type": "jwt"}, {}, 400, "invalid_request"),
        (None, {"client_assertion": ""}, {}, 400, "invalid_request"),
        (None, {"client_id": "another"}, {}, 401, "invalid_client"),
        (None, {"client_assertion": "x"}, {}, 401, "invalid_client"),
        (None, {}, {"aud": "https://elsewhere.example"}, 401, "invalid_client"),
        (None, {}, {"sub": "nobody", "iss": "nobody"}, 401, "invalid_client"),
        (None, {"scope": "operate"}, {}, 400, "invalid_scope"),
        (None, {"grant_type": "password"}, {}, 400, "unsupported_grant_type"),
    ],
)
def test_every_mistake_of_a_signer_has_the_error_of_the_standard(signer, headers, form, claims, status, error):
    answer = signer(headers, form, **claims)
    assert (answer.status_code, answer.json()["error"]) == (status, error), answer.text
    assert answer.json()["error_description"].isascii()
