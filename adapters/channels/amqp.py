"""The AMQP channel: takes what partners put on `hub.intake`, journals it, answers with the receipt, and acks once.

Everything runs on pika's loop in one thread: while the database is away nothing is acked, and heartbeats are served.
What came before and was not acked may have killed its process; it is tried in a child first.
"""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, NamedTuple

import pika
from pika.channel import Channel
from pika.exceptions import AMQPError

from adapters.channels.amqp_values import harden, node_of, patient
from adapters.channels.envelopes import from_amqp
from adapters.channels.trial import Trial
from adapters.handed import NOBODY, Handed
from adapters.intake import Intake, bells
from hub.bells import Bell
from hub.clock import Clock
from hub.journal import Recorded
from hub.logs import log
from hub.metrics import METRICS
from hub.topology import INTAKE, INTAKE_DEAD, TOPOLOGY
from schemas.errors import Busy, Refused

CHANNEL = "amqp"
PREFETCH = 750
_MOST = 250
_PACE_S = 0.02
"""The least time from one round to the next while a batch is not full; see docs/decisions/0017."""
_MOST_BYTES = 32 * 1024 * 1024
_LONGEST_PAUSE_S = 5.0
_STOP_EVERY_S = 0.2
_MOST_RETURNS = 3
"""Returns to the queue of the dead after which a message is not even tried again."""
_OURS = frozenset(queue.name for queue in TOPOLOGY.queues)
_RECEIPT = {"content_type": "application/json", "app_id": "hub"}


class Delivered(NamedTuple):
    """One delivery. `is_suspect` says that it was delivered before, to a process that did not ack it."""

    tag: int
    properties: Any
    body: bytes
    is_suspect: bool
    is_dead: bool


