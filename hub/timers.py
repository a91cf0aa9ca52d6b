"""Durable timers: a command at a moment. They survive restarts and are given once."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from hub import rows as statements
from hub.clock import Clock
from hub.database import Database
from hub.execute import MERGED, execute
from hub.ids import derived_id
from hub.logs import log
from hub.metrics import METRICS
from hub.records import TIMERS, Timer
from hub.registry import Registry
from schemas.errors import Refused

_AT_ONCE = 100
_AGAIN = timedelta(minutes=1)


class Timers:
    """Gives the commands that are due.

    The id of the command follows from the timer and its moment, so that two clocks give it once,
    and a reminder that is set again under the same name is given again.
    """

    def __init__(self, database: Database, registry: Registry, clock: Clock) -> None:
        self._database = database
        self._registry = registry
        self._clock = clock
        self._later: dict[str, datetime] = {}

    def tick(self) -> int:
        """Gives what is due now; returns how many. A refused one is done; one that fails is tried again in a minute."""
        now = self._clock.now()
        self._later = {timer_id: at for timer_id, at in self._later.items() if at > now}
        due = [timer for timer in self._due(now) if timer.id not in self._later]
        for timer in due:
            self._give(timer, now)
        return len(due)

    def _due(self, now: datetime) -> list[Timer]:
        names = ", ".join(f'"{name}"' for name in TIMERS.columns)
        with self._database.reading() as connection:
            marker = "%s" if connection.dialect.name == "postgresql" else "?"
            sql = (
                f"SELECT {names} FROM timers WHERE done_at IS NULL AND due_at <= {marker} "  # noqa: S608 - no input in it
                f"ORDER BY due_at LIMIT {_AT_ONCE}"
            )
            at = now if connection.dialect.name == "postgresql" else now.isoformat(timespec="microseconds")
            return statements.values_of(connection.dialect, TIMERS, connection.exec_driver_sql(sql, (at,)).fetchall())

    def _give(self, timer: Timer, now: datetime) -> None:
        command = self._registry.commands[timer.name].model_validate_json(timer.arguments)
        unit_id = derived_id(timer.id, timer.due_at.isoformat())
        try:
            execute(self._database, self._registry, command, actor="timer", at=now, unit_id=unit_id)
        except Refused as refused:
            if refused.slug == MERGED:
                return  # it is another dossier's by now, and the next look reads whose
            log.warning("timer-refused", timer=timer.id, command=timer.name, slug=refused.slug)
            METRICS.commands.labels(timer.name, "refused").inc()
        except Exception as error:  # noqa: BLE001 - our own mistake in one timer must not stop the clock
            log.error("timer-failed", timer=timer.id, command=timer.name, error=type(error).__name__, next_try_s=60)
            METRICS.commands.labels(timer.name, "failed").inc()
            self._later[timer.id] = now + _AGAIN
            return
        with self._database.transaction() as connection:
            _finish(connection, timer, now)


def next_due(connection: Connection, after: datetime) -> datetime | None:
    """The moment of the first timer that is due after this one; nothing when none is set."""
    timers = TIMERS.table.c
    query = select(func.min(timers.due_at)).where(timers.done_at.is_(None) & (timers.due_at > after))
    return connection.execute(query).scalar()


def _finish(connection: Connection, timer: Timer, now: datetime) -> None:
    """Marks the timer done, unless its own command set it again for another moment."""
    for current in statements.select(connection, TIMERS, "id", [timer.id]):
        if current.due_at == timer.due_at:
            statements.write(connection, TIMERS, [replace(current, done_at=now)], "replace")
