"""Signing in through the service of one's office, with a mock provider from end to end."""

import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import httpx
import lxml.html
import oidc_provider_mock
import pytest
from typer.testing import CliRunner

from handlers.accounts.people import add_user, set_disabled
from handlers.accounts.providers import connecting
from handlers.accounts.providers.rules import check_domains, check_roles, own_path
from hub.cli import build
from hub.sealing import Sealer
from schemas.errors import Refused
from schemas.identity import Connected
from tests.builders.desks import close_desk, open_desk

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
"""The mock provider uses what its library will drop."""
ELS = {"email": "els@debrug.nl", "email_verified": True, "name": "Els", "groups": ["hub-adviseurs"]}


@pytest.fixture(scope="module")
def service():
    """A provider that knows Els, somebody without a group, and somebody with another domain."""
    people = {
        "els": ELS,
        "groeploos": ELS | {"groups": ["koffie"]},
        "vreemd": ELS | {"email": "els@elders.nl"},
        "beide": ELS | {"groups": ["hub-kijkers", "hub-adviseurs"]},
        "wisselt": ELS,
        "gast": ELS,
        "nieuw": ELS | {"email": "nieuw@debrug.nl", "email_verified": False},
    }
    invited = ("uitgenodigd", "dubbel", "nog-een", "elders", "ongezien", "weg", "hernoemd", "baas", "verhuisd")
    people |= {sub: ELS | {"email": f"{sub}@debrug.nl"} for sub in invited}
    people["nog-een"] |= {"email": "dubbel@debrug.nl"}
    people["ongezien"] |= {"email_verified": False}
    people["bevestigd-door-entra"] = people["uitgenodigd"] | {"email_verified": None, "xms_edov": True}
    users = [oidc_provider_mock.User(sub=sub, claims=claims) for sub, claims in people.items()]
    with oidc_provider_mock.run_server_in_thread(user_claims=users) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(scope="module")
def desk(tmp_path_factory, service):
    """Two offices with the same provider, each with its own groups."""
    made = open_desk(tmp_path_factory.mktemp("desk"))
    made.hub.clock.at = datetime.now(UTC)
    connect(made, "kantoor-1", service, ["hub-adviseurs=adviser", "hub-kijkers=viewer"])
    connect(made, "kantoor-2", service, ["hub-adviseurs=adviser"])
    yield made
    close_desk(made)


def connect(desk, office, issuer, roles, domains=("debrug.nl",)):
    with desk.hub.database.transaction() as connection:
        connecting.set_provider(
            connection,
            Sealer(desk.hub.runtime.settings),
            office=office,
            connected=Connected(issuer, "hub", "geheim"),
            domains=domains,
            roles=roles,
            at=desk.hub.clock.now(),
        )


def begin(desk, office="kantoor-1", back="/"):
    client = desk.client(accept="text/html")
    answer = client.get(f"/oidc/{office}", params={"back": back})
    assert answer.status_code == 303, answer.text
    return client, answer.headers["location"]


def allowed(address, sub):
    """What the provider sends the browser back with."""
    answer = httpx.post(address, data={"sub": sub}, follow_redirects=False)
    assert answer.status_code == 302, answer.text
    return parse_qs(urlsplit(answer.headers["location"]).query)


def sign_in(desk, sub, office="kantoor-1", back="/"):
    client, address = begin(desk, office, back)
    said = {name: values[0] for name, values in allowed(address, sub).items()}
    return client, client.get("/oidc/return", params=said)


def test_somebody_of_a_group_comes_in_and_back_to_the_page_asked_for(desk):
    client, answer = sign_in(desk, "els", back="/dossiers/1?tab=2")
    assert (answer.status_code, answer.headers["location"]) == (303, "/dossiers/1?tab=2")
    assert client.get("/").status_code == 200
    assert "oidc" not in client.cookies
    assert client.post("/logout").status_code == 200
    assert client.get("/").status_code == 401


