from datetime import UTC, datetime

import pytest
from sqlmodel import SQLModel

from handlers.offices import directory
from handlers.offices.tables import AGENT_NUMBERS, OFFICES, PROFILES
from handlers.offices.views import offices_for
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


@pytest.mark.parametrize("rows", [OFFICES, PROFILES, AGENT_NUMBERS], ids=lambda rows: rows.table.name)
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


def test_an_office_sees_itself_and_an_operator_sees_all(connection, office):
    directory.add_office(connection, name="Kantoor Twee", node="100002", at=NOW)
    operator = Viewer(None, is_operator=True, actor="user:otto", environment="production")
    mine = Viewer(office.id, is_operator=False, actor="user:bram", environment="production")
    assert [(o.name, o.nodes) for o in offices_for(mine, connection)] == [("Kantoor Een", ("100001",))]
    assert [o.name for o in offices_for(operator, connection)] == ["Kantoor Een", "Kantoor Twee"]


def test_a_hub_without_an_office_is_empty(connection):
    assert directory.is_empty(connection)
    directory.add_office(connection, name="Kantoor Een", node="100001", at=NOW)
    assert not directory.is_empty(connection)
