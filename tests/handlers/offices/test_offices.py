from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import SQLModel

from handlers.offices import accounts, directory, rules
from handlers.offices.tables import ACCESS_LINKS, API_KEYS, OFFICES, SESSIONS, USERS
from handlers.offices.views import api_keys_for, offices_for, users_for
from hub import rows as statements
from hub.database import Database
from hub.records import NODES
from schemas.errors import NotFound, Refused
from schemas.viewer import Viewer

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture
def connection(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'hub.db'}")
    SQLModel.metadata.create_all(database.engine)
    with database.transaction() as opened:
        yield opened
    database.close()


@pytest.fixture
def office(connection):
    return directory.add_office(connection, name="Kantoor Een", node="100001", at=NOW)


@pytest.fixture
def bram(connection, office):
    return accounts.add_user(connection, office_id=office.id, name="Bram", role="adviser", at=NOW)


@pytest.mark.parametrize("rows", [OFFICES, USERS, ACCESS_LINKS, SESSIONS, API_KEYS], ids=lambda rows: rows.table.name)
def test_a_value_has_the_columns_of_its_table_in_their_order(rows):
    assert list(rows.value.__slots__) == list(rows.columns)


def test_an_office_stands_in_the_directory_under_its_node(connection, office):
    (entry,) = statements.select(connection, NODES, "node", ["100001"])
    assert (entry.kind, entry.office_id, entry.name) == ("office", office.id, "Kantoor Een")


def test_a_node_belongs_to_one_party_only(connection, office):
    with pytest.raises(Refused) as refused:
        directory.add_partner(connection, node="100001", kind="lender", code="AG", name="Aegon")
    assert (refused.value.slug, refused.value.expected) == ("node-taken", "Kantoor Een")


def test_a_name_belongs_to_one_office_only(connection, office):
    with pytest.raises(Refused) as refused:
        directory.add_office(connection, name="Kantoor Een", node="100009", at=NOW)
    assert refused.value.slug == "already-exists"


@pytest.mark.parametrize("node", ["", "12345", "1234567", "12345a", "１２３４５６"])
def test_a_node_has_six_digits(connection, node):
    with pytest.raises(Refused) as refused:
        directory.add_office(connection, name="Kantoor", node=node, at=NOW)
    assert refused.value.slug == "request-invalid"


def test_an_office_may_have_more_nodes(connection, office):
    directory.add_node(connection, office_id=office.id, node="100002")
    assert directory.office_of(connection, "100002") == office


@pytest.mark.parametrize("reference", ["100001", "Kantoor Een"])
def test_an_office_is_found_by_node_and_name(connection, office, reference):
    assert directory.office_of(connection, reference) == office


def test_an_unknown_office_is_not_found(connection):
    with pytest.raises(NotFound):
        directory.office_of(connection, "nergens")


def test_a_lender_has_its_code(connection):
    entry = directory.add_partner(connection, node="400001", kind="lender", code="AG", name="Aegon")
    assert statements.select(connection, NODES, "node", ["400001"]) == [entry]


@pytest.mark.parametrize(("role", "in_office"), [("operator", True), ("adviser", False), ("baas", True)])
def test_a_role_fits_its_office(connection, office, role, in_office):
    with pytest.raises(Refused) as refused:
        accounts.add_user(connection, office_id=office.id if in_office else None, name="X", role=role, at=NOW)
    assert refused.value.slug == "request-invalid"


def test_a_link_opens_one_session_once(connection, bram):
    token = accounts.make_link(connection, bram.id, NOW)
    session, user = accounts.open_session(connection, token, NOW)
    assert user == bram
    assert accounts.session_of(connection, session, NOW)[1] == bram
    with pytest.raises(Refused) as refused:
        accounts.open_session(connection, token, NOW)
    assert refused.value.slug == "link-expired"


@pytest.mark.parametrize("token", ["", "geraden"])
def test_a_guessed_link_opens_nothing(connection, bram, token):
    with pytest.raises(Refused):
        accounts.open_session(connection, token, NOW)


