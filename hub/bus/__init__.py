"""The message bus: one port, kept by `memory` (one process) and `rabbit` (RabbitMQ).

kombu and py-amqp are imported in this folder only.
"""

from urllib.parse import urlsplit

from hub.bus.memory import MemoryBus
from hub.bus.port import Bus, Delivery, Parcel
from hub.bus.rabbit import RabbitBus
from schemas.errors import SettingsError

__all__ = ["Bus", "Delivery", "Parcel", "open_bus"]


def open_bus(url: str, *, prefetch: int = 150) -> Bus:
    """Open the bus that the scheme of the URL names; connecting waits until the first use.

    `prefetch` is the number of unsettled deliveries per queue that the broker hands out ahead.
    """
    match urlsplit(url).scheme:
        case "memory":
            return MemoryBus(url, prefetch=prefetch)
        case "amqp" | "amqps":
            return RabbitBus(url, prefetch=prefetch)
        case other:
            raise SettingsError(f"HUB_BROKER_URL has the scheme {other!r}; expected memory, amqp or amqps")
