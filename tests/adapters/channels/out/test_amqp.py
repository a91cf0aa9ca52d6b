"""AMQP out: exchange and queue of a partner, confirms, what the broker may do, and the receipts that come back."""

import json
import threading
import time
from contextlib import contextmanager

import pika
import pytest

from adapters.channels.out.amqp import AmqpChannel, AmqpLine
from adapters.channels.out.amqp_receipts import ReceiptsConsumer, said_by
from hub.delivery.channel import Acknowledged, Delivered, NotNow, Parcel
from hub.topology import RECEIPTS, TOPOLOGY, partner_queue
from schemas.errors import Busy
from tests.builders.delivery import LENDER, OTHER, Post, letter

OUT = f"hub.out.{LENDER}"


def parcels(*numbers, **more):
    return [Parcel(row, row.body) for row in (letter(n, queue=str(n), **more) for n in numbers)]


@pytest.fixture
def url(broker):
    return broker.url(broker.new_vhost())


@pytest.fixture
def line(url):
    made = AmqpLine(url, patience=5)
    yield made
    made.close()


@pytest.fixture
def lender(url):
    """A connection of the broker's own user, which may speak for every node."""
    connection = pika.BlockingConnection(pika.URLParameters(url))
    yield connection.channel()
    if connection.is_open:
        connection.close()


def drained(lender, queue=OUT):
    found = []
    while True:
        method, properties, body = lender.basic_get(queue, auto_ack=True)
        if method is None:
            return found
        found.append((method, properties, body))


def confirms(results):
    return set(results.values())


def test_a_message_reaches_the_queue_of_its_partner_with_its_envelope(line, lender):
    (one,) = parcels(1)
    assert AmqpChannel(line, LENDER).deliver([one]) == {one.id: Delivered()}
    ((method, properties, body),) = drained(lender)
    assert (body, method.exchange, method.routing_key) == (b"<out>1</out>", OUT, "SX")
    assert (properties.message_id, properties.correlation_id) == (one.id, one.id)
    assert (properties.reply_to, properties.user_id, properties.delivery_mode) == ("hub.receipts", "hub", 2)
    assert {name: value for name, value in properties.headers.items() if not name.startswith("x-")} == {
        "sender": "500001",
        "receiver": "600001",
        "message_type": "SX StatusMelding",
        "receiver_code": "AE",
        "request_version": "1",
        "environment": "production",
    }


def test_the_queue_of_a_partner_is_a_durable_quorum_queue_behind_a_topic_exchange(line, lender):
    AmqpChannel(line, LENDER).deliver(parcels(1))
    lender.exchange_declare(OUT, "topic", durable=True)
    lender.queue_declare(OUT, durable=True, arguments=partner_queue(LENDER).arguments())
    assert partner_queue(LENDER).arguments() == {
        "x-queue-type": "quorum",
        "x-max-length": 100_000,
        "x-overflow": "reject-publish",
    }


def test_hundreds_travel_in_one_call_in_their_order(line, lender):
    results = AmqpChannel(line, LENDER).deliver(parcels(*range(1, 201)))
    assert confirms(results) == {Delivered()}
    assert [body for _, _, body in drained(lender)] == [f"<out>{n}</out>".encode() for n in range(1, 201)]


def test_partners_have_exchanges_of_their_own(line, lender):
    AmqpChannel(line, LENDER).deliver(parcels(1))
    AmqpChannel(line, OTHER).deliver(parcels(2, receiver=OTHER))
    assert len(drained(lender)) == len(drained(lender, f"hub.out.{OTHER}")) == 1


def test_a_queue_that_was_deleted_is_made_anew(line, lender):
    channel = AmqpChannel(line, LENDER)
    channel.deliver(parcels(1))
    lender.queue_delete(OUT)
    assert confirms(channel.deliver(parcels(2, 3))) == {NotNow("unroutable")}
    assert confirms(channel.deliver(parcels(2, 3))) == {Delivered()}
    assert len(drained(lender)) == 2