def test_the_same_identity_is_the_same_person_whatever_its_address(desk):
    sign_in(desk, "wisselt")
    (before,) = desk.hub.sql("SELECT user_id, email FROM provider_identities WHERE subject = 'wisselt'")
    with desk.hub.database.transaction() as connection:
        connection.exec_driver_sql("UPDATE provider_identities SET email = 'oud@debrug.nl' WHERE subject = 'wisselt'")
    sign_in(desk, "wisselt")
    assert desk.hub.sql("SELECT user_id, email FROM provider_identities WHERE subject = 'wisselt'") == [before]


def test_two_identities_with_one_address_are_two_people(desk):
    sign_in(desk, "els")
    sign_in(desk, "gast")
    found = desk.hub.sql("SELECT user_id FROM provider_identities WHERE subject IN ('els', 'gast')")
    assert len(set(found)) == 2


@pytest.mark.parametrize(("sub", "slug"), [("groeploos", "geen groep"), ("vreemd", "een adres van debrug.nl")])
def test_who_may_not_come_in_is_told_why(desk, sub, slug):
    client, answer = sign_in(desk, sub)
    assert answer.status_code == 403
    assert slug in answer.text
    assert client.get("/").status_code == 401
    assert desk.hub.sql("SELECT * FROM provider_identities WHERE subject = ?", sub) == []


def invite(desk, email, office="kantoor-1", role="adviser"):
    with desk.hub.database.transaction() as connection:
        return add_user(
            connection, office_id=office, name="Uitgenodigd", role=role, at=desk.hub.clock.now(), email=email
        )


def bound(desk, sub):
    return [row[0] for row in desk.hub.sql("SELECT user_id FROM provider_identities WHERE subject = ?", sub)]


def test_an_invited_person_is_his_account_from_the_first_time_on(desk):
    invited = invite(desk, "Uitgenodigd@debrug.nl")
    _, answer = sign_in(desk, "uitgenodigd")
    assert answer.status_code == 303
    assert bound(desk, "uitgenodigd") == [invited.id]
    sign_in(desk, "uitgenodigd")
    assert bound(desk, "uitgenodigd") == [invited.id]
    assert desk.hub.sql("SELECT count(*) FROM users WHERE email = 'uitgenodigd@debrug.nl'") == [(1,)]


def refused_as(desk, sub, words, **how):
    before = desk.hub.sql("SELECT count(*) FROM users")
    client, answer = sign_in(desk, sub, **how)
    assert (answer.status_code, words in answer.text) == (403, True), answer.text
    assert client.get("/").status_code == 401
    assert desk.hub.sql("SELECT count(*) FROM users") == before


def test_an_account_is_bound_to_one_identity_only(desk):
    invited = invite(desk, "dubbel@debrug.nl")
    sign_in(desk, "dubbel")
    refused_as(desk, "nog-een", "hoort hier bij een ander account")
    assert (bound(desk, "dubbel"), bound(desk, "nog-een")) == ([invited.id], [])


def test_an_account_of_another_office_is_never_bound(desk):
    invite(desk, "elders@debrug.nl", office="kantoor-2")
    refused_as(desk, "elders", "hoort bij een ander kantoor")
    assert bound(desk, "elders") == []


@pytest.mark.parametrize("sub", ["ongezien", "nieuw"])
def test_an_address_that_nobody_verified_lets_nobody_in_for_the_first_time(desk, sub):
    if sub == "ongezien":
        invite(desk, "ongezien@debrug.nl")
    refused_as(desk, sub, "niet dat uw e-mailadres is gecontroleerd")
    assert bound(desk, sub) == []


def test_an_account_that_was_shut_is_not_opened_by_the_service(desk):
    invited = invite(desk, "weg@debrug.nl")
    with desk.hub.database.transaction() as connection:
        set_disabled(connection, invited, desk.hub.clock.now())
    refused_as(desk, "weg", "uitgeschakeld")
    assert bound(desk, "weg") == []


