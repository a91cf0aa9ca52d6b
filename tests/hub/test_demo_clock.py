"""The demo's clock: working days in minutes, never back, and on where it stopped."""

from datetime import UTC, date, datetime, timedelta

import pytest

from hub.demo_clock import DemoClock, next_opening, passed
from schemas.errors import SettingsError

FRIDAY_NOON = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)


class Wall:
    """Real seconds, moved by hand."""

    seconds = 0.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def wall():
    return Wall()


@pytest.fixture
def clock(tmp_path, wall):
    return DemoClock(tmp_path / "clock.json", FRIDAY_NOON, wall)


def test_at_first_a_second_is_a_second(clock, wall):
    wall.seconds = 90
    assert (clock.now(), clock.pace) == (FRIDAY_NOON + timedelta(seconds=90), "real")


def test_a_working_day_takes_a_minute_and_a_weekend_takes_none(clock, wall):
    clock.set_pace("day")
    wall.seconds = 30
    assert clock.now() == datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
    wall.seconds = 60
    assert clock.now() == datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
    assert clock.business_date() == date(2026, 11, 23)


def test_a_working_week_takes_a_minute_when_it_goes_faster(clock, wall):
    clock.set_pace("week")
    wall.seconds = 60
    assert clock.now() == FRIDAY_NOON + timedelta(days=7)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2026, 11, 21, 12, 0, tzinfo=UTC), datetime(2026, 11, 23, 8, 8, tzinfo=UTC)),
        (datetime(2026, 11, 20, 5, 0, tzinfo=UTC), datetime(2026, 11, 20, 8, 8, tzinfo=UTC)),
        (datetime(2026, 11, 20, 16, 0, tzinfo=UTC), datetime(2026, 11, 23, 8, 8, tzinfo=UTC)),
        # The clocks go forward in the night of 28 March 2027.
        (datetime(2027, 3, 26, 16, 0, tzinfo=UTC), datetime(2027, 3, 29, 7, 8, tzinfo=UTC)),
    ],
)
def test_outside_working_hours_it_begins_when_the_office_opens(at, expected):
    assert passed(at, timedelta(seconds=1), "day") == expected


def test_the_next_working_day_begins_at_nine(clock):
    assert next_opening(FRIDAY_NOON) == datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    assert next_opening(datetime(2026, 11, 23, 5, 0, tzinfo=UTC)) == datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def test_no_time_at_all_moves_nothing():
    at = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
    assert passed(at, timedelta(), "week") == at


def test_it_moves_on_to_a_later_moment_and_never_back(clock):
    clock.move_to(FRIDAY_NOON + timedelta(days=3))
    clock.move_to(FRIDAY_NOON)
    assert clock.now() == FRIDAY_NOON + timedelta(days=3)


def test_it_goes_on_where_it_stopped_at_the_pace_it_had(tmp_path, clock, wall):
    clock.set_pace("day")
    wall.seconds = 15
    clock.keep()
    later = DemoClock(tmp_path / "clock.json", datetime(2020, 1, 1, tzinfo=UTC), Wall())
    assert (later.now(), later.pace) == (FRIDAY_NOON + timedelta(hours=2), "day")


@pytest.mark.parametrize("said", ["", "{}", '{"at": "2026-11-20T11:00:00", "pace": "real"}', '{"at": 3, "pace": "x"}'])
def test_a_file_that_says_something_else_stops_the_start(tmp_path, said):
    (tmp_path / "clock.json").write_text(said)
    with pytest.raises(SettingsError, match="make demo-reset"):
        DemoClock(tmp_path / "clock.json", FRIDAY_NOON)
