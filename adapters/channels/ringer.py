"""Rings bells beside the channel, so that no receipt waits for the broker that carries them.

What the broker does not keep is rung again.
When it stays away the relay takes over, because the journal knows what is due.
"""

import threading
from collections.abc import Callable, Sequence

from hub.bells import Bell
from hub.bus import Bus
from hub.logs import log
from hub.metrics import METRICS
from hub.relay import ring
from schemas.errors import Busy

_MOST = 5_000
"""Lanes remembered while the broker is away; beyond that the relay alone rings them."""
_PAUSE_S = 1.0
_PATIENCE_S = 5.0


class Ringer:
    """A thread with a bus of its own; any thread may ask it to ring."""

    def __init__(self, open_bus: Callable[[], Bus]) -> None:
        self._open_bus = open_bus
        self._due: dict[str, Bell] = {}
        self._changed = threading.Condition()
        self._is_closed = False
        self._thread = threading.Thread(target=self._run, name="ringer", daemon=True)
        self._thread.start()

    def ring(self, bells: Sequence[Bell]) -> None:
        """Asks for these bells, one per lane; never waits and never fails."""
        with self._changed:
            for bell in bells:
                if bell.lane_id in self._due or len(self._due) < _MOST:
                    self._due[bell.lane_id] = bell
            self._changed.notify()

    def close(self) -> None:
        """Rings what is asked for, as long as the broker answers, and ends."""
        with self._changed:
            self._is_closed = True
            self._changed.notify()
        self._thread.join(2 * _PATIENCE_S)

    def _run(self) -> None:
        bus = self._open_bus()
        try:
            while bells := self._wait():
                if not self._ring(bus, bells) and self._pause():
                    return
        finally:
            bus.close()

    def _wait(self) -> list[Bell]:
        """The bells that are asked for; nothing when it is time to end."""
        with self._changed:
            self._changed.wait_for(lambda: self._due or self._is_closed)
            bells = list(self._due.values())
            self._due.clear()
            return bells

    def _ring(self, bus: Bus, bells: list[Bell]) -> bool:
        """Rings; keeps what the broker did not keep. Says whether it kept all."""
        try:
            kept = ring(bus, bells)
        except Busy as busy:
            METRICS.busy.labels(busy.dependency).inc()
            log.warning("bells-wait", count=str(len(bells)), dependency=busy.dependency, next_try_s=_PAUSE_S)
            kept = frozenset()
        left = [bell for bell in bells if bell.unit_id not in kept]
        with self._changed:
            for bell in left:
                self._due.setdefault(bell.lane_id, bell)
        return not left

    def _pause(self) -> bool:
        """Waits a moment before the next try; says whether it is time to end."""
        with self._changed:
            return self._changed.wait_for(lambda: self._is_closed, _PAUSE_S)
