"""The engine's roles: a worker, the relay, and the child that moves suspects alone."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from hub.batches import Alone, Batches
from hub.bus.port import Bus
from hub.claiming import Claims
from hub.joins import Joins
from hub.liveness import Life, worker_name
from hub.logs import log
from hub.relay import Relay
from hub.runtime import Runtime
from hub.timers import Timers
from schemas.errors import Busy

_JOIN_S = 30.0
_PAUSE_S = 1.0


def work(runtime: Runtime, stop: Callable[[], bool], *, alone: Alone | None = None) -> None:
    """One worker until `stop`; waits for a database that is away, and announces itself anew when it is back."""
    name = worker_name()
    bus = runtime.open_bus()
    worker = runtime.worker(name, bus, Batches(runtime.database, runtime.clock, alone or spawn_alone))
    log.info("worker-started", worker=name)
    while not stop():
        try:
            with Life(runtime.database, name) as life:
                worker.run(lambda life=life: stop() or not life.holds())  # type: ignore[misc]
        except Busy as busy:
            log.warning("worker-waits", worker=name, dependency=busy.dependency, why=busy.why, next_try_s=_PAUSE_S)
            time.sleep(_PAUSE_S)
    bus.close()


def relay(runtime: Runtime, stop: Callable[[], bool], extra: Sequence[Callable[[], object]] = ()) -> None:
    """The relay with the clock of timers, until `stop`."""
    timers = Timers(runtime.database, runtime.registry, runtime.clock)
    joins = Joins(runtime.database, runtime.registry, runtime.clock)
    claims = Claims(runtime.database, runtime.registry)
    log.info("relay-started")
    Relay(runtime.database, runtime.open_bus(), runtime.clock, (timers.tick, claims.tick, joins.tick, *extra)).run(stop)


def move_alone(runtime: Runtime, name: str, lane_ids: Sequence[str]) -> None:
    """What the child does: each lane, one unit at a time, announced under the name that its parent watches."""
    with Life(runtime.database, name):
        worker = runtime.worker(name, _NoBus(), Batches(runtime.database, runtime.clock))
        worker.move_alone(lane_ids)


def spawn_alone(name: str, lane_ids: Sequence[str]) -> int:
    """Runs `hub alone` with the settings of this process; returns the exit code."""
    command = [sys.executable, "-m", "hub.cli", "alone", name, *lane_ids]
    return subprocess.run(command, check=False, timeout=600).returncode  # noqa: S603 - our own command, ids only


@dataclass
class Threads:
    """Roles as threads of one process, for the embedded hub."""

    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self, name: str, role: Callable[[Callable[[], bool]], None]) -> None:
        thread = threading.Thread(target=role, args=(self._stop.is_set,), name=name, daemon=True)
        thread.start()
        self._threads.append(thread)

    def stop(self) -> None:
        """Asks every role to end and waits for it."""
        self._stop.set()
        for thread in self._threads:
            thread.join(_JOIN_S)


def drain(runtime: Runtime) -> int:
    """Moves everything that is due, here and now; returns how many units got an outcome. For one-shot commands."""
    name = worker_name("drain")
    bus = runtime.open_bus()
    worker = runtime.worker(name, bus, Batches(runtime.database, runtime.clock))
    handled = 0
    with Life(runtime.database, name):
        while Relay(runtime.database, bus, runtime.clock).look():
            while count := worker.round(0.05):
                handled += count
        Claims(runtime.database, runtime.registry).tick()
        while Joins(runtime.database, runtime.registry, runtime.clock).tick():
            pass
    worker.close()
    bus.close()
    return handled


class _NoBus(Bus):
    """The child reads what is due from the journal and needs no bell."""

    def declare(self, topology: object) -> None: ...

    def publish(self, parcels: object, *, patience: float = 10.0) -> frozenset[str]:  # noqa: ARG002
        return frozenset()

    def take(self, queue: str, at_most: int, wait: float) -> list[object]:  # type: ignore[override]  # noqa: ARG002
        return []

    def settle(self, deliveries: object) -> None: ...

    def return_all(self) -> None: ...

    def close(self) -> None: ...
