"""A partner on AMQP: hands messages in on `hub.intake` as its own user, and reads its receipts.

It knows the hub's queue name and the envelope, and nothing of the inside.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Self

import pika
from pika.adapters.blocking_connection import BlockingChannel

QUEUE = "hub.intake"


@dataclass(frozen=True, slots=True)
class Posted:
    """One message to hand in: its identity, its bytes, and headers of the envelope."""

    message_id: str
    body: bytes
    headers: dict[str, Any]


class AmqpPartner:
    """One connection of one node; `with` closes it."""

    def __init__(self, url: str, node: str) -> None:
        self._node = node
        self._connection = pika.BlockingConnection(pika.URLParameters(url))
        self._channel: BlockingChannel = self._connection.channel()
        declared = self._channel.queue_declare("", exclusive=True)
        self._answers: str = declared.method.queue

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def hand_in(self, messages: Iterable[Posted], *, wants_receipt: bool = False) -> int:
        """Publishes the messages in their order, persistent; returns how many."""
        count = 0
        for message in messages:
            self._channel.basic_publish(
                "",
                QUEUE,
                message.body,
                pika.BasicProperties(
                    message_id=message.message_id,
                    user_id=self._node,
                    reply_to=self._answers if wants_receipt else None,
                    correlation_id=message.message_id,
                    delivery_mode=2,
                    content_type="application/xml",
                    headers=message.headers,
                ),
            )
            count += 1
        self._connection.process_data_events(0)
        return count

    def receipts(self, count: int, wait_s: float = 10.0) -> Iterator[tuple[str, bytes]]:
        """At most `count` receipts as (identity, bytes), as they come; ends after `wait_s` seconds of silence."""
        consumed = self._channel.consume(self._answers, auto_ack=True, inactivity_timeout=wait_s)
        for (_, properties, body), _n in zip(consumed, range(count), strict=False):
            if properties is None:
                break
            yield properties.correlation_id, body
        self._channel.cancel()
