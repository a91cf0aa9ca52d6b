"""The AMQP end of a partner: its own queue, its own user, receipts both ways, and a broker that lets go."""

import json
from datetime import timedelta

import pika
import pytest

from adapters.simulator.desk import Desk
from adapters.simulator.lender import Lender
from adapters.simulator.messages import ax
from adapters.simulator.partner import AmqpEnd
from adapters.simulator.station import HubAwayError, Station
from hub.topology import INTAKE, RECEIPTS, TOPOLOGY, partner_queue
from tests.builders.partners import BEGIN

OFFICE, LENDER = "500001", "600001"
AX = ax(at=BEGIN.replace(tzinfo=None), number="AV-1", sender=OFFICE, receiver=LENDER)


class Hub:
    """The broker's side of a hub: queues, and what stands in them."""

    def __init__(self, url):
        self.url = url
        self._connection = pika.BlockingConnection(pika.URLParameters(url))
        self.channel = self._connection.channel()
        for queue in TOPOLOGY.queues:
            self.channel.queue_declare(queue.name, durable=True, arguments=queue.arguments())

    def sends(self, body, identity):
        queue = partner_queue(LENDER)
        self.channel.queue_declare(queue.name, durable=True, arguments=queue.arguments())
        said = pika.BasicProperties(
            message_id=identity,
            correlation_id=identity,
            reply_to=RECEIPTS,
            user_id="hub",
            headers={"sender": OFFICE, "request_version": "1"},
        )
        self.channel.basic_publish("", queue.name, body, said)

    def taken(self, queue):
        _, properties, body = next(self.channel.consume(queue, auto_ack=True, inactivity_timeout=10))
        self.channel.cancel()
        return properties, body

    def answers(self, properties, outcome="accepted"):
        body = json.dumps({"outcome": outcome, "envelope": {"message_id": properties.message_id}}).encode()
        said = pika.BasicProperties(correlation_id=properties.message_id)
        self.channel.basic_publish("", properties.reply_to, body, said)

    def close(self):
        self._connection.close()


@pytest.fixture
def hub(broker):
    made = Hub(broker.url(broker.new_vhost()))
    yield made
    made.close()


@pytest.fixture
def desk():
    moments = iter(BEGIN + timedelta(minutes=n) for n in range(1_000))
    return Desk(Lender(LENDER, "AE"), lambda: next(moments))


@pytest.fixture
def end(hub, desk):
    made = AmqpEnd(desk, hub.url)
    yield made
    made.close()


def test_a_queue_that_the_hub_did_not_make_yet_is_an_empty_one(end):
    assert end.collect() == 0
    assert end.collect() == 0


def test_what_the_hub_sends_is_taken_and_its_receipt_goes_to_the_queue_of_receipts(hub, desk, end):
    hub.sends(AX, "m-1")
    while not end.collect():
        pass
    properties, body = hub.taken(RECEIPTS)
    assert (properties.correlation_id, properties.user_id) == ("m-1", LENDER)
    assert json.loads(body)["outcome"] == "accepted"
    assert desk.got["m-1"].other == OFFICE
    assert end.collect() == 0


def test_what_is_handed_in_names_its_node_and_gets_its_receipt_later(hub, desk, end):
    station = Station(desk, end)
    hub.sends(AX, "m-1")
    while not desk.gave:
        station.round()
    properties, _ = hub.taken(INTAKE)
    assert (properties.user_id, properties.headers["message_type"]) == (LENDER, "SX StatusMelding")
    hub.answers(properties)
    while not all(each.outcome for each in desk.gave.values()):
        station.round()
    assert [each.outcome for each in desk.gave.values()] == ["accepted"]


def test_a_broker_that_is_not_there_is_a_hub_that_is_away(desk):
    end = AmqpEnd(desk, "amqp://hub:hub@127.0.0.1:9/")
    with pytest.raises(HubAwayError):
        end.collect()


def test_a_connection_that_was_lost_is_opened_again(hub, desk, end):
    end.collect()
    end._connection.close()
    hub.sends(AX, "m-1")
    while not end.collect():
        pass
    assert desk.got["m-1"].outcome == "accepted"
