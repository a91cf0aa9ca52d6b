"""Journal, lane, lock, handler, outcome: the way of a message through the engine, on both databases."""

from datetime import timedelta

import pytest

from hub.execute import execute
from schemas.envelope import Envelope
from schemas.errors import Refused
from tests.builders.engine import START, LinkPage, NotePage, OpenPage, WriteLine, entry
from tests.builders.hub import until_idle


def test_a_message_is_journaled_handled_and_told_on_the_timeline(toy):
    recorded = toy.hand_in(entry("D1", OpenPage(text="first")))
    assert recorded[0].accepted
    toy.work()
    assert toy.lines() == ["first"]
    assert toy.states() == {"applied": 1}
    assert toy.sql("SELECT kind, n FROM timeline") == [("line", 0)]


def test_messages_of_one_exchange_are_applied_in_the_order_they_were_handed_in(toy):
    toy.hand_in(entry("D1", OpenPage(text="0")), *(entry("D1", WriteLine(text=str(n))) for n in range(1, 30)))
    toy.work()
    assert toy.lines() == [str(n) for n in range(30)]


def test_a_copy_gets_the_same_receipt_byte_for_byte_and_changes_nothing(toy):
    first = toy.hand_in(entry("D1", OpenPage(), identity="one"))[0]
    again = toy.hand_in(entry("D1", OpenPage(), identity="one"))[0]
    toy.work()
    assert (again.receipt, again.is_copy) == (first.receipt, True)
    assert toy.lines() == ["opened"]
    assert toy.sql("SELECT is_copy FROM arrivals ORDER BY arrived_at, id") in ([(False,), (True,)], [(0,), (1,)])


def test_a_copy_in_the_same_batch_gets_the_same_receipt(toy):
    first, again = toy.hand_in(entry("D1", OpenPage(), identity="one"), entry("D1", OpenPage(), identity="one"))
    assert again.receipt == first.receipt


def test_an_identity_with_other_content_is_refused_and_its_copy_too(toy):
    toy.hand_in(entry("D1", OpenPage(), identity="one"))
    other = toy.hand_in(entry("D1", WriteLine(text="x"), identity="one"))[0]
    again = toy.hand_in(entry("D1", WriteLine(text="x"), identity="one"))[0]
    assert (other.accepted, other.slug) == (False, "message-id-reused")
    assert again.receipt == other.receipt


def test_the_same_content_under_another_identity_is_accepted_and_flagged(toy):
    toy.hand_in(entry("D1", OpenPage(), identity="one"))
    toy.hand_in(entry("D1", OpenPage(), identity="two"))
    assert toy.sql("SELECT flags FROM messages WHERE identity = 'two'") == [('["same-content"]',)]


def test_what_is_refused_does_not_stop_its_lane(toy):
    toy.hand_in(*(entry("D1", c) for c in (OpenPage(), WriteLine(text="refuse"), WriteLine(text="after"))))
    toy.work()
    assert toy.lines() == ["opened", "after"]
    assert toy.states() == {"applied": 2, "rejected": 1}


def test_what_must_wait_is_set_aside_and_applied_in_order_when_its_lane_moves(toy):
    toy.hand_in(entry("D1", WriteLine(text="early 1")), entry("D1", WriteLine(text="early 2")))
    toy.work()
    assert toy.states() == {"waiting": 2}
    toy.hand_in(entry("D1", OpenPage(text="page")))
    toy.work()
    assert toy.lines() == ["page", "early 1", "early 2"]
    assert toy.states() == {"applied": 3}


def test_a_person_links_a_lane_and_what_waited_is_applied(toy):
    toy.hand_in(entry("D1", OpenPage(text="page")), entry("D2", WriteLine(text="lost")))
    toy.work()
    (dossier_id,) = toy.sql("SELECT dossier_id FROM lanes WHERE dossier_id IS NOT NULL")[0]
    (lane_id,) = toy.sql("SELECT id FROM lanes WHERE dossier_id IS NULL")[0]
    execute(
        toy.database, toy.registry, LinkPage(lane_id=lane_id, dossier_id=dossier_id), actor="user:1", at=toy.clock.now()
    )
    assert toy.lines() == ["page", "lost"]
    assert toy.sql("SELECT waiting, dossier_id FROM lanes WHERE id = ?", lane_id) == [(0, dossier_id)]


