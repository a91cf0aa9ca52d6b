from dataclasses import fields

import pytest

from handlers.registry import EVERYTHING, HANDLERS, REACTIONS
from schemas.registry import COMMANDS
from tests.builders.commands import ax, da, dx, line, ox, sx


@pytest.mark.parametrize("rows", EVERYTHING, ids=lambda rows: rows.table.name)
def test_a_value_has_the_columns_of_its_table_in_their_order(rows):
    assert [field.name for field in fields(rows.value)] == list(rows.columns)


@pytest.mark.parametrize("rows", EVERYTHING, ids=lambda rows: rows.table.name)
def test_every_table_is_keyed_by_its_dossier_first(rows):
    assert rows.keys[0] == rows.scope


def test_every_handled_command_can_be_read_back_from_the_journal():
    assert {command.__name__ for command in HANDLERS} <= set(COMMANDS)


def test_every_command_of_a_message_has_a_handler():
    handled = {command.__name__ for command in HANDLERS}
    assert {name for name in COMMANDS if name.startswith("Register")} <= handled


def test_every_reaction_stands_under_an_event():
    assert all(reactions for reactions in REACTIONS.values())


@pytest.mark.parametrize(
    "command",
    [ax(2), sx(), sx(domain="DX", document_number="D1"), ox(), ox("binding"), da(line()), dx()],
    ids=["AX", "SX", "SX-on-DX", "OX", "binding-OX", "DA", "DX"],
)
def test_a_message_for_an_existing_dossier_reads_only_what_its_handler_named(hub, linked, command):
    hub.message(linked, command)
    assert hub.late_loads == 0


def test_a_first_application_reads_nothing_beforehand(hub, lane):
    hub.message(lane, ax())
    assert hub.late_loads == 0
