"""How high a mortgage may be: published results, cells, bounds, and what is refused because nobody knows it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.calculations.norms import every, norms_on
from handlers.calculations.rules.lending import Household, Wish, band_of, maximum, row_of, test_rate
from schemas.errors import Refused

NORMS = norms_on(date(2026, 11, 21))
test_rate.__test__ = False  # a rule and not a test


def of(income, rate, *, age="below", partner=True, **more):
    """What a couple, of whom one has no income, may borrow; one person alone without `partner`."""
    incomes = (Decimal(income), Decimal(0)) if partner else (Decimal(income),)
    return maximum(Household(incomes, age), Wish(Decimal(rate), 10, **more), NORMS)


@pytest.mark.parametrize(
    ("income", "rate", "total"),
    [("75000", "4", 322046), ("75000", "0", 436500), ("105000", "4", 485688), ("100000", "5", 434657)],
)
def test_published_results_are_reached_in_decimals(income, rate, total):
    assert of(income, rate).total == total


def test_nibud_rounds_where_lenders_leave_out_the_cents():
    found = of("50000", "4.25")
    assert (found.by_income.quantize(Decimal("0.01")), found.nearest, found.total) == (
        Decimal("199888.92"),
        199889,
        199888,
    )


def test_somebody_alone_from_the_aow_age_has_the_extra_outside_the_test():
    found = of("29500", "3.5", age="from", partner=False)
    assert (found.nearest, found.single_extra) == (127039, 17000)
    assert of("29500", "3.5", age="from").single_extra == 0
    assert of("29000", "3.5", age="from", partner=False).single_extra == 0


@pytest.mark.parametrize(
    ("age", "income", "rate", "quota"),
    [
        *(("below", "62999", "2.501", "20.7"), ("below", "63000", "3.000", "20.9"), ("below", "75000", "1.5", "19.4")),
        *(("below", "75999", "1.501", "20.5"), ("below", "75000", "3.501", "24.6"), ("below", "75000", "5", "26.4")),
        *(("below", "75000", "5.001", "27.3"), ("below", "75000", "6.501", "29.5"), ("below", "50000", "4", "22.6")),
        *(("below", "50000", "4.001", "23.6"), ("below", "100000", "4.501", "28.0"), ("below", "105000", "4", "26.5")),
        *(("below", "125000", "4", "27.4"), ("below", "300000", "4", "27.4"), ("from", "29000", "1", "18.5")),
        *(("from", "30000", "1.5", "19.2"), ("from", "50000", "4", "28.6"), ("from", "29000", "3.5", "20.1")),
    ],
)
def test_a_cell_is_found_by_stairs(age, income, rate, quota):
    assert of(income, rate, age=age).quota_pct == Decimal(quota)


@pytest.mark.parametrize(("income", "rate"), [("60000", "4"), ("75000", "3"), ("90000", "5"), ("100000", "4")])
def test_a_cell_that_is_not_known_is_refused_and_never_interpolated(income, rate):
    with pytest.raises(Refused) as caught:
        of(income, rate)
    assert (caught.value.slug, caught.value.path) == ("norm-missing", "quota_pct")


def test_a_cell_as_somebody_read_it_counts():
    assert of("60000", "4", quota_pct=Decimal("23.5")).quota_pct == Decimal("23.5")


@pytest.mark.parametrize(
    ("rate", "years", "afm", "tested"),
    [("3.2", 5, None, "5.0"), ("3.2", 5, "5.5", "5.5"), ("5.9", 5, "5.5", "5.9"), ("3.2", 10, "5.5", "3.2")],
)
def test_a_rate_that_is_fixed_for_less_than_ten_years_is_tested_higher(rate, years, afm, tested):
    wish = Wish(Decimal(rate), years, afm_rate=Decimal(afm) if afm else None)
    assert test_rate(wish, NORMS) == Decimal(tested)


def test_joint_income_counts_in_full():
    both = maximum(Household((Decimal(45000), Decimal(30000))), Wish(Decimal(4), 10), NORMS)
    assert both.total == of("75000", "4").total


@pytest.mark.parametrize(
    ("label", "measures", "extra", "for_measures"),
    [("E", 0, 0, 0), ("C", 9000, 5000, 9000), ("C", 30000, 5000, 15000), ("A+++", 10000, 25000, 0)],
)
def test_a_label_and_measures_add_outside_the_test(label, measures, extra, for_measures):
    found = of("75000", "4", label=label, measures=Decimal(measures))
    assert (found.label_extra, found.measures_extra) == (extra, for_measures)
    assert found.total == 322046 + extra + for_measures


@pytest.mark.parametrize(
    ("value", "measures", "total"), [("300000", "0", 300000), ("300000", "12000", 312000), ("300000", "20000", 315000)]
)
def test_it_is_no_more_than_the_house_is_worth(value, measures, total):
    assert of("105000", "4", value=Decimal(value), label="C", measures=Decimal(measures)).total == total


def test_no_more_than_six_in_a_hundred_above_the_value_for_measures():
    found = of("105000", "4", value=Decimal(200000), label="C", measures=Decimal(15000))
    assert found.by_value == 212000


@pytest.mark.parametrize(
    ("rate", "times"),
    [("2", "1.05"), ("2.001", "1.10"), ("3.5", "1.20"), ("4.5", "1.25"), ("5", "1.30"), ("9", "1.40")],
)
def test_a_study_loan_counts_more_when_the_rate_is_higher(rate, times):
    quota = Decimal(25)
    with_debt = maximum(
        Household((Decimal(75000),), study_payment=Decimal(100)), Wish(Decimal(rate), 10, quota_pct=quota), NORMS
    )
    other = Household((Decimal(75000),), obligations=100 * Decimal(times))
    assert with_debt.by_income == maximum(other, Wish(Decimal(rate), 10, quota_pct=quota), NORMS).by_income


def test_the_guarantee_has_its_limit_and_fee():
    found = of("75000", "4")
    assert (found.guarantee_limit, found.guarantee_fee) == (470000, 1288)
    above = of("105000", "4")
    assert above.guarantee_fee is None
    assert of("105000", "4", measures=Decimal(1)).guarantee_fee == 1943


def test_obligations_above_the_room_leave_nothing():
    found = maximum(Household((Decimal(50000),), obligations=Decimal(5000)), Wish(Decimal(4), 10), NORMS)
    assert (found.total, found.single_extra) == (0, 0)


def test_a_day_and_a_label_that_are_not_known_are_refused():
    with pytest.raises(Refused):
        norms_on(date(2027, 1, 1))
    with pytest.raises(Refused):
        of("75000", "4", label="H")


def test_periods_do_not_overlap():
    known = every()
    assert all(before.valid_until < after.valid_from for before, after in pairwise(known))


RATES = st.decimals(0, 12, places=3)


@given(RATES)
def test_each_rate_has_one_band_that_holds_it(rate):
    band = band_of(rate)
    assert (band in {Decimal(n) / 2 for n in range(3, 15)}, rate <= band or band == 7) == (True, True)
    assert rate > band - Decimal("0.5") or band == Decimal("1.5")


@given(st.decimals(0, 1_000_000, places=2))
def test_a_row_is_the_highest_that_is_not_above_the_income(income):
    row = row_of(income, NORMS)
    assert (row <= income, row <= 125_000, row % 1000) == (True, True, 0)
    assert income < row + 1000 or row == 125_000


@given(st.decimals("0.001", 12, places=3), st.decimals(0, 2_000, places=2), st.decimals(0, 500, places=2))
def test_what_is_paid_elsewhere_never_makes_it_more(rate, obligations, study):
    wish = Wish(rate, 10, quota_pct=Decimal(25))
    free = Household((Decimal(60000), Decimal(0)))
    bound = replace(free, obligations=obligations, study_payment=study)
    found = maximum(bound, wish, NORMS)
    assert Decimal(0) <= found.total <= found.income_total <= maximum(free, wish, NORMS).income_total
