"""The access log on both databases: what was written stays as it is."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import DatabaseError

from handlers.access.recording import record_look
from handlers.access.rules import LONGEST_SAID, shortened
from handlers.access.views import LooksAsked, looks_for
from hub.database import Database
from schemas.looks import Glance
from schemas.viewer import Viewer
from tests.builders.migrated import migrate

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
BRAM = Viewer("kantoor-1", False, "user:bram", "production")
CHRIS = Viewer("kantoor-2", False, "user:chris", "production")
OTTO = Viewer(None, True, "user:otto", "production")


@pytest.fixture(params=["sqlite", "postgres"])
def database(request, tmp_path):
    on_postgres = request.param == "postgres"
    made = Database(request.getfixturevalue("migrated_postgres_url") if on_postgres else f"sqlite:///{tmp_path}/hub.db")
    migrate(made)
    yield made
    made.close()


def look(database, viewer, **said):
    with database.transaction() as connection:
        return record_look(connection, viewer, AT, Glance("search", "dossiers", {}, said, "navraag"))


@pytest.mark.parametrize("verb", ["UPDATE looks SET reason = ''", "DELETE FROM looks"])
def test_nothing_is_changed_or_removed(database, verb):
    made = look(database, BRAM, q="Jansen")
    with pytest.raises(DatabaseError, match="looks are kept"), database.transaction() as connection:
        connection.exec_driver_sql(verb)
    with database.reading() as connection:
        assert [(each.id, each.reason) for each in looks_for(BRAM, connection, LooksAsked())] == [(made.id, "navraag")]


def test_an_office_sees_its_own_and_an_operator_everything(database):
    mine, theirs = look(database, BRAM, q="Jansen"), look(database, CHRIS, q="Bakker")
    with database.reading() as connection:
        seen = {
            viewer.actor: {each.id for each in looks_for(viewer, connection, LooksAsked())} for viewer in (BRAM, OTTO)
        }
    assert seen == {"user:bram": {mine.id}, "user:otto": {mine.id, theirs.id}}


def test_what_was_left_empty_is_not_kept_and_a_long_text_is_cut():
    assert shortened({"status": "", "q": "x" * 500}) == {"q": "x" * LONGEST_SAID}
