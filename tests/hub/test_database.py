"""What a database does not take from outside is refused by name, and is no mistake of ours."""

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

from hub import rows as statements
from hub.database import Database
from hub.records import NODES, NodeEntry
from schemas.errors import Refused

NUL = "NUL \x00 here"


@pytest.fixture
def database(postgres_url):
    made = Database(postgres_url)
    SQLModel.metadata.create_all(made.engine)
    yield made
    made.close()


@pytest.mark.parametrize(
    "act",
    [
        lambda connection: statements.select(connection, NODES, "node", [NUL]),
        lambda connection: statements.claim(connection, NODES, NodeEntry(NUL, "lender", None, "AE", "AEGON")),
        lambda connection: statements.write(connection, NODES, [NodeEntry("600001", "lender", None, "AE", NUL)]),
        lambda connection: connection.execute(select(NODES.table).where(NODES.table.c.node == NUL)).all(),
    ],
    ids=["select", "claim", "write", "query"],
)
def test_a_text_with_nul_is_refused_on_postgresql(database, act):
    with pytest.raises(Refused) as refused, database.transaction() as connection:
        act(connection)
    assert (refused.value.slug, refused.value.came) == ("request-invalid", "NUL")
    with database.reading() as connection:
        assert statements.select(connection, NODES, "node", ["600001"]) == []
