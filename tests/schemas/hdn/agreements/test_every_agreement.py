"""Each agreement by its traces: what it lets pass, what breaks it, and what the table says about it."""

import pytest

from schemas import refusals
from schemas.hdn.agreements import receipts
from schemas.hdn.agreements.judging import refusal_of
from schemas.hdn.agreements.table import AGREEMENTS, agreement
from schemas.hdn.statuses import status_rule
from tests.schemas.hdn.agreements.cases.answers import ANSWERS
from tests.schemas.hdn.agreements.cases.documents import DOCUMENTS
from tests.schemas.hdn.agreements.cases.forwarding import FORWARDING
from tests.schemas.hdn.agreements.cases.receipts import RECEIPTS
from tests.schemas.hdn.agreements.cases.statuses import STATUSES
from tests.schemas.hdn.agreements.cases.versions import VERSIONS
from tests.schemas.hdn.agreements.exchanged import told

CASES = {**RECEIPTS, **VERSIONS, **ANSWERS, **STATUSES, **DOCUMENTS, **FORWARDING}
LAWFUL = [
    pytest.param(slug, each, id=f"{slug}: {name}") for slug, c in CASES.items() for name, each in c.lawful.items()
]
BROKEN = [
    pytest.param(slug, *each, id=f"{slug}: {name}") for slug, c in CASES.items() for name, each in c.broken.items()
]


@pytest.mark.parametrize(("slug", "exchanged"), LAWFUL)
def test_what_is_agreed_breaks_nothing(slug, exchanged):
    assert told(agreement(slug).judge(exchanged)) == []


@pytest.mark.parametrize(("slug", "exchanged", "expected"), BROKEN)
def test_what_breaks_it_names_the_message_and_who(slug, exchanged, expected):
    found = agreement(slug).judge(exchanged)
    assert told(found) == expected
    assert {breach.agreement for breach in found} == {slug}


@pytest.mark.parametrize(("slug", "exchanged", "_"), BROKEN)
def test_a_breach_says_in_two_languages_what_came_and_what_was_agreed(slug, exchanged, _):
    for breach in agreement(slug).judge(exchanged):
        refusal = refusal_of(breach)
        assert breach.came
        assert breach.expected
        assert refusal.slug == slug
        assert "{" not in refusal.nl + refusal.en
        assert " / " not in refusal.nl + refusal.en


@pytest.mark.parametrize("row", AGREEMENTS, ids=lambda row: row.slug)
def test_every_agreement_is_held_by_traces_of_both_kinds(row):
    assert len(CASES[row.slug].lawful) >= 5
    assert len(CASES[row.slug].broken) >= 5


@pytest.mark.parametrize("row", AGREEMENTS, ids=lambda row: row.slug)
def test_every_agreement_has_its_sentences_and_its_source(row):
    assert row.nl.endswith(".")
    assert row.en.endswith(".")
    assert row.nl != row.en
    assert row.slug in refusals.SENTENCES
    assert row.source.url.startswith("https://") or row.source.key == "B"
    assert (
        f"Source: {row.source.key}" in row.judge.__doc__ or row.source.key in row.judge.__doc__.partition("Source:")[2]
    )


def test_no_agreement_that_is_our_reading_stops_a_message():
    assert [row.slug for row in AGREEMENTS if row.guards and not row.certain] == []


def test_every_slug_and_every_judge_stands_once():
    assert len({row.slug for row in AGREEMENTS}) == len(AGREEMENTS) == len(CASES)
    assert len({row.judge for row in AGREEMENTS}) == len(AGREEMENTS)


def test_the_term_of_a_receipt_is_that_of_the_status_table():
    terms = {
        (domain, code): status_rule(domain, code).deadline_minutes for domain, code in [("AX", "09"), ("LX", "13")]
    }
    assert set(terms.values()) == {receipts.WITHIN.total_seconds() / 60}
