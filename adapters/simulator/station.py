"""A partner at its end of a channel: takes what came, hands over what is due in its order, and reads its receipts."""

from collections import deque
from collections.abc import Iterable
from typing import Protocol

from adapters.simulator.desk import Desk
from adapters.simulator.post import Said


class HubAwayError(Exception):
    """The hub took nothing now; the same message comes again under the same identity."""


class End(Protocol):
    """One way between a partner and the hub, as the partner has it."""

    def collect(self) -> int:
        """Takes what lies waiting; returns how many. An end that hears by itself has nothing waiting."""

    def hand_in(self, said: Said) -> bytes | None:
        """Hands a message over; the receipt, or nothing when it comes later. Raises `HubAwayError`."""

    def receipts(self) -> Iterable[tuple[str, bytes]]:
        """Receipts that came since, with the identity of the message that each is about."""

    def close(self) -> None: ...


class Station:
    """One desk with one end. What the hub does not take now waits here, and nothing overtakes it."""

    def __init__(self, desk: Desk, end: End) -> None:
        self.desk = desk
        self.end = end
        self._waiting: deque[Said] = deque()

    def round(self) -> int:
        """Everything that can be done now; returns how many messages and receipts moved. Raises `HubAwayError`."""
        moved = self.end.collect()
        self._waiting.extend(self.desk.say())
        while self._waiting:
            said = self._waiting[0]
            self.desk.handed(said, self.end.hand_in(said))
            self._waiting.popleft()
            moved += 1
        for message_id, answer in self.end.receipts():
            self.desk.told(message_id, answer)
            moved += 1
        return moved

    @property
    def waiting(self) -> tuple[Said, ...]:
        """What could not be handed over yet, in order."""
        return tuple(self._waiting)

    def put_back(self, waiting: Iterable[Said]) -> None:
        """What waited before a restart goes first."""
        self._waiting.extend(waiting)

    @property
    def is_waiting(self) -> bool:
        """Whether something could not be handed over."""
        return bool(self._waiting)