def test_a_changed_address_that_is_somebody_elses_account_is_refused(desk):
    invited = invite(desk, "hernoemd@debrug.nl")
    sign_in(desk, "hernoemd")
    with desk.hub.database.transaction() as connection:
        connection.exec_driver_sql("UPDATE users SET email = 'oude-naam@debrug.nl' WHERE id = ?", (invited.id,))
    sign_in(desk, "hernoemd")
    assert bound(desk, "hernoemd") == [invited.id]
    invite(desk, "hernoemd@debrug.nl")
    refused_as(desk, "hernoemd", "hoort hier bij een ander account")


def test_another_service_of_the_office_binds_its_people_anew(desk):
    invited = invite(desk, "verhuisd@debrug.nl")
    with desk.hub.database.transaction() as connection:
        old = (
            "k",
            "https://old.example",
            "verhuisd-daar",
            invited.id,
            "verhuisd@debrug.nl",
            desk.hub.clock.now().isoformat(),
        )
        connection.exec_driver_sql("INSERT INTO provider_identities VALUES (?, ?, ?, ?, ?, ?)", old)
    sign_in(desk, "verhuisd")
    assert (bound(desk, "verhuisd"), bound(desk, "verhuisd-daar")) == ([invited.id], [])


def test_signing_out_goes_on_to_the_service_with_the_token_in_a_form(desk, service):
    client, _ = sign_in(desk, "els")
    answer = client.post("/logout")
    assert answer.status_code == 200
    form = lxml.html.fromstring(answer.text).forms[0]
    assert (form.method, form.action) == ("POST", f"{service}/oauth2/end_session")
    assert form.fields["client_id"] == "hub"
    assert form.fields["post_logout_redirect_uri"] == f"{desk.hub.runtime.settings.public_url}/oidc/signed-out"
    assert form.fields["id_token_hint"].count(".") == 2
    assert f"form-action 'self' {service};" in answer.headers["content-security-policy"]
    assert client.get("/").status_code == 401
    assert client.get("/oidc/signed-out").status_code == 200
    again = client.post("/logout")
    assert "id_token_hint" not in again.text
    assert "form-action 'self';" in again.headers["content-security-policy"]


def test_what_leaves_the_service_is_for_the_same_person_and_kept_sealed(desk):
    client, _ = sign_in(desk, "els")
    kept = client.cookies["oidc-leaving"]
    assert desk.hub.sql("SELECT count(*) FROM provider_sessions WHERE id_token NOT LIKE 'sealed:%'") == [(0,)]
    other = desk.browser(desk.cast.chris_user)
    other.cookies.set("oidc-leaving", kept)
    assert "id_token_hint" not in other.post("/logout").text
    assert "id_token_hint" not in client.post("/logout").text


def test_somebody_of_another_office_is_refused(desk):
    sign_in(desk, "els", office="kantoor-1")
    _, answer = sign_in(desk, "els", office="kantoor-2")
    assert answer.status_code == 403
    assert "hoort bij een ander kantoor" in answer.text


def test_of_several_groups_the_one_that_may_more_counts_and_a_role_follows_its_group(desk, service):
    sign_in(desk, "beide")
    role = "SELECT role FROM users JOIN provider_identities ON user_id = users.id WHERE subject = 'beide'"
    assert desk.hub.sql(role) == [("adviser",)]
    connect(desk, "kantoor-1", service, ["hub-kijkers=viewer"])
    sign_in(desk, "beide")
    assert desk.hub.sql(role) == [("viewer",)]
    connect(desk, "kantoor-1", service, ["hub-adviseurs=adviser", "hub-kijkers=viewer"])


def test_what_comes_back_in_another_browser_is_refused(desk):
    _, address = begin(desk)
    said = allowed(address, "els")
    answer = desk.client(accept="text/html").get("/oidc/return", params=said)
    assert answer.status_code == 400
    other, _ = begin(desk)
    assert other.get("/oidc/return", params=said).status_code == 400


