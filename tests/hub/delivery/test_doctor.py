"""What the doctor says of what goes out."""

from types import SimpleNamespace

import pytest

from hub.delivery.channel import NotNow
from hub.delivery.partners import pause
from hub.doctor.delivery import delivery_findings
from tests.builders.delivery import LENDER, OTHER, letter
from tests.builders.engine import START


@pytest.fixture
def told(post):
    settings = SimpleNamespace(environment="production", delivery_old_after_s=3600)

    def look():
        runtime = SimpleNamespace(settings=settings, clock=post.clock, database=post.database)
        return [(each.level, each.sentence, each.mend) for each in delivery_findings(runtime)]

    return look


def test_all_is_well(post, told):
    post.partner()
    post.queue(letter(1))
    post.drain()
    assert told() == [("ok", "Everything that goes out goes; no partner fails or is paused for long.", "")]


def test_a_receiver_without_a_way_is_named_also_when_nobody_knows_it(post, told):
    post.queue(letter(1), letter(2, receiver=OTHER), letter(3, receiver=OTHER))
    sentence = "Messages that wait for node {}, which has no way out: {}."
    assert told() == [
        ("warning", sentence.format(node, count), f"hub partners route {node} --channel …")
        for node, count in ((LENDER, 1), (OTHER, 2))
    ]


def test_a_partner_that_is_paused_for_a_day_is_named(post, told):
    post.partner()
    with post.database.transaction() as connection:
        for direction in ("out", "in"):
            pause(connection, LENDER, direction, by="user:otto", reason="onderhoud", at=START)
    assert told()[0][0] == "ok"
    post.forward(days=1)
    said = f"Node {LENDER} is paused ({{}}) since 2026-11-21 09:00 by user:otto: onderhoud"
    assert [sentence for _, sentence, _ in told()] == [said.format("out"), said.format("in")]


def test_a_partner_that_fails_and_one_that_stands_still_are_named(post, told):
    lender = post.partner()
    post.queue(*(letter(n, queue=str(n)) for n in range(1, 7)))
    lender.says = {letter(n).id: NotNow("unreachable") for n in range(1, 7)}
    post.drain()
    assert [sentence for _, sentence, _ in told()] == [
        f"Node {LENDER} failed 6 times in a row; one message at a time is tried."
    ]
    post.forward(hours=2)
    assert told()[1][1:] == (
        f"The oldest of 6 messages for node {LENDER} waits since 2026-11-21 09:00.",
        f"hub outgoing list --receiver {LENDER} --state queued",
    )
