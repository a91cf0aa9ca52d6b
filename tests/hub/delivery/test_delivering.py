"""The loop: order within a queue, tries, breaker, pauses, and what becomes of a row; the test rules the channel."""

import threading
import time
from datetime import timedelta

import pytest

from hub.delivery.channel import Acknowledged, NotNow, RefusedByPartner
from hub.delivery.partners import pause, resume
from schemas.errors import Busy, NotFound, Refused
from tests.builders.delivery import AWAY, LENDER, OTHER, Answers, letter
from tests.builders.engine import START


def test_what_is_queued_reaches_its_partner_and_is_delivered(post):
    lender = post.partner()
    post.queue(letter(1))
    post.drain()
    assert lender.given == [("0199f3d2-0000-7000-8000-000000000001", b"<out>1</out>")]
    row = post.row(1)
    assert (row.state, row.attempts, row.trouble, row.next_try_at) == ("delivered", 1, "", None)
    assert (row.tried_at, row.delivered_at, row.answered_at) == (START, START, None)


def test_a_queue_goes_in_its_order_and_queues_go_side_by_side(post):
    lender = post.partner()
    post.queue(*(letter(n, queue="AB"[n % 2]) for n in (4, 1, 3, 2, 5, 6)))
    post.drain()
    assert [n for n in lender.numbers if n % 2] == [1, 3, 5]
    assert [n for n in lender.numbers if not n % 2] == [2, 4, 6]
    assert set(lender.numbers[:2]) == {1, 2}


def test_within_a_unit_its_place_decides_and_a_receipt_status_goes_first(post):
    lender = post.partner()
    shared = {"unit_id": "unit", "number": 7}
    post.queue(letter(2, n=1, **shared), letter(1, n=0, **shared), letter(3, n=-1, unit_id="m", number=0))
    post.drain()
    assert lender.numbers == [3, 1, 2]


def test_what_must_be_tried_again_holds_its_queue_and_no_other(post):
    lender = post.partner()
    post.queue(letter(1), letter(2), letter(3, queue="B"))
    lender.says["0199f3d2-0000-7000-8000-000000000001"] = [NotNow("no-answer"), Acknowledged({"receipt": "r"})]
    post.drain()
    assert post.states() == {1: "queued", 2: "queued", 3: "delivered"}
    row = post.row(1)
    assert (row.attempts, row.trouble) == (1, "no-answer")
    assert timedelta(seconds=5) <= row.next_try_at - START <= timedelta(seconds=5.5)
    post.forward(seconds=6)
    post.drain()
    assert lender.numbers == [1, 3, 1, 2]
    assert post.states() == {1: "acknowledged", 2: "delivered", 3: "delivered"}
    assert (post.row(1).answer, post.row(1).answered_at) == ({"receipt": "r"}, START + timedelta(seconds=6))


def test_what_is_refused_does_not_hold_its_queue(post):
    lender = post.partner()
    post.queue(letter(1), letter(2))
    lender.says["0199f3d2-0000-7000-8000-000000000001"] = RefusedByPartner({"slug": "schema-invalid"})
    post.drain()
    assert post.states() == {1: "refused", 2: "delivered"}
    row = post.row(1)
    assert (row.answer, row.answered_at, row.delivered_at) == ({"slug": "schema-invalid"}, START, None)


def test_the_pauses_grow_and_the_last_one_repeats_for_ever(post):
    lender = post.partner()
    post.queue(letter(1))
    lender.says["0199f3d2-0000-7000-8000-000000000001"] = NotNow("status-500")
    waited = []
    for _ in range(5):
        post.drain()
        row = post.row(1)
        waited.append((row.next_try_at - row.tried_at).total_seconds())
        post.forward(hours=2)
    for seconds, pause_s in zip(waited, (5, 15, 60, 60, 60), strict=True):
        assert pause_s <= seconds <= pause_s * 1.1
    assert post.row(1).attempts == 5


def test_what_the_partner_asks_to_wait_is_honoured_up_to_an_hour(post):
    lender = post.partner()
    post.queue(letter(1), letter(2, queue="B"))
    lender.says = {
        "0199f3d2-0000-7000-8000-000000000001": NotNow("status-503", retry_after=90),
        "0199f3d2-0000-7000-8000-000000000002": NotNow("status-503", retry_after=1e9),
    }
    post.drain()
    assert [(post.row(n).next_try_at - START).total_seconds() for n in (1, 2)] == [90, 3600]


