"""Killed between every two steps of delivery, over every channel.

Every partner got each message at least once under the same id, each exchange in its order, and no application twice.
"""

import os
import random

import pika
import pytest

from adapters.channels.out.folder import TAKEN
from hub.delivery import steps
from hub.ledger import balance
from tests.builders.delivery import LENDER, Post, letter
from tests.builders.delivery_process import Deliveries
from tests.builders.raw_lender import RawLender

pytestmark = pytest.mark.chaos

ROUNDS = int(os.environ.get("CHAOS_ROUNDS", "3"))
QUEUES, EACH = 4, 5


class FolderLender:
    """A lender that takes its files away now and then, the oldest first."""

    channel = "folder"

    def __init__(self, folder):
        self._folder = folder
        self._folder.mkdir()
        self._seen = []

    @property
    def way(self):
        return {"channel": "folder", "address": str(self._folder)}

    def look(self):
        found = sorted(self._folder.glob("*.xml"), key=lambda place: place.stat().st_mtime_ns)
        for place in found:
            self._seen.append((place.stem[-36:], place.read_bytes()))
            place.unlink()

    def seen(self):
        self.look()
        assert not (self._folder / TAKEN).exists()
        return self._seen

    def close(self):
        pass


class HttpsLender(RawLender):
    channel = "https"

    @property
    def way(self):
        return {"channel": "https", "address": self.url}

    def look(self):
        pass

    def seen(self):
        return [(request.key, request.body) for request in self.requests]


class AmqpLender:
    channel = "amqp"

    def __init__(self, url):
        self._connection = pika.BlockingConnection(pika.URLParameters(url))

    @property
    def way(self):
        return {"channel": "amqp", "address": ""}

    def look(self):
        pass

    def seen(self):
        channel, found = self._connection.channel(), []
        while True:
            method, properties, body = channel.basic_get(f"hub.out.{LENDER}")
            if method is None:
                return found
            found.append((properties.message_id, body))

    def close(self):
        self._connection.close()


@pytest.fixture(params=["folder on SQLite", "https on PostgreSQL", "amqp on PostgreSQL"])
def world(request, tmp_path):
    """A lender behind a channel, a database, and a process that delivers between them."""
    channel, _, database = request.param.split()
    url = f"sqlite:///{tmp_path}/hub.db" if database == "SQLite" else request.getfixturevalue("postgres_url")
    broker_url = "memory://x" if database == "SQLite" else "amqp://hub:hub@127.0.0.1:1/none"
    if channel == "amqp":
        broker = request.getfixturevalue("broker")
        broker_url = broker.url(broker.new_vhost())
    lenders = {"folder": (FolderLender, tmp_path / "out"), "https": (HttpsLender,), "amqp": (AmqpLender, broker_url)}
    make, *given = lenders[channel]
    made = make(*given)
    post, deliveries = Post(url), Deliveries(url, broker_url)
    post.partner(**made.way)
    yield made, post, deliveries
    deliveries.close()
    made.close()
    post.close()


def letters(turn):
    """Messages of four exchanges, the first of each an application."""
    first = 1_000 * turn
    for n in range(QUEUES * EACH):
        queue, place = f"{turn}-{n % QUEUES}", n // QUEUES
        yield letter(first + n, queue=queue, code="SX" if place else "AX")


@pytest.mark.parametrize("step", steps.STEPS)
def test_a_process_that_is_killed_at_a_step_loses_and_reorders_nothing(world, step):
    lender, post, deliveries = world
    sent = []
    for turn in range(1, ROUNDS + 1):
        sent += post.queue(*letters(turn))
        for _ in range(2):
            assert deliveries.run(step, random.randint(1, 2)) == -9
            lender.look()
        assert deliveries.run() == 0
    seen = lender.seen()
    bodies = {row.id: row.body for row in sent}
    assert dict(seen) == bodies
    assert all(body == bodies[row_id] for row_id, body in seen)
    first_seen = list(dict.fromkeys(row_id for row_id, _ in seen))
    for queue in {row.queue for row in sent}:
        expected = [row.id for row in sent if row.queue == queue]
        assert [row_id for row_id in first_seen if row_id in expected] == expected
    assert set(post.states().values()) <= {"delivered", "acknowledged"}
    with post.database.reading() as connection:
        wrong = [each for each in balance(connection).imbalances if each.slug.startswith("delivery-")]
    assert wrong == []
