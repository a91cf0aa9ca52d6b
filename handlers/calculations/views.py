"""Monthly costs (maandlasten) as they are shown, every amount rounded once from exact months; and the maximum."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from handlers.calculations.norms import norms_on
from handlers.calculations.rules import schedules as rules
from handlers.calculations.rules.lending import Age, Household, Maximum, Wish, maximum
from handlers.calculations.rules.schedules import REPAYMENTS, LoanPart, Month, Repayment, cents

__all__ = [
    "REPAYMENTS",
    "Age",
    "Household",
    "LoanPart",
    "Maximum",
    "MonthView",
    "MonthlyCosts",
    "PartCosts",
    "Repayment",
    "Wish",
    "YearView",
    "costs_of",
    "labels_on",
    "maximum_on",
]


@dataclass(frozen=True, slots=True)
class MonthView:
    """One month in euros, from 1."""

    number: int
    payment: Decimal
    interest: Decimal
    repayment: Decimal
    balance: Decimal


@dataclass(frozen=True, slots=True)
class YearView:
    """A year of the loan, from 1, with its months; `balance` is what is owed at its end."""

    number: int
    payment: Decimal
    interest: Decimal
    repayment: Decimal
    balance: Decimal
    months: tuple[MonthView, ...]


@dataclass(frozen=True, slots=True)
class PartCosts:
    """One part: its first and last month, and what it costs over the term; `owed` is left to repay after it."""

    part: LoanPart
    first: MonthView
    last: MonthView
    interest: Decimal
    paid: Decimal
    owed: Decimal


@dataclass(frozen=True, slots=True)
class MonthlyCosts:
    """All parts together: the first month, the totals, and year by year."""

    parts: tuple[PartCosts, ...]
    principal: Decimal
    first: MonthView
    interest: Decimal
    paid: Decimal
    owed: Decimal
    years: tuple[YearView, ...]


def maximum_on(day: date, household: Household, wish: Wish) -> tuple[Maximum, str]:
    """How high a mortgage may be by the norms of this day, with their source.

    Raises `Refused` (`norm-missing`) for what they do not say.
    """
    norms = norms_on(day)
    return maximum(household, wish, norms), norms.source


def labels_on(day: date) -> tuple[str, ...]:
    """The energy labels that the norms of this day know; raises `Refused` (`norm-missing`)."""
    return tuple(norms_on(day).label_extra)


def costs_of(parts: Sequence[LoanPart]) -> MonthlyCosts:
    """Raises `ValueError` without a part."""
    if not parts:
        raise ValueError("a loan has at least one part")
    schedules = [rules.schedule(each) for each in parts]
    whole = rules.together(schedules)
    return MonthlyCosts(
        parts=tuple(_part(part, months) for part, months in zip(parts, schedules, strict=True)),
        principal=sum((each.principal for each in parts), Decimal(0)),
        first=_month(whole[0]),
        interest=cents(sum((each.interest for each in whole), Decimal(0))),
        paid=cents(sum((each.payment for each in whole), Decimal(0))),
        owed=cents(whole[-1].balance),
        years=tuple(_year(number, months) for number, months in enumerate(rules.by_year(whole), 1)),
    )


def _part(part: LoanPart, months: Sequence[Month]) -> PartCosts:
    return PartCosts(
        part=part,
        first=_month(months[0]),
        last=_month(months[-1]),
        interest=cents(sum((each.interest for each in months), Decimal(0))),
        paid=cents(sum((each.payment for each in months), Decimal(0))),
        owed=cents(months[-1].balance),
    )


def _year(number: int, months: Sequence[Month]) -> YearView:
    return YearView(
        number=number,
        payment=cents(sum((each.payment for each in months), Decimal(0))),
        interest=cents(sum((each.interest for each in months), Decimal(0))),
        repayment=cents(sum((each.repayment for each in months), Decimal(0))),
        balance=cents(months[-1].balance),
        months=tuple(map(_month, months)),
    )


def _month(month: Month) -> MonthView:
    return MonthView(
        month.number, cents(month.payment), cents(month.interest), cents(month.repayment), cents(month.balance)
    )
