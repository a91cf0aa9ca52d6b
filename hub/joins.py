"""Joins: an exchange that came under two names before one message told that they are one.

Intake marks the lane that lost its names (`joined_to`) and no new message gets there.
What came there belongs to the application of the other lane: as soon as that one is in a dossier, the command of the
registry links the joined lane to it, in a transaction of its own, and what waited is applied.
It is found by its state, so neither the order of arrival nor a crash in between matters.
A lane that a person unlinked (`held`) is left to him.
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


class _Join(NamedTuple):
    lane_id: str
    joins: str
    dossier_id: str


class Joins:
    """Links joined lanes; two of these at once do it once, because the second finds the lane linked."""

    def __init__(self, database: Database, registry: Registry, clock: Clock) -> None:
        self._database = database
        self._registry = registry
        self._clock = clock
        self._later: dict[str, datetime] = {}

    def tick(self) -> int:
        """Links what can be linked now; returns how many were. One that fails is tried again in a minute."""
        if self._registry.join is None:
            return 0
        now = self._clock.now()
        self._later = {lane_id: at for lane_id, at in self._later.items() if at > now}
        ready = [join for join in self._ready() if join.lane_id not in self._later]
        return sum(self._link(join, self._registry.join(*join), now) for join in ready)

    def _ready(self) -> list[_Join]:
        with self._database.reading() as connection:
            return [_Join(*row) for row in connection.exec_driver_sql(_READY)]

    def _link(self, join: _Join, command: Command, now: datetime) -> bool:
        name = type(command).__name__
        try:
            execute(self._database, self._registry, command, actor="timer", at=now)
        except Refused as refused:
            log.warning("join-refused", lane=join.lane_id, command=name, slug=refused.slug)
            METRICS.commands.labels(name, "refused").inc()
        except Exception as error:  # noqa: BLE001 - our own mistake in one lane must not stop the clock
            log.error("join-failed", lane=join.lane_id, command=name, error=type(error).__name__, next_try_s=60)
            METRICS.commands.labels(name, "failed").inc()
        else:
            return True
        self._later[join.lane_id] = now + _AGAIN
        return False
