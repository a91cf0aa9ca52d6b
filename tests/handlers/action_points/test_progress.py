"""Progress over action points: whole, exact, never 100 by rounding (docs/glossary.md: afgehandeld)."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.action_points.rules import HANDLED, ActionPoint, Progress, progress

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
STATES = ("held", "open", "done", "closed", "withdrawn")


def point(state, released_by="office"):
    about = {
        "application_id": "a1",
        "about": "stuk",
        "round": 1,
        "subject": "",
        "reason": "",
        "person": "",
        "due": None,
    }
    return ActionPoint(
        "d1", "p1", about_id="1", state=state, opened_at=AT, changed_at=AT, released_by=released_by, **about
    )


def points(**counts):
    return [point(state) for state, count in counts.items() for _ in range(count)]


lists = st.lists(st.sampled_from(STATES), max_size=250).map(lambda states: [point(state) for state in states])


@pytest.mark.parametrize(
    ("counts", "percent"),
    [
        ({}, 0),
        ({"open": 3}, 0),
        ({"done": 4}, 100),
        ({"done": 2, "closed": 2}, 100),
        ({"done": 3, "open": 1}, 75),
        ({"done": 199, "open": 1}, 99),
        ({"done": 1, "open": 2}, 33),
        ({"withdrawn": 5}, 0),
        ({"done": 1, "withdrawn": 5}, 100),
    ],
)
def test_the_percentage_is_rounded_down(counts, percent):
    assert progress(points(**counts)).percent == percent


def test_what_was_never_let_through_counts_for_nothing():
    assert progress([point("held", ""), point("closed", ""), point("done")]) == Progress(1, 1)


@given(lists)
def test_it_is_between_0_and_100_and_100_exactly_when_nothing_is_open(found):
    seen = progress(found)
    assert 0 <= seen.percent <= 100
    assert (seen.percent == 100) == (seen.total > 0 and seen.open == 0)


def fraction(seen):
    return (seen.handled, seen.total)


def is_less(one, other):
    """Whether one exact fraction is less than the other."""
    return one[0] * other[1] < other[0] * one[1]


@given(lists, st.data())
def test_handling_never_lowers_it_and_rejecting_lowers_it(found, data):
    open_ones = [n for n, each in enumerate(found) if each.state == "open"]
    if not open_ones:
        return
    n = data.draw(st.sampled_from(open_ones))
    handled = [*found[:n], replace(found[n], state=data.draw(st.sampled_from(sorted(HANDLED)))), *found[n + 1 :]]
    before, after = progress(found), progress(handled)
    assert after.percent >= before.percent
    # The other way round it is a rejection: the same point is open again.
    assert is_less(fraction(before), fraction(after))
    assert before.total > 100 or before.percent < after.percent


@given(lists)
def test_asking_something_more_never_raises_it(found):
    before, after = progress(found), progress([*found, point("open")])
    assert after.percent <= before.percent
    assert before.handled == 0 or is_less(fraction(after), fraction(before))


@given(lists, st.data())
def test_withdrawing_what_is_open_never_lowers_it(found, data):
    open_ones = [n for n, each in enumerate(found) if each.state == "open"]
    if not open_ones:
        return
    n = data.draw(st.sampled_from(open_ones))
    after = progress([*found[:n], replace(found[n], state="withdrawn"), *found[n + 1 :]])
    assert after.percent >= progress(found).percent
