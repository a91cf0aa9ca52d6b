"""The migrations make exactly the tables that the rooms declare, on both databases, and can be taken back."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlmodel import SQLModel

import handlers.access.tables
import handlers.accounts.machines.tables
import handlers.accounts.providers.tables
import handlers.accounts.tables
import handlers.guidance.tables
import handlers.offices.tables
import handlers.preferences.tables
import handlers.registry
from hub.database import Database
from hub.schema import _config, missing, upgrade

DECLARED = (
    handlers.access.tables,
    handlers.accounts.machines.tables,
    handlers.accounts.providers.tables,
    handlers.accounts.tables,
    handlers.guidance.tables,
    handlers.offices.tables,
    handlers.preferences.tables,
    handlers.registry,
)
"""Importing the rooms declares their tables."""


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request, tmp_path):
    url = f"sqlite:///{tmp_path}/hub.db" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    database = Database(url)
    yield database
    database.close()


def tables_of(database):
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def of_the_hub(thing, _name, kind, _reflected, _compare_to):
    """Other tests declare toy tables beside those of the hub."""
    return not (kind == "table" and thing.name.startswith("toy_"))


def test_an_empty_database_misses_every_migration_and_then_none(empty):
    assert missing(empty)[0] == "0001"
    upgrade(empty)
    assert missing(empty) == []


def test_the_migrations_make_what_the_rooms_declare(empty):
    upgrade(empty)
    with empty.reading() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": of_the_hub, "compare_type": False})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_upgrading_twice_changes_nothing(empty):
    upgrade(empty)
    before = tables_of(empty)
    upgrade(empty)
    assert tables_of(empty) == before


def test_a_migration_can_be_taken_back(empty):
    upgrade(empty)
    with empty.transaction() as connection:
        settings = _config()
        settings.attributes["connection"] = connection
        command.downgrade(settings, "base")
    assert tables_of(empty) == set()


def test_people_and_properties_that_were_there_are_found_by_where_they_are(empty):
    """0035 reads the postcode and the number out of what is kept."""
    put = "INSERT INTO {} ({}) VALUES ({})"
    party = {"dossier_id": "d", "application_id": "a", "reference": "P1", "lane_id": "", "role": "applicant"}
    party |= {"name": "Wit", "email": "", "phone": "", "facts": '{"postcode": "3511 ab", "house_number": "012-a"}'}
    with empty.transaction() as connection:
        settings = _config()
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0034")
        for reference, facts in (("P1", party["facts"]), ("P2", "{}")):
            row = party | {"reference": reference, "facts": facts}
            sql = put.format("parties", ", ".join(row), ", ".join(f":{name}" for name in row))
            connection.execute(text(sql), row)
        command.upgrade(settings, "0035")
        found = connection.execute(text("SELECT postcode, house_number FROM parties ORDER BY reference")).all()
    assert [tuple(each) for each in found] == [("3511AB", "12"), ("", "")]
