"""The doctor asks the sign-in service of each office, and says what is wrong and what mends it."""

from datetime import UTC, datetime

import pytest

from adapters.identity import OpenIdClient
from handlers.accounts.providers.connecting import set_provider
from handlers.accounts.providers.examining import provider_findings
from handlers.offices.directory import add_office
from hub.doctor import examine
from hub.roof import compose
from hub.schema import upgrade
from hub.sealing import Sealer
from hub.settings import Settings
from schemas.identity import Connected
from tests.builders.providers import HandmadeProvider


@pytest.fixture
def provider():
    made = HandmadeProvider()
    yield made
    made.close()


@pytest.fixture
def runtime(tmp_path):
    settings = Settings(
        database_url=f"sqlite:///{tmp_path}/hub.db", secret_key="a key of the tests that is long enough"
    )
    made = compose(settings)
    upgrade(made.database)
    yield made
    made.database.close()


@pytest.fixture
def connect(runtime):
    """Connects the office with this issuer under this key."""

    def connected(issuer, settings=None):
        with runtime.database.transaction() as connection:
            office = add_office(connection, name="De Brug", node="500001", at=datetime.now(UTC))
            set_provider(
                connection,
                Sealer(settings or runtime.settings),
                office=office.id,
                connected=Connected(issuer, "hub", "geheim"),
                domains=["debrug.nl"],
                roles=["a=adviser"],
                at=datetime.now(UTC),
            )

    return connected


def finding(runtime):
    client = OpenIdClient(lambda: datetime.now(UTC), allows_private=False)
    (found,) = provider_findings(runtime, client)
    assert found.part == "sign-in"
    assert bool(found.mend) == bool(found.mend_nl) == (found.level != "ok")
    assert found.nl != found.sentence
    return found


def test_without_a_service_there_is_nothing_to_say(runtime):
    assert provider_findings(runtime, OpenIdClient(lambda: datetime.now(UTC), allows_private=False)) == []


def test_a_service_that_answers_is_well_and_says_whether_it_ends_sessions(runtime, connect, provider):
    connect(provider.issuer)
    assert "keys that may sign: 1; signing out ends the session here" in finding(runtime).sentence
    provider.documents = {"end_session_endpoint": f"{provider.issuer}/out"}
    assert "afmelden hier geldt ook daar" in finding(runtime).nl
    assert finding(runtime).level == "ok"


@pytest.mark.parametrize(
    ("documents", "published", "said", "mend"),
    [
        ({"issuer": "https://elsewhere.example"}, None, "https://elsewhere.example", "--issuer"),
        ({"jwks_uri": ""}, None, "does not hold", "oidc set"),
        ({}, [], "publishes no key", "jwks_uri"),
        ({"code_challenge_methods_supported": ["plain"]}, None, "PKCE with S256", "allow it"),
        ({"id_token_signing_alg_values_supported": ["HS256"]}, None, "a key of its own", "choose it"),
    ],
)
def test_what_is_wrong_is_said_with_what_mends_it(runtime, connect, provider, documents, published, said, mend):
    connect(provider.issuer)
    provider.documents = documents
    provider.published = provider.published if published is None else published
    found = finding(runtime)
    assert (found.level, said in found.sentence, mend in found.mend) == ("wrong", True, True), found


def test_a_service_that_is_away_is_wrong(runtime, connect, provider):
    connect(provider.issuer)
    provider.close()
    found = finding(runtime)
    assert (found.level, "does not answer (ConnectError)" in found.sentence) == ("wrong", True)
    assert "geheim" not in repr(found)


def test_a_secret_under_another_key_is_named(runtime, connect, provider):
    connect(provider.issuer, Settings(secret_key="another key of the tests, as long as that"))
    assert "another HUB_SECRET_KEY" in finding(runtime).sentence


def test_the_doctor_of_the_hub_asks_too(runtime, connect, provider):
    connect(provider.issuer)
    assert [each.level for each in examine(runtime) if each.part == "sign-in"] == ["ok"]
