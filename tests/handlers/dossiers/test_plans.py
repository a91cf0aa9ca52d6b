"""PostgreSQL finds each page of the list inside an index, for an office and for an operator; nothing is sorted."""

from datetime import timedelta

import pytest
from sqlalchemy.dialects import postgresql

from handlers.dossiers.paging import cursor_in
from handlers.dossiers.rules import Dossier
from handlers.dossiers.tables import DOSSIERS
from handlers.dossiers.views.listing import Wanted, page_of
from hub import rows as statements
from hub.database import Database
from hub.schema import upgrade
from schemas.viewer import Viewer
from tests.builders.rounds import MORNING

MANY = 20_000
VIEWERS = {
    "office": Viewer("kantoor-1", is_operator=False, actor="user:bram", environment="production"),
    "operator": Viewer(None, is_operator=True, actor="user:otto", environment="production"),
}
INDEXES = {
    ("office", "opened"): "dossiers_office",
    ("office", "name"): "dossiers_office_name",
    ("operator", "opened"): "dossiers_opened",
    ("operator", "name"): "dossiers_name",
}


def _at(number):
    return MORNING - timedelta(minutes=number)


@pytest.fixture(scope="module")
def full(postgres_server):
    database = Database(postgres_server.new_database())
    upgrade(database)
    names = [f"Klant {number * 7919 % MANY}" for number in range(MANY)]
    made = [
        Dossier(
            f"d{number:06}",
            f"kantoor-{number % 3}",
            "production",
            _at(number),
            name,
            name.casefold(),
            f"26-{number:06}",
            "customer",
            "",
        )
        for number, name in enumerate(names)
    ]
    with database.transaction() as connection:
        statements.write(connection, DOSSIERS, made)
    with database.transaction() as connection:
        connection.exec_driver_sql("ANALYZE dossiers")
    yield database
    database.close()


@pytest.mark.parametrize("sort", ["opened", "-opened", "name", "-name"])
@pytest.mark.parametrize("viewer", VIEWERS)
def test_each_order_is_read_from_its_index(full, viewer, sort):
    value = _at(5000) if sort.endswith("opened") else "klant 5000"
    query = page_of(VIEWERS[viewer], Wanted(sort=sort), cursor_in(sort, value, "d005000"), 25)
    text = query.compile(dialect=postgresql.psycopg.dialect(), compile_kwargs={"literal_binds": True})
    with full.reading() as connection:
        plan = "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {text}".replace("%", "%%")))
    assert f"using {INDEXES[viewer, sort.removeprefix('-')]} " in plan, plan
    assert "Sort" not in plan, plan
    assert "Index Cond" in plan
    # Few dossiers were merged into others, so those that are passed by cost nothing.
    assert plan.count("Filter") == plan.count("Filter: ((merged_into)::text = ''::text)"), plan
