from datetime import date

import pytest

from handlers.stock_lists.validity import months_later, valid_until


@pytest.mark.parametrize(
    ("document", "last_day"),
    [
        ("003", date(2027, 5, 5)),
        ("009", date(2027, 2, 5)),
        ("011", date(2027, 2, 5)),
        ("025", date(2027, 11, 5)),
        ("097", date(2027, 5, 5)),
        ("262", date(2027, 5, 5)),
        ("024", None),
    ],
)
def test_a_document_is_valid_for_as_long_as_its_code_says(document, last_day):
    assert valid_until(document, "2026-11-05T10:00:00") == last_day


def test_a_shorter_month_ends_the_term_on_its_last_day():
    assert months_later(date(2026, 11, 30), 3) == date(2027, 2, 28)
