"""The bell: what travels over the command queue. It says which lane has something due; the journal says what."""

from collections.abc import Sequence
from typing import NamedTuple

from hub.bus.port import Bus, Delivery, Parcel
from hub.logs import log
from hub.topology import COMMANDS


class Bell(NamedTuple):
    """`unit_id` is the message that was journaled; it is also the key of the parcel."""

    lane_id: str
    unit_id: str

    def parcel(self) -> Parcel:
        return Parcel(COMMANDS, self.unit_id, f"{self.lane_id} {self.unit_id}".encode())


def ringing(bus: Bus, deliveries: Sequence[Delivery]) -> list[tuple[Delivery, Bell]]:
    """The bells of these deliveries; one that cannot be read is settled, because the relay rings again what is due."""
    read: list[tuple[Delivery, Bell]] = []
    for delivery in deliveries:
        lane_id, _, unit_id = delivery.body.decode("ascii", "replace").partition(" ")
        if unit_id:
            read.append((delivery, Bell(lane_id, unit_id)))
        else:
            log.error("bell-unreadable", size=len(delivery.body))
            bus.settle([delivery])
    return read
