"""The colleagues that forms offer: who works at the office, and nobody who only looks on."""

import re
from datetime import date

import pytest

from tests.builders.people import person_of


@pytest.fixture
def olga(own_desk):
    person_of(own_desk, "auditor", "Alex", ends_on=date(2027, 1, 1))
    return own_desk.browser(person_of(own_desk, "administrator", "Olga").id)


def offered(page, field):
    return re.findall(rf'<select[^>]*name="{field}".*?</select>', page, re.DOTALL)[0]


@pytest.mark.parametrize(
    ("address", "field"),
    [("/dossiers/new", "adviser"), ("/tasks", "assignee"), ("/people", "substitute_id")],
    ids=["opening", "tasks", "substitutes"],
)
def test_who_only_looks_on_is_offered_nothing_to_do(olga, address, field):
    choices = offered(olga.get(address).text, field)
    assert ("Els" in choices, "Alex" in choices) == (True, False)
