"""Publishing to RabbitMQ: persistent, mandatory, with confirms over one set of open tags.

Quorum queues confirm out of order, and a parcel that is returned as unroutable is confirmed all the same right after.
So a key counts as stored only when its tag is confirmed and it did not come back.
"""

import time
from collections.abc import Sequence
from typing import Any

from amqp import Message, spec
from amqp.serialization import dumps

from hub.bus.port import Parcel
from hub.bus.rabbit_line import Line

CHUNK = 250
WINDOW = 1_000


class Outlet:
    """A channel in confirm mode, on a line of its own: a broker that is short of memory stops reading publishers."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self._channel: Any = line.channel()
        self._channel.confirm_select()
        self._channel.events["basic_ack"].add(self._on_ack)
        self._channel.events["basic_nack"].add(self._on_nack)
        self._channel.events["basic_return"].add(self._on_return)
        self._last_tag = 0
        self._open: dict[int, str] = {}
        self._stored: set[str] = set()
        self._refused: set[str] = set()
        self._addresses: dict[str, bytes] = {}

    @property
    def is_owed_answers(self) -> bool:
        """Parcels of the last call have no answer; it may still come, so the line must go."""
        return bool(self._open)

    def publish(self, parcels: Sequence[Parcel], patience: float) -> frozenset[str]:
        """Return the keys that are stored and routed; raises `LINE_ERRORS`, also when there was no answer at all."""
        deadline = time.monotonic() + patience
        self._stored, self._refused = set(), set()
        for start in range(0, len(parcels), CHUNK):
            self._write(parcels[start : start + CHUNK], deadline)
            self._await_answers(WINDOW, deadline)
        self._await_answers(0, deadline)
        stored = frozenset(self._stored - self._refused)
        if self._open and not stored and not self._refused:
            raise TimeoutError(f"no confirm came within {patience:.1f} s")
        return stored

    def _write(self, parcels: Sequence[Parcel], deadline: float) -> None:
        self.line.patience(deadline - time.monotonic())
        with self.line.corked():
            for parcel in parcels:
                self._last_tag += 1
                self._open[self._last_tag] = parcel.key
                message = Message(
                    parcel.body, content_type="application/octet-stream", delivery_mode=2, message_id=parcel.key
                )
                self.line.write_frames(
                    self._channel.channel_id, spec.Basic.Publish, self._address(parcel.queue), message
                )

    def _address(self, queue: str) -> bytes:
        if queue not in self._addresses:
            mandatory, immediate = True, False
            self._addresses[queue] = dumps("Bssbb", (0, "", queue, mandatory, immediate))
        return self._addresses[queue]

    def _await_answers(self, allowed: int, deadline: float) -> None:
        while self.line.pump():
            pass
        while len(self._open) > allowed and (left := deadline - time.monotonic()) > 0:
            self.line.pump(left)

    def _on_ack(self, tag: int, multiple: bool) -> None:  # noqa: FBT001 - the signature of py-amqp
        self._stored.update(self._answered(tag, multiple=multiple))

    def _on_nack(self, tag: int, multiple: bool) -> None:  # noqa: FBT001
        self._refused.update(self._answered(tag, multiple=multiple))

    def _on_return(self, _error: Exception, _exchange: str, _queue: str, message: Any) -> None:
        self._refused.add(message.properties["message_id"])

    def _answered(self, tag: int, *, multiple: bool) -> list[str]:
        if not multiple:
            return [self._open.pop(tag)] if tag in self._open else []
        tags = []
        for open_tag in self._open:  # in the order of the tags
            if open_tag > tag:
                break
            tags.append(open_tag)
        return [self._open.pop(each) for each in tags]
