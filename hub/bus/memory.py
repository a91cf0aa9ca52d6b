"""The bus inside one process: same promises as RabbitMQ, no service to install, nothing kept when the process ends.

It is the hub's own: kombu's transport of that name puts what is given back at the tail, so that order is lost.
That transport also drops a message for an unknown queue, shares its queues between all URLs, and has to be polled.
Here a condition wakes whoever waits.
Buses with the same URL share their queues, whatever thread opened them.
The journal outlives the process and rings again, so nothing that was accepted depends on this memory.
"""

import itertools
import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from hub.bus.port import Delivery, Parcel
from hub.topology import Queue, Topology


@dataclass(slots=True)
class _Letter:
    body: bytes
    returns: int = 0


@dataclass(slots=True)
class _Shelf:
    """One queue: what waits, and the bus that may take when only one may."""

    queue: Queue
    letters: deque[_Letter] = field(default_factory=deque)
    taker: "MemoryBus | None" = None


class _Broker:
    """The queues behind one URL, and the condition that guards them."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.shelves: dict[str, _Shelf] = {}

    def put_back(self, shelf: _Shelf, letters: list[_Letter]) -> None:
        kept = []
        for letter in letters:
            letter.returns += 1
            limit = shelf.queue.delivery_limit
            if limit is None or letter.returns <= limit:
                kept.append(letter)
            elif shelf.queue.dead_letters_to is not None:
                self.shelves[shelf.queue.dead_letters_to].letters.append(_Letter(letter.body))
        shelf.letters.extendleft(reversed(kept))


_brokers: dict[str, _Broker] = {}
_brokers_guard = threading.Lock()


def _broker_of(url: str) -> _Broker:
    with _brokers_guard:
        return _brokers.setdefault(url, _Broker())


class MemoryBus:
    """One user's view of the queues in this process; see `hub/bus/port.py` for what each call promises."""

    def __init__(self, url: str = "memory://", *, prefetch: int = 300) -> None:
        self._broker = _broker_of(url)
        self._prefetch = prefetch
        self._tags = itertools.count(1)
        self._open: dict[int, tuple[_Shelf, _Letter]] = {}

    def declare(self, topology: Topology) -> None:
        with self._broker.changed:
            for queue in topology.queues:
                self._broker.shelves.setdefault(queue.name, _Shelf(queue))

    def publish(self, parcels: Sequence[Parcel], *, patience: float = 10.0) -> frozenset[str]:
        del patience  # nothing here can be slow
        with self._broker.changed:
            stored = frozenset(parcel.key for parcel in parcels if self._store(parcel))
            self._broker.changed.notify_all()
        return stored

    def take(self, queue: str, at_most: int, wait: float) -> list[Delivery]:
        deadline = time.monotonic() + wait
        with self._broker.changed:
            shelf = self._shelf(queue)
            while not self._may_take(shelf):
                left = deadline - time.monotonic()
                if left <= 0 or not self._broker.changed.wait(left):
                    return []
            held = sum(1 for holder, _ in self._open.values() if holder is shelf)
            count = max(0, min(at_most, self._prefetch - held, len(shelf.letters)))
            return [self._hand_out(shelf) for _ in range(count)]

    def settle(self, deliveries: Sequence[Delivery]) -> None:
        with self._broker.changed:
            for delivery in deliveries:
                self._open.pop(delivery.tag, None)

    def return_all(self) -> None:
        with self._broker.changed:
            back: dict[str, list[_Letter]] = {}
            for shelf, letter in self._open.values():
                back.setdefault(shelf.queue.name, []).append(letter)
            self._open.clear()
            for name, letters in back.items():
                self._broker.put_back(self._broker.shelves[name], letters)
            for shelf in self._broker.shelves.values():
                if shelf.taker is self:
                    shelf.taker = None
            self._broker.changed.notify_all()

    def close(self) -> None:
        self.return_all()

    def _store(self, parcel: Parcel) -> bool:
        shelf = self._broker.shelves.get(parcel.queue)
        if shelf is None or (shelf.queue.longest is not None and len(shelf.letters) >= shelf.queue.longest):
            return False
        shelf.letters.append(_Letter(parcel.body))
        return True

    def _shelf(self, queue: str) -> _Shelf:
        if queue not in self._broker.shelves:
            raise LookupError(f"{queue} is not declared on this bus; declare the topology first")
        return self._broker.shelves[queue]

    def _may_take(self, shelf: _Shelf) -> bool:
        if shelf.queue.single_active_consumer:
            if shelf.taker is None:
                shelf.taker = self
            if shelf.taker is not self:
                return False
        return bool(shelf.letters)

    def _hand_out(self, shelf: _Shelf) -> Delivery:
        letter = shelf.letters.popleft()
        tag = next(self._tags)
        self._open[tag] = (shelf, letter)
        return Delivery(shelf.queue.name, letter.body, tag, redelivered=letter.returns > 0)
