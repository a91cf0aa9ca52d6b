"""Partners over AMQP, on a private broker."""

import json
import struct
import time
from datetime import timedelta

import pytest
from pika import data
from pika.exceptions import AMQPError

from adapters.channels.amqp import AmqpIntake
from adapters.channels.amqp_values import harden
from adapters.channels.envelopes import from_amqp
from adapters.simulator import messages
from hub.topology import COMMANDS, INTAKE, INTAKE_DEAD, TOPOLOGY
from schemas.errors import Busy
from tests.builders.bad_input import AT
from tests.builders.channels import AmqpPartner, NoTrial
from tests.builders.hub import LENDER, OFFICE

AX = messages.ax(at=AT, number="A-1")
MARK = b"<!-- kills its process -->"


def sx(n, number="A-1"):
    return messages.sx("10", at=AT + timedelta(minutes=n), number=number)


def until(condition, patience=20):
    end = time.monotonic() + patience
    while not (found := condition()):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)
    return found


def count(hub, table):
    return hub.sql(f"SELECT count(*) FROM {table}")[0][0]


def length(partner, queue):
    """How many messages are ready in a queue."""
    return partner._channel.queue_declare(queue, passive=True).method.message_count


def test_a_receipt_comes_back_with_the_id_of_its_message(partner, hub):
    partner.put(AX, node=OFFICE, identity="a-1")
    correlated, receipt = partner.receipt()
    assert correlated == "a-1"
    assert json.loads(receipt)["outcome"] == "accepted"
    assert hub.sql("SELECT sender, identity, channel FROM messages") == [(OFFICE, "a-1", "amqp")]


def test_receipts_come_in_the_order_of_the_messages(partner, hub):
    partner.put(AX, node=OFFICE, identity="0")
    for n in range(1, 250):
        partner.put(sx(n), node=LENDER, identity=str(n))
    assert [partner.receipt()[0] for _ in range(250)] == [str(n) for n in range(250)]
    assert hub.sql("SELECT position FROM messages ORDER BY position") == [(n,) for n in range(1, 251)]


def test_what_is_answered_is_acked(partner, hub):
    partner.hand_in(AX, node=OFFICE, identity="1")
    partner.stop()
    assert length(partner, INTAKE) == 0


def test_who_asks_for_no_receipt_gets_none(partner, hub):
    partner.put(AX, node=OFFICE, identity="1", reply=False)
    until(lambda: count(hub, "messages") == 1)
    partner.hand_in(sx(1), node=LENDER, identity="2")


def test_a_receipt_that_nobody_waits_for_stops_nothing(partner, hub):
    replies, partner._replies = partner._replies, "gone-away"
    partner.put(AX, node=OFFICE, identity="1")
    partner._replies = replies
    assert json.loads(partner.hand_in(sx(1), node=LENDER, identity="2"))["outcome"] == "accepted"


@pytest.mark.parametrize("user", [None, "hub"])
def test_a_sender_who_is_bound_to_no_node_is_refused(partner, hub, user):
    refusal = json.loads(partner.hand_in(AX, node=user, identity="1"))["refusal"]
    assert (refusal["slug"], refusal["path"]) == ("sender-mismatch", "user_id")
    assert hub.sql("SELECT sender FROM messages") == [("nobody",)]


def test_a_user_may_be_named_after_its_node(partner, hub):
    assert json.loads(partner.hand_in(AX, node=f"node-{OFFICE}", identity="1"))["outcome"] == "accepted"


def test_while_the_database_is_away_nothing_is_acked_and_later_all_is_taken(partner, hub, monkeypatch):
    take, tries = hub.intake.take, []

    def away_three_times(handed):
        tries.append(len(handed))
        if len(tries) < 4:
            raise Busy("database")
        return take(handed)

    monkeypatch.setattr(hub.intake, "take", away_three_times)
    partner.put(AX, node=OFFICE, identity="1")
    until(lambda: len(tries) == 3)
    assert count(hub, "messages") == 0
    assert json.loads(partner.receipt()[1])["outcome"] == "accepted"


def test_what_was_journaled_and_not_acked_comes_again_and_gets_the_same_receipt(partner, hub, monkeypatch):
    answer = AmqpIntake._answer
    monkeypatch.setattr(AmqpIntake, "_answer", lambda *args: None)
    partner.put(AX, node=OFFICE, identity="1")
    until(lambda: count(hub, "messages") == 1)
    partner.stop()
    monkeypatch.setattr(AmqpIntake, "_answer", answer)
    partner.start()
    stored = hub.sql("SELECT body FROM receipts")[0][0]
    assert partner.receipt()[1] == bytes(stored)
    assert (count(hub, "messages"), count(hub, "arrivals")) == (1, 2)


