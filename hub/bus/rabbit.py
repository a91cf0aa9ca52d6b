"""The bus over RabbitMQ: an outlet and an inlet, each on a line of its own, opened on first use and again after a loss.

What the network does to a line becomes `Busy` here; the caller loops, and this class keeps it from looping too fast.
Each new line declares the remembered topology, so a broker that comes back empty is furnished before it is used.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from hub.bus.port import Delivery, Parcel
from hub.bus.rabbit_inlet import Inlet
from hub.bus.rabbit_line import LINE_ERRORS, Line
from hub.bus.rabbit_outlet import Outlet
from hub.topology import Topology
from schemas.errors import Busy

HEARTBEAT_S = 10
# Nobody reads the outlet between two publishes; there the patience of the call finds a dead broker.
OUTLET_HEARTBEAT_S = 60
FIRST_PAUSE_S = 0.1
LONGEST_PAUSE_S = 2.0


class RabbitBus:
    """See `hub/bus/port.py` for what each call promises.

    `heartbeat` is in seconds; a dead line is noticed within twice that.
    """

    def __init__(self, url: str, *, prefetch: int = 150, heartbeat: int = HEARTBEAT_S) -> None:
        self._url = url
        self._prefetch = prefetch
        self._heartbeat = heartbeat
        self._topology = Topology(())
        self._outlet: Outlet | None = None
        self._inlet: Inlet | None = None
        self._epoch = 0
        self._pause = FIRST_PAUSE_S
        self._try_again_at = 0.0

    def declare(self, topology: Topology) -> None:
        self._topology = topology
        with self._busy_when_lost(self._drop_outlet):
            self._furnish(self._live_outlet().line)

    def publish(self, parcels: Sequence[Parcel], *, patience: float = 10.0) -> frozenset[str]:
        with self._busy_when_lost(self._drop_outlet):
            outlet = self._live_outlet()
            stored = outlet.publish(parcels, patience)
            if outlet.is_owed_answers:
                self._drop_outlet()
            elif len(stored) < len(parcels):
                self._furnish(outlet.line)  # a queue may have been deleted under us
            return stored

    def take(self, queue: str, at_most: int, wait: float) -> list[Delivery]:
        self._topology[queue]  # an unknown queue is our mistake, not the broker's
        with self._busy_when_lost(self._drop_inlet):
            return self._live_inlet(wait).take(queue, at_most, wait)

    def settle(self, deliveries: Sequence[Delivery]) -> None:
        if self._inlet is None:
            return
        try:
            self._inlet.settle(deliveries)
        except LINE_ERRORS:
            # An ack that cannot be sent is a lost ack: the delivery comes again, as at-least-once allows.
            self._drop_inlet()

    def return_all(self) -> None:
        # Closing gives everything back in its order; a nack puts it at the tail of a queue that has no delivery limit.
        if self._inlet is not None:
            self._inlet.line.close()
            self._inlet = None

    def close(self) -> None:
        self.return_all()
        if self._outlet is not None:
            self._outlet.line.close()
            self._outlet = None

    def _live_outlet(self) -> Outlet:
        if self._outlet is not None:
            try:
                self._outlet.line.pump()  # reads the goodbye of a broker that left while nobody looked
            except LINE_ERRORS:
                self._drop_outlet()
        if self._outlet is None:
            self._outlet = Outlet(self._connect(OUTLET_HEARTBEAT_S))
        return self._outlet

    def _live_inlet(self, wait: float) -> Inlet:
        if self._inlet is None:
            time.sleep(max(0.0, min(wait, self._try_again_at - time.monotonic())))
            self._epoch += 1
            self._inlet = Inlet(self._connect(self._heartbeat), self._prefetch, self._epoch)
        return self._inlet

    def _connect(self, heartbeat: int) -> Line:
        if time.monotonic() < self._try_again_at:
            raise Busy("broker", "the last try failed, the next one is due in a moment")
        # Until it has worked, this try counts as failed.
        self._try_again_at = time.monotonic() + self._pause
        self._pause = min(2 * self._pause, LONGEST_PAUSE_S)
        line = Line(self._url, heartbeat)
        self._furnish(line)
        self._pause, self._try_again_at = FIRST_PAUSE_S, 0.0
        return line

    def _furnish(self, line: Line) -> None:
        channel = line.channel()
        for queue in self._topology.queues:
            channel.queue_declare(queue.name, durable=True, auto_delete=False, arguments=queue.arguments())
        channel.close()

    @contextmanager
    def _busy_when_lost(self, drop: Callable[[], None]) -> Iterator[None]:
        try:
            yield
        except LINE_ERRORS as error:
            drop()
            raise Busy("broker", str(error) or type(error).__name__) from error

    def _drop_outlet(self) -> None:
        if self._outlet is not None:
            self._outlet.line.drop()
            self._outlet = None

    def _drop_inlet(self) -> None:
        if self._inlet is not None:
            self._inlet.line.drop()
            self._inlet = None
