"""What a partner says of one thing settles what went out about it last."""

from datetime import timedelta

from hub.outgoing import Answered, take_answers
from tests.builders.delivery import letter
from tests.builders.engine import START

LATER = START + timedelta(hours=1)


def answer(post, state, about="4"):
    with post.database.transaction() as connection:
        take_answers(connection, [Answered("lane-A", "DX", 1, state, LATER, about, {"code": "07"})])


def documents(post, *states):
    post.queue(*(letter(nr, code="DX", about="4", state=state) for nr, state in enumerate(states, 1)))


def test_a_later_answer_leaves_the_earlier_delivery_as_it_was(post):
    documents(post, "acknowledged", "delivered")
    answer(post, "refused")
    assert post.states() == {1: "acknowledged", 2: "refused"}


def test_what_still_waits_is_not_what_the_partner_speaks_of(post):
    documents(post, "delivered", "queued")
    answer(post, "refused")
    assert post.states() == {1: "refused", 2: "queued"}


def test_what_was_taken_back_is_not_either(post):
    documents(post, "delivered", "withdrawn")
    answer(post, "acknowledged")
    assert post.states() == {1: "acknowledged", 2: "withdrawn"}


def test_an_answer_about_everything_settles_everything(post):
    documents(post, "delivered", "delivered")
    answer(post, "acknowledged", about="")
    assert post.states() == {1: "acknowledged", 2: "acknowledged"}


def test_what_was_said_of_another_thing_changes_nothing(post):
    documents(post, "delivered")
    answer(post, "refused", about="5")
    assert post.states() == {1: "delivered"}