def test_what_came_before_is_tried_in_a_child_and_what_kills_it_is_journaled_unread(partner, hub, monkeypatch):
    partner.stop()
    monkeypatch.setattr(AmqpIntake, "_round", lambda *args: None)
    partner.start()
    partner.put(AX, node=OFFICE, identity="0")
    partner.put(sx(1).replace(b"</Status>", MARK + b"</Status>"), node=LENDER, identity="1")
    partner.put(sx(2), node=LENDER, identity="2")
    until(lambda: length(partner, INTAKE) == 0)
    partner.stop()
    monkeypatch.undo()
    partner.trial = NoTrial(MARK)
    partner.start()
    receipts = [json.loads(partner.receipt()[1]) for _ in range(3)]
    assert [receipt["outcome"] for receipt in receipts] == ["accepted", "refused", "accepted"]
    assert receipts[1]["refusal"]["slug"] == "intake-crashed"
    assert partner.trial.tried == ["0", "1", "2"]
    assert MARK in hub.sql("SELECT body FROM messages WHERE identity = '1'")[0][0]


def test_what_was_dead_lettered_is_tried_first_and_innocents_go_through(partner, hub):
    partner.trial.deadly = (MARK,)
    partner.put(AX, node=OFFICE, identity="0", queue=INTAKE_DEAD)
    partner.put(sx(1) + MARK, node=LENDER, identity="1", queue=INTAKE_DEAD)
    partner.put(sx(2), node=LENDER, identity="2", queue=INTAKE_DEAD)
    receipts = [json.loads(partner.receipt()[1]) for _ in range(3)]
    assert [receipt["outcome"] for receipt in receipts] == ["accepted", "refused", "accepted"]
    hub.work()
    assert hub.states() == {"applied": 2, "rejected": 1}


def test_a_message_that_was_never_delivered_before_is_not_tried(partner, hub):
    partner.hand_in(AX, node=OFFICE, identity="1")
    assert partner.trial.tried == []


def test_a_broker_that_comes_back_empty_is_used_again(hub, mortal_rabbit):
    mortal_rabbit.control("set_user_tags", "hub", "administrator", "impersonator")
    vhost = mortal_rabbit.new_vhost()
    first = AmqpPartner(hub, mortal_rabbit.url(vhost))
    try:
        first.hand_in(AX, node=OFFICE, identity="1")
        mortal_rabbit.wipe()
        mortal_rabbit.start()
        mortal_rabbit.control("set_user_tags", "hub", "administrator", "impersonator")
        second = AmqpPartner(hub, mortal_rabbit.url(vhost))
        try:
            second.stop()
            assert json.loads(second.hand_in(sx(1), node=LENDER, identity="2"))["outcome"] == "accepted"
        finally:
            second.close()
    finally:
        first.close()


def test_a_queue_that_is_deleted_is_declared_again(partner, hub):
    partner.hand_in(AX, node=OFFICE, identity="1")
    partner._channel.queue_delete(INTAKE)

    def is_back():
        partner._channel = partner._connection.channel()
        try:
            return length(partner, INTAKE) == 0
        except AMQPError:
            return False

    until(is_back)
    partner._replies = partner._channel.queue_declare("", exclusive=True).method.queue
    assert json.loads(partner.hand_in(sx(1), node=LENDER, identity="2"))["outcome"] == "accepted"


def test_the_largest_message_fits_through_the_broker_of_the_compose_file():
    from pathlib import Path

    from hub.settings import LARGEST_FILE, body_limit

    text = (Path(__file__).parents[3] / "ops" / "rabbitmq" / "rabbitmq.conf").read_text(encoding="utf-8")
    (allowed,) = [int(line.partition("=")[2]) for line in text.splitlines() if line.startswith("max_message_size")]
    assert allowed >= body_limit(LARGEST_FILE)


@pytest.mark.parametrize(
    "headers",
    [
        {b"\xff\xfe": "a name that is no text"},
        {"dossier": b"\xff\xfe"},
        {"dossier": [[[[[[1]]]]]]},
    ],
    ids=["name-of-bytes", "bytes", "nested"],
)
def test_headers_that_cannot_be_read_are_refused_and_stop_nobody(partner, hub, headers):
    refused = json.loads(partner.hand_in(AX, node=OFFICE, identity="bad", envelope=headers))
    assert refused["refusal"]["slug"] == "envelope-invalid"
    accepted = json.loads(partner.hand_in(AX, node=OFFICE, identity="good"))
    assert accepted["outcome"] == "accepted"


def test_values_that_pika_cannot_read_end_no_process():
    nested = b"V"
    for _ in range(5_000):
        nested = b"A" + struct.pack(">I", len(nested)) + nested
    beyond, no_number = b"T" + struct.pack(">Q", 2**63), b"d" + struct.pack(">d", float("nan"))
    table = b"\x01a" + nested + b"\x01b" + beyond + b"\x01c" + no_number
    harden()
    found, end = data.decode_table(struct.pack(">I", len(table)) + table, 0)
    assert (set(found), end) == ({"a", "b", "c"}, len(table) + 4)
    envelope, refusal = from_amqp(found, "m-1")
    assert (envelope.message_id, refusal.slug) == ("m-1", "envelope-invalid")


def test_no_receipt_goes_into_a_queue_of_the_hub_itself(partner, hub):
    partner._channel.queue_declare(COMMANDS, durable=True, arguments=TOPOLOGY[COMMANDS].arguments())
    replies, partner._replies = partner._replies, COMMANDS
    partner.put(AX, node=OFFICE, identity="sly")
    partner._replies = replies
    partner.hand_in(sx(1), node=LENDER, identity="after")
    assert length(partner, COMMANDS) == 0
