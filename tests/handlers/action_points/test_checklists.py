"""The lists by profile that ship with the hub."""

from handlers.action_points.checklists import checklists
from schemas.hdn.codes import texts


def test_every_item_is_a_document_of_the_standard_and_says_what_it_is():
    known = texts("SoortDocument")
    for each in checklists():
        assert each.items
        assert [item.document for item in each.items if item.document not in known] == []
        assert all(item.subject.strip() and len(item.subject) <= 200 for item in each.items)


def test_no_profile_asks_a_thing_twice_and_no_two_have_one_name():
    keys = [each.key for each in checklists()]
    assert len(keys) == len(set(keys))
    for each in checklists():
        subjects = [item.subject for item in each.items]
        assert len(subjects) == len(set(subjects))