class AmqpIntake:
    """The consumer of `hub.intake` and of what was dead-lettered from it. `ring` never waits."""

    def __init__(
        self, url: str, intake: Intake, clock: Clock, *, ring: Callable[[Sequence[Bell]], None], trial: Trial
    ) -> None:
        harden()
        self._parameters = patient(url)
        self._intake = intake
        self._clock = clock
        self._ring = ring
        self._trial = trial
        self._pending: deque[Delivered] = deque()
        self._connection: Any = None
        self._channel: Any = None
        self._is_scheduled = False
        self._seen = 0
        self._next_round = 0.0
        self._pause = 0.0

    def run(self, stop: Callable[[], bool]) -> None:
        """Takes messages until `stop`; a broker that is away is waited for."""
        pause = 0.1
        while not stop():
            consumed = self._connect(stop)
            pause = 0.1 if consumed else min(pause * 2, _LONGEST_PAUSE_S)
            if not stop():
                METRICS.busy.labels("broker").inc()
                log.warning("intake-waits", dependency="broker", next_try_s=pause)
                time.sleep(pause)

    def _connect(self, stop: Callable[[], bool]) -> bool:
        """One connection, until it ends; says whether it came as far as consuming."""
        self._pending.clear()
        self._channel, self._is_scheduled, self._seen = None, False, 0
        self._connection = pika.SelectConnection(
            self._parameters,
            on_open_callback=lambda connection: connection.channel(on_open_callback=self._on_channel),
            on_open_error_callback=self._on_end,
            on_close_callback=self._on_end,
        )
        self._watch(stop)
        try:
            self._connection.ioloop.start()
        finally:
            self._connection.ioloop.close()
        return self._channel is not None

    def _watch(self, stop: Callable[[], bool]) -> None:
        if stop():
            self._end()
        else:
            self._connection.ioloop.call_later(_STOP_EVERY_S, lambda: self._watch(stop))

    def _end(self) -> None:
        """Closes in good order, or leaves the loop when there is nothing to close."""
        if self._connection.is_open:
            self._connection.close()
        elif not self._connection.is_closing:
            self._connection.ioloop.stop()

    def _on_end(self, _connection: object, error: BaseException | str) -> None:
        log.info("intake-disconnected", reason=type(error).__name__)
        self._pending.clear()
        self._connection.ioloop.stop()

    def _on_channel(self, channel: Channel) -> None:
        channel.add_on_close_callback(lambda *_: self._end())
        channel.add_on_cancel_callback(lambda _: self._end())
        channel.basic_qos(prefetch_count=PREFETCH)
        for name in (INTAKE_DEAD, INTAKE):
            channel.queue_declare(name, durable=True, arguments=TOPOLOGY[name].arguments())
        channel.basic_consume(INTAKE_DEAD, self._on_dead)
        channel.basic_consume(INTAKE, self._on_message, callback=lambda _: self._on_ready(channel))

    def _on_ready(self, channel: Channel) -> None:
        self._channel = channel
        log.info("intake-consumes", queue=INTAKE)

    def _on_message(self, channel: Channel, method: Any, properties: Any, body: bytes) -> None:
        self._pending.append(Delivered(method.delivery_tag, properties, body, method.redelivered, is_dead=False))
        self._schedule(channel)

    def _on_dead(self, channel: Channel, method: Any, properties: Any, body: bytes) -> None:
        self._pending.append(Delivered(method.delivery_tag, properties, body, is_suspect=True, is_dead=True))
        self._schedule(channel)

    def _schedule(self, channel: Channel, after: float = 0.0) -> None:
        if not self._is_scheduled:
            self._is_scheduled = True
            if len(self._pending) < _MOST:
                after = max(after, self._next_round - time.monotonic())
            self._connection.ioloop.call_later(after, lambda: self._round(channel))

    def _round(self, channel: Channel) -> None:
        """Takes what was delivered, at most one batch; what is left over goes on at once."""
        self._is_scheduled = False
        if self._seen < len(self._pending) < _MOST:
            # pika reads 100 kB at a time; as long as each look finds more, the loop may read again.
            self._seen = len(self._pending)
            self._schedule(channel)
            return
        self._seen = 0
        batch = list(_first(self._pending))
        if not batch or not channel.is_open:
            return
        self._next_round = time.monotonic() + _PACE_S
        try:
            recorded = self._intake.take([self._handed(one) for one in batch])
        except Busy as busy:
            self._wait(channel, busy)
            return
        self._pause = 0.0
        for _ in batch:
            self._pending.popleft()
        self._answer(channel, batch, recorded)
        self._ring(bells(recorded))
        if self._pending:
            self._schedule(channel)

    def _wait(self, channel: Channel, busy: Busy) -> None:
        """Nothing was accepted: the deliveries stay, and the next try comes later."""
        self._pause = min(max(0.1, self._pause * 2), _LONGEST_PAUSE_S)
        METRICS.busy.labels(busy.dependency).inc()
        log.warning("intake-waits", dependency=busy.dependency, why=busy.why, next_try_s=self._pause)
        self._schedule(channel, self._pause)

    def _answer(self, channel: Channel, batch: Sequence[Delivered], recorded: Sequence[Recorded]) -> None:
        """Receipts to whoever asked for one, then one ack. A lost receipt comes again when the message comes again."""
        try:
            for one, answer in zip(batch, recorded, strict=True):
                asked = one.properties
                if asked.reply_to and not _is_ours(asked.reply_to):
                    properties = pika.BasicProperties(correlation_id=asked.message_id, **_RECEIPT)
                    channel.basic_publish("", asked.reply_to, answer.receipt, properties)
            channel.basic_ack(batch[-1].tag, multiple=True)
        except AMQPError as error:
            # Journaled and not acked: it comes again and gets the same receipt as a copy.
            log.warning("receipts-not-sent", count=str(len(batch)), reason=type(error).__name__)

    def _handed(self, one: Delivered) -> Handed:
        handed = self._read(one)
        if handed.refusal or not one.is_suspect:
            return handed
        if (one.is_dead and _returns(one.properties.headers) >= _MOST_RETURNS) or not self._trial.survives(handed):
            crashed = Refused(
                "intake-crashed", came="een proces dat stopte / a process that died", expected="een receipt"
            )
            return replace(handed, refusal=crashed)
        return handed

    def _read(self, one: Delivered) -> Handed:
        properties = one.properties
        envelope, refusal = from_amqp(properties.headers, properties.message_id)
        user = properties.user_id or ""
        node = node_of(user)
        if node is None:
            refusal = Refused(
                "sender-mismatch",
                path="user_id",
                came=user or "niets / nothing",
                expected="een AMQP-gebruiker van een node / an AMQP user of a node",
            )
        return Handed(
            body=one.body,
            channel=CHANNEL,
            received_at=self._clock.now(),
            envelope=envelope,
            identity=envelope.message_id,
            bound_to=node or NOBODY,
            refusal=refusal,
        )


def _is_ours(queue: str | bytes) -> bool:
    """Whether a receipt would go into a queue of the hub itself, where a partner may put nothing."""
    return str(queue) in _OURS


def _first(pending: Iterable[Delivered]) -> Iterator[Delivered]:
    """What fits in one transaction, in order: at most one batch, and few when they are large."""
    size = 0
    for one in islice(pending, _MOST):
        yield one
        size += len(one.body)
        if size >= _MOST_BYTES:
            return


def _returns(headers: Mapping[str, Any] | None) -> int:
    count = (headers or {}).get("x-delivery-count", 0)
    return count if isinstance(count, int) else 0
