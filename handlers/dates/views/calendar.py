"""The Dutch calendar, for other capabilities, the API and pages."""

from handlers.dates.rules.calendar import (
    cooling_off_ends,
    days_off,
    is_working_day,
    next_working_day,
    plus_working_days,
    working_days_between,
)

__all__ = [
    "cooling_off_ends",
    "days_off",
    "is_working_day",
    "next_working_day",
    "plus_working_days",
    "working_days_between",
]
