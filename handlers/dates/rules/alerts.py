"""When somebody is told of a date: a table per kind, and the days that follow from it. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time

from handlers.dates.rules.calendar import is_working_day, next_working_day, plus_working_days, working_days_between
from schemas.dates import DateKind

AT = time(8, 0)
"""When on the day, on the office's clock: at the end of the quiet hours that an office has by itself."""


@dataclass(frozen=True, slots=True)
class AlertDays:
    """How many working days before and after; `daily` goes on every working day after until it ends.

    `escalates_at` is how near it is when the office's administrators are told, too.
    """

    before: tuple[int, ...]
    after: tuple[int, ...] = (1,)
    daily: bool = False
    escalates_at: int | None = None


ALERT_DAYS: dict[DateKind, AlertDays] = {
    "resolutive": AlertDays(before=(10, 5, 3, 1), daily=True, escalates_at=3),
    "deed": AlertDays(before=(10, 5, 1)),
    "offer": AlertDays(before=(20, 10, 5, 1)),
    "document": AlertDays(before=(10, 5, 1)),
}


@dataclass(frozen=True, slots=True)
class Alert:
    """One day on which somebody is told; `left` working days before the date, negative after it."""

    on: date
    left: int
    escalates: bool


def days_of(kind: DateKind, ends_on: date) -> list[date]:
    """The days on which this date is told, from first to last; one that is told daily goes on after the last."""
    days = ALERT_DAYS[kind]
    before = {plus_working_days(ends_on, -each) for each in days.before}
    return sorted({*before, ends_on, *(plus_working_days(ends_on, each) for each in days.after)})


def next_day(kind: DateKind, ends_on: date, now: datetime) -> date | None:
    """The first day whose moment is later than `now`, which is local; `None` when all is told."""
    upcoming = [day for day in days_of(kind, ends_on) if _moment(day) > now]
    if upcoming or not ALERT_DAYS[kind].daily:
        return upcoming[0] if upcoming else None
    today = next_working_day(now.date())
    return today if _moment(today) > now else plus_working_days(today, 1)


def left(today: date, ends_on: date) -> int:
    """How many working days are left, the date itself counted as one whatever day it is; negative afterwards.

    0 on the day itself, and on the days off that follow it.
    """
    if today >= ends_on:
        return working_days_between(today, ends_on)
    return working_days_between(today, ends_on) + (not is_working_day(ends_on))


def is_escalation(kind: DateKind, working_days_left: int) -> bool:
    at = ALERT_DAYS[kind].escalates_at
    return at is not None and working_days_left <= at


def planned(kind: DateKind, ends_on: date, now: datetime, *, is_escalated: bool = False) -> tuple[Alert, ...]:
    """What will be told from `now` (local) on, until the day after; the administrators are told once."""
    upcoming = [day for day in days_of(kind, ends_on) if _moment(day) > now]
    last = next_day(kind, ends_on, now)
    made: list[Alert] = []
    for day in upcoming or ([last] if last else []):
        remaining = left(day, ends_on)
        known = is_escalated or any(each.escalates for each in made)
        made.append(Alert(day, remaining, not known and is_escalation(kind, remaining)))
    return tuple(made)


def _moment(day: date) -> datetime:
    return datetime.combine(day, AT)
