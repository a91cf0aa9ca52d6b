"""Which parties are one person, and what is for whom."""

from datetime import date
from types import SimpleNamespace

import pytest

from handlers.customers.rules import is_his, people


def party(reference, name, application="a1", born=date(1988, 3, 14)):
    return SimpleNamespace(same_as="", application_id=application, reference=reference, name=name, birth_date=born)


ANNA, TOM = party("NA01", "A.M. de Wit"), party("NA02", "T. Jansen", born=date(1986, 11, 2))


def test_the_same_name_and_birth_date_is_the_same_person_in_every_application():
    again = party("NA07", "a.m.  DE WIT", "a2")
    other = party("NA08", "A.M. de Wit", "a2", born=date(1990, 1, 1))
    assert people([ANNA, TOM, again, other]) == ((ANNA, again), (TOM,), (other,))


@pytest.mark.parametrize(
    ("person", "parties", "expected"),
    [
        ("", (ANNA, TOM), True),
        ("A.M. de Wit", (ANNA, TOM), True),
        ("a.m. de wit ", (ANNA, TOM), True),
        ("NA01", (ANNA, TOM), True),
        ("T. Jansen", (ANNA, TOM), False),
        ("NA02", (ANNA, TOM), False),
        ("Anna Maria de Wit", (ANNA, TOM), False),
        ("Anna Maria de Wit", (ANNA,), True),
    ],
)
def test_what_names_somebody_is_for_him_alone(person, parties, expected):
    assert is_his(person, (ANNA,), parties) is expected
