"""An answer that takes long: one thread works it out, nobody waits longer than he wants to."""

import threading

import pytest

from hub.long_answer import LongAnswer
from schemas.errors import Busy
from tests.builders.engine import START, FixedClock


class Question:
    """Something that takes until it is let go, and counts how often it was asked."""

    def __init__(self):
        self.asked = 0
        self.says = "balanced"
        self.may_end = threading.Event()

    def __call__(self):
        self.asked += 1
        assert self.may_end.wait(10)
        if isinstance(self.says, Exception):
            raise self.says
        return self.says


@pytest.fixture
def question():
    made = Question()
    yield made
    made.may_end.set()


def test_who_has_no_patience_gets_nothing_at_first_and_the_answer_later(question):
    answer = LongAnswer(question, FixedClock(), 60)
    assert answer.get(0) is None
    question.may_end.set()
    known = answer.get(10)
    assert (known.value, known.at, known.is_renewed) == ("balanced", START, False)


def test_many_who_ask_at_once_are_one_question(question):
    answer = LongAnswer(question, FixedClock(), 60)
    assert [answer.get(0) for _ in range(5)] == [None] * 5
    question.may_end.set()
    answer.get(10)
    assert question.asked == 1


def test_an_old_answer_is_shown_while_a_new_one_is_worked_out(question):
    answer = LongAnswer(question, FixedClock(), 0)
    question.may_end.set()
    answer.get(10)
    question.may_end.clear()
    known = answer.get(0)
    assert (known.value, known.is_renewed, question.asked) == ("balanced", True, 2)


def test_what_went_wrong_is_told_and_asked_again(question):
    answer = LongAnswer(question, FixedClock(), 60)
    question.may_end.set()
    question.says = Busy("database")
    with pytest.raises(Busy):
        answer.get(10)
    question.says = "balanced"
    assert answer.get(10).value == "balanced"
