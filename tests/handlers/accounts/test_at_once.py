"""Two who take the same name, address or number at once: one has it, the other is told by name, on both databases."""

from datetime import UTC, datetime

import pytest
from joserfc import jwk
from sqlmodel import SQLModel

from handlers.accounts import people, proofs
from handlers.accounts.machines.signing.public_keys import add_key
from handlers.offices import directory, organisations
from hub.database import Database
from schemas.errors import Refused
from tests.builders.racing import both
from tests.handlers.accounts.test_signing import public

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
KEY = jwk.ECKey.generate_key("P-256", {"kid": "one"})


@pytest.fixture(params=["sqlite", "postgres"])
def database(request, tmp_path):
    url = f"sqlite:///{tmp_path}/hub.db" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    made = Database(url)
    SQLModel.metadata.create_all(made.engine)
    with made.transaction() as connection:
        directory.add_office(connection, name="De Brug", node="100001", at=NOW, office_id="kantoor-1")
    yield made
    made.close()


def person(name):
    about = {"office_id": "kantoor-1", "role": "adviser", "at": NOW, "email": "nora@brug.example"}
    return lambda connection: people.add_user(connection, name=name, **about)


def sub_agent(code, box):
    about = {"office_id": "kantoor-1", "name": "Advies", "email": f"{box}@x.example", "at": NOW}
    return lambda connection: organisations.add_sub_agent(connection, code=code, **about)


def office(name, node):
    return lambda connection: directory.add_office(connection, name=name, node=node, at=NOW)


def partner(name):
    about = {"node": "600001", "kind": "lender", "code": "AE"}
    return lambda connection: directory.add_partner(connection, name=name, **about)


def key(connection):
    return add_key(connection, "c", public(KEY), NOW)


@pytest.mark.parametrize(
    ("first", "second", "slug", "path"),
    [
        pytest.param(person("Nora"), person("Els"), "already-exists", "email", id="address"),
        pytest.param(sub_agent("S1", "a"), sub_agent("s1", "b"), "already-exists", "code", id="code"),
        pytest.param(sub_agent("S1", "a"), sub_agent("S2", "a"), "already-exists", "email", id="mail"),
        pytest.param(office("Een", "100002"), office("Een", "100003"), "already-exists", "name", id="office"),
        pytest.param(office("Een", "100002"), office("Twee", "100002"), "node-taken", "node", id="office-node"),
        pytest.param(partner("AEGON"), partner("Iemand"), "node-taken", "node", id="node"),
        pytest.param(key, key, "already-exists", "kid", id="client-key"),
    ],
)
def test_of_two_at_once_one_is_refused_by_name(database, first, second, slug, path):
    made, refused = both(database, first, second)
    assert made
    assert isinstance(refused, Refused), refused
    assert (refused.slug, refused.path) == (slug, path)


def test_recovery_codes_that_are_asked_twice_at_once_are_one_set(database):
    def ask(connection):
        return proofs.new_recovery_codes(connection, "nora")

    both(database, ask, ask)
    with database.reading() as connection:
        assert proofs.codes_left(connection, "nora") == 10
