"""What one process of the hub works with; the roof composes it, the rooms receive it."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.engine import Connection

from hub.batches import Batches
from hub.blobs import Store
from hub.bus import Bus, open_bus
from hub.clock import Clock
from hub.database import Database
from hub.directory import Directory
from hub.execute import execute
from hub.records import Outcome
from hub.registry import Registry
from hub.settings import Settings
from hub.topology import TOPOLOGY
from hub.worker import PACE_S, Worker
from schemas.commands import Command
from schemas.errors import Busy

if TYPE_CHECKING:
    from hub.demo_lenders import DemoLenders
    from hub.doctor.finding import Finding

Facts = Callable[[Connection, str], dict[str, object]]
"""The facts of a dossier (design, section 4), for replay; the handlers room gives it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Runtime:
    """Settings and the parts made from them. Nothing is connected until it is used.

    `counts` are gauges over state that other rooms read, by the name of the metric.
    `checks` are what other rooms let the doctor try; each raises nothing but `Busy` when the database goes away.
    """

    settings: Settings
    database: Database
    clock: Clock
    store: Store
    directory: Directory
    registry: Registry
    facts: Facts
    sign_in_clock: Clock | None = None
    demo_lenders: "DemoLenders | None" = None
    counts: "tuple[tuple[str, Callable[[Connection, datetime], float]], ...]" = ()
    checks: "tuple[Callable[[Runtime], Iterable[Finding]], ...]" = ()

    @property
    def doors(self) -> Clock:
        """The time that sessions, codes and links are counted on: the clock, unless the demo's runs faster."""
        return self.sign_in_clock or self.clock

    def open_bus(self) -> Bus:
        """A bus of its own for the calling thread, which knows the topology already."""
        bus = open_bus(self.settings.broker_url)
        with suppress(Busy):  # what is remembered is declared when the broker is back
            bus.declare(TOPOLOGY)
        return bus

    def worker(self, name: str, bus: Bus, batches: Batches) -> Worker:
        return Worker(
            name,
            self.database,
            bus,
            self.registry,
            self.clock,
            batches=batches,
            batch_size=self.settings.batch_size,
            pace_s=0.0 if self.database.is_sqlite else PACE_S,
        )

    def execute(
        self,
        command: Command,
        *,
        actor: str,
        at: datetime | None = None,
        unit_id: str | None = None,
        seen: int | None = None,
    ) -> Outcome:
        """A person's command, at once; see `hub.execute`."""
        moment = at or self.clock.now()
        return execute(self.database, self.registry, command, actor=actor, at=moment, unit_id=unit_id, seen=seen)
