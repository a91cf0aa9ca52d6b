"""The product card: what each kind asks, what can be typed, what is missing."""

import contextlib
from datetime import date
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.products.rules import CARDS, missing, read, typed_again
from schemas.errors import Refused
from schemas.products import Kind

FIELDS = {each.name: each for card in CARDS.values() for each in (*card.fields, *card.parts)}
LOAN = {"repayment": "annuity", "amount": "350000", "term_months": "360", "rate_pct": "3,95"}


def one(name, typed):
    return read([FIELDS[name]], {name: typed}, "card.")[name]


def test_every_kind_has_a_card_and_each_card_asks_something_of_a_part():
    assert set(CARDS) == set(get_args(Kind))
    assert all(any(each.is_asked for each in card.parts) for card in CARDS.values())


def test_no_card_names_a_field_twice():
    for card in CARDS.values():
        for fields in (card.fields, card.parts):
            names = [each.name for each in fields]
            assert len(names) == len(set(names))


def test_a_part_is_read_as_values():
    assert read(CARDS["mortgage"].parts, LOAN, "part.") == {
        "repayment": "annuity",
        "amount": "350000.00",
        "term_months": 360,
        "rate_pct": "3.950",
    }


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        *[
            ("350000", "350000.00"),
            ("350.000", "350000.00"),
            ("1.250.000,50", "1250000.50"),
            ("€ 350.000", "350000.00"),
        ],
        *[("350000.5", "350000.50"), ("0", "0.00"), ("12,3", "12.30"), ("99999999.99", "99999999.99")],
    ],
)
def test_an_amount_is_read_as_a_dutch_reader_would(typed, read_as):
    assert one("amount", typed) == read_as


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        *[("amount", typed) for typed in ("-1", "NaN", "Infinity", "1e9999", "100000000", "1,005", "veel", "1.0.0")],
        *[("rate_pct", "100"), ("rate_pct", "3,9555"), ("term_months", "0"), ("term_months", "601")],
        *[("term_months", "١٢"), ("term_months", "1.5"), ("passing_date", "morgen"), ("passing_date", "0001-01-01")],
        *[("passing_date", "9999-12-31"), ("with_guarantee", "misschien"), ("goal", "boot"), ("lender", "x" * 101)],
    ],
)
def test_what_cannot_be_is_refused_with_its_place(name, typed):
    with pytest.raises(Refused) as caught:
        one(name, typed)
    assert (caught.value.slug, caught.value.path) == ("request-invalid", f"card.{name}")


def test_what_is_asked_is_refused_without_and_what_the_card_has_not_is_named():
    with pytest.raises(Refused) as caught:
        read(CARDS["service"].fields, {"scope": "advice"}, "card.")
    assert caught.value.path == "card.wanted_advice"
    with pytest.raises(Refused) as caught:
        read(CARDS["service"].fields, {"shoe_size": "43"}, "card.")
    assert (caught.value.path, caught.value.came) == ("card.shoe_size", "shoe_size")


def test_what_is_wanted_is_named_as_missing():
    fields = read(CARDS["service"].fields, {"wanted_advice": "purchase", "scope": "advice"}, "card.")
    assert missing(CARDS["service"].fields, fields) == ("with_risk_insurance",)
    assert missing(CARDS["service"].fields, {**fields, "with_risk_insurance": False}) == ()


@given(st.decimals(0, Decimal("99999999.99"), places=2))
def test_an_amount_that_was_read_is_read_as_the_same_again(amount):
    once = one("amount", f"{amount:f}")
    again = typed_again([FIELDS["amount"]], {"amount": once})["amount"]
    assert (Decimal(once), one("amount", once), one("amount", again)) == (amount, once, once)


@given(st.decimals(0, Decimal("99.999"), places=3))
def test_a_percentage_that_was_read_is_read_as_the_same_again(rate):
    once = one("rate_pct", f"{rate:f}")
    again = typed_again([FIELDS["rate_pct"]], {"rate_pct": once})["rate_pct"]
    assert (Decimal(once), one("rate_pct", once), one("rate_pct", again)) == (rate, once, once)


def test_what_was_kept_is_typed_again_as_people_write_it():
    kept = {"amount": "1250000.50", "rate_pct": "3.950", "term_months": 360}
    assert typed_again(CARDS["mortgage"].parts, kept) == {
        "amount": "1.250.000,50",
        "rate_pct": "3,95",
        "term_months": "360",
    }
    assert typed_again(CARDS["mortgage"].fields, {"with_guarantee": False}) == {"with_guarantee": "no"}


@given(st.dates(date(1950, 1, 1), date(2200, 1, 1)))
def test_each_day_of_the_calendar_can_be_kept(day):
    assert one("passing_date", day.isoformat()) == day.isoformat()


@given(st.text(max_size=30), st.sampled_from(["amount", "rate_pct", "term_months", "passing_date", "with_guarantee"]))
def test_whatever_is_typed_is_read_or_refused(typed, name):
    with contextlib.suppress(Refused):
        assert read([FIELDS[name]], {name: typed}, "card.").get(name) is not None or not typed.strip()
