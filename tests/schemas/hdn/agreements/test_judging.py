"""The agreements applied: what stops our own message, and what does not."""

from dataclasses import replace
from datetime import datetime

import pytest

from schemas.hdn.agreements.judging import breaches_of, is_passed_on, may_send, refusal_of, told
from schemas.hdn.agreements.table import AGREEMENTS
from schemas.hdn.agreements.trace import Exchanged, Trace
from tests.schemas.hdn.agreements.exchanged import (
    LENDER,
    LENDER_TO_STATION,
    OFFICE,
    OFFICE_TO_STATION,
    STATION,
    STATION_TO_LENDER,
    STATION_TO_OFFICE,
    apply,
    da,
    dx,
    line,
    moment,
    ox,
    sx,
    trace,
)
from tests.schemas.hdn.agreements.test_every_agreement import CASES

LISTED = trace(apply(0), sx(1, "09"), da(2, "D1 01"))
GUARDS = [row for row in AGREEMENTS if row.guards]
STOPPED = [
    pytest.param(row.slug, exchanged, offending, id=f"{row.slug}: {name}")
    for row in GUARDS
    for name, (exchanged, offending) in CASES[row.slug].broken.items()
]


def stopped(before, message):
    return [breach.agreement for breach in may_send(before, replace(message, id="new"))]


@pytest.mark.parametrize(("slug", "exchanged", "offending"), STOPPED)
def test_a_guard_stops_what_would_break_its_agreement(slug, exchanged, offending):
    for place, message in enumerate(exchanged.messages):
        if any(each.startswith(f"{message.id} ") for each in offending):
            before = Trace(exchanged.messages[:place])
            assert slug in {breach.agreement for breach in may_send(before, message)}


def test_what_keeps_every_agreement_may_go():
    assert stopped(LISTED, dx(9, "D1")) == []


def test_the_first_application_may_go():
    assert stopped(trace(), apply(0)) == []


def test_a_document_for_a_fetched_line_is_stopped():
    fetched = trace(apply(0), da(1, replace(da(0, "D1 01").lines[0], from_source=True)))
    assert stopped(fetched, dx(9, "D1")) == ["document-from-source"]


def test_all_that_a_message_breaks_is_told_at_once():
    assert stopped(LISTED, dx(9, "D9", version=2, files=2)) == ["document-not-requested", "document-not-one-file"]


def test_what_only_our_reading_forbids_goes():
    delivered = trace(*LISTED.messages, dx(9, "D1"))
    again = replace(dx(10, "D1"), id="new")
    assert [breach.agreement for breach in breaches_of(delivered.then(again))] == ["document-not-awaited"]
    assert may_send(delivered, again) == ()


def test_a_receipt_that_is_late_goes_all_the_same():
    assert stopped(trace(apply(0)), sx(40, "09")) == []


def test_a_second_receipt_is_stopped():
    assert stopped(LISTED, sx(9, "09")) == ["receipt-twice"]


def test_what_others_broke_before_does_not_stop_us():
    theirs = trace(apply(0), sx(1, "09"), sx(2, "09"), da(3, "D1 07"))
    assert {breach.agreement for breach in breaches_of(theirs)} == {"receipt-twice", "reason-missing"}
    assert stopped(theirs, dx(9, "D1")) == []


def test_of_our_own_answers_everything_is_known():
    assert stopped(trace(), sx(0, "09")) == ["answer-before-application"]
    assert breaches_of(trace(sx(0, "09"))) == ()


def test_a_lenders_mistake_is_passed_on_as_it_came():
    theirs = trace(apply(0, way=OFFICE_TO_STATION), da(3, "D1 07", way=LENDER_TO_STATION))
    assert stopped(theirs, da(4, "D1 07", way=STATION_TO_OFFICE)) == []


def test_a_mistake_that_is_added_in_passing_on_is_ours():
    theirs = trace(apply(0, way=OFFICE_TO_STATION), da(3, "D1 03", way=LENDER_TO_STATION))
    assert stopped(theirs, da(4, "D1 07", way=STATION_TO_OFFICE)) == ["reason-missing", "line-status-overwritten"]