def test_a_link_expires_after_a_day(connection, bram):
    token = accounts.make_link(connection, bram.id, NOW)
    with pytest.raises(Refused):
        accounts.open_session(connection, token, NOW + timedelta(hours=24))


def test_a_session_ends_after_twelve_idle_hours(connection, bram):
    session, _ = accounts.open_session(connection, accounts.make_link(connection, bram.id, NOW), NOW)
    later = NOW + timedelta(hours=11)
    opened, _ = accounts.session_of(connection, session, later)
    assert rules.is_due(opened, later)
    accounts.keep_session(connection, opened, later)
    assert accounts.session_of(connection, session, NOW + timedelta(hours=22)) is not None
    assert accounts.session_of(connection, session, NOW + timedelta(hours=23)) is None


def test_a_closed_session_is_closed(connection, bram):
    session, _ = accounts.open_session(connection, accounts.make_link(connection, bram.id, NOW), NOW)
    accounts.close_session(connection, session, NOW)
    assert accounts.session_of(connection, session, NOW) is None


def test_no_secret_is_kept(connection, bram, office):
    link = accounts.make_link(connection, bram.id, NOW)
    session, _ = accounts.open_session(connection, link, NOW)
    _, key = accounts.create_api_key(connection, office_id=office.id, name="pakket", scopes=["dossiers:read"], at=NOW)
    kept = [connection.execute(rows.table.select()).fetchall() for rows in (ACCESS_LINKS, SESSIONS, API_KEYS)]
    assert [secret for secret in (link, session, key) if secret in str(kept)] == []


def test_a_key_works_until_it_is_revoked(connection, office):
    key, plain = accounts.create_api_key(
        connection, office_id=office.id, name="pakket", scopes=["messages:write"], at=NOW, node="100001"
    )
    assert accounts.api_key_of(connection, plain) == key
    accounts.revoke_api_key(connection, key.id, NOW)
    assert accounts.api_key_of(connection, plain) is None
    assert accounts.api_key_of(connection, "hub_geraden") is None


def test_a_key_may_do_what_its_scopes_say(connection, office):
    key, _ = accounts.create_api_key(connection, office_id=office.id, name="p", scopes=["dossiers:read"], at=NOW)
    key.check_scope("dossiers:read")
    with pytest.raises(Refused) as refused:
        key.check_scope("dossiers:write")
    assert refused.value.slug == "not-allowed"


def test_an_unknown_scope_is_refused(connection, office):
    with pytest.raises(Refused):
        accounts.create_api_key(connection, office_id=office.id, name="p", scopes=["alles"], at=NOW)


def test_viewers_of_people_and_keys_carry_their_office(connection, bram, office):
    key, _ = accounts.create_api_key(connection, office_id=None, name="beheer", scopes=["operate"], at=NOW)
    assert bram.viewer("stage") == Viewer(office.id, False, f"user:{bram.id}", "stage")
    assert key.viewer("stage") == Viewer(None, True, f"key:{key.id}", "stage")


def test_an_office_sees_itself_and_an_operator_sees_all(connection, bram, office):
    other = directory.add_office(connection, name="Kantoor Twee", node="100002", at=NOW)
    accounts.create_api_key(connection, office_id=other.id, name="pakket", scopes=[], at=NOW)
    operator = Viewer(None, is_operator=True, actor="user:otto", environment="production")
    mine = bram.viewer("production")
    assert [(o.name, o.nodes) for o in offices_for(mine, connection)] == [("Kantoor Een", ("100001",))]
    assert [user.name for user in users_for(mine, connection)] == ["Bram"]
    assert api_keys_for(mine, connection) == ()
    assert [o.name for o in offices_for(operator, connection)] == ["Kantoor Een", "Kantoor Twee"]
    assert [key.name for key in api_keys_for(operator, connection)] == ["pakket"]


def test_a_hub_without_an_office_is_empty(connection):
    assert accounts.is_empty(connection)
    directory.add_office(connection, name="Kantoor Een", node="100001", at=NOW)
    assert not accounts.is_empty(connection)
