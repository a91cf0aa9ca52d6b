"""What a provider says counts only when its signature and every claim hold."""

import base64
import hmac
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwk, jwt

from adapters.identity import OpenIdClient
from schemas.errors import Busy, Refused
from schemas.identity import Begun
from tests.builders.providers import HandmadeProvider, by_hand

BEGUN = Begun("state", "nonce", "v" * 43)
BACK = "https://hub.example/oidc/return"


@pytest.fixture
def provider():
    made = HandmadeProvider()
    yield made
    made.close()


@pytest.fixture
def client():
    return OpenIdClient(lambda: datetime.now(UTC), allows_private=False)


def identity(client, provider, **more):
    return client.identity(provider.connected(**more), BEGUN, "code", BACK)


def refused(client, provider, **more):
    with pytest.raises(Refused) as found:
        identity(client, provider, **more)
    assert found.value.slug == "provider-answer"
    return found.value


def test_the_way_there_has_state_nonce_and_a_challenge(client, provider):
    address = client.address(provider.connected(), BEGUN, BACK)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    challenge = base64.urlsafe_b64encode(sha256(b"v" * 43).digest()).rstrip(b"=").decode()
    assert asked == {
        "response_type": "code",
        "scope": "openid email profile",
        "client_id": "hub",
        "redirect_uri": BACK,
        "state": "state",
        "nonce": "nonce",
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }


def test_a_good_answer_is_somebody(client, provider):
    found = identity(client, provider)
    assert (found.issuer, found.subject) == (provider.issuer, "248289761001")
    assert (found.email, found.is_email_verified, found.groups) == ("els@debrug.nl", True, ("hub-adviseurs",))
    assert provider.forms == [
        {"grant_type": "authorization_code", "code": "code", "redirect_uri": BACK, "code_verifier": "v" * 43}
    ]
    told = base64.b64decode(provider.headers[0]["Authorization"].removeprefix("Basic ")).decode()
    assert told == "hub:geheim%3A1"


@pytest.mark.parametrize(
    ("claims", "is_verified"),
    [
        ({"email_verified": "true"}, True),
        ({"email_verified": None, "xms_edov": 1}, True),
        ({"email_verified": None, "xms_edov": True}, True),
        ({"email_verified": None}, False),
        ({"email_verified": False, "xms_edov": 0}, False),
        ({"email_verified": "yes"}, False),
        ({"email_verified": [True]}, False),
    ],
    ids=str,
)
def test_an_address_is_verified_when_the_service_says_so(client, provider, claims, is_verified):
    provider.claims = claims
    assert identity(client, provider).is_email_verified is is_verified


def test_a_service_that_ends_sessions_says_where(client, provider):
    assert identity(client, provider).leaving is None
    provider.documents = {"end_session_endpoint": f"{provider.issuer}/out"}
    leaving = identity(client, provider).leaving
    assert (leaving.address, leaving.client_id, leaving.token.count(".")) == (f"{provider.issuer}/out", "hub", 2)
    assert leaving.token not in repr(leaving)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "http://elsewhere.example/out", "", 7, ["https://a.example"]]
)
def test_nobody_is_sent_to_leave_at_an_address_that_is_none(client, provider, address):
    provider.documents = {"end_session_endpoint": address}
    assert identity(client, provider).leaving is None


@pytest.mark.parametrize(
    ("documents", "lacks"),
    [
        ({}, ()),
        ({"response_types_supported": ["token"]}, ("code",)),
        ({"code_challenge_methods_supported": ["plain"]}, ("S256",)),
        ({"scopes_supported": "openid"}, ("openid",)),
        ({"id_token_signing_alg_values_supported": ["HS256", "none"]}, ("algorithm",)),
        ({"token_endpoint_auth_methods_supported": ["private_key_jwt"]}, ("client-secret",)),
        ({"response_types_supported": [], "scopes_supported": []}, ("code", "openid")),
    ],
    ids=str,
)
def test_what_a_service_lacks_is_named(client, provider, documents, lacks):
    provider.documents = documents
    said = client.described(provider.connected())
    assert (said.keys, said.ends_sessions, said.lacks) == (1, False, lacks)


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://elsewhere.example"},
        {"aud": "another"},
        {"aud": ["another"]},
        {"aud": ["hub", "another"]},
        {"aud": ["hub", "another"], "azp": "another"},
        {"azp": "another"},
        {"aud": None},
        {"aud": 7},
        {"sub": "248\x00289"},
        {"sub": 248289761001},
        {"email": "els\x00@debrug.nl"},
        {"nonce": "another"},
        {"nonce": None},
        {"exp": 1},
        {"exp": None},
        {"exp": "tomorrow"},
        {"iat": 4102444800},
        {"nbf": 4102444800},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "x" * 256},
    ],
    ids=str,
)
def test_a_claim_that_does_not_hold_is_refused(client, provider, claims):
    provider.claims = claims
    refused(client, provider)


