from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.dates.rules.alerts import ALERT_DAYS, days_of, left, next_day, planned
from handlers.dates.rules.calendar import is_working_day

EARLY = datetime.fromisoformat("2026-11-21T09:00")
OV = date(2026, 12, 28)


def test_a_condition_is_told_ten_five_three_and_one_working_day_before_on_the_day_and_after():
    told = [(f"{each.on:%m-%d}", each.left, each.escalates) for each in planned("resolutive", OV, EARLY)]
    assert told == [
        ("12-11", 10, False),
        ("12-18", 5, False),
        ("12-22", 3, True),
        ("12-24", 1, False),
        ("12-28", 0, False),
        ("12-29", -1, False),
    ]


def test_after_the_date_a_condition_is_told_every_working_day():
    days, now = [], datetime.fromisoformat("2026-12-28T09:00")
    for _ in range(5):
        days.append(next_day("resolutive", OV, now))
        now = datetime.combine(days[-1], now.time())
    assert [f"{day:%m-%d}" for day in days] == ["12-29", "12-30", "12-31", "01-04", "01-05"]


@pytest.mark.parametrize(
    ("kind", "days"),
    [
        ("deed", ["12-11", "12-18", "12-24", "12-28", "12-29"]),
        ("document", ["12-11", "12-18", "12-24", "12-28", "12-29"]),
        ("offer", ["11-27", "12-11", "12-18", "12-24", "12-28", "12-29"]),
    ],
    ids=str,
)
def test_the_other_dates_are_told_before_on_and_once_after(kind, days):
    assert [f"{day:%m-%d}" for day in days_of(kind, OV)] == days
    assert next_day(kind, OV, datetime.fromisoformat("2026-12-29T09:00")) is None


def test_a_date_that_is_set_late_is_told_to_the_administrators_at_its_next_alert():
    late = planned("resolutive", OV, datetime.fromisoformat("2026-12-23T09:00"))
    assert [(f"{each.on:%m-%d}", each.escalates) for each in late] == [
        ("12-24", True),
        ("12-28", False),
        ("12-29", False),
    ]


def test_the_administrators_are_told_once():
    assert not any(each.escalates for each in planned("resolutive", OV, EARLY, is_escalated=True))


@pytest.mark.parametrize(
    ("today", "ends_on", "expected"),
    [
        ("2027-02-18", "2027-02-20", 2),
        ("2027-02-19", "2027-02-20", 1),
        ("2027-02-20", "2027-02-20", 0),
        ("2027-02-21", "2027-02-20", 0),
        ("2027-02-22", "2027-02-20", -1),
        ("2027-02-20", "2027-02-22", 1),
    ],
    ids=str,
)
def test_a_date_on_a_day_off_counts_as_one_of_the_days_that_are_left(today, ends_on, expected):
    assert left(date.fromisoformat(today), date.fromisoformat(ends_on)) == expected


@given(st.sampled_from(sorted(ALERT_DAYS)), st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_every_alert_says_as_many_days_as_the_table_has(kind, ends_on):
    said = [each.left for each in planned(kind, ends_on, datetime.combine(ends_on, time()) - timedelta(days=90))]
    assert said == [*ALERT_DAYS[kind].before, 0, *(-each for each in ALERT_DAYS[kind].after)]


def test_before_eight_the_alert_of_the_day_is_still_to_come():
    assert next_day("resolutive", OV, datetime.fromisoformat("2026-12-11T07:59")) == date(2026, 12, 11)
    assert next_day("resolutive", OV, datetime.fromisoformat("2026-12-11T08:00")) == date(2026, 12, 18)


@given(
    st.sampled_from(sorted(ALERT_DAYS)),
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    st.integers(-400, 400),
    st.integers(0, 1439),
)
def test_the_next_alert_is_always_later_and_on_a_working_day_or_the_day_itself(kind, ends_on, away, minute):
    now = datetime.combine(ends_on, datetime.min.time()) + timedelta(days=away, minutes=minute)
    found = next_day(kind, ends_on, now)
    assert found is None or datetime.combine(found, datetime.min.time()).replace(hour=8) > now
    assert found is None or is_working_day(found) or found == ends_on
