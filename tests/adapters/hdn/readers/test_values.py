import re
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.hdn.readers import values
from schemas.values import CodedText


def test_a_known_code_keeps_number_and_text():
    assert values.coded("AflossingsVorm").read("01 Annuiteit") == CodedText(code="01", text="Annuiteit")


def test_an_unknown_code_is_kept_and_marked():
    read = values.coded("AflossingsVorm").read("77 Eigen vorm")
    assert read == CodedText(code="77", text="Eigen vorm", known=False)


def test_a_withdrawn_code_is_still_known():
    assert values.coded("StatusAXBericht").read("07 Akte gepasseerd").known


def test_the_text_that_came_is_kept_when_the_list_words_it_otherwise():
    read = values.coded("DocSoort").read("18 Indicatief rentevoorstel")
    assert read == CodedText(code="18", text="Indicatief rentevoorstel")


@given(st.dates())
def test_every_date_is_read_back(day):
    assert values.as_date(day.isoformat()) == day


@given(st.times().map(lambda clock: clock.replace(microsecond=0)))
def test_every_time_is_read_back(clock):
    assert values.as_time(clock.isoformat()) == clock


@given(st.decimals(min_value=-(10**12) + 1, max_value=10**12 - 1, places=2))
def test_every_amount_is_read_back_exactly(amount):
    read = values.as_amount(f"{amount:.2f}")
    assert read == amount
    assert read.as_tuple().exponent == -2


@pytest.mark.parametrize("text", ["20261120", "2026-W47-5", "2026-11-20Z", "12026-01-01", "٢٠٢٦-١١-٢٠"])
def test_a_date_in_another_notation_is_not_a_date(text):
    with pytest.raises(ValueError, match=re.escape(text)):
        values.as_date(text)


@pytest.mark.parametrize("text", ["NaN", "1E+5", "Infinity", "1.234", "1000000000000.00", "١٢.00", "1_0"])
def test_what_no_amount_column_can_hold_is_no_amount(text):
    with pytest.raises(ValueError, match=re.escape(text)):
        values.as_amount(text)


def test_a_percentage_has_three_decimals():
    assert values.as_percentage("3.875") == Decimal("3.875")


def test_yes_and_no_are_read_by_their_letter():
    assert values.as_yes("J Ja") is True
    assert values.as_yes("N Nee") is False


def test_a_moment_needs_both_date_and_time():
    assert values.local_moment(date(2026, 11, 20), time(10, 15)) == datetime(2026, 11, 20, 10, 15)  # noqa: DTZ001 - local
    assert values.local_moment(None, time(10, 15)) is None
