"""AMQP out: a partner has a durable topic exchange `hub.out.NNNNNN` with a quorum queue of the same name behind it.

One connection of the process serves all partners from a thread of its own, so that heartbeats never wait.
Each partner has a channel, so that what the broker closes is its own.
A message is delivered when the broker has confirmed that it is in the queue.
"""

import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import pika

from adapters.channels.amqp_values import harden
from adapters.channels.out.amqp_outlet import Batch, Outlet
from hub.delivery import steps
from hub.delivery.channel import Answer, Parcel, Result
from hub.logs import log
from hub.topology import partner_queue
from schemas.errors import Busy

PATIENCE_S = 10.0
_CONNECT_S = 3.0
_AT_ONCE = 200
_HEARTBEAT_S = 10
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.1, 2.0


class AmqpChannel:
    """The way of one partner over the line that all share."""

    def __init__(self, line: "AmqpLine", node: str, reached: steps.Reached = steps.unwatched) -> None:
        self._line = line
        self._queue = partner_queue(node)
        self._reached = reached
        self.at_once = _AT_ONCE

    def deliver(self, parcels: Sequence[Parcel]) -> Mapping[str, Result]:
        """Publishes all and waits for the confirms of all; raises `Busy` when the broker took none of them."""
        batch = Batch(self._queue, tuple(parcels), self._reached)
        self._line.send(batch)
        results = batch.finish()
        if not results:
            raise Busy("broker", "nothing could be published")
        return results

    def answers(self) -> Sequence[Answer]:
        """Receipts come over the queue of all receipts."""
        return ()

    def settle(self, answers: Sequence[Answer]) -> None:
        """There is nothing to settle."""

    def close(self) -> None:
        """The line belongs to all partners."""


class AmqpLine:
    """The connection to the broker, opened when something is first sent, and again after a loss."""

    def __init__(self, url: str, *, patience: float = PATIENCE_S) -> None:
        harden()
        self._parameters = pika.URLParameters(url)
        if self._parameters.heartbeat is None:
            self._parameters.heartbeat = _HEARTBEAT_S
        self._parameters.socket_timeout = _CONNECT_S
        self._parameters.stack_timeout = 2 * _CONNECT_S
        self._patience = patience
        self._outlets: dict[str, Outlet] = {}
        self._connection: Any = None
        self._ready = threading.Event()
        self._closing = threading.Event()
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None

    def send(self, batch: Batch) -> None:
        """Publishes and waits until every result is in, at most the patience; raises `Busy` without a connection."""
        self._start()
        if not self._ready.wait(_CONNECT_S):
            raise Busy("broker", "there is no connection to it")
        self._in_loop(lambda: self._publish(batch))
        if not batch.settled.wait(self._patience):
            with suppress(Busy):  # with the connection the channel is gone too
                self._in_loop(lambda: self._drop(batch.queue.name))

    def close(self) -> None:
        """Ends the connection and its thread."""
        self._closing.set()
        with self._guard:
            if self._connection is not None:
                self._connection.ioloop.add_callback_threadsafe(self._end)
        if self._thread:
            self._thread.join(_CONNECT_S)

    def _start(self) -> None:
        with self._guard:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="amqp-out", daemon=True)
                self._thread.start()

    def _in_loop(self, callback: Any) -> None:
        with self._guard:
            if self._connection is None:
                raise Busy("broker", "the connection was lost")
            self._connection.ioloop.add_callback_threadsafe(callback)

    def _run(self) -> None:
        pause = _FIRST_PAUSE_S
        while not self._closing.is_set():
            connection = pika.SelectConnection(
                self._parameters,
                on_open_callback=self._on_open,
                on_open_error_callback=self._on_end,
                on_close_callback=self._on_end,
            )
            try:
                connection.ioloop.start()
            finally:
                was_open = self._forget()
                connection.ioloop.close()
            pause = _FIRST_PAUSE_S if was_open else min(pause * 2, _LONGEST_PAUSE_S)
            self._closing.wait(pause)

    def _on_open(self, connection: Any) -> None:
        connection.add_on_connection_blocked_callback(lambda *_: self._ready.clear())
        connection.add_on_connection_unblocked_callback(lambda *_: self._ready.set())
        with self._guard:
            self._connection = connection
        self._ready.set()
        if self._closing.is_set():
            self._end()

    def _on_end(self, connection: Any, error: BaseException | str) -> None:
        tell = log.info if self._closing.is_set() else log.warning
        tell("deliver-disconnected", dependency="broker", reason=type(error).__name__)
        connection.ioloop.stop()

    def _end(self) -> None:
        if self._connection.is_open:
            self._connection.close()

    def _forget(self) -> bool:
        """The connection is gone, and with it every channel; says whether there was one."""
        self._ready.clear()
        with self._guard:
            was_open, self._connection = self._connection is not None, None
        for outlet in list(self._outlets.values()):
            outlet.fail("not-confirmed")
        self._outlets.clear()
        return was_open

    def _publish(self, batch: Batch) -> None:
        name = batch.queue.name
        outlet = self._outlets.get(name)
        if outlet is None or not outlet.is_usable:
            outlet = self._outlets[name] = Outlet(self._connection, batch.queue, self._user)
        outlet.publish(batch)

    def _drop(self, name: str) -> None:
        """A channel that owes confirms is of no more use."""
        outlet = self._outlets.pop(name, None)
        if outlet:
            outlet.close()

    @property
    def _user(self) -> str:
        return str(self._parameters.credentials.username)
