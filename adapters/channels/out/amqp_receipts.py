"""The consumer of `hub.receipts`: what partners say about what went out to them over AMQP.

A receipt counts from the node that the message went to, which is the AMQP user that RabbitMQ vouches for.
What does not fit is acked and counted: nobody could do anything with it later.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, NamedTuple

import pika
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import AMQPError

from adapters.channels.amqp_values import harden, node_of, patient
from hub.clock import Clock
from hub.database import Database
from hub.delivery.channel import Acknowledged, RefusedByPartner
from hub.delivery.receipts import read_receipt, take_receipt
from hub.logs import log
from hub.metrics import METRICS
from hub.topology import RECEIPTS, TOPOLOGY
from schemas.errors import Busy

_PREFETCH = 200
_MOST = 100
_LOOK_EVERY_S = 0.2
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.1, 5.0


class Said(NamedTuple):
    """A receipt about a message by its id, from a node; one that says nothing has `None`."""

    about: str
    node: str
    receipt: Acknowledged | RefusedByPartner | None


class ReceiptsConsumer:
    """Takes receipts up in batches: one transaction, then one ack."""

    def __init__(self, url: str, database: Database, clock: Clock) -> None:
        harden()
        self._parameters = patient(url)
        self._database = database
        self._clock = clock

    def run(self, stop: Callable[[], bool]) -> None:
        """Takes receipts until `stop`; broker and database are waited for."""
        pause = _FIRST_PAUSE_S
        while not stop():
            began = time.monotonic()
            try:
                self._connected(stop)
            except (AMQPError, OSError) as error:
                pause = _FIRST_PAUSE_S if time.monotonic() - began > _LONGEST_PAUSE_S else pause
                log.warning("receipts-wait", dependency="broker", reason=type(error).__name__, next_try_s=pause)
                METRICS.busy.labels("broker").inc()
                time.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE_S)

    def _connected(self, stop: Callable[[], bool]) -> None:
        """One connection, until `stop` or until it is lost."""
        connection = pika.BlockingConnection(self._parameters)
        try:
            self._consume(connection, stop)
        finally:
            with suppress(AMQPError, OSError):
                connection.close()

    def _consume(self, connection: Any, stop: Callable[[], bool]) -> None:
        channel = connection.channel()
        channel.basic_qos(prefetch_count=_PREFETCH)
        channel.queue_declare(RECEIPTS, durable=True, arguments=TOPOLOGY[RECEIPTS].arguments())
        for batch in _batches(channel, stop):
            while not self._take([said for _, said in batch]):
                connection.sleep(_FIRST_PAUSE_S)  # serves heartbeats; nothing is acked meanwhile
                if stop():
                    return
            channel.basic_ack(batch[-1][0], multiple=True)
        channel.cancel()

    def _take(self, batch: list[Said]) -> bool:
        """Whether they are taken up; no when the database is away."""
        try:
            with self._database.transaction() as connection:
                results = [self._taken(connection, said) for said in batch]
        except Busy as busy:
            log.warning("receipts-wait", dependency=busy.dependency, why=busy.why, next_try_s=_FIRST_PAUSE_S)
            METRICS.busy.labels(busy.dependency).inc()
            return False
        for said, result in zip(batch, results, strict=True):
            METRICS.partner_receipts.labels(result).inc()
            if result in {"foreign", "unknown", "unreadable"}:
                log.warning("receipt-left", message=said.about[:64], node=said.node, result=result)
        return True

    def _taken(self, connection: Any, said: Said) -> str:
        if said.receipt is None:
            return "unreadable"
        return take_receipt(connection, said.about, said.node, said.receipt, self._clock.now())


def said_by(properties: Any, body: bytes) -> Said:
    """What a delivery says: its correlation id names the message, and what the receipt names must be the same."""
    named, receipt = read_receipt(body)
    about = str(properties.correlation_id or named or "")
    agrees = named in {"", about} and "\x00" not in about
    node = node_of(properties.user_id)
    if node is None or not about or not agrees:
        return Said(about, node or "", None)
    return Said(about, node, receipt)


def _batches(channel: BlockingChannel, stop: Callable[[], bool]) -> Iterator[list[tuple[int, Said]]]:
    """What came, at most a hundred together, and whatever there is when nothing more comes for a moment."""
    batch: list[tuple[int, Said]] = []
    for method, properties, body in channel.consume(RECEIPTS, inactivity_timeout=_LOOK_EVERY_S):
        if method is not None:
            batch.append((method.delivery_tag, said_by(properties, body)))
        if batch and (method is None or len(batch) >= _MOST):
            yield batch
            batch = []
        if stop():
            return
