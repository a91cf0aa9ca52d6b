"""The Dutch calendar: working days, the Algemene termijnenwet, the cooling-off period of 7:2 BW. Pure.

A working day (werkdag) is no Saturday, Sunday, recognised holiday (article 3, paragraphs 1 and 2) or day that a royal
decree equates with one (paragraph 3).
"""

from datetime import date, timedelta
from functools import cache

from holidays import country_holidays
from holidays.constants import OPTIONAL, PUBLIC

from handlers.dates.rules.equated import equated_in

_DAY = timedelta(days=1)
_SATURDAY = 5
_COOLING_DAYS = 3
_COOLING_WORKING_DAYS = 2


@cache
def days_off(year: int) -> dict[date, str]:
    """The holidays of a year by the Algemene termijnenwet, Good Friday and the equated days included; with their name.

    The optional ones are asked for too: 5 May is a public holiday of the library once in five years, of the act always.
    """
    found = country_holidays("NL", years=year, categories=(PUBLIC, OPTIONAL), language="nl", expand=False)
    return {**dict(found.items()), **dict.fromkeys(equated_in(year), "Gelijkgestelde dag")}


def is_working_day(day: date) -> bool:
    return day.weekday() < _SATURDAY and day not in days_off(day.year)


def next_working_day(day: date) -> date:
    """The day itself when it is a working day, else the first one after it: where a term ends (article 1, paragraph 1).

    It does not hold for terms that are counted back (paragraph 2).
    """
    while not is_working_day(day):
        day += _DAY
    return day


def plus_working_days(day: date, number: int) -> date:
    """So many working days later, earlier when negative; the day itself for none, whatever day it is."""
    step = _DAY if number > 0 else -_DAY
    for _ in range(abs(number)):
        day += step
        while not is_working_day(day):
            day += step
    return day


def working_days_between(day: date, until: date) -> int:
    """How many working days lie after `day` up to and including `until`; negative when `until` is the earlier."""
    if until < day:
        return -working_days_between(until, day)
    return sum(is_working_day(day + each * _DAY) for each in range(1, (until - day).days + 1))


def cooling_off_ends(received_on: date) -> date:
    """The last day on which a buyer may dissolve without a reason (7:2 BW, paragraph 2), from the day of receipt.

    Three days from the day after receipt, with two working days among them (Algemene termijnenwet, article 2), and
    ending on a working day (article 1).
    """
    end, working = received_on, 0
    while (end - received_on).days < _COOLING_DAYS or working < _COOLING_WORKING_DAYS or not is_working_day(end):
        end += _DAY
        working += is_working_day(end)
    return end
