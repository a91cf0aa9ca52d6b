"""The worker: takes the bells that were delivered, moves the lanes that are free, commits, and acks once.

A batch that fails is rolled back and halved; one unit alone decides its fate:
`Busy` is not an attempt, our own mistake is tried three times and then parked, and blocks its own lane only.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from hub import rows as statements
from hub.batches import Batches
from hub.bells import MOST_IN_PARCEL, Bell, ringing, settled
from hub.bus.port import Bus, Delivery
from hub.clock import Clock
from hub.database import Database
from hub.delivery.paused import PausedPartners, held_lanes, until_paused
from hub.dispatch import Round
from hub.lanes import Due, Unit, due_units, lock_free, lock_known
from hub.logs import log
from hub.metrics import METRICS
from hub.orders import journal_orders
from hub.parking import announce, park
from hub.records import LANES, Lane, Outcome
from hub.registry import Registry
from hub.topology import COMMANDS
from schemas.errors import Busy

TRIES = 3
_PAUSE_S = (0.0, 0.2, 1.0)
_BUDGET_S = 0.25
_BUDGET_SQLITE_S = 0.03
_FEWEST = 10
_IDLE_S = 1.0
_BUSY_LANE_S = 0.005
_GATHER_S = 0.004
PACE_S = 0.03
"""The least time from one round to the next while a batch is not full; see docs/decisions/0017."""
_BUSY_PAUSE_S = 1.0


class Worker:
    """One consumer of the command queue. `on_applied` is called after the commit with what became of each unit."""

    def __init__(  # noqa: PLR0913 - the composition of one role
        self,
        name: str,
        database: Database,
        bus: Bus,
        registry: Registry,
        clock: Clock,
        *,
        batches: Batches,
        batch_size: int = 250,
        pace_s: float = 0.0,
        on_applied: Callable[[Sequence[Outcome]], None] | None = None,
    ) -> None:
        self.name = name
        self._database = database
        self._bus = bus
        self._registry = registry
        self._clock = clock
        self._batches = batches
        self._size = batch_size
        self._fits = batch_size
        self._pace_s = pace_s
        self._next_round = 0.0
        self._kept: list[tuple[Delivery, Bell]] = []
        self._has_more = False
        self._in_parcel = MOST_IN_PARCEL
        self._announced: dict[str, str] = {}
        self._paused: dict[str, datetime] = {}
        self._partners = PausedPartners(database)
        self._on_applied = on_applied
        self._budget = _BUDGET_SQLITE_S if database.is_sqlite else _BUDGET_S

    def run(self, stop: Callable[[], bool]) -> None:
        """Works until `stop`; a dependency that is away is waited for, with growing pauses.

        What a dead worker left is looked for at the start: a broker that lost its memory marks nothing as redelivered.
        """
        pause, swept = 0.1, False
        while not stop():
            try:
                if not swept:
                    self._batches.sweep(self.name)
                    swept = True
                self.round(_IDLE_S)
                pause = 0.1
            except Busy as busy:
                log.warning(
                    "worker-waits", worker=self.name, dependency=busy.dependency, why=busy.why, next_try_s=pause
                )
                METRICS.busy.labels(busy.dependency).inc()
                time.sleep(pause)
                pause = min(pause * 2, 5.0)
        self.close()

    def close(self) -> None:
        """Gives back what was delivered and not handled."""
        self._kept.clear()
        self._bus.return_all()

    def round(self, wait: float) -> int:
        """Takes what was delivered and moves what is free; returns how many units got an outcome."""
        taken = self._more(wait)
        bells = [*self._kept, *taken]
        self._kept = bells
        if not bells:
            return 0
        if self._batches.suspect_lanes or any(delivery.redelivered for delivery, _ in taken):
            self._batches.sweep(self.name)
        left_alone = self._batches.suspect_lanes | self._pausing()
        waiting = list(dict.fromkeys(bell.lane_id for _, bell in bells if bell.lane_id not in left_alone))
        # What is read and left is read again, so a round looks at no more lanes than it has time for.
        lane_ids = waiting[: self._fits]
        self._announced = {bell.lane_id: bell.unit_id for _, bell in reversed(bells)}
        finished, handled = self._move(lane_ids)
        self._bus.settle(settled(bells, finished))
        left = [(delivery, bell) for delivery, bell in bells if bell.lane_id not in finished]
        tried = frozenset(lane_ids)
        self._kept = sorted(left, key=lambda each: each[1].lane_id in tried)  # who waited for his turn comes first
        self._has_more = len(waiting) > len(lane_ids)
        if self._database.is_sqlite:
            time.sleep(0.001)
        return handled

    def _more(self, wait: float) -> list[tuple[Delivery, Bell]]:
        """What the next round has time for beside what was kept; a lane that another holds is tried in a moment."""
        room = self._fits - len(self._kept)
        if self._has_more:
            return self._take(room, 0.0) if room > 0 else []
        return self._take(max(1, room), _BUSY_LANE_S if self._kept else wait)

    def _take(self, room: int, wait: float) -> list[tuple[Delivery, Bell]]:
        """What was delivered; a batch is filled until the next round may begin and while several arrive at a time."""
        taken = self._bells(room, wait)
        while taken and len(taken) < room:
            left = self._next_round - time.monotonic()
            if left <= 0 and taken[0][0] is taken[-1][0]:
                break
            more = self._bells(room - len(taken), max(left, _GATHER_S))
            if not more:
                break
            taken += more
        self._next_round = time.monotonic() + self._pace_s
        return taken

    def _bells(self, room: int, wait: float) -> list[tuple[Delivery, Bell]]:
        """About so many bells: parcels come full from a busy channel and with one bell from a person's request."""
        parcels = self._bus.take(COMMANDS, max(1, room // self._in_parcel), wait)
        bells = ringing(self._bus, parcels)
        if parcels:
            self._in_parcel = min(MOST_IN_PARCEL, max(1, len(bells) // len(parcels)))
        return bells

    def _pausing(self) -> frozenset[str]:
        """The lanes that this worker tries again in a moment; their bells stay with it."""
        now = self._clock.now()
        self._paused = {lane_id: until for lane_id, until in self._paused.items() if until > now}
        return frozenset(self._paused)

    def move_alone(self, lane_ids: Sequence[str]) -> None:
        """The child's way: each lane, one unit at a time, each announced by itself, until nothing is due."""
        for lane_id in lane_ids:
            while (unit_id := self._first_due(lane_id)) is not None:
                self._announced = {lane_id: unit_id}
                try:
                    _, handled = self._transaction([lane_id], 1)
                except Busy:
                    raise
                except Exception as error:  # noqa: BLE001 - an ordinary mistake: an attempt, as elsewhere
                    self._failed(lane_id, error)
                    break
                if not handled:
                    break
        self._batches.end(self.name)

    def _first_due(self, lane_id: str) -> str | None:
        with self._database.reading() as connection:
            lanes = statements.select(connection, LANES, "id", [lane_id])
            due = due_units(connection, lanes, 1).units
        return due[0].id if due else None

    def _move(self, lane_ids: Sequence[str]) -> tuple[set[str], int]:
        """Moves these lanes; returns the lanes with nothing due any more and the number of outcomes."""
        if not lane_ids:
            return set(), 0
        try:
            return self._transaction(lane_ids, self._fits)
        except Exception as error:  # the place where our own mistakes become a fate
            if _stops_all(error):
                raise
            if len(lane_ids) == 1:
                return self._one_by_one(lane_ids[0])
            half = len(lane_ids) // 2
            parts = [self._move(part) for part in (lane_ids[:half], lane_ids[half:])]
            return parts[0][0] | parts[1][0], parts[0][1] + parts[1][1]

    def _one_by_one(self, lane_id: str) -> tuple[set[str], int]:
        """One lane, one unit at a time: what fails here fails by itself."""
        handled = 0
        while True:
            try:
                finished, count = self._transaction([lane_id], 1)
            except Exception as error:  # the place where our own mistakes become a fate
                if _stops_all(error):
                    raise
                return self._set_back(lane_id, error), handled
            handled += count
            if finished or not count:
                return finished, handled

    def _set_back(self, lane_id: str, error: Exception) -> set[str]:
        """A dependency of this lane alone makes it pause and counts as no attempt; our own mistake counts."""
        if not isinstance(error, Busy):
            return self._failed(lane_id, error)
        log.warning("lane-waits", lane=lane_id, dependency=error.dependency, why=error.why, next_try_s=_BUSY_PAUSE_S)
        METRICS.busy.labels(error.dependency).inc()
        self._paused[lane_id] = self._clock.now() + timedelta(seconds=_BUSY_PAUSE_S)
        return set()

    def _failed(self, lane_id: str, error: Exception) -> set[str]:
        """Counts an attempt; after the last one the unit is parked and its lane blocked."""
        with self._database.transaction() as connection:
            lanes, _ = lock_free(connection, [lane_id])
            due = due_units(connection, list(lanes.values()), 1).units
            if not due:
                return set(lanes)
            lane = lanes[lane_id]
            attempts = lane.attempts + 1
            if attempts >= TRIES:
                park(connection, lane, due[0], error, attempts, self._clock.now())
                return {lane_id}
            retry_at = self._clock.now() + timedelta(seconds=_PAUSE_S[attempts])
            statements.write(connection, LANES, [replace(lane, attempts=attempts, retry_at=retry_at)], "replace")
        self._paused[lane_id] = retry_at
        log.warning("unit-failed", unit=due[0].id, lane=lane_id, attempt=attempts, error=type(error).__name__)
        return set()

    def _transaction(self, lane_ids: Sequence[str], limit: int) -> tuple[set[str], int]:
        started = time.monotonic()
        batch = self._batches.begin(self.name, [(self._announced.get(lane, ""), lane) for lane in lane_ids])
        now, silent = self._clock.now(), self._partners.nodes()
        with self._database.transaction(waits_for_disk=False) as connection:
            begun = time.monotonic()  # to wait for the one writer of SQLite is not to work
            lanes, heads, unknown = lock_known(connection, lane_ids)
            held = held_lanes(connection, silent, list(lanes))
            ready = {key: lane for key, lane in lanes.items() if key not in held and not _must_pause(lane, now)}
            due = due_units(connection, list(ready.values()), limit)
            due = replace(due, units=until_paused(due.units, silent)) if silent else due
            round_ = Round(connection, self._registry, ready, heads)
            round_.prepare(due.units)
            done = self._apply(round_, due.units, begun)
            round_.write_out(
                lambda writes: journal_orders(writes, round_.orders, now),
                lambda writes: self._batches.finish(writes, batch),
            )
            left = _left(round_, due, done)
            self._fits = self._fitting(len(done), is_cut=bool(left))
        for unit, parked in round_.parked:
            announce(unit, parked)
        self._after(round_.changed(), done, started)
        return (set(lanes) - left - _cut_off(round_, due)) | unknown, len(done)

    def _apply(self, round_: Round, due: Sequence[Unit], begun: float) -> list[Unit]:
        done = []
        for unit in due:
            if round_.lanes[str(unit.lane_id)].blocked_by:
                continue
            round_.handle_message(unit)
            done.append(unit)
            if time.monotonic() - begun > self._budget:
                break
        return done

    def _fitting(self, done: int, *, is_cut: bool) -> int:
        """How many units to take next: as many as the budget allowed, because what is read and left is read again."""
        if is_cut:
            return max(_FEWEST, done, self._fits // 2)
        return min(self._size, self._fits * 2) if done >= self._fits else self._fits

    def _after(self, outcomes: Sequence[Outcome], done: Sequence[Unit], started: float) -> None:
        if not done:
            return
        METRICS.batch_units.observe(len(done))
        METRICS.batch_seconds.observe(time.monotonic() - started)
        now = self._clock.now()
        for outcome in outcomes:
            METRICS.handled.labels(outcome.state).inc()
            METRICS.critical_time.observe(max(0.0, (now - outcome.at).total_seconds()))
        if self._on_applied:
            self._on_applied(outcomes)


def _stops_all(error: Exception) -> bool:
    """Without the database no lane can move; any other dependency stops only the lane that needs it."""
    return isinstance(error, Busy) and error.dependency == "database"


def _must_pause(lane: Lane, now: datetime) -> bool:
    return lane.retry_at is not None and lane.retry_at > now


def _left(round_: Round, due: Due, done: Sequence[Unit]) -> set[str]:
    """The lanes with units that the budget left for the next transaction."""
    handled = {unit.id for unit in done}
    left = {str(unit.lane_id) for unit in due.units if unit.id not in handled}
    return {lane_id for lane_id in left if not round_.lanes[lane_id].blocked_by}


def _cut_off(round_: Round, due: Due) -> set[str]:
    """The lanes that the limit may have cut off: the last one read and those behind it."""
    if not due.is_cut or not due.units:
        return set()
    last = str(due.units[-1].lane_id)
    return {lane_id for lane_id in round_.lanes if lane_id >= last}
