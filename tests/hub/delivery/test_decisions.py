"""What a person decides: send again, take back, pause and resume; journaled, once, and never an application twice."""

import json
from datetime import timedelta

import pytest

from hub.delivery.channel import Acknowledged, NotNow, RefusedByPartner
from hub.delivery.decisions import decide
from hub.ledger import balance
from schemas.errors import Conflict, NotFound, Refused
from schemas.operations import PausePartner, ResumePartner, SendAgain, WithdrawOutgoing
from tests.builders.delivery import LENDER, letter
from tests.builders.engine import START

ONE = letter(1).id
LATER = START + timedelta(hours=1)


def given(post, command, **more):
    facts = {"actor": "user:otto", "at": LATER} | more
    return decide(post.database, command, **facts)


def again(**more):
    return SendAgain(**({"outgoing_id": ONE, "reason": "verloren bij de partner"} | more))


def delivered(post, *results, **more):
    lender = post.partner()
    post.queue(letter(1, **more), letter(2, **more))
    lender.says[ONE] = list(results) or [Acknowledged({"receipt": "r-1"}), Acknowledged({"receipt": "r-2"})]
    post.drain()
    return lender


def test_the_same_message_goes_again_with_the_same_id_and_bytes(post):
    lender = delivered(post)
    outcome = given(post, again())
    row = post.row(1)
    assert (row.state, row.attempts, row.delivered_at, row.answer) == ("queued", 0, None, {})
    assert (row.decided_at, row.decided_by, row.reason) == (LATER, "user:otto", "verloren bij de partner")
    assert outcome.detail["was"] == {
        "state": "acknowledged",
        "attempts": 1,
        "delivered_at": "2026-11-21T09:00:00+00:00",
        "answered_at": "2026-11-21T09:00:00+00:00",
        "answer": {"receipt": "r-1"},
    }
    post.drain()
    assert lender.given[0] == lender.given[2]
    assert (post.row(1).state, post.row(1).answer) == ("acknowledged", {"receipt": "r-2"})


def test_the_decision_is_a_command_of_the_journal(post):
    delivered(post)
    outcome = given(post, again())
    name, arguments, actor = post.sql("SELECT name, arguments, actor FROM commands WHERE unit_id = ?", outcome.unit_id)[
        0
    ]
    assert (name, actor) == ("SendAgain", "user:otto")
    assert json.loads(arguments) == {"outgoing_id": ONE, "as_new": False, "reason": "verloren bij de partner"}
    assert post.sql("SELECT kind, state, key FROM outcomes WHERE unit_id = ?", outcome.unit_id) == [
        ("command", "applied", ONE)
    ]


def test_as_new_it_goes_under_an_id_of_its_own_at_the_end_of_its_queue(post):
    lender = delivered(post)
    post.queue(letter(3))
    lender.says[letter(3).id] = NotNow("unreachable")
    outcome = given(post, again(as_new=True))
    made = [row[0] for row in post.sql("SELECT id FROM outgoing WHERE resends = ?", ONE)]
    assert len(made) == 1
    row, before = post.row(made[0]), post.row(1)
    assert row.id != ONE
    assert (row.envelope["message_id"], row.body, row.queue) == (row.id, before.body, before.queue)
    assert (row.state, row.unit_id, row.reason, row.made_by) == ("queued", outcome.unit_id, again().reason, "user:otto")
    assert (before.state, before.answer) == ("acknowledged", {"receipt": "r-1"})
    assert outcome.outgoing == 1


def test_the_ledger_knows_what_a_decision_made(post):
    delivered(post)
    given(post, again(as_new=True))
    with post.database.reading() as connection:
        found = [each for each in balance(connection).imbalances if not each.id.startswith("unit-")]
    assert found == []


@pytest.mark.parametrize("code", ["AX", "KX", "LX"])
def test_an_application_never_goes_a_second_time_as_new(post, code):
    lender = delivered(post, code=code)
    with pytest.raises(Refused, match="application-sent"):
        given(post, again(as_new=True))
    assert post.sql("SELECT count(*) FROM outgoing") == [(2,)]
    given(post, again())
    post.drain()
    assert lender.given[0] == lender.given[2]


def test_what_was_refused_may_go_again(post):
    delivered(post, RefusedByPartner({"slug": "x"}), Acknowledged({}))
    given(post, again())
    post.drain()
    assert post.row(1).state == "acknowledged"


