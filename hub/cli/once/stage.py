"""The hub of the demonstration: every role of it in this process, moved step by step on a clock that is set by hand."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import inspect

from hub.batches import Batches
from hub.cli.once.cast import OFFICES, PACKAGES, ROLES
from hub.clock import AMSTERDAM
from hub.delivery.deliverer import Deliverer
from hub.delivery.partners import partners
from hub.joins import Joins
from hub.liveness import Life, worker_name
from hub.relay import Relay
from hub.roof import compose, open_counter, papers_of
from hub.runtime import Runtime
from hub.schema import upgrade
from hub.settings import Settings
from hub.timers import Timers
from schemas.errors import Refused

_WAIT_S = 0.01
_PATIENCE_S = 10.0


class SteppedClock:
    """Time that moves when it is told to, and never back."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at

    def business_date(self) -> date:
        return self._at.astimezone(AMSTERDAM).date()

    def move_to(self, at: datetime) -> None:
        self._at = max(self._at, at)


@dataclass(frozen=True, slots=True)
class Theatre:
    """A running hub. `take` reads the folders of partners, `work` applies what is due, `deliver` sends what is due.

    `prepare` scans files and makes documents.
    Each returns how much moved; the other channels take messages in by themselves.
    """

    hub: Runtime
    clock: SteppedClock
    take: Callable[[], int]
    work: Callable[[], int]
    prepare: Callable[[], int]
    deliver: Callable[[], int]

    @property
    def url(self) -> str:
        return self.hub.settings.public_url

    def sql(self, text: str) -> list[tuple[Any, ...]]:
        """Rows of a statement that reads."""
        with self.hub.database.reading() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(text)]


@contextmanager
def staged(settings: Settings, clock: SteppedClock) -> Iterator[Theatre]:
    """The hub with everybody known to it; the counter listens as long as the context is open.

    Raises `Refused` (`target-not-empty`): nobody's data is played upon.
    """
    hub = compose(settings, clock=clock)
    with ExitStack() as parts:
        parts.callback(hub.database.close)
        if inspect(hub.database.engine).get_table_names():
            raise Refused("target-not-empty", path="database_url")
        upgrade(hub.database)
        _introduce(hub)
        _start(parts, "counter", lambda stop: _serve(hub, stop))
        if not settings.is_embedded:
            _start(parts, "intake", lambda stop: _receive(hub, stop))
            _start(parts, "receipts", lambda stop: _receipts(hub, stop))
        hands = parts.enter_context(_hands(hub))
        deliverer = parts.enter_context(_deliverer(hub))
        _until_ready(settings.public_url)
        folders = parts.enter_context(_folders(hub))
        yield Theatre(hub, clock, folders, hands, _papers(hub), deliverer.drain)


def _start(parts: ExitStack, name: str, role: Callable[[Callable[[], bool]], None]) -> None:
    stop = threading.Event()
    thread = threading.Thread(target=role, args=(stop.is_set,), name=f"once-{name}", daemon=True)
    thread.start()

    def end() -> None:
        stop.set()
        thread.join(_PATIENCE_S)

    parts.callback(end)


def _serve(hub: Runtime, stop: Callable[[], bool]) -> None:
    from portal_api.serving import serve

    with open_counter(hub) as counter:
        serve(counter, stop)


def _receive(hub: Runtime, stop: Callable[[], bool]) -> None:
    from adapters.channels.role import receive

    receive(hub, stop)


@contextmanager
def _hands(hub: Runtime) -> Iterator[Callable[[], int]]:
    """One worker with relay and clocks beside it, which work until nothing is due."""
    name = worker_name("once")
    bus = hub.open_bus()
    worker = hub.worker(name, bus, Batches(hub.database, hub.clock))
    relay = Relay(hub.database, bus, hub.clock, again_s=0)
    timers = Timers(hub.database, hub.registry, hub.clock)
    joins = Joins(hub.database, hub.registry, hub.clock)

    def work() -> int:
        handled = 0
        while True:
            moved = 0
            while relay.look():
                while count := worker.round(_WAIT_S):
                    moved += count
            moved += timers.tick() + joins.tick()
            handled += moved
            if not moved:
                return handled

    with Life(hub.database, name):
        yield work
    worker.close()
    bus.close()


def _papers(hub: Runtime) -> Callable[[], int]:
    """Scans and makes until nothing is left to do."""
    papers = papers_of(hub)

    def prepare() -> int:
        return sum(iter(papers.tick, 0))

    return prepare


@contextmanager
def _deliverer(hub: Runtime) -> Iterator[Deliverer]:
    from adapters.channels.out.role import deliverer_of
    from adapters.channels.out.ways import Ways

    with closing(Ways(hub.settings)) as ways, closing(deliverer_of(hub, ways)) as made:
        yield made


@contextmanager
def _folders(hub: Runtime) -> Iterator[Callable[[], int]]:
    """Takes what partners laid in their folders; nothing here writes slowly, so nothing is waited for."""
    from adapters.channels.hot_folder import HotFolder
    from adapters.channels.out.ways import IN_FOLDER
    from adapters.channels.ringer import Ringer
    from adapters.channels.role import intake_of
    from adapters.channels.trial import ChildTrial

    intake, opened = intake_of(hub), dict[str, HotFolder]()
    with closing(Ringer(hub.open_bus)) as ringer, closing(ChildTrial()) as trial:

        def take() -> int:
            with hub.database.reading() as connection:
                known = [each for each in partners(connection) if each.options.get(IN_FOLDER)]
            for each in known:
                folder = Path(each.options[IN_FOLDER])
                opened.setdefault(
                    each.node,
                    HotFolder(folder, each.node, intake, hub.clock, ringer.ring, trial=trial, settled_s=0.0),
                )
            return sum(folder.take() for folder in opened.values())

        yield take


def _receipts(hub: Runtime, stop: Callable[[], bool]) -> None:
    from adapters.channels.out.amqp_receipts import ReceiptsConsumer

    ReceiptsConsumer(hub.settings.broker_url, hub.database, hub.clock).run(stop)


def _introduce(hub: Runtime) -> None:
    """Offices that can be written to, lenders, packages, and the numbers under which lenders know the offices."""
    from handlers.offices.directory import add_office, add_partner, set_agent_number, set_profile

    with hub.database.transaction() as connection:
        for place, office in enumerate(OFFICES):
            add_office(connection, name=office.name, node=office.node, at=hub.clock.now())
            set_agent_number(connection, office=office.node, number=office.agent_number)
            set_profile(
                connection,
                office=office.node,
                company=office.name,
                phone=f"03012345{place:02}",
                afm_number=f"120000{place:02}",
                street="Brugstraat",
                house_number=str(place + 1),
                postcode="3511AB",
                city="Utrecht",
            )
        for role in ROLES:
            lender = role.lender
            add_partner(connection, node=lender.node, kind="lender", code=lender.code, name=lender.name)
        for node, name in PACKAGES:
            add_partner(connection, node=node, kind="package", code="", name=name)


def _until_ready(url: str) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    with httpx.Client(base_url=url, trust_env=False) as client:
        while time.monotonic() < deadline:
            try:
                if client.get("/health/ready").status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                pass
            time.sleep(_WAIT_S)
    raise TimeoutError(f"the counter at {url} was not ready in {_PATIENCE_S:.0f} s")
