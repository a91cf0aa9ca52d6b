"""Clients that sign who they are: which keys may be registered, which assertions hold, and that each works once."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jwk, jwt
from sqlmodel import SQLModel
from typer.testing import CliRunner

from handlers.accounts.machines import clients
from handlers.accounts.machines.signing import public_keys
from handlers.accounts.machines.tables import USED_ASSERTIONS
from handlers.accounts.machines.views import clients_for
from handlers.offices import directory
from hub.cli import build
from hub.database import Database
from schemas.errors import NotFound, Refused
from schemas.viewer import Viewer
from tests.builders.providers import by_hand

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
HERE = "https://hub.example/oauth/token"
AUDIENCES = (HERE, "https://hub.example")
OPERATOR = Viewer(None, is_operator=True, actor="user:otto", environment="production")
PAIRS = {
    "RS256": jwk.RSAKey.generate_key(2048, {"kid": "one"}),
    "ES256": jwk.ECKey.generate_key("P-256", {"kid": "two"}),
    "Ed25519": jwk.OKPKey.generate_key("Ed25519", {"kid": "three"}),
}
PAIR = PAIRS["ES256"]
SMALL = (
    rsa.generate_private_key(65537, 1024)
    .public_key()
    .public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    .decode()
)


def public(pair):
    return json.dumps(pair.as_dict(private=False))


@pytest.fixture(params=["sqlite", "postgres"])
def database(request, tmp_path):
    url = f"sqlite:///{tmp_path}/hub.db" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    made = Database(url)
    SQLModel.metadata.create_all(made.engine)
    yield made
    made.close()


@pytest.fixture
def connection(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/hub.db")
    SQLModel.metadata.create_all(database.engine)
    with database.transaction() as opened:
        yield opened
    database.close()


def client_with(connection, pair=PAIR):
    office = directory.add_office(connection, name="Kantoor Een", node="100001", at=NOW)
    made, secret = clients.add_client(
        connection, office=office.id, name="p", scopes=["dossiers:read"], at=NOW, public_key=public(pair)
    )
    assert secret == ""
    return made.id


def signed(client_id, pair=PAIR, alg="ES256", header=None, **claims):
    good = {"iss": client_id, "sub": client_id, "aud": HERE, "exp": int(NOW.timestamp()) + 120, "jti": "1"}
    said = {name: value for name, value in (good | claims).items() if value is not None}
    return jwt.encode({"alg": alg, "kid": pair.kid} | (header or {}), said, pair, algorithms=[alg])


def token(connection, assertion, at=NOW, scope=""):
    return clients.issue_token_for_assertion(connection, assertion, AUDIENCES, scope, "", at)


def slug(connection, assertion, at=NOW):
    with pytest.raises(Refused) as found:
        token(connection, assertion, at)
    return found.value.slug, found.value.path


@pytest.mark.parametrize("alg", PAIRS)
def test_what_a_client_signs_gives_a_token(connection, alg):
    client = client_with(connection, PAIRS[alg])
    _, made = token(connection, signed(client, PAIRS[alg], alg))
    assert (made.client_id, made.scopes) == (client, ["dossiers:read"])
    ((key,),) = [each.keys for each in clients_for(OPERATOR, connection)]
    assert (key.kid, key.used_at) == (PAIRS[alg].kid, NOW)


@pytest.mark.parametrize("aud", [HERE, "https://hub.example", [HERE]])
def test_the_audience_is_our_address_or_our_name(connection, aud):
    assert token(connection, signed(client_with(connection), aud=aud))


@pytest.mark.parametrize(
    ("path", "claims"),
    [
        ("aud", {"aud": "https://elsewhere.example"}),
        ("aud", {"aud": [HERE, "https://elsewhere.example"]}),
        ("aud", {"aud": None}),
        ("aud", {"aud": {"x": 1}}),
        ("exp", {"exp": None}),
        ("exp", {"exp": int(NOW.timestamp()) - 60}),
        ("exp", {"exp": int(NOW.timestamp()) + 361}),
        ("exp", {"exp": "tomorrow"}),
        ("exp", {"exp": True}),
        ("exp", {"exp": 10**30}),
        ("iat", {"iat": int(NOW.timestamp()) + 61}),
        ("nbf", {"nbf": int(NOW.timestamp()) + 61}),
        ("nbf", {"nbf": "x"}),
        ("jti", {"jti": None}),
        ("jti", {"jti": ""}),
        ("jti", {"jti": 7}),
        ("jti", {"jti": "x" * 256}),
        ("iss", {"iss": "another"}),
        ("sub", {"sub": None}),
    ],
    ids=str,
)
def test_a_claim_that_does_not_hold_is_named(connection, path, claims):
    client = client_with(connection)
    assert slug(connection, signed(client, **claims)) == ("assertion-invalid", path)
    assert token(connection, signed(client))


def test_a_clock_may_differ_by_a_minute(connection):
    client, now = client_with(connection), int(NOW.timestamp())
    assert token(connection, signed(client, jti="slow", exp=now - 59))
    assert token(connection, signed(client, jti="fast", iat=now + 60, nbf=now + 60, exp=now + 360))


def test_an_assertion_works_once_as_long_as_it_could_be_used(connection):
    client = client_with(connection)
    said = signed(client)
    token(connection, said)
    assert slug(connection, said) == ("assertion-used", "jti")
    assert slug(connection, signed(client, exp=int(NOW.timestamp()) + 60)) == ("assertion-used", "jti")
    later = NOW + timedelta(seconds=179)
    assert slug(connection, said, later) == ("assertion-used", "jti")
    assert slug(connection, said, later + timedelta(seconds=1)) == ("assertion-invalid", "exp")
    token(connection, signed(client, jti="2", exp=int(later.timestamp()) + 60), later + timedelta(seconds=2))
    assert len(connection.execute(USED_ASSERTIONS.table.select()).all()) == 1


def test_another_client_may_use_the_same_jti(connection):
    first = client_with(connection)
    made, _ = clients.add_client(
        connection, office=None, name="q", scopes=["operate"], at=NOW, public_key=public(PAIRS["RS256"])
    )
    assert token(connection, signed(first))
    assert token(connection, signed(made.id, PAIRS["RS256"], "RS256"))


def test_of_many_at_once_one_comes_in(database):
    with database.transaction() as connection:
        said = signed(client_with(connection))

    def ask(_):
        try:
            with database.transaction() as connection:
                token(connection, said)
        except Refused as refused:
            return refused.slug
        return "in"

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(ask, range(6))) == [*["assertion-used"] * 5, "in"]


def test_an_unknown_key_or_client_or_signature_is_never_told_apart(connection):
    client = client_with(connection)
    stranger = jwk.ECKey.generate_key("P-256", {"kid": "two"})
    other = jwk.ECKey.generate_key("P-256", {"kid": "other"})
    for said in (signed(client, stranger), signed(client, other), signed("nobody"), signed(client)[:-6] + "AAAAAA"):
        assert slug(connection, said)[0] == "client-unknown"


def test_an_assertion_of_one_client_is_not_for_another(connection):
    first = client_with(connection)
    made, _ = clients.add_client(connection, office=None, name="q", scopes=["operate"], at=NOW, public_key=public(PAIR))
    assert slug(connection, signed(made.id, iss=first)) == ("assertion-invalid", "iss")


@pytest.mark.parametrize("alg", ["none", "HS256"])
def test_only_a_private_key_signs(connection, alg):
    client = client_with(connection)
    forged = by_hand({"alg": alg, "kid": "two"}, {"sub": client, "iss": client, "aud": HERE}, b"x" * 32)
    assert slug(connection, forged) == ("assertion-invalid", "alg")


def test_an_algorithm_that_is_not_of_the_key_is_refused(connection):
    client = client_with(connection, PAIRS["RS256"])
    assert slug(connection, signed(client, PAIR, header={"kid": "one"}))[0] == "client-unknown"


@pytest.mark.parametrize("said", ["x", "a.b.c", "....", "é.é.é", "x" * 9000, "eyJhbGciOiJFUzI1NiJ9.W10.AA"])
def test_what_is_no_assertion_is_refused(connection, said):
    assert slug(connection, said)[0] == "assertion-invalid"


def test_a_key_is_replaced_while_the_old_one_works_on(connection):
    client, until = client_with(connection), NOW + timedelta(days=7)
    public_keys.rotate_key(connection, client, public(PAIRS["RS256"]), NOW, until)
    before, after = until - timedelta(seconds=1), int(until.timestamp())
    assert token(connection, signed(client, jti="a", exp=after), before)
    assert token(connection, signed(client, PAIRS["RS256"], "RS256", jti="b", exp=after), before)
    assert slug(connection, signed(client, jti="c", exp=after + 60), until)[0] == "client-unknown"
    assert token(connection, signed(client, PAIRS["RS256"], "RS256", jti="d", exp=after + 60), until)


def test_without_a_name_the_only_key_counts(connection):
    client = client_with(connection)
    nameless = jwt.encode(
        {"alg": "ES256"},
        {"iss": client, "sub": client, "aud": HERE, "exp": int(NOW.timestamp()) + 60, "jti": "9"},
        PAIR,
    )
    public_keys.add_key(connection, client, public(PAIRS["RS256"]), NOW)
    assert slug(connection, nameless)[0] == "client-unknown"
    public_keys.remove_key(connection, client, "one", NOW)
    assert token(connection, nameless)


def test_a_removed_key_ends_the_tokens_and_its_name_never_comes_back(connection):
    client = client_with(connection)
    plain, _ = token(connection, signed(client))
    public_keys.remove_key(connection, client, "two", NOW)
    assert clients.holder_of(connection, plain, "", NOW) is None
    assert slug(connection, signed(client, jti="2"))[0] == "client-unknown"
    with pytest.raises(Refused, match="already-exists"):
        public_keys.add_key(connection, client, public(PAIR), NOW)
    with pytest.raises(NotFound):
        public_keys.remove_key(connection, client, "ten", NOW)


def test_a_revoked_client_gets_nothing(connection):
    client = client_with(connection)
    clients.revoke_client(connection, client, NOW)
    assert slug(connection, signed(client))[0] == "client-unknown"


def test_a_pem_is_read_and_named_by_its_thumbprint():
    for pair in PAIRS.values():
        kid, members = public_keys.read_key(pair.as_pem(private=False).decode())
        assert kid == pair.thumbprint()
        assert not {"d", "p", "q"} & set(members)
    assert public_keys.read_key(json.dumps({"keys": [PAIR.as_dict(private=False)]}))[0] == "two"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (PAIR.as_pem(private=True).decode(), "private"),
        (json.dumps(PAIR.as_dict(private=True)), "private"),
        (json.dumps(jwk.OctKey.generate_key(256).as_dict()), "private"),
        (json.dumps({"keys": [PAIR.as_dict(private=False)] * 2}), "2 keys"),
        (SMALL, "1024 bits"),
        (jwk.ECKey.generate_key("secp256k1").as_pem(private=False).decode(), "EC"),
        (jwk.OKPKey.generate_key("X25519").as_pem(private=False).decode(), "no such key"),
        (json.dumps(PAIR.as_dict(private=False) | {"kid": "x" * 201}), "kid"),
        ("", "no such key"),
        ("{", "no key"),
        ("{}", "no key"),
        ('{"keys": 7}', "no key"),
        ('{"kty": "RSA", "n": 7, "e": []}', "no key"),
    ],
    ids=[
        "pem",
        "jwk",
        "oct",
        "two",
        "small",
        "curve",
        "no-signature",
        "kid",
        "empty",
        "broken",
        "none",
        "set",
        "shape",
    ],
)
def test_a_key_that_will_not_do_says_why(text, said):
    with pytest.raises(Refused) as found:
        public_keys.read_key(text)
    assert (found.value.slug, said in found.value.en) == ("request-invalid", True), found.value.en


def test_the_shell_adds_rotates_lists_and_removes(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HUB_DATABASE_URL", f"sqlite:///{tmp_path}/hub.db")
    (tmp_path / "one.json").write_text(public(PAIRS["RS256"]), encoding="utf-8")
    (tmp_path / "two.json").write_text(public(PAIR), encoding="utf-8")
    (tmp_path / "three.pem").write_bytes(PAIRS["Ed25519"].as_pem(private=False))
    (tmp_path / "own.pem").write_bytes(PAIR.as_pem(private=True))
    app = build()

    def run(*words, code=0):
        answer = CliRunner().invoke(app, list(words))
        assert answer.exit_code == code, answer.output
        return answer.stdout

    run("db", "upgrade")
    made = json.loads(run("clients", "add", "--name", "Pakket", "--public-key", "one.json", "--json"))
    assert "client_secret" not in made
    client = made["client_id"]
    assert json.loads(run("clients", "key", "add", client, "two.json", "--json"))["kid"] == "two"
    run("clients", "key", "rotate", client, "three.pem")
    (listed,) = json.loads(run("clients", "list", "--json"))
    assert [bool(each["expires_at"]) for each in listed["keys"]] == [True, True, False]
    assert "two: " in run("clients", "list")
    run("clients", "key", "remove", client, "two")
    run("clients", "key", "add", client, "own.pem", code=1)
    run("clients", "key", "add", client, "none.pem", code=1)
    run("clients", "key", "add", "nobody", "two.json", code=1)