def test_a_second_receipt_that_a_lender_gave_once_is_ours():
    theirs = trace(
        apply(0, way=OFFICE_TO_STATION),
        sx(1, "09", way=STATION_TO_OFFICE),
        apply(2, way=STATION_TO_LENDER, service_providers=("station",)),
        sx(3, "09", way=LENDER_TO_STATION),
    )
    assert stopped(theirs, sx(4, "09", way=STATION_TO_OFFICE)) == ["receipt-twice"]


def test_a_breach_becomes_a_refusal_that_a_person_can_read():
    (breach,) = may_send(LISTED, replace(dx(9, "D9"), id="new"))
    refusal = refusal_of(breach)
    assert refusal.nl == (
        "Stuk D9 staat niet op de stukkenlijst; daar staat D1. Kies een stuk van de lijst. Er is niets gewijzigd."
    )
    assert refusal.en == (
        "Line D9 is not on the document list; there is D1. Choose a line of the list. Nothing was changed."
    )
    assert refusal.rule == "data dictionary of HDN 16 (2016)"


def test_a_breach_of_a_message_that_went_says_nothing_about_what_was_changed():
    (breach,) = breaches_of(trace(apply(0), sx(16, "09")))
    assert told(breach, "nl") == (
        "Ontvangstbevestiging: 0:16:00; verwacht werd binnen 15 minuten. "
        "Vraag de ontvanger of de aanvraag is aangekomen."
    )
    assert told(breach, "en") == (
        "Receipt: 0:16:00; within 15 minutes was expected. Ask the receiver whether the application arrived."
    )


def test_a_breach_says_who_broke_it_when_and_with_what():
    (breach,) = breaches_of(trace(apply(0), ox(1, "both"), da(2, "D1 01")))
    assert (breach.agreement, breach.message_id, breach.who) == ("offer-not-one-kind", "2", LENDER)
    assert (breach.came, breach.expected) == ("00, 18", "00 of 18 / 00 or 18")
    assert breach.at.isoformat() == "2026-11-21T09:01:00+00:00"


def test_what_stays_out_is_broken_at_the_moment_it_was_due():
    (breach,) = breaches_of(trace(apply(0), until=60))
    assert (breach.message_id, breach.who, breach.came) == ("1", LENDER, "niets / nothing")
    assert breach.at.isoformat() == "2026-11-21T09:15:00+00:00"


def test_a_moment_without_a_zone_is_no_moment():
    with pytest.raises(ValueError, match="without a zone"):
        Exchanged(id="1", code="AX", sender=OFFICE, receiver=LENDER, at=datetime(2026, 11, 21))  # noqa: DTZ001


APPLIED = (apply(0, way=OFFICE_TO_STATION), apply(1, way=STATION_TO_LENDER, service_providers=("ours #1",)))


def own_mistakes(exchanged):
    return [(each.agreement, each.who) for each in breaches_of(exchanged) if not is_passed_on(each, exchanged)]


def test_a_list_that_overtook_another_and_went_on_so_is_nobodys_mistake():
    newer, older = da(20, line("D1", "04", moment="b")), da(10, line("D1", "03", moment="a"))
    lists = [replace(each, sender=LENDER, receiver=STATION) for each in (older, newer)]
    gone_on = [replace(each, sender=STATION, receiver=OFFICE, at=moment(at)) for each, at in ((newer, 21), (older, 25))]
    exchanged = trace(*APPLIED, *lists, *gone_on)
    assert "approval-withdrawn" in {breach.agreement for breach in breaches_of(exchanged)}
    assert "approval-withdrawn" not in {agreement for agreement, _ in own_mistakes(exchanged)}


def test_a_mistake_that_went_on_stands_with_its_first_sender():
    lists = [da(10, "D1 07", way=LENDER_TO_STATION), da(11, "D1 07", way=STATION_TO_OFFICE)]
    assert [who for agreement, who in own_mistakes(trace(*APPLIED, *lists)) if agreement == "reason-missing"] == [
        LENDER
    ]


def test_an_application_that_went_on_as_it_came_is_the_mistake_of_who_forwards_it():
    exchanged = trace(apply(0, way=OFFICE_TO_STATION), apply(1, way=STATION_TO_LENDER))
    assert ("service-provider-missing", STATION) in own_mistakes(exchanged)
