from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.dates.rules.calendar import (
    cooling_off_ends,
    days_off,
    is_working_day,
    next_working_day,
    plus_working_days,
    working_days_between,
)
from handlers.dates.rules.equated import DECREES, is_covered

DAYS = st.dates(date(1990, 1, 1), date(2060, 1, 1))
COUNTS = st.integers(-60, 60)
BY_THE_ACT = {
    2026: ("01-01", "04-03", "04-06", "04-27", "05-05", "05-14", "05-25", "12-25", "12-26"),
    2027: ("01-01", "03-26", "03-29", "04-27", "05-05", "05-06", "05-17", "12-25", "12-26"),
}
EQUATED = {2026: ("01-02", "05-15"), 2027: ("05-07",)}


def day(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize("year", sorted(BY_THE_ACT))
def test_the_holidays_are_those_of_the_act_and_of_the_decree(year):
    named = {day(f"{year}-{each}") for each in (*BY_THE_ACT[year], *EQUATED[year])}
    assert named <= days_off(year).keys()
    assert all(each.weekday() == 6 for each in days_off(year).keys() - named)


@pytest.mark.parametrize("year", [2019, 2020, 2024, 2025, 2026, 2027, 2028])
def test_the_fifth_of_may_is_a_holiday_every_year(year):
    assert date(year, 5, 5) in days_off(year)


def test_kings_day_comes_a_day_early_when_it_is_a_sunday():
    assert date(2025, 4, 26) in days_off(2025)
    assert date(2025, 4, 27) not in days_off(2025)


@pytest.mark.parametrize("decree", DECREES, ids=lambda each: str(each.first_year))
def test_a_decree_names_working_days_of_its_own_years_and_its_source(decree):
    assert all(decree.first_year <= each.year <= decree.last_year and each.weekday() < 5 for each in decree.days)
    assert all(str(each.year) in decree.source and f"{each.day} " in decree.source for each in decree.days)
    assert not any(is_working_day(each) for each in decree.days)


def test_the_decree_of_a_year_that_is_not_published_yet_is_not_in_the_table():
    assert [is_covered(year) for year in (2022, 2023, 2028, 2029)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("number", "expected"),
    [(-10, "2026-12-11"), (-5, "2026-12-18"), (-3, "2026-12-22"), (-1, "2026-12-24"), (2, "2026-12-30")],
    ids=str,
)
def test_working_days_are_counted_around_christmas(number, expected):
    assert plus_working_days(day("2026-12-28"), number) == day(expected)


def test_no_working_days_further_is_the_day_itself():
    assert plus_working_days(day("2026-12-26"), 0) == day("2026-12-26")


@pytest.mark.parametrize(
    ("ends", "moved"),
    [
        ("2026-12-24", "2026-12-24"),
        ("2026-12-25", "2026-12-28"),
        ("2026-12-27", "2026-12-28"),
        ("2026-04-03", "2026-04-07"),
        ("2026-05-14", "2026-05-18"),
        ("2027-05-05", "2027-05-10"),
    ],
    ids=str,
)
def test_a_term_that_ends_on_a_day_off_ends_on_the_next_working_day(ends, moved):
    assert next_working_day(day(ends)) == day(moved)


@pytest.mark.parametrize(
    ("received", "ends"),
    [
        # A plain week of June: Monday to Thursday, Tuesday to Friday, Wednesday to Monday and so on.
        ("2026-06-08", "2026-06-11"),
        ("2026-06-09", "2026-06-12"),
        ("2026-06-10", "2026-06-15"),
        ("2026-06-11", "2026-06-15"),
        ("2026-06-12", "2026-06-16"),
        ("2026-06-13", "2026-06-16"),
        ("2026-06-14", "2026-06-17"),
        # Around Easter and Christmas.
        ("2026-04-02", "2026-04-08"),
        ("2026-12-22", "2026-12-28"),
        ("2026-12-23", "2026-12-28"),
        ("2026-12-24", "2026-12-29"),
    ],
    ids=str,
)
def test_the_cooling_off_period_has_three_days_and_two_working_days(received, ends):
    assert cooling_off_ends(day(received)) == day(ends)


@given(DAYS)
def test_a_moved_end_is_a_working_day_and_never_earlier(ends):
    moved = next_working_day(ends)
    assert is_working_day(moved)
    assert moved >= ends
    assert next_working_day(moved) == moved


@given(DAYS, DAYS)
def test_of_two_ends_the_later_is_never_moved_before_the_earlier(one, other):
    first, last = sorted((one, other))
    assert next_working_day(first) <= next_working_day(last)


@given(DAYS, COUNTS.filter(bool))
def test_so_many_working_days_further_is_a_working_day_on_that_side(start, number):
    reached = plus_working_days(start, number)
    assert is_working_day(reached)
    assert (reached > start) == (number > 0)


@given(DAYS, st.integers(1, 60))
def test_from_a_working_day_there_and_back_is_where_one_began(start, number):
    begin = next_working_day(start)
    assert plus_working_days(plus_working_days(begin, number), -number) == begin
    assert working_days_between(begin, plus_working_days(begin, number)) == number


@given(DAYS)
def test_cooling_off_has_its_days_and_never_ends_on_a_day_off(received):
    ends = cooling_off_ends(received)
    within = [received + timedelta(days=each) for each in range(1, (ends - received).days + 1)]
    assert len(within) >= 3
    assert sum(map(is_working_day, within)) >= 2
    assert is_working_day(ends)


@given(DAYS)
def test_cooling_off_that_begins_later_never_ends_earlier(received):
    assert cooling_off_ends(received) <= cooling_off_ends(received + timedelta(days=1))