def test_a_partner_that_asks_for_quiet_is_left_alone_with_everything(post):
    lender = post.partner()
    post.queue(letter(1))
    lender.says["0199f3d2-0000-7000-8000-000000000001"] = NotNow("status-429", retry_after=60)
    post.drain()
    post.queue(letter(2, queue="B"))
    post.drain()
    assert post.states() == {1: "queued", 2: "queued"}
    post.forward(seconds=61)
    lender.says.clear()
    post.drain()
    assert post.states() == {1: "delivered", 2: "delivered"}


def test_five_failures_in_a_row_open_the_breaker_and_one_message_tries_for_all(post):
    lender = post.partner()
    post.queue(*(letter(n, queue=f"{n:02d}") for n in range(1, 31)))
    lender.says = {letter(n).id: NotNow("unreachable") for n in range(1, 31)}
    post.drain()
    assert len(lender.given) == 10
    assert post.sql("SELECT out_failures FROM partners") == [(10,)]
    post.drain()
    assert len(lender.given) == 10
    post.forward(minutes=6)
    post.drain()
    assert len(lender.given) == 11
    lender.says.clear()
    post.forward(minutes=6)
    post.drain()
    assert set(post.states().values()) == {"delivered"}
    assert post.sql("SELECT out_failures, out_open_until FROM partners") == [(0, None)]
    assert len(lender.given) == 41


def test_a_partner_that_is_back_gets_at_once_what_waited_for_it(post):
    lender = post.partner()
    post.queue(*(letter(n, queue=f"{n:02d}") for n in range(1, 7)))
    lender.says = {letter(n).id: NotNow("unreachable") for n in range(1, 7)}
    for _ in range(4):
        post.drain()
        post.forward(minutes=6)
    lender.says.clear()
    post.queue(letter(7, queue="07"))
    post.drain()
    assert set(post.states().values()) == {"delivered"}


def test_the_breaker_outlives_its_process(post):
    lender = post.partner()
    post.queue(*(letter(n, queue=f"{n}") for n in range(1, 7)))
    lender.says = {letter(n).id: NotNow("unreachable") for n in range(1, 7)}
    post.drain()
    tried = len(lender.given)
    post.deliverer.close()
    post.queue(letter(7, queue="7"))
    post.drain()
    assert len(lender.given) == tried
    assert lender.is_closed


def test_trouble_of_one_message_alone_is_no_failure_of_the_partner(post):
    post.partner()

    def gone(_connection, row):
        if row.number <= 8:
            raise NotFound("not-found", path="body", came=row.id)
        return row.body

    post.deliverer.rounds = type(post.deliverer.rounds)(post.database, post.clock, gone, (5.0,))
    post.queue(*(letter(n, queue=f"{n:02d}") for n in range(1, 11)))
    post.drain()
    assert post.states()[9] == post.states()[10] == "delivered"
    assert (post.row(1).state, post.row(1).trouble) == ("queued", "bytes-missing")
    assert post.sql("SELECT out_failures FROM partners") == [(0,)]


def test_a_message_whose_files_are_away_waits_and_holds_up_no_other_queue(post):
    lender = post.partner()
    away = {letter(1).id}

    def restore(_connection, row):
        if row.id in away:
            raise Busy("files", "the bucket does not answer")
        return row.body

    post.deliverer.rounds = type(post.deliverer.rounds)(post.database, post.clock, restore, (5.0,))
    (before, *_) = post.queue(letter(1), letter(2), letter(3, queue="B"))
    with pytest.raises(Busy):
        post.drain()
    assert (lender.numbers, post.row(1)) == ([3], before)
    away.clear()
    post.deliverer._rests.clear()
    post.drain()
    assert lender.numbers == [3, 1, 2]


def test_what_was_not_tried_is_as_it_was(post):
    lender = post.partner()
    before = post.queue(letter(1), letter(2, queue="B"))
    lender.says[before[1].id] = None
    assert post.deliverer.rounds.take(LENDER, lender, "") is not None
    assert post.row(1).state == "delivered"
    assert post.row(2) == before[1]


def test_something_of_our_own_that_is_away_counts_as_no_attempt(post):
    lender = post.partner()
    (before,) = post.queue(letter(1))
    lender.says[before.id] = AWAY
    with pytest.raises(type(AWAY)):
        post.drain()
    assert post.row(1) == before
    assert post.sql("SELECT out_failures FROM partners") == [(0,)]


def test_a_paused_partner_keeps_its_rows_queued_until_it_is_resumed(post):
    post.partner()
    with post.database.transaction() as connection:
        pause(connection, LENDER, "out", by="user:otto", reason="onderhoud", at=START)
    post.queue(letter(1))
    post.drain()
    assert post.states() == {1: "queued"}
    with post.database.transaction() as connection:
        resume(connection, LENDER, "out")
    post.drain()
    assert post.states() == {1: "delivered"}