def test_an_exchange_that_was_deleted_is_made_anew(line, lender):
    channel = AmqpChannel(line, LENDER)
    channel.deliver(parcels(1))
    lender.exchange_delete(OUT)
    assert confirms(channel.deliver(parcels(2))) == {NotNow("not-confirmed")}
    assert confirms(channel.deliver(parcels(2))) == {Delivered()}


def test_a_queue_that_is_full_refuses_and_nothing_is_lost(line, lender):
    AmqpChannel(line, LENDER).deliver(parcels(1))
    lender.queue_declare("small", durable=True, arguments={"x-max-length": 1, "x-overflow": "reject-publish"})
    lender.queue_bind("small", OUT, "#")
    lender.basic_publish("", "small", b"in the way")
    assert confirms(AmqpChannel(line, LENDER).deliver(parcels(2))) == {NotNow("queue-full")}


def test_an_exchange_of_other_arguments_is_told_and_harms_no_other(line, lender):
    lender.exchange_declare(OUT, "fanout", durable=True)
    assert confirms(AmqpChannel(line, LENDER).deliver(parcels(1, 2))) == {NotNow("exchange-differs")}
    assert confirms(AmqpChannel(line, OTHER).deliver(parcels(3, receiver=OTHER))) == {Delivered()}
    lender.exchange_delete(OUT)
    assert confirms(AmqpChannel(line, LENDER).deliver(parcels(1, 2))) == {Delivered()}


def test_a_broker_that_is_not_there_is_busy():
    line = AmqpLine("amqp://hub:hub@127.0.0.1:1/none")
    with pytest.raises(Busy):
        AmqpChannel(line, LENDER).deliver(parcels(1))
    line.close()


def test_a_connection_that_was_closed_is_opened_again(line, lender, broker):
    channel = AmqpChannel(line, LENDER)
    channel.deliver(parcels(1))
    lender.connection.close()
    broker.control("close_all_connections", "test")
    assert confirms(until(lambda: attempt(channel, 2))) == {Delivered()}


def attempt(channel, number):
    try:
        results = channel.deliver(parcels(number))
    except Busy:
        return None
    return results if Delivered() in results.values() else None


def until(condition, patience=15):
    deadline = time.monotonic() + patience
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
    return found


@pytest.mark.chaos
def test_a_broker_that_is_killed_loses_nothing_that_counts_as_delivered(mortal_rabbit):
    url = mortal_rabbit.url(mortal_rabbit.new_vhost())
    line = AmqpLine(url, patience=5)
    channel = AmqpChannel(line, LENDER)
    assert until(lambda: attempt(channel, 1))
    time.sleep(1.5)  # RabbitMQ 3.10 forgets the leader of a quorum queue that is younger than this when it is killed
    delivered, stopped = set(), threading.Event()

    def deliver():
        number = 2
        while not stopped.is_set():
            try:
                results = channel.deliver(parcels(*range(number, number + 50)))
            except Busy:
                time.sleep(0.05)
                continue
            delivered.update(row_id for row_id, result in results.items() if result == Delivered())
            number += 50

    thread = threading.Thread(target=deliver)
    thread.start()
    until(lambda: len(delivered) > 500)
    mortal_rabbit.kill()
    before = len(delivered)
    mortal_rabbit.start()
    until(lambda: len(delivered) > before + 500, patience=60)
    stopped.set()
    thread.join(20)
    line.close()
    connection = pika.BlockingConnection(pika.URLParameters(url))
    there = {properties.message_id for _, properties, _ in drained(connection.channel())}
    connection.close()
    assert delivered - there == set()


# Receipts


@contextmanager
def consuming(post, url):
    ended = threading.Event()
    consumer = ReceiptsConsumer(url, post.database, post.clock)
    thread = threading.Thread(target=consumer.run, args=(ended.is_set,))
    thread.start()
    yield
    ended.set()
    thread.join(20)
    assert not thread.is_alive()


