import pytest

from schemas.hdn import codes
from schemas.hdn.codes import Code


def test_a_code_keeps_number_and_text():
    assert codes.parse("09 Ontvangstbevestiging", "StatusAXBericht") == Code("09", "Ontvangstbevestiging", known=True)


def test_an_unknown_code_is_kept_and_flagged():
    assert codes.parse("77 Iets nieuws", "StatusAXBericht") == Code("77", "Iets nieuws", known=False)


def test_a_code_without_text_is_a_code():
    assert codes.parse("HDN", "OntvangerCode") == Code("HDN", "", known=True)


def test_a_known_number_with_another_text_is_known():
    assert codes.parse("09 Offerteaanvraag ontvangen", "StatusAXBericht").known


def test_every_code_of_an_unknown_list_is_unknown():
    assert not codes.parse("01 Iets", "GeenLijst").known


@pytest.mark.parametrize(("code", "value"), [("09", "09 Ontvangstbevestiging"), ("07", "07 Akte gepasseerd")])
def test_the_text_to_write_is_the_one_in_force_else_the_withdrawn_one(code, value):
    assert codes.written(code, "StatusAXBericht") == value


def test_there_are_as_many_lists_as_the_dictionary_has():
    assert len(codes.codelists()) == 131
