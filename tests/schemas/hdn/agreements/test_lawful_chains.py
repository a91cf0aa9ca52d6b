"""A chain in which everybody does as agreed breaks nothing, whatever the order, the number of versions and the road."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings

from schemas.hdn.agreements.judging import breaches_of
from schemas.hdn.agreements.table import AGREEMENTS
from tests.schemas.hdn.agreements.chains import chains

LAWFUL = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@LAWFUL
@given(chains())
def test_a_lawful_chain_breaks_nothing(trace):
    assert breaches_of(trace) == ()


@LAWFUL
@given(chains())
def test_a_lawful_chain_still_breaks_nothing_when_one_looks_much_later(trace):
    later = replace(trace, until=trace.messages[-1].at + timedelta(days=30))
    assert breaches_of(later) == ()


@LAWFUL
@given(chains())
def test_every_beginning_of_a_lawful_chain_is_lawful(trace):
    beginning = replace(trace, messages=trace.messages[: len(trace.messages) // 2])
    assert breaches_of(beginning) == ()


@LAWFUL
@given(chains())
def test_a_lawful_chain_without_its_receipts_is_noticed(trace):
    """The other side of the coin: the chains are rich enough for the agreements to have something to say."""
    slugs = {row.slug for row in AGREEMENTS if row.slug.startswith("receipt-late")}
    silent = replace(
        trace,
        messages=tuple(message for message in trace.messages if message.code != "SX"),
        until=trace.messages[-1].at + timedelta(days=1),
    )
    assert {breach.agreement for breach in breaches_of(silent)} & slugs