@pytest.fixture
def post(tmp_path, line):
    made = Post(f"sqlite:///{tmp_path}/hub.db")
    made.channels[LENDER] = AmqpChannel(line, LENDER)
    made.partner(channel="amqp", address="")
    yield made
    made.close()


def say(lender, about, *, node=LENDER, body=None, **more):
    receipt = json.dumps({"id": "r-1", "outcome": "accepted"} | more).encode()
    properties = pika.BasicProperties(correlation_id=about, user_id=node)
    lender.basic_publish("", RECEIPTS, receipt if body is None else body, properties)


def declare(lender):
    lender.queue_declare(RECEIPTS, durable=True, arguments=TOPOLOGY[RECEIPTS].arguments())


def test_from_queued_to_acknowledged_and_refused_over_amqp(post, url, lender):
    post.queue(letter(1, queue="A"), letter(2, queue="B"))
    post.drain()
    assert post.states() == {1: "delivered", 2: "delivered"}
    declare(lender)
    with consuming(post, url):
        for _, properties, _ in drained(lender):
            refusal = {"slug": "schema-invalid", "nl": "Past niet."}
            outcome = {"outcome": "refused", "refusal": refusal} if properties.message_id == letter(2).id else {}
            lender.basic_publish(
                "",
                properties.reply_to,
                json.dumps({"id": "r-1", "outcome": "accepted"} | outcome).encode(),
                pika.BasicProperties(correlation_id=properties.correlation_id, user_id=f"node-{LENDER}"),
            )
        until(lambda: post.states() == {1: "acknowledged", 2: "refused"})
    assert post.row(2).answer["slug"] == "schema-invalid"


def test_what_does_not_fit_is_acked_and_the_rest_is_taken_up(post, url, lender):
    post.queue(letter(1))
    post.drain()
    declare(lender)
    about = letter(1).id
    say(lender, about, node=OTHER)
    say(lender, about, node="hub")
    say(lender, about, node=None)
    say(lender, about, body=b"garbage")
    say(lender, about, body=b"")
    say(lender, "no-such-message")
    say(lender, "x" * 200 + "\x01")
    say(lender, about, envelope={"message_id": letter(2).id})
    say(lender, None)
    with consuming(post, url):
        until(lambda: lender.queue_declare(RECEIPTS, passive=True).method.message_count == 0)
        time.sleep(0.3)
        assert post.states() == {1: "delivered"}
        say(lender, about)
        say(lender, about)
        until(lambda: post.states() == {1: "acknowledged"})
    assert lender.queue_declare(RECEIPTS, passive=True).method.message_count == 0


def test_a_receipt_waits_for_a_database_that_is_away(post, url, lender, monkeypatch):
    post.queue(letter(1))
    post.drain()
    declare(lender)
    say(lender, letter(1).id)
    transaction, tries = post.database.transaction, []

    @contextmanager
    def away(**more):
        tries.append(1)
        if len(tries) < 4:
            raise Busy("database")
        with transaction(**more) as connection:
            yield connection

    monkeypatch.setattr(post.database, "transaction", away)
    with consuming(post, url):
        until(lambda: post.states() == {1: "acknowledged"})
    assert len(tries) == 4


def test_a_receipt_without_a_correlation_names_its_message_itself():
    body = json.dumps({"id": "r", "outcome": "accepted", "envelope": {"message_id": "m-1"}}).encode()
    assert said_by(pika.BasicProperties(user_id=LENDER), body) == ("m-1", LENDER, Acknowledged({"receipt": "r"}))


def test_a_receipt_over_a_connection_of_no_node_says_nothing():
    assert said_by(pika.BasicProperties(correlation_id="m-1", user_id="hub"), b"{}") == ("m-1", "", None)