def test_our_own_mistake_is_tried_three_times_then_parked_and_blocks_its_own_lane_only(toy):
    toy.hand_in(
        entry("D1", OpenPage(text="a")), entry("D1", WriteLine(text="poison")), entry("D1", WriteLine(text="b"))
    )
    toy.hand_in(entry("D2", OpenPage(text="c")), entry("D2", WriteLine(text="d")))
    toy.work_through_pauses()
    assert sorted(toy.lines()) == ["a", "c", "d"]
    assert toy.states() == {"applied": 3, "parked": 1}
    assert toy.sql("SELECT attempts FROM outcomes WHERE state = 'parked'") == [(3,)]


def test_a_person_may_change_a_dossier_whose_lane_is_blocked(toy):
    toy.hand_in(entry("D1", OpenPage(text="a")), entry("D1", WriteLine(text="poison")))
    toy.work_through_pauses()
    (dossier_id,) = toy.sql("SELECT dossier_id FROM lanes")[0]
    execute(
        toy.database, toy.registry, NotePage(dossier_id=dossier_id, text="note"), actor="user:1", at=toy.clock.now()
    )
    assert toy.lines() == ["a", "note"]


def test_a_command_that_is_given_twice_under_one_id_is_done_once(toy):
    toy.hand_in(entry("D1", OpenPage(text="a")))
    toy.work()
    (dossier_id,) = toy.sql("SELECT dossier_id FROM lanes")[0]
    note = NotePage(dossier_id=dossier_id, text="note")
    for _ in range(2):
        execute(toy.database, toy.registry, note, actor="user:1", at=toy.clock.now(), unit_id="unit-7")
    assert toy.lines() == ["a", "note"]


def test_a_command_for_a_dossier_that_is_not_there_is_refused_and_not_journaled(toy):
    with pytest.raises(Refused):
        execute(
            toy.database, toy.registry, NotePage(dossier_id="nowhere", text="x"), actor="user:1", at=toy.clock.now()
        )
    assert toy.sql("SELECT count(*) FROM commands") == [(0,)]


def test_a_lower_version_is_late_when_sent_earlier_and_refused_when_sent_later(toy):
    def version(n, minutes):
        said = Envelope(sender="600001", dossier="D1", request_version=n, sent_at=START + timedelta(minutes=minutes))
        return entry("D1", OpenPage(text=f"v{n}"), envelope=said, opens=True, salt=minutes)

    assert toy.hand_in(version(2, 0))[0].accepted
    assert toy.hand_in(version(1, -5))[0].accepted
    assert toy.hand_in(version(1, 5))[0].slug == "request-version-backwards"


def test_an_answer_of_another_lender_is_refused(toy):
    toy.hand_in(entry("D1", OpenPage(), opens=True))
    other = toy.hand_in(entry("D1", WriteLine(text="x"), partner="IN", answers=True))[0]
    assert other.slug == "lender-mismatch"


def test_an_answer_about_an_application_of_another_office_is_refused(toy):
    toy.hand_in(entry("D1", OpenPage(), opens=True))
    other = toy.hand_in(entry("D1", WriteLine(text="x"), office_id="office-2", answers=True))[0]
    assert other.slug == "application-of-another-office"


def test_a_message_for_the_unclaimed_node_waits_for_an_office(toy):
    toy.hand_in(entry("D1", OpenPage(), office_id=None, node="700001"))
    toy.work()
    assert toy.sql("SELECT state, slug FROM outcomes") == [("waiting", "office")]


def test_a_batch_as_large_as_what_is_due_leaves_nothing_behind(toy):
    toy.hand_in(*(entry(f"D{n}", OpenPage(text=str(n))) for n in range(250)))
    until_idle(lambda: toy.worker.round(0.1))  # a slow machine cuts batches short by their budget
    assert len(toy.lines()) == 250


def test_a_lane_that_is_longer_than_a_batch_is_moved_to_its_end(toy):
    toy.hand_in(
        entry("D1", OpenPage(text="0")), *(entry("D1", WriteLine(text=str(n))) for n in range(1, 230)), rings=False
    )
    until_idle(lambda: toy.work(1))
    assert toy.lines() == [str(n) for n in range(230)]
