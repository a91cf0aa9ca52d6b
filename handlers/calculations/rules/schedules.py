"""Annuity, linear and interest-only: exact by month, and booked in cents as a lender does. Pure, in `Decimal`.

`A = P·i / (1 - (1+i)^-n)` with `i` a twelfth of the yearly rate; without interest `P/n` (hypotheeklastencalculator.nl).
Nothing is rounded before it is shown; `cents` rounds once, half up.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from itertools import pairwise
from typing import Literal

Repayment = Literal["annuity", "linear", "interest-only"]
REPAYMENTS: tuple[Repayment, ...] = ("annuity", "linear", "interest-only")
DayCount = Literal["30/360", "actual/365"]
MONTHS = 12
_CENT, _PRECISION = Decimal("0.01"), 40
_DAYS = Decimal(365)


@dataclass(frozen=True, slots=True)
class LoanPart:
    """A part of a loan (leningdeel): `principal` in euros, `rate_pct` a year, `months` the term."""

    repayment: Repayment
    principal: Decimal
    rate_pct: Decimal
    months: int


@dataclass(frozen=True, slots=True)
class Month:
    """One month, from 1, exact: of what is paid interest and repayment, and what is owed after it."""

    number: int
    interest: Decimal
    repayment: Decimal
    balance: Decimal

    @property
    def payment(self) -> Decimal:
        return self.interest + self.repayment


@dataclass(frozen=True, slots=True)
class RateFrom:
    """The rate that counts from this month on, from 1."""

    month: int
    rate_pct: Decimal


def cents(amount: Decimal) -> Decimal:
    """In whole cents, half up."""
    return amount.quantize(_CENT, ROUND_HALF_UP)


def schedule(part: LoanPart) -> tuple[Month, ...]:
    """Every month of the term, exact; an interest-only part still owes all of it at the end."""
    with localcontext(prec=_PRECISION):
        return tuple(_months(part))


def together(schedules: Sequence[Sequence[Month]]) -> tuple[Month, ...]:
    """Several parts as one: month by month, as long as the longest; what an ended part still owes goes on."""
    with localcontext(prec=_PRECISION):
        longest = max((len(each) for each in schedules), default=0)
        return tuple(_sum(number, schedules) for number in range(1, longest + 1))


def by_year(months: Iterable[Month]) -> tuple[tuple[Month, ...], ...]:
    """The months of each year of the loan."""
    found = tuple(months)
    return tuple(found[begin : begin + MONTHS] for begin in range(0, len(found), MONTHS))


def booked(
    principal: Decimal,
    months: int,
    rates: Sequence[RateFrom],
    begins_on: date | None = None,
    day_count: DayCount = "30/360",
) -> tuple[Month, ...]:
    """An annuity as it is booked: interest and payment in whole cents, the last payment takes the rest.

    A rate that changes makes a new payment over what is owed then. `actual/365` counts the days of each month from
    `begins_on`, and asks for it; raises `ValueError` without.
    """
    with localcontext(prec=_PRECISION):
        return tuple(_booked(principal, rates, _fractions(months, begins_on, day_count)))


def _months(part: LoanPart) -> Iterator[Month]:
    rate, owed = part.rate_pct / 100 / MONTHS, part.principal
    level = _level(part.principal, [rate] * part.months)
    for number in range(1, part.months + 1):
        interest = owed * rate
        repayment = _repaid(part, level - interest)
        if number == part.months and part.repayment != "interest-only":
            repayment = owed
        owed -= repayment
        yield Month(number, interest, repayment, owed)


def _repaid(part: LoanPart, of_level: Decimal) -> Decimal:
    """What a month repays; `of_level` is what an annuity leaves for it."""
    match part.repayment:
        case "annuity":
            return of_level
        case "linear":
            return part.principal / part.months
        case "interest-only":
            return Decimal(0)


def _sum(number: int, schedules: Sequence[Sequence[Month]]) -> Month:
    running = [each[number - 1] for each in schedules if number <= len(each)]
    over = [each[-1].balance for each in schedules if each and number > len(each)]
    return Month(
        number,
        sum((each.interest for each in running), Decimal(0)),
        sum((each.repayment for each in running), Decimal(0)),
        sum((each.balance for each in running), Decimal(0)) + sum(over, Decimal(0)),
    )


def _booked(principal: Decimal, rates: Sequence[RateFrom], fractions: Sequence[Decimal]) -> Iterator[Month]:
    owed = principal
    ends = [*(each.month for each in rates[1:]), len(fractions) + 1]
    for known, end in zip(rates, ends, strict=True):
        left = [known.rate_pct / 100 * each for each in fractions[known.month - 1 :]]
        payment = cents(_level(owed, left))
        for number in range(known.month, end):
            interest = cents(owed * left[number - known.month])
            repayment = owed if number == len(fractions) else min(payment - interest, owed)
            owed -= repayment
            yield Month(number, interest, repayment, owed)


def _level(principal: Decimal, rates: Sequence[Decimal]) -> Decimal:
    """The payment that is the same each period, for the rate of each period."""
    discount, worth = Decimal(1), Decimal(0)
    for rate in rates:
        discount /= 1 + rate
        worth += discount
    return principal / worth


def _fractions(months: int, begins_on: date | None, day_count: DayCount) -> list[Decimal]:
    """Which part of a year each month is."""
    if day_count == "30/360":
        return [Decimal(1) / MONTHS] * months
    if begins_on is None:
        raise ValueError("actual/365 counts days and asks from when")
    ends = [_months_after(begins_on, each) for each in range(months + 1)]
    return [(after - before).days / _DAYS for before, after in pairwise(ends)]


def _months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, MONTHS)
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))
