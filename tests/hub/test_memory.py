"""Garbage is searched between rounds, and a round leaves nothing that only a search would free."""

import gc
import weakref

import pytest

from hub.dispatch import Round
from hub.memory import search_between
from hub.rows import Writes
from tests.builders.engine import OpenPage, WriteLine, entry


class Circle:
    def __init__(self):
        self.itself = self


@pytest.fixture(autouse=True)
def searching():
    yield
    gc.enable()


def test_garbage_in_circles_goes_when_the_role_asks_whether_it_may_go_on():
    asks = search_between(lambda: False, every_s=0.0)
    seen = weakref.ref(Circle())
    assert seen() is not None
    assert asks() is False
    assert seen() is None


def test_nothing_is_searched_before_its_time():
    asks = search_between(lambda: True, every_s=3600.0)
    seen = weakref.ref(Circle())
    assert (asks(), seen() is None) == (True, False)


def test_a_round_is_free_as_soon_as_it_ends(toy, monkeypatch):
    rounds = []
    prepare = Round.prepare

    def watched(self, units):
        rounds.append(weakref.ref(self))
        prepare(self, units)

    monkeypatch.setattr(Round, "prepare", watched)
    toy.hand_in(entry("A", OpenPage(text="a")), entry("A", WriteLine(text="send")))
    gc.disable()
    toy.work()
    assert rounds
    assert [each() for each in rounds] == [None] * len(rounds)


def test_what_a_transaction_wrote_is_free_as_soon_as_it_ends(toy, monkeypatch):
    made = []
    make = Writes.make

    def watched(self):
        made.append(weakref.ref(self))
        make(self)

    monkeypatch.setattr(Writes, "make", watched)
    gc.disable()
    toy.hand_in(entry("A", OpenPage(text="a")), entry("A", WriteLine(text="send")))
    toy.work()
    assert len(made) > 1
    assert [each() for each in made] == [None] * len(made)
