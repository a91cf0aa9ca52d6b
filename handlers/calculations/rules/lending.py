"""How high a mortgage may be (maximale hypotheek): by income, by the value of the house, and for the guarantee. Pure.

`(toetsinkomen / 12 · percentage - verplichtingen) · (1 - (1+i)^-360) / i`: always an annuity of thirty years, monthly
in arrears (art. 3), with the joint income in full (art. 3.6). The percentage is a cell of a table: a staircase, so
nothing is interpolated, and a cell that is not known is refused. Each figure stands in `norms/` with its source.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal, localcontext
from typing import Literal

from schemas.errors import Refused

Age = Literal["below", "from"]
"""Before or from the AOW age."""
_ROW, _MONTHS, _YEAR, _PRECISION = Decimal(1000), 360, 12, 40
_FIRST_BAND, _LAST_BAND, _BANDS = Decimal("1.5"), Decimal("7.0"), 2
_LONG_FIXED_YEARS = 10
_EURO = Decimal(1)


@dataclass(frozen=True, slots=True)
class Norms:
    """The figures of one period; amounts in euros, percentages in percent.

    `quotas` goes by age, income row and the upper bound of a band of rates. `study` are pairs of a rate and how many
    times the payment of a study loan counts up to it; the rate of the last is `None`.
    """

    source: str
    valid_from: date
    valid_until: date
    top_row: int
    least_test_rate: Decimal
    single_extra: Decimal
    single_above: Mapping[Age, Decimal]
    label_extra: Mapping[str, Decimal]
    measures_extra: Mapping[str, Decimal]
    value_pct: Decimal
    value_pct_with_measures: Decimal
    guarantee: Decimal
    guarantee_with_measures: Decimal
    guarantee_fee_pct: Decimal
    study: tuple[tuple[Decimal | None, Decimal], ...]
    quotas: Mapping[tuple[Age, int, Decimal], Decimal]


@dataclass(frozen=True, slots=True)
class Household:
    """Who borrows: gross year incomes in euros, what they pay a month for other loans and for a study loan."""

    incomes: tuple[Decimal, ...]
    age: Age = "below"
    obligations: Decimal = Decimal(0)
    study_payment: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked: the offered rate and for how long it is fixed.

    `afm_rate` is the test rate of the quarter when it is known. `quota_pct` is the cell of the official table as
    somebody read it there, `None` to look it up. `label` is an energy label, empty when nobody knows it.
    """

    rate_pct: Decimal
    fixed_years: int
    afm_rate: Decimal | None = None
    quota_pct: Decimal | None = None
    label: str = ""
    measures: Decimal = Decimal(0)
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Maximum:
    """How high it may be in euros, and what that comes from; `by_income` is exact, `total` in whole euros below it.

    `nearest` is the same rounded to the nearest euro, as Nibud prints it. `by_value` is `None` without a value.
    """

    test_rate: Decimal
    row: int
    quota_pct: Decimal
    by_income: Decimal
    single_extra: Decimal
    label_extra: Decimal
    measures_extra: Decimal
    income_total: Decimal
    by_value: Decimal | None
    total: Decimal
    nearest: Decimal
    guarantee_limit: Decimal
    guarantee_fee: Decimal | None


def test_rate(wish: Wish, norms: Norms) -> Decimal:
    """The rate that is tested: the offered one when it is fixed for ten years or longer, else at least the norm's."""
    if wish.fixed_years >= _LONG_FIXED_YEARS:
        return wish.rate_pct
    return max(wish.rate_pct, wish.afm_rate or Decimal(0), norms.least_test_rate)


def row_of(income: Decimal, norms: Norms) -> int:
    """The row of the table: the highest that is not above the income, and the top row for all above it."""
    return min(int(income.quantize(_EURO, ROUND_FLOOR) // _ROW * _ROW), norms.top_row)


def band_of(rate: Decimal) -> Decimal:
    """The upper bound of the band (lower, upper] in half points; 1.5 for all below it and 7.0 for all above 6.5."""
    upper = (rate * _BANDS).to_integral_value(ROUND_CEILING) / _BANDS
    return min(max(upper, _FIRST_BAND), _LAST_BAND)


def maximum(household: Household, wish: Wish, norms: Norms) -> Maximum:
    """Raises `Refused` (`norm-missing`) for a cell or a label that is not known."""
    with localcontext(prec=_PRECISION):
        return _maximum(household, wish, norms)


def _maximum(household: Household, wish: Wish, norms: Norms) -> Maximum:
    rate, income = test_rate(wish, norms), sum(household.incomes, Decimal(0))
    row = row_of(income, norms)
    quota = wish.quota_pct if wish.quota_pct is not None else _quota(household.age, row, rate, norms)
    room = income / _YEAR * quota / 100 - household.obligations - household.study_payment * _times(rate, norms)
    by_income = max(room, Decimal(0)) * _factor(rate)
    alone = len(household.incomes) == 1 and income > norms.single_above[household.age]
    label, measures = _extras(wish, norms)
    single = norms.single_extra if alone and by_income else Decimal(0)
    whole = by_income + single + label + measures
    by_value = _by_value(wish, measures, norms)
    least = whole if by_value is None else min(whole, by_value)
    limit = norms.guarantee_with_measures if wish.measures else norms.guarantee
    total = least.quantize(_EURO, ROUND_FLOOR)
    fee = (total * norms.guarantee_fee_pct / 100).quantize(_EURO, ROUND_HALF_UP) if total <= limit else None
    nearest = least.quantize(_EURO, ROUND_HALF_UP)
    return Maximum(*(rate, row, quota, by_income, single, label, measures, whole, by_value, total, nearest, limit, fee))


def _quota(age: Age, row: int, rate: Decimal, norms: Norms) -> Decimal:
    found = norms.quotas.get((age, row, band_of(rate)))
    if found is None:
        raise Refused("norm-missing", path="quota_pct", came=f"€ {row}, {rate.normalize():f} %", expected=norms.source)
    return found


def _extras(wish: Wish, norms: Norms) -> tuple[Decimal, Decimal]:
    if not wish.label:
        return Decimal(0), Decimal(0)
    if wish.label not in norms.label_extra:
        raise Refused("norm-missing", path="label", came=wish.label, expected=", ".join(norms.label_extra))
    return norms.label_extra[wish.label], min(wish.measures, norms.measures_extra[wish.label])


def _times(rate: Decimal, norms: Norms) -> Decimal:
    return next(times for up_to, times in norms.study if up_to is None or rate <= up_to)


def _factor(rate: Decimal) -> Decimal:
    """What one euro a month repays in thirty years."""
    monthly = rate / 100 / _YEAR
    return (1 - (1 + monthly) ** -_MONTHS) / monthly if monthly else Decimal(_MONTHS)


def _by_value(wish: Wish, measures: Decimal, norms: Norms) -> Decimal | None:
    if wish.value is None:
        return None
    with_measures = min(wish.value * norms.value_pct_with_measures / 100, wish.value + measures)
    return max(wish.value * norms.value_pct / 100, with_measures)
