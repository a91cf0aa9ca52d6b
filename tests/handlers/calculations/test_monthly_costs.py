"""The published vectors of annuity, linear and booked schedules, another library as oracle, and what always holds."""

import itertools
from datetime import date
from decimal import Decimal

import numpy_financial
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.calculations.rules.schedules import LoanPart, RateFrom, booked, cents, schedule, together
from handlers.calculations.views import costs_of

PARTS = st.builds(
    LoanPart,
    st.sampled_from(["annuity", "linear", "interest-only"]),
    st.decimals(1, 5_000_000, places=2),
    st.decimals(0, 20, places=3),
    st.integers(1, 480),
)


def part(repayment, principal, rate, months):
    return LoanPart(repayment, Decimal(principal), Decimal(rate), months)


def said(*amounts):
    return [Decimal(each) for each in amounts]


@pytest.mark.parametrize(
    ("principal", "rate", "months", "payment"),
    [
        ("200000", "3", 360, "843.21"),
        ("1000", "12", 12, "88.85"),
        ("200000", "4", 360, "954.83"),
        ("12000", "0", 120, "100.00"),
        ("250000", "4", 360, "1193.54"),
    ],
    ids=str,
)
def test_an_annuity_costs_what_is_published(principal, rate, months, payment):
    assert costs_of([part("annuity", principal, rate, months)]).first.payment == Decimal(payment)


@pytest.mark.parametrize(
    ("month", "balance"),
    [
        (13, "195470.75"),
        (24, "191521.79"),
        (37, "186712.83"),
        (48, "182520.00"),
        (145, "140107.81"),
        (156, "134617.20"),
        (360, "0.00"),
    ],
    ids=str,
)
def test_an_annuity_is_repaid_as_published(month, balance):
    months = schedule(part("annuity", "200000", "3", 360))
    assert cents(months[month - 1].balance) == Decimal(balance)


def test_an_annuity_begins_and_sums_up_as_published():
    found = costs_of([part("annuity", "200000", "3", 360)])
    assert [found.first.interest, found.first.repayment, found.paid] == said("500.00", "343.21", "303554.90")


def test_a_linear_loan_costs_what_is_published():
    found = costs_of([part("linear", "200000", "3", 360)])
    months = found.years[0].months
    assert [months[0].repayment, months[0].interest] == said("555.56", "500.00")
    assert [months[0].payment, months[1].payment] == said("1055.56", "1054.17")
    assert [found.parts[0].last.payment, found.interest] == said("556.94", "90250.00")


def test_an_interest_only_part_pays_interest_and_owes_all_of_it_at_the_end():
    found = costs_of([part("interest-only", "100000", "3.6", 360)])
    assert [found.first.payment, found.first.repayment] == said("300.00", "0.00")
    assert [found.interest, found.owed] == said("108000.00", "100000.00")


def test_an_annuity_over_six_months_has_the_interest_that_is_published():
    months = booked(Decimal(100), 6, [RateFrom(1, Decimal("9.4822"))])
    assert [each.interest for each in months] == said(".79", ".66", ".53", ".40", ".27", ".13")
    assert [each.payment for each in months] == said(*["17.13"] * 6)


def test_days_are_counted_and_the_last_payment_takes_the_rest():
    rates = [RateFrom(1, Decimal("15.678"))]
    months = booked(Decimal(100), 6, rates, date(2024, 1, 1), "actual/365")
    assert [each.payment for each in months] == said(*["17.43"] * 5, "17.47")
    assert months[-1].balance == 0


def test_days_cannot_be_counted_without_a_beginning():
    with pytest.raises(ValueError, match="asks from when"):
        booked(Decimal(100), 6, [RateFrom(1, Decimal(5))], day_count="actual/365")


def test_a_rate_that_changes_makes_a_new_payment():
    months = booked(Decimal(100), 6, [RateFrom(1, Decimal(7)), RateFrom(2, Decimal(4))])
    assert [each.payment for each in months] == said("17.01", *["16.88"] * 4, "16.89")


def test_several_parts_are_one_loan_and_an_ended_one_is_paid_no_more():
    parts = [part("annuity", "200000", "3", 360), part("linear", "12000", "0", 120), part("interest-only", 1000, 6, 12)]
    found = costs_of(parts)
    assert found.first.payment == Decimal("948.21")
    assert found.principal == 213000
    assert [found.years[0].months[11].payment, found.years[1].months[0].payment] == said("948.21", "943.21")
    assert found.years[10].months[0].payment == Decimal("843.21")
    assert found.owed == Decimal("1000.00")


@given(PARTS)
@settings(max_examples=60, deadline=None)
def test_what_is_repaid_and_what_is_owed_is_the_loan(each):
    months = schedule(each)
    repaid = sum(month.repayment for month in months)
    assert cents(repaid + months[-1].balance) == cents(each.principal)
    assert all(month.balance >= 0 for month in months)
    assert all(before.balance >= after.balance for before, after in itertools.pairwise(months))


@given(PARTS)
@settings(max_examples=60, deadline=None)
def test_interest_is_what_is_owed_times_the_rate(each):
    owed = each.principal
    for month in schedule(each):
        assert abs(month.interest - owed * each.rate_pct / 1200) < Decimal("0.000001")
        owed = month.balance


@given(st.decimals(1000, 1_000_000, places=0), st.decimals("0.1", 15, places=2), st.integers(12, 480))
@settings(max_examples=60, deadline=None)
def test_another_library_finds_the_same_payment(principal, rate, months):
    ours = schedule(LoanPart("annuity", principal, rate, months))[0].payment
    theirs = -numpy_financial.pmt(float(rate) / 1200, months, float(principal))
    assert float(ours) == pytest.approx(theirs, rel=1e-9)


@given(st.lists(PARTS, min_size=1, max_size=3))
@settings(max_examples=30, deadline=None)
def test_parts_together_cost_what_they_cost_alone(parts):
    schedules = [schedule(each) for each in parts]
    alone = sum(month.payment for months in schedules for month in months)
    assert cents(sum(month.payment for month in together(schedules))) == cents(alone)


@given(st.decimals(100, 500_000, places=2), st.decimals(0, 15, places=2), st.integers(1, 360))
@settings(max_examples=60, deadline=None)
def test_a_booked_annuity_ends_at_nothing_in_whole_cents(principal, rate, months):
    found = booked(principal, months, [RateFrom(1, rate)])
    assert found[-1].balance == 0
    assert all(each.payment == cents(each.payment) for each in found)
