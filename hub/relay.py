"""The relay: rings bells.

First from memory, for what intake has just committed; then from the journal, for what stayed due.

A command is done when its message has an outcome, not when the broker confirmed the bell.
The relay chooses by state: what is due in a lane that nothing blocks and was not rung in the last 30 seconds.
"""

import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from hub.bells import Bell, parcelled
from hub.bus.port import Bus
from hub.clock import Clock
from hub.database import Database
from hub.delivery.paused import PausedPartners, held_lanes
from hub.logs import log
from hub.metrics import METRICS
from hub.topology import TOPOLOGY
from schemas.errors import Busy

_AGAIN_S = 30.0
_MOST = 2_000
_TICK_S = 1.0
_LOOK_EVERY_S = 5.0

_DUE = (
    "SELECT l.id, l.done_position, h.position FROM lanes l JOIN lane_heads h ON h.lane_id = l.id "
    "WHERE h.position > l.done_position AND l.blocked_by IS NULL AND (l.retry_at IS NULL OR l.retry_at <= {now})"
)


def ring(bus: Bus, bells: Sequence[Bell]) -> frozenset[str]:
    """Rings these bells; returns the units whose bell the broker keeps. What is missing, the relay rings later."""
    if not bells:
        return frozenset()
    parcels = parcelled(bells)
    stored = bus.publish(list(parcels))
    kept = frozenset(bell.unit_id for parcel, rung in parcels.items() if parcel.key in stored for bell in rung)
    METRICS.published.labels("confirmed").inc(len(kept))
    if len(kept) < len(bells):
        METRICS.published.labels("unconfirmed").inc(len(bells) - len(kept))
    return kept


class _Seen(NamedTuple):
    done: int
    since: float


class Relay:
    """Looks for what stayed due and rings it again; at start it looks at once."""

    def __init__(
        self,
        database: Database,
        bus: Bus,
        clock: Clock,
        ticks: Sequence[Callable[[], object]] = (),
        *,
        again_s: float = _AGAIN_S,
        look_every_s: float = _LOOK_EVERY_S,
    ) -> None:
        self._database = database
        self._bus = bus
        self._clock = clock
        self._ticks = ticks
        self._again_s = again_s
        self._look_every_s = look_every_s
        self._seen: dict[str, _Seen] = {}
        self._at_once = True
        self._partners = PausedPartners(database)
        self._silent: frozenset[str] = frozenset()

    def run(self, stop: Callable[[], bool]) -> None:
        """Looks every few seconds until `stop`; a dependency that is away is waited for."""
        next_look = 0.0
        while not stop():
            try:
                if time.monotonic() >= next_look:
                    self.look()
                    next_look = time.monotonic() + self._look_every_s
                for tick in self._ticks:
                    tick()
            except Busy as busy:
                log.warning("relay-waits", dependency=busy.dependency, why=busy.why, next_try_s=_TICK_S)
                METRICS.busy.labels(busy.dependency).inc()
            time.sleep(min(_TICK_S, self._look_every_s))

    def look(self) -> int:
        """Rings what is due and was not rung lately; returns how many bells the broker kept.

        At start, when the broker was away meanwhile, and when a partner was resumed, all that is due is rung at once.
        """
        self._watch_broker()
        self._watch_partners()
        now = time.monotonic()
        due = self._due()
        self._seen = {lane_id: self._seen.get(lane_id, _Seen(done, now)) for lane_id, done in due}
        silent = [Bell(lane_id, f"{lane_id}:{done}") for lane_id, done in due if self._may_ring(lane_id, done, now)]
        kept = self._ring_all(silent, dict(due), now)
        if silent and not self._at_once:  # at start everything due is rung, which is no sign of trouble
            log.info("rung-again", count=kept, left=str(len(silent) - kept))
        self._at_once = False
        return kept

    def _watch_broker(self) -> None:
        try:
            self._bus.declare(TOPOLOGY)
        except Busy:
            self._at_once = True
            raise

    def _watch_partners(self) -> None:
        silent = self._partners.nodes()
        self._at_once = self._at_once or bool(self._silent - silent)
        self._silent = silent

    def _ring_all(self, silent: Sequence[Bell], done: dict[str, int], now: float) -> int:
        kept = 0
        for start in range(0, len(silent), _MOST):
            part = silent[start : start + _MOST]
            confirmed = ring(self._bus, part)
            kept += len(confirmed)
            self._seen.update({b.lane_id: _Seen(done[b.lane_id], now) for b in part if b.unit_id in confirmed})
        return kept

    def _may_ring(self, lane_id: str, done: int, now: float) -> bool:
        """A lane that moved since it was seen is being handled; one that stands still for 30 seconds is rung."""
        seen = self._seen[lane_id]
        if seen.done != done:
            self._seen[lane_id] = _Seen(done, now)
            return self._at_once
        return self._at_once or now - seen.since >= self._again_s

    def _due(self) -> list[tuple[str, int]]:
        with self._database.reading() as connection:
            postgres = connection.dialect.name == "postgresql"
            now = self._clock.now()
            sql = _DUE.format(now="%s" if postgres else "?")
            at = now if postgres else now.isoformat(timespec="microseconds")
            held = held_lanes(connection, self._silent)
            return [(row[0], row[1]) for row in connection.exec_driver_sql(sql, (at,)) if row[0] not in held]
