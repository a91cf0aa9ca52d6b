"""What breaks, waits or is busy stops its own lane only, and nothing of it is lost."""

import threading
import time
from datetime import timedelta

import pytest

from hub import dispatch
from hub.bells import Bell
from hub.execute import execute
from hub.metrics import METRICS
from hub.registry import Handler, Registry
from hub.relay import ring
from hub.timers import Timers
from tests.builders.engine import LINES, START, TOY, NotePage, OpenPage, WriteLine, entry, note_page


def handled(state):
    return METRICS.handled.labels(state)._value.get()


def remind_again(command, work):
    note_page(command, work)
    if len(work.find(LINES)) < 4:
        work.remind(work.cause.at + timedelta(hours=1), command, "again")


def order_note(command, work):
    note_page(command, work)
    if command.text == "first":
        work.order(replace_text(command, "ordered"))


def replace_text(command, text):
    return command.model_copy(update={"text": text})


def with_note(handle):
    return Registry(TOY.commands, {**TOY.handlers, NotePage: Handler(handle, (LINES,))}, {})


@pytest.fixture
def page(toy):
    toy.hand_in(entry("D1", OpenPage(text="page")))
    toy.work()
    return toy.sql("SELECT dossier_id FROM lanes")[0][0]


def test_a_message_of_two_commands_is_applied_whole_also_when_it_runs_alone(toy):
    toy.hand_in(entry("D1", OpenPage(text="a"), WriteLine(text="b"), WriteLine(text="c"), WriteLine(text="poison")))
    toy.work_through_pauses()
    assert (toy.lines(), toy.states()) == ([], {"parked": 1})


def test_a_waiting_message_that_breaks_is_parked_and_not_the_one_that_let_it_move(toy):
    toy.hand_in(*(entry("D1", WriteLine(text=text)) for text in ("poison", "early")))
    toy.work()
    toy.hand_in(entry("D1", OpenPage(text="page")), entry("D1", WriteLine(text="after")))
    toy.work_through_pauses()
    assert toy.lines() == ["page"]
    assert toy.states() == {"applied": 1, "parked": 1, "waiting": 1}
    assert toy.sql("SELECT slug FROM outcomes WHERE state = 'parked'") == [("RuntimeError in engine.write_line",)]


def test_a_dependency_of_one_lane_stops_that_lane_only_and_is_no_attempt(toy):
    toy.hand_in(entry("D1", OpenPage()), entry("D1", WriteLine(text="busy")), entry("D2", OpenPage(text="other")))
    toy.work_through_pauses()
    assert toy.lines() in (["opened", "other"], ["other", "opened"])
    assert toy.sql("SELECT attempts FROM lanes WHERE attempts > 0") == []


def test_what_still_waits_is_counted_once(toy):
    before = handled("waiting")
    toy.hand_in(entry("D1", WriteLine(text="early")))
    toy.work()
    toy.hand_in(entry("D1", WriteLine(text="refuse")), entry("D1", WriteLine(text="early too")))
    toy.work()
    assert handled("waiting") - before == 3


def test_a_lane_that_failed_is_tried_again_by_the_worker_that_has_its_bell(toy):
    toy.hand_in(entry("D1", OpenPage()), entry("D1", WriteLine(text="poison")))
    for _ in range(6):
        toy.worker.round(0.01)
        toy.clock.forward(seconds=1)
    assert toy.states() == {"applied": 1, "parked": 1}


def test_a_command_that_a_person_s_command_orders_is_given(toy, page):
    registry = with_note(order_note)
    execute(toy.database, registry, NotePage(dossier_id=page, text="first"), actor="user:1", at=START)
    Timers(toy.database, registry, toy.clock).tick()
    assert toy.lines() == ["page", "first", "ordered"]


def test_a_reminder_that_is_set_again_under_its_own_name_is_given_again(toy, page):
    registry = with_note(remind_again)
    execute(toy.database, registry, NotePage(dossier_id=page, text="note"), actor="user:1", at=START)
    for _ in range(5):
        toy.clock.forward(hours=2)
        Timers(toy.database, registry, toy.clock).tick()
    assert toy.lines() == ["page", "note", "note", "note"]


def test_two_clocks_give_a_reminder_once(toy, page):
    registry = with_note(remind_again)
    execute(toy.database, registry, NotePage(dossier_id=page, text="note"), actor="user:1", at=START)
    toy.clock.forward(hours=1)
    timers = [Timers(toy.database, registry, toy.clock) for _ in range(2)]
    due = [timer._due(toy.clock.now())[0] for timer in timers]
    for timer, one in zip(timers, due, strict=True):
        timer._give(one, toy.clock.now())
    assert toy.lines() == ["page", "note", "note"]


def test_a_bell_for_a_lane_that_is_not_there_is_settled(toy):
    ring(toy.bus, [Bell(f"no-lane-{n}", f"no-unit-{n}") for n in range(5)])
    toy.hand_in(entry("D1", OpenPage(text="page")))
    toy.work()
    assert toy.worker._kept == []
    assert toy.lines() == ["page"]


def test_a_command_that_comes_twice_at_once_is_done_once_and_both_get_its_outcome(toy, page):
    """The second comes while the first holds the dossier, and finds it done when the lock is free."""
    begun, answers = threading.Event(), []
    registry = with_note(lambda command, work: (begun.set(), time.sleep(0.3), note_page(command, work)))

    def give():
        command = NotePage(dossier_id=page, text="note")
        answers.append(execute(toy.database, registry, command, actor="user:1", at=START, unit_id="once"))

    givers = [threading.Thread(target=give) for _ in range(2)]
    givers[0].start()
    begun.wait(5)
    givers[1].start()
    for giver in givers:
        giver.join(10)
    assert [answer.unit_id for answer in answers] == ["once", "once"]
    assert toy.lines() == ["page", "note"]


def test_what_waits_in_a_lane_without_a_dossier_is_read_when_the_lane_moves(toy, monkeypatch):
    read, look = [], dispatch.waiting_units
    monkeypatch.setattr(dispatch, "waiting_units", lambda *asked: read.extend(found := look(*asked)) or found)
    for n in range(5):
        toy.hand_in(entry("D1", WriteLine(text=str(n))))
        toy.work()
    assert read == []
    assert toy.sql("SELECT waiting FROM lanes") == [(5,)]
    toy.hand_in(entry("D1", WriteLine(text="5")), entry("D1", OpenPage(text="page")), entry("D1", WriteLine(text="6")))
    toy.work()
    assert len(read) == 5
    assert toy.lines() == ["page", "0", "1", "2", "3", "4", "5", "6"]
    assert toy.sql("SELECT waiting FROM lanes") == [(0,)]
