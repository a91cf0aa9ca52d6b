"""Taking from RabbitMQ: deliveries are collected as they arrive, and acknowledged with as few frames as possible.

Bodies stay bytes: kombu would acknowledge, and so lose, a body that it cannot decode.
"""

import time
from collections import deque
from collections.abc import Sequence
from functools import partial
from typing import Any

from hub.bus.port import Delivery
from hub.bus.rabbit_line import Line

_EPOCH_SHIFT = 48
_TAG_MASK = (1 << _EPOCH_SHIFT) - 1


class Inlet:
    """A consuming channel on a line of its own; `epoch` marks its deliveries, a later inlet passes them over."""

    def __init__(self, line: Line, prefetch: int, epoch: int) -> None:
        self.line = line
        self._channel: Any = line.channel()
        self._channel.basic_qos(0, prefetch, a_global=False)
        self._epoch = epoch
        self._open: dict[int, None] = {}  # every unsettled tag of the channel, in order, taken or not
        self._arrived: dict[str, deque[Delivery]] = {}

    def take(self, queue: str, at_most: int, wait: float) -> list[Delivery]:
        """Return up to `at_most` deliveries; raises `LINE_ERRORS`."""
        arrived = self._arrivals(queue)
        until = time.monotonic() + wait
        while not arrived and (left := until - time.monotonic()) > 0:
            self.line.pump(left)
        while len(arrived) < at_most and self.line.pump():
            pass
        return [arrived.popleft() for _ in range(min(at_most, len(arrived)))]

    def settle(self, deliveries: Sequence[Delivery]) -> None:
        """Acknowledge: one multiple ack for the oldest open tags, single ones for those behind a gap."""
        wanted = {d.tag & _TAG_MASK for d in deliveries if d.tag >> _EPOCH_SHIFT == self._epoch}
        settled = [tag for tag in self._open if tag in wanted] if wanted else []
        prefix = 0
        for tag, oldest in zip(settled, self._open, strict=False):
            if tag != oldest:
                break
            prefix += 1
        with self.line.corked():
            if prefix:
                self._channel.basic_ack(settled[prefix - 1], multiple=prefix > 1)
            for tag in settled[prefix:]:
                self._channel.basic_ack(tag)
        for tag in settled:
            del self._open[tag]

    def _arrivals(self, queue: str) -> deque[Delivery]:
        if queue not in self._arrived:
            self._arrived[queue] = deque()
            self._channel.basic_consume(queue, callback=partial(self._on_delivery, queue))
        return self._arrived[queue]

    def _on_delivery(self, queue: str, message: Any) -> None:
        info = message.delivery_info
        tag = info["delivery_tag"]
        self._open[tag] = None
        # py-amqp leaves the text '' in place of an empty body.
        body = bytes(message.body) if message.body else b""
        self._arrived[queue].append(
            Delivery(queue, body, self._epoch << _EPOCH_SHIFT | tag, redelivered=bool(info["redelivered"]))
        )
