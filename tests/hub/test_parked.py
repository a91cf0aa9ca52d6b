"""Parked messages: seen in groups, tried without a trace, retried or discarded once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import SQLModel

from hub.advice import Advice, advise
from hub.decided import decisions_about
from hub.parked import groups, parked_messages, parked_units, show
from hub.registry import Handler, Registry
from hub.release import Release, release_each, ring_released
from schemas.errors import NotFound, Refused
from tests.builders.engine import LINES, START, TOY, OpenPage, WriteLine, entry
from tests.builders.engine import _write as write_it

POISON = "RuntimeError in engine.write_line"


def write_anything(command, work):
    write_it(work, command.text)


MENDED = Registry(TOY.commands, {**TOY.handlers, WriteLine: Handler(write_anything, (LINES,))}, {})


@pytest.fixture
def poisoned(toy):
    """Two dossiers, each with a poisoned message; the first has two followers."""
    toy.hand_in(*(entry("D1", c) for c in (OpenPage(text="a"), WriteLine(text="poison 1"), WriteLine(text="b"))))
    toy.hand_in(
        entry("D1", WriteLine(text="c")), entry("D2", OpenPage(text="d")), entry("D2", WriteLine(text="poison"))
    )
    toy.work_through_pauses()
    return toy


def release(toy, registry=None):
    registry = registry or toy.registry
    return Release(database=toy.database, registry=registry, actor="operator:otto", reason="mended", at=START)


def unit_of(toy, dossier):
    return toy.sql(
        "SELECT o.unit_id FROM outcomes o JOIN messages m ON m.id = o.unit_id "
        "WHERE o.state = 'parked' AND m.dossier_name = ?",
        dossier,
    )[0][0]


def everything(toy):
    return {
        name: sorted(map(repr, toy.sql(f"SELECT * FROM {name}")))
        for name in SQLModel.metadata.tables
        if name != "batches"
    }


def with_code(toy, registry):
    toy.worker._registry = registry
    return toy


def test_what_failed_alike_is_one_group_with_its_lanes_and_followers(poisoned):
    with poisoned.database.reading() as connection:
        (group,) = groups(connection)
    assert (group.slug, group.count, group.lanes, group.followers) == (POISON, 2, 2, 2)
    assert (group.first_seen, group.last_seen) == (START + timedelta(minutes=20), START + timedelta(minutes=20))


def test_one_parked_message_is_shown_with_what_it_holds_up_and_not_with_what_it_said(poisoned):
    with poisoned.database.reading() as connection:
        shown = show(connection, unit_of(poisoned, "D1"))
    assert (shown.position, shown.followers, shown.commands, shown.attempts) == (2, 2, ("WriteLine",), 3)
    assert "poison" not in repr(shown)


def test_a_message_that_is_not_there_is_not_found(poisoned):
    with poisoned.database.reading() as connection, pytest.raises(NotFound):
        show(connection, "nowhere")


def test_advice_says_that_it_still_fails_and_leaves_nothing_behind(poisoned):
    before = everything(poisoned)
    unit = unit_of(poisoned, "D1")
    assert advise(poisoned.database, poisoned.registry, [unit], START) == [Advice(unit, "still-fails", POISON)]
    assert everything(poisoned) == before


def test_advice_with_mended_code_says_applied_and_leaves_nothing_behind(poisoned):
    before = everything(poisoned)
    unit = unit_of(poisoned, "D1")
    assert advise(poisoned.database, MENDED, [unit], START) == [Advice(unit, "applied", "")]
    assert everything(poisoned) == before


def test_a_retry_with_mended_code_applies_the_message_and_its_followers_in_order(poisoned):
    with_code(poisoned, MENDED)
    ring_released(poisoned.bus, [release(poisoned).retry(unit_of(poisoned, "D1"))])
    poisoned.worker.round(0.1)
    assert poisoned.lines()[-3:] == ["poison 1", "b", "c"] or poisoned.lines()[:4] == ["a", "poison 1", "b", "c"]
    assert poisoned.states() == {"applied": 6, "parked": 1}


def test_a_retry_without_mended_code_parks_it_again(poisoned):
    release(poisoned).retry(unit_of(poisoned, "D1"))
    poisoned.work_through_pauses()
    assert poisoned.states() == {"applied": 3, "parked": 2}


def test_of_two_people_who_retry_the_second_hears_that_it_is_not_parked(poisoned):
    unit = unit_of(poisoned, "D1")
    release(poisoned).retry(unit)
    with pytest.raises(Refused) as refused:
        release(poisoned).retry(unit)
    assert refused.value.slug == "not-parked"


def test_a_discarded_message_is_never_applied_and_its_followers_are(poisoned):
    unit = unit_of(poisoned, "D1")
    ring_released(poisoned.bus, [release(poisoned).discard(unit)])
    poisoned.worker.round(0.1)
    assert sorted(poisoned.lines()) == ["a", "b", "c", "d"]
    (detail,) = poisoned.sql("SELECT detail FROM outcomes WHERE state = 'discarded'")[0]
    assert '"discarded_by":"operator:otto","reason":"mended"' in detail


def test_a_discarded_message_can_not_be_retried(poisoned):
    unit = unit_of(poisoned, "D1")
    release(poisoned).discard(unit)
    with pytest.raises(Refused):
        release(poisoned).retry(unit)


def test_who_decided_and_why_is_in_the_journal(poisoned):
    unit = unit_of(poisoned, "D1")
    release(poisoned).retry(unit)
    ((name, actor, arguments),) = poisoned.sql("SELECT name, actor, arguments FROM commands WHERE lane_id IS NULL")
    assert (name, actor) == ("RetryParked", "operator:otto")
    assert unit in arguments
    assert '"reason":"mended"' in arguments


def test_what_is_parked_is_listed_by_group(poisoned):
    with poisoned.database.reading() as connection:
        assert len(parked_units(connection, POISON)) == 2
        assert parked_units(connection, "another") == []


def test_a_message_that_kills_its_process_is_not_tried_by_the_operator_s_own_process(toy):
    toy.hand_in(entry("D1", OpenPage()), entry("D1", WriteLine(text="poison")))
    toy.work_through_pauses()
    with toy.database.transaction() as connection:
        connection.exec_driver_sql("UPDATE outcomes SET slug = 'kills its process (exit -9)' WHERE state = 'parked'")
    (advice,) = advise(toy.database, toy.registry, [unit_of(toy, "D1")], START)
    assert advice.result == "not-tried"


@pytest.fixture
def late_poison(toy):
    """A message that waited, broke when it could move, and was parked by itself."""
    toy.hand_in(entry("D1", WriteLine(text="poison")), entry("D1", OpenPage(text="page")))
    toy.hand_in(entry("D1", WriteLine(text="after")))
    toy.work_through_pauses()
    return toy


def test_a_message_that_broke_after_it_waited_holds_its_followers(late_poison):
    with late_poison.database.reading() as connection:
        assert show(connection, unit_of(late_poison, "D1")).followers == 1
    assert late_poison.lines() == ["page"]


def test_a_message_that_broke_after_it_waited_is_retried_before_its_followers(late_poison):
    with_code(late_poison, MENDED)
    unit = unit_of(late_poison, "D1")
    assert advise(late_poison.database, MENDED, [unit], START) == [Advice(unit, "applied", "")]
    release(late_poison, MENDED).retry(unit)
    late_poison.work()
    assert late_poison.lines() == ["page", "poison", "after"]


def test_a_message_that_broke_after_it_waited_is_parked_again_when_it_still_breaks(late_poison):
    unit = unit_of(late_poison, "D1")
    assert advise(late_poison.database, TOY, [unit], START) == [Advice(unit, "still-fails", POISON)]
    release(late_poison).retry(unit)
    late_poison.work()
    assert late_poison.states() == {"applied": 2, "parked": 1}


def test_parked_messages_are_paged_by_key_the_oldest_first(poisoned):
    with poisoned.database.reading() as connection:
        (first,) = parked_messages(connection, POISON, limit=1)
        (second,) = parked_messages(connection, POISON, after=(first.parked_at, first.unit_id))
        assert parked_messages(connection, "another") == []
    assert {first.unit_id, second.unit_id} == {unit_of(poisoned, "D1"), unit_of(poisoned, "D2")}
    assert {first.commands, second.commands} == {("WriteLine",)}


def test_the_same_request_decides_once_and_is_answered_as_before(poisoned):
    units = [unit_of(poisoned, "D1"), unit_of(poisoned, "D2")]
    first = release_each(release(poisoned), "discard", units, "user:otto 1")
    second = release_each(release(poisoned), "discard", units, "user:otto 1")
    assert first == second
    assert [each.bell.unit_id for each in first] == units
    assert poisoned.sql("SELECT count(*) FROM commands WHERE name = 'DiscardParked'") == [(2,)]


@pytest.mark.parametrize(("verb", "reason"), [("retry", "mended"), ("discard", "another reason")])
def test_a_request_s_key_is_not_used_for_another(poisoned, verb, reason):
    units = [unit_of(poisoned, "D1")]
    release_each(release(poisoned), "discard", units, "user:otto 1")
    (decided,) = release_each(replace(release(poisoned), reason=reason), verb, units, "user:otto 1")
    assert decided.refused.slug == "idempotency-key-reused"


def test_who_decided_meanwhile_and_why_is_read_back(poisoned):
    unit = unit_of(poisoned, "D1")
    with poisoned.database.reading() as connection:
        lane = show(connection, unit).lane_id
        key = poisoned.sql("SELECT coalesce(dossier_id, id) FROM lanes WHERE id = ?", lane)[0][0]
    release(poisoned).discard(unit)
    (refused,) = release_each(release(poisoned), "retry", [unit], "user:olga 1")
    with poisoned.database.reading() as connection:
        (decision,) = decisions_about(connection, key, ("RetryParked", "DiscardParked"))
    assert refused.refused.slug == "not-parked"
    assert (decision.command, decision.actor, decision.reason) == ("DiscardParked", "operator:otto", "mended")
    assert decision.arguments["unit_id"] == unit
