"""The bell: what travels over the command queue. It says which lane has something due; the journal says what.

Bells that are rung together share parcels, because a parcel costs the same whatever is in it (docs/decisions/0031).
"""

from collections.abc import Container, Sequence
from typing import NamedTuple

from hub.bus.port import Bus, Delivery, Parcel
from hub.logs import log
from hub.topology import COMMANDS


class Bell(NamedTuple):
    """`unit_id` is the message that was journaled; it is also the key of the parcel."""

    lane_id: str
    unit_id: str


MOST_IN_PARCEL = 10
"""Few enough that a batch of messages is shared by several workers."""


def parcelled(bells: Sequence[Bell]) -> dict[Parcel, Sequence[Bell]]:
    """These bells in parcels, in order; a parcel goes by the unit of its first bell."""
    groups = [bells[start : start + MOST_IN_PARCEL] for start in range(0, len(bells), MOST_IN_PARCEL)]
    return {Parcel(COMMANDS, group[0].unit_id, "\n".join(map(" ".join, group)).encode()): group for group in groups}


def ringing(bus: Bus, deliveries: Sequence[Delivery]) -> list[tuple[Delivery, Bell]]:
    """The bells of these deliveries; what cannot be read is passed over, because the relay rings again what is due."""
    read: list[tuple[Delivery, Bell]] = []
    for delivery in deliveries:
        lines = [line.partition(" ") for line in delivery.body.decode("ascii", "replace").split("\n")]
        bells = [Bell(lane_id, unit_id) for lane_id, _, unit_id in lines if unit_id]
        if len(bells) < len(lines):
            log.error("bell-unreadable", size=len(delivery.body))
        if not bells:
            bus.settle([delivery])
        read += [(delivery, bell) for bell in bells]
    return read


def settled(bells: Sequence[tuple[Delivery, Bell]], finished: Container[str]) -> list[Delivery]:
    """The deliveries of which every lane is finished."""
    open_ones = {delivery.tag for delivery, bell in bells if bell.lane_id not in finished}
    return list({delivery.tag: delivery for delivery, _ in bells if delivery.tag not in open_ones}.values())
