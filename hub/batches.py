"""Batches and suspects: what a worker was about to handle when it died runs alone, so that it takes no other with it.

Before a batch the worker writes one row in a commit of its own and removes it with the batch.
What a dead worker left is suspect: its lanes are left alone until each unit has run by itself in a child process.
A unit whose child dies too is parked.
"""

from collections.abc import Callable, Sequence

from hub import rows as statements
from hub.clock import Clock
from hub.database import Database
from hub.lanes import as_unit, lock_free
from hub.liveness import lives, worker_name
from hub.logs import log
from hub.parking import park
from hub.records import BATCHES, COMMANDS, Batch
from hub.rows import Writes

Alone = Callable[[str, Sequence[str]], int]
"""Moves these lanes under this worker name in a child process, a unit at a time; returns its exit code."""


class Batches:
    """The `batches` table. `alone` is how a suspect is run by itself; without it a suspect is only reported."""

    def __init__(self, database: Database, clock: Clock, alone: Alone | None = None) -> None:
        self._database = database
        self._clock = clock
        self._alone = alone
        self._suspects: frozenset[str] = frozenset()

    def begin(self, worker: str, units: Sequence[tuple[str, str]]) -> str:
        """Writes down what is about to be handled (unit and lane ids), in a commit of its own; returns the batch's id.

        A worker has one batch at a time, so its name is the id and a batch that failed is overwritten.
        """
        batch = Batch(worker, worker, self._clock.now(), [f"{unit} {lane}" for unit, lane in units], 0)
        # It must survive this process, not the server.
        with self._database.at_once() as connection:
            statements.write(connection, BATCHES, [batch], "replace")
        return batch.id

    @staticmethod
    def finish(writes: Writes, batch: str) -> None:
        """Removes the batch inside the transaction that applied it."""
        writes.remove(BATCHES, [(batch,)])

    @property
    def suspect_lanes(self) -> frozenset[str]:
        """The lanes of batches whose worker is dead, and of those that another worker has run alone now."""
        return self._suspects

    def sweep(self, worker: str) -> None:
        """Runs what dead workers left, each unit alone in a child process."""
        dead, on_trial = self._left(worker)
        self._suspects = _all_lanes([*dead, *on_trial])
        if self._alone is None:
            return
        for batch in dead:
            if self._claim(batch, worker):
                log.warning("batch-of-a-dead-worker", worker=batch.worker, units=str(len(batch.units)))
                self._run_alone(self._alone, _lanes(batch))
                self.end(batch.id)
        self._suspects = _all_lanes(on_trial)

    def end(self, batch: str) -> None:
        """Removes a batch that ended without a commit of its own."""
        with self._database.transaction() as connection:
            statements.remove(connection, BATCHES, [(batch,)])

    def _run_alone(self, alone: Alone, lanes: list[str]) -> None:
        """Children move the lanes one unit at a time; the unit that a child died of is parked, and the rest goes on."""
        while lanes:
            child = worker_name("alone")
            code = alone(child, lanes)
            if code == 0:
                return
            lane_id = self._park_last_of(child, code)
            if lane_id is None:
                log.error("child-died-before-it-began", worker=child, code=str(code), left=str(len(lanes)))
                return
            lanes = lanes[lanes.index(lane_id) :]

    def _park_last_of(self, child: str, code: int) -> str | None:
        """Parks the one unit that the dead child was at; returns its lane."""
        with self._database.transaction() as connection:
            left = statements.select(connection, BATCHES, "worker", [child])
            if not left:
                return None
            unit_id, _, lane_id = left[0].units[0].partition(" ")
            lanes, _ = lock_free(connection, [lane_id])
            commands = [
                c for c in statements.select(connection, COMMANDS, "unit_id", [unit_id]) if c.lane_id == lane_id
            ]
            if lane_id in lanes and commands:
                why = f"kills its process (exit {code})"
                park(connection, lanes[lane_id], as_unit(tuple(commands)), why, left[0].deaths + 2, self._clock.now())
            statements.remove(connection, BATCHES, [(left[0].id,)])
            return lane_id

    def _left(self, worker: str) -> tuple[list[Batch], list[Batch]]:
        """The batches of dead workers, and those that a living worker took over from a dead one."""
        names = ", ".join(f'"{name}"' for name in BATCHES.columns)
        with self._database.reading() as connection:
            found = connection.exec_driver_sql(f"SELECT {names} FROM batches").fetchall()  # noqa: S608 - our own names
            batches = statements.values_of(connection.dialect, BATCHES, found)
            others = [batch for batch in batches if batch.worker != worker]
            dead = [batch for batch in others if not lives(connection, batch.worker)]
            return dead, [batch for batch in others if batch.deaths and batch not in dead]

    def _claim(self, batch: Batch, worker: str) -> bool:
        """Takes over a dead worker's batch; false when another did so first."""
        with self._database.transaction() as connection:
            marker = "?" if self._database.is_sqlite else "%s"
            sql = f"UPDATE batches SET worker = {marker}, deaths = deaths + 1 WHERE id = {marker} AND worker = {marker}"  # noqa: S608 - no input in it
            return connection.exec_driver_sql(sql, (worker, batch.id, batch.worker)).rowcount == 1


def _all_lanes(batches: Sequence[Batch]) -> frozenset[str]:
    return frozenset(lane for batch in batches for lane in _lanes(batch))


def _lanes(batch: Batch) -> list[str]:
    return list(dict.fromkeys(unit.partition(" ")[2] for unit in batch.units))