def test_a_way_back_works_once_and_for_ten_minutes(desk):
    client, address = begin(desk)
    said, kept = allowed(address, "els"), client.cookies["oidc"]
    assert client.get("/oidc/return", params=said).status_code == 303
    client.cookies.set("oidc", kept)
    assert client.get("/oidc/return", params=said).status_code == 403
    late, address = begin(desk)
    said = allowed(address, "els")
    desk.hub.clock.forward(minutes=10)
    assert late.get("/oidc/return", params=said).status_code == 400
    desk.hub.clock.at = datetime.now(UTC)


def test_somebody_who_says_no_at_the_service_is_told(desk):
    client, address = begin(desk)
    state = parse_qs(urlsplit(address).query)["state"][0]
    answer = client.get("/oidc/return", params={"error": "access_denied", "state": state})
    assert answer.status_code == 403
    assert "access_denied" in answer.text


@pytest.mark.parametrize("cookie", ["", "x", "sealed:x", "sealed:gAAAAABm"])
def test_a_cookie_that_is_not_ours_is_refused(desk, cookie):
    client = desk.client(accept="text/html")
    client.cookies.set("oidc", cookie)
    assert client.get("/oidc/return", params={"state": "x", "code": "y"}).status_code == 400


@pytest.mark.parametrize(
    "wanted",
    [
        "//elsewhere.example",
        "/\\elsewhere.example",
        "https://elsewhere.example",
        "\\/x",
        "/\t/x",
        "/\n/x",
        "",
        "x",
        "/é\0",
    ],
)
def test_nobody_is_sent_elsewhere(wanted):
    assert own_path(wanted) == "/"


@pytest.mark.parametrize("wanted", ["/", "/dossiers/1?tab=2", "/a//b", "/?next=//elsewhere.example"])
def test_a_page_of_our_own_is_gone_back_to(wanted):
    assert own_path(wanted) == wanted


def test_an_office_without_a_service_has_none(desk):
    assert desk.client(accept="text/html").get("/oidc/kantoor-9").status_code == 404


def test_a_service_that_is_away_is_told(desk):
    connect(desk, "kantoor-2", "http://127.0.0.1:1", ["a=adviser"])
    answer = desk.client(accept="text/html").get("/oidc/kantoor-2")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


@pytest.mark.parametrize("pairs", [[], ["a"], ["a=operator"], ["=adviser"]])
def test_a_group_gives_a_role_that_there_is(pairs):
    with pytest.raises(Refused):
        check_roles(pairs)


def test_a_domain_is_written_as_one():
    assert check_domains(["@DeBrug.nl"]) == ["debrug.nl"]
    with pytest.raises(Refused):
        check_domains(["de brug"])


def test_the_shell_connects_shows_tries_and_removes(tmp_path, monkeypatch, service):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HUB_SECRET_KEY", "a secret of the tests, long enough for it")
    monkeypatch.setenv("HUB_DATABASE_URL", f"sqlite:///{tmp_path}/hub.db")
    (tmp_path / "secret").write_text("geheim\n", encoding="utf-8")
    app = build()

    def run(*words):
        answer = CliRunner().invoke(app, list(words))
        assert answer.exit_code == 0, answer.output
        return answer.stdout

    run("db", "upgrade")
    run("offices", "add", "--name", "De Brug", "--node", "500001")
    options = ("--issuer", service, "--client-id", "hub", "--secret-file", "secret", "--domain", "debrug.nl")
    made = json.loads(run("offices", "oidc", "set", "De Brug", *options, "--role", "hub-adviseurs=adviser", "--json"))
    assert made["redirect_uri"] == "http://localhost:8000/oidc/return"
    assert "geheim" not in run("offices", "oidc", "show", "De Brug")
    assert json.loads(run("offices", "oidc", "test", "De Brug", "--json")) == {"issuer": service, "keys": 1}
    run("offices", "oidc", "remove", "De Brug")
    assert CliRunner().invoke(app, ["offices", "oidc", "show", "De Brug"]).exit_code == 1
