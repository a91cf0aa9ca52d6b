"""The ledger knows what goes out: an account per state, and rows that contradict each other are found by id."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hub import rows as statements
from hub.delivery.channel import Acknowledged, NotNow
from hub.delivery.decisions import decide
from hub.ledger import balance
from hub.records import MESSAGES, OUTGOING
from schemas.operations import SendAgain, WithdrawOutgoing
from tests.builders.delivery import letter
from tests.builders.engine import START, OpenPage, WriteLine, entry


def wrong(post, *slugs):
    with post.database.reading() as connection:
        found = balance(connection).imbalances
    return [(each.id, each.slug) for each in found if each.slug in slugs]


def test_what_goes_out_is_counted_by_state(post):
    lender = post.partner()
    post.queue(*(letter(n, queue=str(n)) for n in range(1, 5)))
    lender.says = {letter(1).id: Acknowledged({}), letter(2).id: NotNow("unreachable")}
    post.drain()
    decide(post.database, WithdrawOutgoing(outgoing_id=letter(2).id, reason=""), actor="user:1", at=START)
    with post.database.reading() as connection:
        assert balance(connection).outgoing == {"acknowledged": 1, "delivered": 2, "withdrawn": 1}


@pytest.mark.parametrize(
    "moments",
    [
        {"state": "delivered"},
        {"state": "acknowledged"},
        {"state": "refused"},
        {"state": "queued", "delivered_at": START},
        {"state": "queued", "answered_at": START},
        {"state": "sent", "delivered_at": START},
    ],
)
def test_a_state_that_its_moments_contradict_is_found(post, moments):
    post.queue(letter(1, **moments), letter(2, state="delivered", delivered_at=START))
    assert wrong(post, "delivery-unfit") == [(letter(1).id, "delivery-unfit")]


def test_a_queue_that_went_out_of_order_is_found(post):
    tried = {"attempts": 1, "tried_at": START, "trouble": "no-answer"}
    later = {"state": "delivered", "delivered_at": START + timedelta(seconds=1)}
    post.queue(letter(1, **tried), letter(2, **later), letter(3, queue="B", **tried), letter(4, queue="C", **later))
    assert wrong(post, "delivery-order") == [(letter(1).id, "delivery-order")]


def test_what_was_delivered_before_the_other_was_tried_is_in_order(post):
    post.queue(
        letter(1, attempts=1, tried_at=START + timedelta(seconds=5)), letter(2, state="delivered", delivered_at=START)
    )
    assert wrong(post, "delivery-order") == []


def test_what_a_person_sends_again_is_not_out_of_order(post):
    lender = post.partner()
    post.queue(letter(1), letter(2))
    post.drain()
    decide(post.database, SendAgain(outgoing_id=letter(1).id, reason=""), actor="user:1", at=START)
    lender.says[letter(1).id] = NotNow("unreachable")
    post.drain()
    post.queue(letter(3))
    post.forward(seconds=1)
    assert wrong(post, "delivery-order", "delivery-unfit") == []


def test_a_receipt_status_that_is_gone_is_found_and_none_is_counted_to_its_unit(toy):
    (first, second) = toy.hand_in(entry("D1", OpenPage()), entry("D1", WriteLine(text="x")))
    toy.work()
    with toy.database.transaction() as connection:
        rows = statements.select(connection, MESSAGES, "id", [first.message_id, second.message_id])
        named = [replace(row, receipt_status=letter(n).id) for n, row in enumerate(rows, 1)]
        statements.write(connection, MESSAGES, named, "replace")
        statements.write(connection, OUTGOING, [letter(1, n=-1, number=0, unit_id=rows[0].id)])
    with toy.database.reading() as connection:
        found = [(each.id, each.slug) for each in balance(connection).imbalances]
    assert found == [(rows[1].id, "receipt-status-missing")]
