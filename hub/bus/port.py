"""What the hub asks of a message bus; `memory` and `rabbit` both keep it.

A bus belongs to one thread: two threads open two buses.
The broker carries and the journal decides, so at-least-once is all that is promised: a delivery may come again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from hub.topology import Topology


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is put on a queue; `key` is ours, at most 255 bytes, and unique within one call of publish."""

    queue: str
    key: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came off a queue; `tag` is known to the bus that delivered it, and to its connection of that moment only."""

    queue: str
    body: bytes
    tag: int
    redelivered: bool


class Bus(Protocol):
    def declare(self, topology: Topology) -> None:
        """Make the queues, and remember them: a broker that comes back empty gets them again.

        Raises `Busy` when the broker is away; what is remembered is declared when it is back.
        """

    def publish(self, parcels: Sequence[Parcel], *, patience: float = 10.0) -> frozenset[str]:
        """Put the parcels on their queues, in order, and return the keys that are both stored and routed.

        The keys of parcels that were returned, refused, or not confirmed within `patience` seconds are absent.
        Raises `Busy` when the broker is away, or stored nothing and refused nothing within `patience`.
        """

    def take(self, queue: str, at_most: int, wait: float) -> list[Delivery]:
        """Return what is delivered, oldest first; waits at most `wait` seconds for the first and never for more.

        Raises `Busy` when the broker is away; the next call connects again by itself.
        Raises `LookupError` for a queue that the declared topology does not name.
        """

    def settle(self, deliveries: Sequence[Delivery]) -> None:
        """Acknowledge; a delivery that is settled already, or came over a former connection, is passed over."""

    def return_all(self) -> None:
        """Give back everything that is taken and not settled, in its order, for others or for the next take."""

    def close(self) -> None:
        """Give back everything and disconnect; closing twice is allowed."""
