import pytest

from schemas.hdn.codes import texts
from schemas.hdn.deliverers import DELIVERERS, default_deliverer, default_deliverers


def test_every_kind_of_document_has_a_deliverer_and_no_other_has():
    assert {code: row.text for code, row in default_deliverers().items()} == texts("SoortDocument")


def test_every_row_names_a_deliverer_and_says_why():
    assert {row.deliverer for row in default_deliverers().values()} == {"customer", "adviser", "third"}
    assert [row.document for row in default_deliverers().values() if not row.why] == []


def test_the_deliverers_are_four():
    assert DELIVERERS == ("customer", "adviser", "third", "source")


@pytest.mark.parametrize(
    ("document", "deliverer"),
    [
        ("001", "customer"),
        ("003", "third"),
        ("009", "customer"),
        ("024", "customer"),
        ("054", "adviser"),
        ("085", "third"),
    ],
)
def test_what_a_person_has_at_home_is_his_and_a_report_is_its_writers(document, deliverer):
    assert default_deliverer(document) == deliverer


@pytest.mark.parametrize("document", ["251", "252", *map(str, range(400, 407)), *map(str, range(500, 509))])
def test_internal_and_residual_groups_are_the_advisers(document):
    assert default_deliverer(document) == "adviser"


def test_a_code_that_the_list_does_not_know_is_for_the_adviser_to_look_at():
    assert default_deliverer("999") == "adviser"