def test_a_token_that_nobody_signed_is_refused(client, provider):
    claims = jwt.decode(provider.made(), provider.key).claims
    for header in ({"alg": "none"}, {"alg": "None", "kid": "one"}, {"kid": "one"}):
        provider.token = by_hand(header, claims)
        refused(client, provider)


def test_a_token_signed_with_the_public_key_as_a_secret_is_refused(client, provider):
    claims = jwt.decode(provider.made(), provider.key).claims
    unsigned = by_hand({"alg": "HS256", "kid": "one"}, claims).rpartition(".")[0]
    code = hmac.digest(provider.key.as_pem(private=False), unsigned.encode(), "sha256")
    provider.token = f"{unsigned}.{base64.urlsafe_b64encode(code).rstrip(b'=').decode()}"
    assert refused(client, provider).came == "HS256"


def test_a_token_of_a_strangers_key_is_refused_by_any_name(client, provider):
    stranger = jwk.RSAKey.generate_key(2048, {"kid": "two"})
    claims = jwt.decode(provider.made(), provider.key).claims
    for kid in ("one", "two"):
        provider.token = jwt.encode({"alg": "RS256", "kid": kid}, claims, stranger)
        refused(client, provider)


def test_a_token_that_brings_its_own_key_is_refused(client, provider):
    stranger = jwk.RSAKey.generate_key(2048)
    claims = jwt.decode(provider.made(), provider.key).claims
    header = {"alg": "RS256", "kid": "one", "jwk": stranger.as_dict(private=False)}
    provider.token = jwt.encode(header, claims, stranger)
    refused(client, provider)


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "....", "é.é.é", 7])
def test_what_is_no_token_is_refused(client, provider, token):
    provider.token = token or "-"
    refused(client, provider)


def test_keys_may_be_replaced_between_two_sign_ins(client, provider):
    identity(client, provider)
    provider.key = jwk.ECKey.generate_key("P-256", {"kid": "two", "use": "sig"})
    provider.header = {"alg": "ES256"}
    refused(client, provider)
    provider.published.insert(0, provider.key.as_dict(private=False))
    assert identity(client, provider).subject == "248289761001"


def test_keys_that_cannot_be_read_are_left_out(client, provider):
    provider.published += [{"kty": "RSA", "kid": "three"}, {"kty": "AKP"}, {"kty": "oct", "k": "eA"}, "x"]
    assert client.check(provider.connected()) == 1


def test_without_a_name_the_only_key_counts(client, provider):
    provider.token = jwt.encode({"alg": "RS256"}, jwt.decode(provider.made(), provider.key).claims, provider.key)
    assert identity(client, provider)
    provider.published.append(jwk.RSAKey.generate_key(2048, {"kid": "two"}).as_dict(private=False))
    refused(client, provider)


def test_groups_are_read_where_the_office_says(client, provider):
    provider.claims = {"groups": None, "realm_access": {"roles": ["a", 7, "b"]}, "one": "c"}
    assert identity(client, provider, group_claim="realm_access.roles").groups == ("a", "b")
    assert identity(client, provider, group_claim="one").groups == ("c",)
    assert identity(client, provider, group_claim="none.of.it").groups == ()


@pytest.mark.parametrize(
    "documents",
    [
        {"issuer": "https://elsewhere.example"},
        {"issuer": None},
        {"token_endpoint": "http://inside.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
    ids=str,
)
def test_a_description_that_does_not_fit_is_refused(client, provider, documents):
    provider.documents = documents
    with pytest.raises(Refused):
        client.check(provider.connected())


def test_an_endpoint_on_this_machine_is_for_a_provider_on_this_machine():
    from adapters.identity import _check_endpoint

    with pytest.raises(Refused):
        _check_endpoint("https://localhost/token", "https://login.example")
    _check_endpoint("http://localhost/token", "http://localhost")


def test_a_redirect_is_not_followed(client, provider):
    provider.status = 302
    with pytest.raises(Busy, match="status 302"):
        client.check(provider.connected())


def test_a_code_that_the_provider_refuses_is_refused(client, provider):
    provider.documents = {"token_endpoint": f"{provider.issuer}/nowhere"}
    with pytest.raises(Busy, match="status 404"):
        identity(client, provider)


def test_a_provider_that_is_away_is_busy(client, provider):
    provider.close()
    with pytest.raises(Busy, match="ConnectError"):
        client.check(provider.connected())


def test_an_issuer_in_a_private_network_needs_the_setting(client, provider):
    with pytest.raises(Busy, match="ConnectError"):
        client.check(provider.connected(issuer="https://10.255.255.1:1"))


@pytest.mark.parametrize("issuer", ["http://login.example", "ftp://login.example", "https://a:b@login.example", ""])
def test_an_issuer_is_https_without_a_user(client, provider, issuer):
    with pytest.raises(Refused):
        client.check(provider.connected(issuer=issuer))


def test_an_endless_answer_is_cut_off(client, provider):
    provider.documents = {"padding": "x" * 600_000}
    with pytest.raises(Refused):
        client.check(provider.connected())
