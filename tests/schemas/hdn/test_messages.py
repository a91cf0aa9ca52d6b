import pytest

from schemas.hdn.codes import texts
from schemas.hdn.messages import HANDLED, MESSAGE_TYPES, message_type


@pytest.mark.parametrize("name", ["SX", "StatusMelding", "SX StatusMelding", " SX StatusMelding "])
def test_a_message_type_is_found_by_each_of_its_names(name):
    assert message_type(name).name == "SX StatusMelding"


def test_five_message_types_are_handled():
    assert [row.code for row in HANDLED] == ["AX", "SX", "OX", "DA", "DX"]


def test_a_message_type_of_another_process_is_known_and_not_handled():
    assert message_type("KX KredietAanvraag").handled is False


def test_every_message_type_of_the_platform_is_in_the_table():
    for code in texts("messageType"):
        assert not code or message_type(code), code
    assert len({row.root for row in MESSAGE_TYPES}) == len(MESSAGE_TYPES)


def test_an_unknown_name_is_nobody():
    assert message_type("QX Onzin") is None
