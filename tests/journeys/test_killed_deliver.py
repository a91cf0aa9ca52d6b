"""Two `hub deliver` share the partners on RabbitMQ and PostgreSQL; one is killed in mid-stream, then the broker."""

import os
import signal
import time

import pika
import pytest

from adapters.bench.stack import running_stack
from hub import rows as statements
from hub.bench.servers import ServerMissingError
from hub.delivery.partners import set_way
from hub.ledger import balance
from hub.records import NODES, OUTGOING, NodeEntry
from tests.builders.delivery import letter
from tests.builders.engine import START
from tests.builders.raw_lender import RawLender

pytestmark = pytest.mark.chaos
ROUNDS = max(1, int(os.environ.get("CHAOS_ROUNDS", "3")) // 3)
OVER_AMQP, OVER_HTTPS = "600001", "600002"
QUEUES, EACH = 20, 6
SETTLED_S = 1.5
"""RabbitMQ 3.10 forgets the leader of a quorum queue that is younger than this when it is killed."""


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    try:
        with running_stack(tmp_path_factory.mktemp("stack")) as made:
            made.environment["HUB_DELIVERY_PAUSES"] = "1"
            yield made
    except ServerMissingError as missing:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(missing))


@pytest.fixture(scope="module")
def lender():
    made = RawLender()
    yield made
    made.close()


@pytest.fixture(scope="module")
def two_partners(stack, lender):
    with stack.database.transaction() as connection:
        for node, channel, address in ((OVER_AMQP, "amqp", ""), (OVER_HTTPS, "https", lender.url)):
            statements.write(connection, NODES, [NodeEntry(node, "lender", None, "AE", node)], "ignore")
            way = {"channel": channel, "address": address, "options": {}, "most_bytes": None}
            set_way(connection, node, **way, at=START)
    for name in ("deliver-0", "deliver-1"):
        stack.start(name, "deliver")


def letters(turn, node):
    base = 1_000_000 * turn + (500_000 if node == OVER_HTTPS else 0)
    return [
        letter(base + n, queue=f"{turn}-{n % QUEUES}", receiver=node, code="SX" if n >= QUEUES else "AX")
        for n in range(QUEUES * EACH)
    ]


def kill_one(stack):
    process = stack.roles.pop("deliver-0")
    process.send_signal(signal.SIGKILL)
    process.wait()
    stack.start("deliver-0", "deliver")


def kill_the_broker(stack):
    time.sleep(SETTLED_S)
    stack.rabbit.kill()
    time.sleep(0.5)
    stack.rabbit.start()


def wait_until(condition, patience=90):
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def over_amqp(stack):
    connection = pika.BlockingConnection(pika.URLParameters(stack.broker_url))
    channel, found = connection.channel(), []
    while True:
        method, properties, body = channel.basic_get(f"hub.out.{OVER_AMQP}")
        if method is None:
            connection.close()
            return found
        found.append((properties.message_id, body))


@pytest.mark.parametrize(("harm", "base"), [(kill_one, 10), (kill_the_broker, 20)], ids=["a deliverer", "the broker"])
@pytest.mark.usefixtures("two_partners")
def test_every_partner_gets_everything_in_order_under_one_identity(stack, lender, harm, base):
    rows = []
    for turn in range(base, base + ROUNDS):
        made = [*letters(turn, OVER_AMQP), *letters(turn, OVER_HTTPS)]
        rows += made
        with stack.database.transaction() as connection:
            statements.write(connection, OUTGOING, made)
        gone = f"SELECT count(*) FROM outgoing WHERE number >= {1_000_000 * turn} AND state <> 'queued'"
        wait_until(lambda gone=gone, made=made: stack.count(gone) >= len(made) // 4)
        harm(stack)
        wait_until(lambda: stack.count("SELECT count(*) FROM outgoing WHERE state = 'queued'") == 0)
    seen = [*over_amqp(stack), *((request.key, request.body) for request in lender.requests)]
    bodies = {row.id: row.body for row in rows}
    assert {row_id: body for row_id, body in seen if row_id in bodies} == bodies
    places = {row_id: place for place, row_id in reversed(list(enumerate(row_id for row_id, _ in seen)))}
    for queue in {row.queue for row in rows}:
        first_seen = [places[row.id] for row in rows if row.queue == queue]
        assert first_seen == sorted(first_seen)
    with stack.database.reading() as connection:
        assert [each for each in balance(connection).imbalances if each.slug.startswith("delivery-")] == []
