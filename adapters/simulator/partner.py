"""A partner on AMQP: hands messages in on `hub.intake` as its own user, reads its receipts and its own queue.

It knows the hub's queue names and the envelope, and nothing of the inside.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Self

import pika
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import AMQPError, ChannelClosedByBroker

from adapters.simulator.desk import Desk
from adapters.simulator.post import Came, Said
from adapters.simulator.station import HubAwayError

QUEUE, RECEIPTS = "hub.intake", "hub.receipts"
_NOT_FOUND = 404


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


class AmqpEnd:
    """The AMQP end of a partner at work: `hub.out.NNNNNN` is read, `hub.intake` and `hub.receipts` are written.

    Everything runs in the thread of the caller. A connection that was lost is opened again at the next round.
    """

    def __init__(self, desk: Desk, url: str) -> None:
        self._desk = desk
        self._parameters = pika.URLParameters(url)
        self._connection: Any = None
        self._channel: Any = None
        self._answers = ""

    def collect(self) -> int:
        """Takes what lies in its queue; a message is acked when its receipt is on its way."""
        taken = 0
        while (found := self._next()) is not None:
            tag, properties, body = found
            facts = {str(name): str(value) for name, value in (properties.headers or {}).items()}
            answer = self._desk.take(Came(id=properties.message_id or "", body=body, facts=facts))
            if properties.reply_to:
                self._publish(properties.reply_to, answer, correlation_id=properties.correlation_id)
            self._open().basic_ack(tag)
            taken += 1
        return taken

    def hand_in(self, said: Said) -> None:
        """Publishes as its own user; the receipt comes later."""
        self._publish(QUEUE, said.body, message_id=said.id, reply_to=self._own_queue(), headers=said.facts)

    def receipts(self) -> Iterator[tuple[str, bytes]]:
        """Receipts that came, with the identity of the message that each is about."""
        while True:
            try:
                _, properties, body = self._open().basic_get(self._own_queue(), auto_ack=True)
            except (AMQPError, OSError) as error:
                raise self._away(error) from error
            if body is None:
                return
            yield str(properties.correlation_id), body

    def close(self) -> None:
        if self._connection is not None:
            with suppress(AMQPError, OSError):
                self._connection.close()

    def _next(self) -> Any:
        """The next delivery of its queue; nothing as long as the hub has not made that queue."""
        try:
            method, properties, body = self._open().basic_get(f"hub.out.{self._desk.node}")
        except ChannelClosedByBroker as error:
            self._channel = None
            if error.reply_code == _NOT_FOUND:
                return None
            raise self._away(error) from error
        except (AMQPError, OSError) as error:
            raise self._away(error) from error
        return None if method is None else (method.delivery_tag, properties, body)

    def _publish(self, queue: str, body: bytes, **more: Any) -> None:
        said = pika.BasicProperties(
            user_id=self._desk.node, delivery_mode=2, content_type="application/xml", **{"headers": None, **more}
        )
        try:
            self._open().basic_publish("", queue, body, said)
        except (AMQPError, OSError) as error:
            raise self._away(error) from error

    def _own_queue(self) -> str:
        """Where its receipts come; a new connection has a new one."""
        self._open()
        return self._answers

    def _open(self) -> Any:
        try:
            if self._connection is None or self._connection.is_closed:
                self._connection, self._channel = pika.BlockingConnection(self._parameters), None
                self._answers = self._connection.channel().queue_declare("", exclusive=True).method.queue
            if self._channel is None or self._channel.is_closed:
                self._channel = self._connection.channel()
        except (AMQPError, OSError) as error:
            raise self._away(error) from error
        return self._channel

    def _away(self, error: BaseException) -> HubAwayError:
        return HubAwayError(type(error).__name__)
