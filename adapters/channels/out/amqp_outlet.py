"""One partner's channel on the broker: exchange and queue declared, publishing in confirm mode, results per message.

It lives in the thread of the line that opened it (`adapters/channels/out/amqp.py`).
"""

import threading
from dataclasses import dataclass, field
from typing import Any

import pika
from pika.channel import Channel as BrokerChannel
from pika.exceptions import AMQPError, ChannelClosedByBroker

from hub.delivery import steps
from hub.delivery.channel import Delivered, NotNow, Parcel, Result
from hub.logs import log
from hub.topology import RECEIPTS, Queue


@dataclass(slots=True)
class Batch:
    """What is published together. The loop's thread fills in results until the caller has finished with it."""

    queue: Queue
    parcels: tuple[Parcel, ...]
    reached: steps.Reached
    results: dict[str, Result] = field(default_factory=dict)
    settled: threading.Event = field(default_factory=threading.Event)
    _published: bool = False
    _finished: bool = False
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def begin(self) -> bool:
        """Whether it may still be published: a caller that gave up has said that nothing was tried."""
        with self._guard:
            self._published = not self._finished
            return self._published

    def settle(self, message_id: str, result: Result) -> None:
        with self._guard:
            if not self._finished:
                self.results[message_id] = result
        if len(self.results) == len(self.parcels):
            self.settled.set()

    def fail(self, why: str) -> None:
        """Nothing more will be heard of it."""
        for parcel in self.parcels if self._published or why != "not-confirmed" else ():
            if parcel.id not in self.results:
                self.settle(parcel.id, NotNow(why))
        self.settled.set()

    def finish(self) -> dict[str, Result]:
        """The results; what was published and not confirmed is not known to have arrived."""
        with self._guard:
            self._finished = True
            unheard = {parcel.id: NotNow("not-confirmed") for parcel in self.parcels} if self._published else {}
            return unheard | self.results


class Outlet:
    """A channel in confirm mode with the exchange and queue of one partner. It lives in the loop's thread."""

    def __init__(self, connection: Any, queue: Queue, user: str) -> None:
        self._queue = queue
        self._user = user
        self._waiting: list[Batch] = []
        self._open: dict[int, tuple[Batch, str]] = {}
        self._returned: set[str] = set()
        self._tag = 0
        self._is_declared = False
        self.is_usable = True
        self._channel: BrokerChannel = connection.channel(on_open_callback=self._declare)
        self._channel.add_on_close_callback(self._on_close)

    def publish(self, batch: Batch) -> None:
        """Now, or when the exchange is declared."""
        if not self._is_declared:
            self._waiting.append(batch)
        elif batch.begin():
            try:
                self._publish(batch)
            except AMQPError:
                self.fail("not-confirmed")

    def fail(self, why: str) -> None:
        """What is owed an answer gets none."""
        self.is_usable = False
        for batch in {id(batch): batch for batch, _ in self._open.values()}.values():
            batch.fail(why)
        for batch in self._waiting:
            batch.fail(why)

    def close(self) -> None:
        self.is_usable = False
        if self._channel.is_open:
            self._channel.close()

    def _declare(self, channel: BrokerChannel) -> None:
        channel.add_on_return_callback(self._on_return)
        name = self._queue.name
        channel.exchange_declare(name, "topic", durable=True, callback=lambda _: self._declare_queue(channel))

    def _declare_queue(self, channel: BrokerChannel) -> None:
        name, arguments = self._queue.name, self._queue.arguments()
        channel.queue_declare(name, durable=True, arguments=arguments, callback=lambda _: self._bind(channel))

    def _bind(self, channel: BrokerChannel) -> None:
        name = self._queue.name
        channel.queue_bind(name, name, "#", callback=lambda _: self._confirm(channel))

    def _confirm(self, channel: BrokerChannel) -> None:
        channel.confirm_delivery(self._on_confirm, callback=lambda _: self._on_declared())

    def _on_declared(self) -> None:
        self._is_declared = True
        waiting, self._waiting = self._waiting, []
        for batch in waiting:
            self.publish(batch)

    def _publish(self, batch: Batch) -> None:
        for parcel in batch.parcels:
            self._tag += 1
            self._open[self._tag] = (batch, parcel.id)
            properties = properties_of(parcel, self._user)
            self._channel.basic_publish(self._queue.name, parcel.row.code, parcel.body, properties, mandatory=True)
            batch.reached(steps.SENT)

    def _on_return(self, _channel: BrokerChannel, _method: Any, properties: Any, _body: bytes) -> None:
        """It is confirmed all the same right after; the queue or its binding is gone, so both are made anew."""
        self._returned.add(properties.message_id)
        self.is_usable = False

    def _on_confirm(self, frame: Any) -> None:
        method, tag = frame.method, frame.method.delivery_tag
        is_stored = isinstance(method, pika.spec.Basic.Ack)
        tags = [each for each in self._open if each <= tag] if method.multiple else [tag]
        for settled in tags:
            batch, message_id = self._open.pop(settled)
            batch.settle(message_id, self._result(message_id, is_stored=is_stored))
        if not self.is_usable and not self._open:
            self.close()

    def _result(self, message_id: str, *, is_stored: bool) -> Result:
        if message_id in self._returned:
            return NotNow("unroutable")
        return Delivered() if is_stored else NotNow("queue-full")

    def _on_close(self, _channel: BrokerChannel, reason: BaseException) -> None:
        differs = isinstance(reason, ChannelClosedByBroker) and not self._is_declared
        if differs:
            log.error("exchange-differs", queue=self._queue.name, reason=str(getattr(reason, "reply_text", "")))
        self.fail("exchange-differs" if differs else "not-confirmed")


def properties_of(parcel: Parcel, user: str) -> pika.BasicProperties:
    """The envelope of design, section 5: identity, who sends, where the receipt goes, and the facts as headers."""
    envelope = parcel.row.envelope
    return pika.BasicProperties(
        message_id=parcel.id,
        correlation_id=parcel.id,
        reply_to=RECEIPTS,
        user_id=user,
        delivery_mode=2,
        content_type="application/xml",
        app_id="hub",
        headers={name: value for name, value in envelope.items() if name != "message_id"},
    )
