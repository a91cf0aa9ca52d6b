from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.hdn.readers import values
from adapters.hdn.writers import spelling
from schemas.values import CodedText

AMOUNTS = st.decimals(-999_999_999_999, 999_999_999_999, places=2)
RATES = st.decimals(-99_999_999_999, 99_999_999_999, places=3)


@given(AMOUNTS)
def test_an_amount_reads_back_exactly(amount):
    assert values.as_amount(spelling.amount(amount)) == amount


@given(RATES)
def test_a_percentage_reads_back_exactly(rate):
    assert values.as_percentage(spelling.percentage(rate)) == rate


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_day_reads_back(day):
    assert values.as_date(spelling.day(day)) == day


@pytest.mark.parametrize(
    ("value", "written"),
    [("145000", "145000.00"), ("1E+3", "1000.00"), ("0.5", "0.50"), ("-12.30", "-12.30"), ("0.001", "0.001")],
)
def test_an_amount_has_a_point_and_never_an_exponent(value, written):
    assert spelling.amount(Decimal(value)) == written


@pytest.mark.parametrize(("value", "written"), [("3.875", "3.875"), ("2.4", "2.40"), ("4", "4.00")])
def test_a_percentage_has_two_decimals_or_three(value, written):
    assert spelling.percentage(Decimal(value)) == written


@pytest.mark.parametrize(
    ("came", "written"),
    [("3511 ab", "3511AB"), ("3511AB", "3511AB"), ("B-1000", "B-1000"), (" SW1A 1AA ", "SW1A 1AA")],
)
def test_only_a_dutch_postcode_loses_its_blank(came, written):
    assert spelling.postcode(came) == written


def test_a_telephone_number_is_digits_and_what_is_no_number_is_left_to_the_schema():
    assert spelling.phone("(030) 123-45.67") == "0301234567"
    assert spelling.phone("+31 30 1234567") == "+31301234567"


@pytest.mark.parametrize(
    ("code", "written"),
    [
        (CodedText(code="09", text="Offerteaanvraag ontvangen"), "09 Ontvangstbevestiging"),
        (CodedText(code="07", text="Akte gepasseerd"), "07 Akte gepasseerd"),
        (CodedText(code="77", text="Nieuw", known=False), "77 Nieuw"),
        (CodedText(code="77"), "77"),
    ],
    ids=["text-of-today", "withdrawn", "unknown", "unknown-without-text"],
)
def test_a_code_is_written_with_the_text_of_its_list_today(code, written):
    assert spelling.code(code, "StatusAXBericht") == written


def test_a_moment_is_shown_as_a_dutch_clock_shows_it():
    assert spelling.clock(spelling.local(datetime(2026, 7, 1, 10, 0, tzinfo=UTC))) == "12:00:00"
    assert spelling.clock(spelling.local(datetime(2026, 11, 21, 10, 0, 59))) == "10:00:59"  # noqa: DTZ001 - it is local


def test_line_ends_and_double_blanks_become_one_blank():
    assert spelling.text(" Dorps\r\n\tstraat  2 ") == "Dorps straat 2"