def test_what_did_not_go_yet_cannot_go_again(post):
    post.queue(letter(1))
    with pytest.raises(Conflict, match="not-sent"):
        given(post, again())
    assert post.sql("SELECT count(*) FROM commands") == [(0,)]


def test_a_message_that_does_not_exist_is_not_found(post):
    with pytest.raises(NotFound):
        given(post, again(outgoing_id="nothing"))


def test_the_same_decision_given_twice_is_one(post):
    delivered(post)
    first = given(post, again(as_new=True), unit_id="unit-x")
    second = given(post, again(as_new=True), unit_id="unit-x")
    assert (first, post.sql("SELECT count(*) FROM outgoing")) == (second, [(3,)])


def test_what_waits_is_taken_back_and_what_is_behind_it_goes(post):
    lender = delivered(post, NotNow("unreachable"))
    given(post, WithdrawOutgoing(outgoing_id=ONE, reason="ingetrokken door de klant"))
    row = post.row(1)
    assert (row.state, row.reason, row.decided_by) == ("withdrawn", "ingetrokken door de klant", "user:otto")
    assert row.answer == {"may_have_arrived": False}
    post.drain()
    assert lender.numbers == [1, 2]
    assert post.states() == {1: "withdrawn", 2: "delivered"}


def test_who_takes_back_what_may_have_arrived_is_told_so(post):
    delivered(post, NotNow("no-answer"))
    given(post, WithdrawOutgoing(outgoing_id=ONE, reason=""))
    assert post.row(1).answer == {"may_have_arrived": True}


def test_what_is_in_hand_cannot_be_taken_back(post):
    lender = post.partner()
    post.queue(letter(1))
    lender.says[ONE] = RuntimeError("the process dies here")
    with pytest.raises(RuntimeError):
        post.drain()
    with pytest.raises(Conflict, match="being-sent"):
        given(post, WithdrawOutgoing(outgoing_id=ONE, reason=""))


def test_what_went_cannot_be_taken_back(post):
    delivered(post)
    with pytest.raises(Conflict, match="not-queued"):
        given(post, WithdrawOutgoing(outgoing_id=ONE, reason=""))


def test_what_is_taken_back_between_the_look_and_the_claim_does_not_go(post):
    lender = post.partner()
    post.queue(letter(1))

    def withdraw(step):
        if step == "taken":
            given(post, WithdrawOutgoing(outgoing_id=ONE, reason=""))

    rounds = post.deliverer.rounds
    post.deliverer.rounds = type(rounds)(post.database, post.clock, rounds.restore, (5.0,), withdraw)
    post.drain()
    assert (lender.given, post.states()) == ([], {1: "withdrawn"})


def test_a_pause_has_a_person_a_moment_and_a_reason(post):
    post.partner()
    given(post, PausePartner(node=LENDER, direction="out", reason="onderhoud"))
    found = post.sql("SELECT out_paused_by, out_reason, in_paused_at FROM partners")
    assert found == [("user:otto", "onderhoud", None)]
    with pytest.raises(Conflict, match="already-paused"):
        given(post, PausePartner(node=LENDER, direction="out", reason="nog eens"))
    given(post, PausePartner(node=LENDER, direction="in", reason="rommel"))
    given(post, ResumePartner(node=LENDER, direction="out", reason="klaar"))
    assert post.sql("SELECT out_paused_at, in_reason FROM partners") == [(None, "rommel")]
    with pytest.raises(Conflict, match="not-paused"):
        given(post, ResumePartner(node=LENDER, direction="out", reason=""))


def test_a_node_that_nobody_knows_cannot_be_paused(post):
    with pytest.raises(NotFound):
        given(post, PausePartner(node="999999", direction="in", reason=""))


def test_a_partner_that_is_resumed_gets_everything_at_once(post):
    lender = post.partner()
    post.queue(*(letter(n, queue=f"{n}") for n in range(1, 8)))
    lender.says = {letter(n).id: NotNow("unreachable") for n in range(1, 8)}
    post.drain()
    given(post, PausePartner(node=LENDER, direction="out", reason="plat"))
    lender.says.clear()
    given(post, ResumePartner(node=LENDER, direction="out", reason="terug"))
    post.drain()
    assert set(post.states().values()) == {"delivered"}


def test_resuming_the_way_in_leaves_what_goes_out_alone(post):
    lender = delivered(post, NotNow("unreachable"))
    given(post, PausePartner(node=LENDER, direction="in", reason=""))
    given(post, ResumePartner(node=LENDER, direction="in", reason=""))
    post.drain()
    assert lender.numbers == [1]