def test_a_receiver_without_a_way_keeps_its_rows_queued(post):
    post.partner()
    post.queue(letter(1, receiver=OTHER))
    post.drain()
    assert post.states() == {1: "queued"}


def test_a_way_that_does_not_fit_waits_and_harms_no_other(post):
    post.partner(OTHER, code="IN")
    post.partner()
    post.channels[LENDER] = Refused("request-invalid", path="address", came="x", expected="a URL")
    post.queue(letter(1), letter(2, receiver=OTHER))
    stop = run(post)
    wait_for(lambda: post.states()[2] == "delivered")
    stop()
    assert post.states() == {1: "queued", 2: "delivered"}
    assert post.row(1).attempts == 0


def test_a_channel_is_opened_anew_when_its_way_changes(post):
    first = post.partner()
    post.queue(letter(1))
    post.drain()
    post.channels[LENDER] = second = Answers()
    post.partner(address="https://elsewhere.example")
    post.queue(letter(2))
    post.drain()
    assert (first.numbers, second.numbers, first.is_closed) == ([1], [2], True)


def test_a_new_way_closes_the_breaker_and_frees_what_waited(post):
    lender = post.partner()
    post.queue(*(letter(n, queue=f"{n}") for n in range(1, 7)))
    lender.says = {letter(n).id: NotNow("unreachable") for n in range(1, 7)}
    post.drain()
    post.channels[LENDER] = Answers()
    post.partner(address="https://elsewhere.example")
    post.drain()
    assert set(post.states().values()) == {"delivered"}


def test_a_partner_that_hangs_holds_up_no_other(post):
    class Hanging(Answers):
        def deliver(self, parcels):
            released.wait(20)
            return super().deliver(parcels)

    released = threading.Event()
    post.channels[LENDER] = Hanging()
    post.partner()
    post.partner(OTHER, code="IN")
    post.queue(letter(1), *(letter(n, receiver=OTHER) for n in range(2, 6)))
    stop = run(post)
    wait_for(lambda: list(post.states().values()) == ["queued", *["delivered"] * 4])
    assert post.row(1).trouble == "in-hand"
    released.set()
    stop()
    assert post.states()[1] == "delivered"


def test_our_own_mistake_with_one_partner_stops_no_other(post):
    lender = post.partner()
    post.partner(OTHER, code="IN")
    post.queue(letter(1), letter(2, receiver=OTHER))
    lender.says[letter(1).id] = RuntimeError("a bug")
    stop = run(post)
    wait_for(lambda: post.states()[2] == "delivered")
    wait_for(lambda: post.row(1).trouble == "in-hand")
    stop()
    assert post.row(1).state == "queued"


def test_what_a_dead_process_had_in_hand_comes_again_after_its_pause(post):
    lender = post.partner()
    post.queue(letter(1))
    lender.says[letter(1).id] = RuntimeError("killed here")
    with pytest.raises(RuntimeError):
        post.drain()
    assert (post.row(1).trouble, post.row(1).attempts) == ("in-hand", 1)
    lender.says.clear()
    post.drain()
    assert post.states() == {1: "queued"}
    post.forward(seconds=6)
    post.drain()
    assert post.states() == {1: "delivered"}


def test_two_processes_never_move_one_partner_at_the_same_time(post, request):
    class Watching(Answers):
        inside = 0
        most = 0

        def deliver(self, parcels):
            Watching.inside += 1
            Watching.most = max(Watching.most, Watching.inside)
            time.sleep(0.005)
            Watching.inside -= 1
            return super().deliver(parcels)

    from tests.builders.delivery import Post

    lender = post.channels[LENDER] = Watching(at_once=2)
    post.partner()
    other = Post(post.database.url, is_fresh=False, channels=post.channels)
    post.queue(*(letter(n, queue=str(n % 6)) for n in range(1, 61)))
    stops = [run(post), run(other)]
    wait_for(lambda: set(post.states().values()) == {"delivered"})
    for stop in stops:
        stop()
    other.close()
    assert sorted(lender.numbers) == list(range(1, 61))
    assert Watching.most == 1


def run(post):
    ended = threading.Event()
    post.deliverer.tick_s = 0.02
    thread = threading.Thread(target=post.deliverer.run, args=(ended.is_set,))
    thread.start()

    def stop():
        ended.set()
        thread.join(20)

    return stop


def wait_for(condition, patience=10):
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)
