"""Joins: what came to one place before it was known that it belongs to another is brought there.

An exchange came under two names before one message told that they are one.

Intake marks the lane that lost its names (`joined_to`) and no new message gets there.
What came there belongs to the application of the other lane: as soon as that one is in a dossier, the command of the
registry links the joined lane to it, in a transaction of its own, and what waited is applied.
It is found by its state, so neither the order of arrival nor a crash in between matters.
A lane that a person unlinked (`held`) is left to him.

And a dossier was merged into another one while intake opened an exchange in it, because intake reads without its lock
which dossier asked for one. What is there is found by its state as well, and a command of the registry brings it along.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from hub.clock import Clock
from hub.database import Database
from hub.execute import execute
from hub.logs import log
from hub.metrics import METRICS
from hub.registry import Registry
from schemas.commands import Command
from schemas.errors import Refused

_AGAIN = timedelta(minutes=1)
_READY = (
    "SELECT l.id, l.joined_to, k.dossier_id FROM lanes l JOIN lanes k ON k.id = l.joined_to "
    "WHERE l.joined_to IS NOT NULL AND l.dossier_id IS NULL AND NOT l.held AND k.dossier_id IS NOT NULL "
    "ORDER BY l.id LIMIT 100"
)
_LEFT = (
    "SELECT h.leads_to, h.key FROM heads h WHERE h.leads_to <> '' AND ("
    "EXISTS (SELECT 1 FROM lanes l WHERE l.dossier_id = h.key) "
    "OR EXISTS (SELECT 1 FROM timers t WHERE t.dossier_id = h.key AND t.done_at IS NULL)) "
    "ORDER BY h.key LIMIT 100"
)


class _Join(NamedTuple):
    lane_id: str
    joins: str
    dossier_id: str


class Joins:
    """Links joined lanes and brings strays along; two of these at once do it once, because the second finds nothing."""

    def __init__(self, database: Database, registry: Registry, clock: Clock) -> None:
        self._database = database
        self._registry = registry
        self._clock = clock
        self._later: dict[str, datetime] = {}

    def tick(self) -> int:
        """Does what can be done now; returns how much that was. What fails is tried again in a minute."""
        now = self._clock.now()
        self._later = {key: at for key, at in self._later.items() if at > now}
        wanted = [(key, command) for key, command in (*self._joined(), *self._strayed()) if key not in self._later]
        return sum(self._give(key, command, now) for key, command in wanted)

    def _joined(self) -> list[tuple[str, Command]]:
        """Lane → what links it."""
        join = self._registry.join
        return [(each.lane_id, join(*each)) for each in map(_Join._make, self._found(_READY))] if join else []

    def _strayed(self) -> list[tuple[str, Command]]:
        """Merged dossier → what brings along what still came to it."""
        follow = self._registry.follow
        return [(from_id, follow(to_id, from_id)) for to_id, from_id in self._found(_LEFT)] if follow else []

    def _found(self, sql: str) -> list[tuple[str, ...]]:
        with self._database.reading() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(sql)]

    def _give(self, key: str, command: Command, now: datetime) -> bool:
        name = type(command).__name__
        try:
            execute(self._database, self._registry, command, actor="timer", at=now)
        except Refused as refused:
            log.warning("join-refused", key=key, command=name, slug=refused.slug)
            METRICS.commands.labels(name, "refused").inc()
        except Exception as error:  # noqa: BLE001 - our own mistake in one place must not stop the clock
            log.error("join-failed", key=key, command=name, error=type(error).__name__, next_try_s=60)
            METRICS.commands.labels(name, "failed").inc()
        else:
            return True
        self._later[key] = now + _AGAIN
        return False
