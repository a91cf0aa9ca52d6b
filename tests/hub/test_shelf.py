"""The rows in hand: what is kept unseen joins what is loaded, and is forgotten with its unit."""

import pytest

from hub import rows as statements
from hub.shelf import Shelf
from tests.builders.engine import LINES, Line


@pytest.fixture
def connection(toy):
    with toy.database.transaction() as open_connection:
        statements.write(open_connection, LINES, [Line("D1", 1, "stored")])
        yield open_connection


def stored(connection):
    return [line.text for line in statements.select(connection, LINES, "dossier_id", ["D1"])]


def test_a_row_that_is_kept_unseen_is_written_without_loading(connection):
    shelf = Shelf(connection)
    shelf.keep(LINES, "D1", Line("D1", 2, "kept"))
    shelf.write_out()
    assert (stored(connection), shelf.late_loads) == (["stored", "kept"], 0)


def test_what_is_kept_unseen_is_found_with_what_is_loaded_later(connection):
    shelf = Shelf(connection)
    shelf.keep(LINES, "D1", Line("D1", 2, "kept"))
    assert [line.text for line in shelf.find(LINES, "D1")] == ["stored", "kept"]


def test_what_is_kept_unseen_is_forgotten_with_its_unit(connection):
    shelf = Shelf(connection)
    mark = shelf.mark()
    shelf.keep(LINES, "D1", Line("D1", 2, "kept"))
    shelf.undo_to(mark)
    shelf.write_out()
    assert stored(connection) == ["stored"]


def test_a_kept_row_that_replaced_a_stored_one_gives_it_back_when_undone_after_loading(connection):
    shelf = Shelf(connection)
    mark = shelf.mark()
    shelf.keep(LINES, "D1", Line("D1", 1, "other"))
    assert [line.text for line in shelf.find(LINES, "D1")] == ["other"]
    shelf.undo_to(mark)
    shelf.write_out()
    assert stored(connection) == ["stored"]


def test_a_row_kept_in_a_new_scope_is_found_there(connection):
    shelf = Shelf(connection)
    shelf.open("D9")
    shelf.keep(LINES, "D9", Line("D9", 1, "kept"))
    assert [line.text for line in shelf.find(LINES, "D9")] == ["kept"]
