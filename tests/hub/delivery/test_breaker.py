"""The breaker and the pauses as rules: when a partner is left alone, and for how long."""

from datetime import timedelta

import pytest

from hub.delivery.breaker import Breaker
from hub.delivery.channel import Acknowledged, Delivered, NotNow, RefusedByPartner
from hub.delivery.pauses import next_try
from hub.delivery.troubles import TROUBLES, is_over_with_partner, trouble_of
from tests.builders.engine import START

AWAY = NotNow("unreachable")


def after(*results, before=None):
    return (before or Breaker()).after(results, START)


def seconds(breaker):
    return (breaker.open_until - START).total_seconds() if breaker.open_until else 0


def test_four_failures_leave_it_closed_and_the_fifth_opens_it():
    assert after(*[AWAY] * 4).state(START) == "closed"
    assert after(*[AWAY] * 5).state(START) == "open"
    assert after(*[AWAY] * 5).admits(START, 100) == 0


def test_only_failures_in_a_row_count():
    assert after(AWAY, AWAY, AWAY, AWAY, Delivered(), AWAY) == Breaker(1, None)
    assert after(AWAY, AWAY, AWAY, AWAY, AWAY, RefusedByPartner()) == Breaker(0, None)


def test_it_opens_longer_each_time_up_to_five_minutes():
    opened = [seconds(after(AWAY, before=Breaker(failures, START))) for failures in (4, 5, 6, 7, 8, 9, 50)]
    assert opened == [15, 30, 60, 120, 240, 300, 300]


def test_when_its_time_is_over_one_message_tries():
    breaker = after(*[AWAY] * 5)
    later = START + timedelta(seconds=15)
    assert (breaker.state(later), breaker.admits(later, 100)) == ("half-open", 1)
    closed = breaker.after([Acknowledged()], later)
    assert (closed.state(later), closed.admits(later, 100)) == ("closed", 100)
    assert breaker.is_closed_by(closed)


def test_a_success_before_it_opened_closes_nothing():
    assert not after(*[AWAY] * 4).is_closed_by(Breaker())


def test_quiet_that_the_partner_asks_for_holds_at_the_first_failure():
    breaker = after(NotNow("status-503", 40))
    assert (breaker.state(START), seconds(breaker)) == ("open", 40)
    assert seconds(after(NotNow("status-503", 1e12))) == 3600
    assert breaker.admits(START + timedelta(seconds=41), 7) == 7


def test_missing_bytes_are_not_the_partners_failure():
    assert after(*[NotNow("bytes-missing")] * 9) == Breaker()


def test_a_status_500_may_be_about_its_message_but_five_in_a_row_are_not():
    assert after(*[NotNow("status-500")] * 5).state(START) == "open"
    assert not is_over_with_partner("status-500")
    assert is_over_with_partner("status-503")


def test_every_trouble_has_a_sentence_in_both_languages():
    for word in (*TROUBLES, "status-502"):
        told = trouble_of(word)
        assert told.nl.endswith(".")
        assert told.en.endswith(".")
    assert trouble_of("status-502").en == "The partner answered with status 502."


def test_a_word_that_is_no_trouble_is_an_error():
    with pytest.raises(LookupError):
        trouble_of("tired")


def test_the_pause_of_an_attempt_is_spread_by_at_most_a_tenth_and_the_same_each_time():
    tries = [next_try(START, (5.0, 15.0), 1, f"id-{n}", None) for n in range(200)]
    waits = [(each - START).total_seconds() for each in tries]
    assert 5 <= min(waits) < 5.1
    assert 5.4 < max(waits) <= 5.5
    assert next_try(START, (5.0, 15.0), 1, "id-1", None) == tries[1]


def test_a_partner_that_asks_to_come_back_at_once_gets_a_second():
    assert next_try(START, (5.0,), 1, "id", 0.0) == START + timedelta(seconds=1)
