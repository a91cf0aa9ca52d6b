"""The role `hub deliver`: what goes out, the receipts that come back, and the folders that partners lay messages in."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from adapters.channels.clearing import Clearing
from adapters.channels.hot_folder import HotFolder
from adapters.channels.out.amqp_receipts import ReceiptsConsumer
from adapters.channels.out.ways import IN_FOLDER, Ways
from adapters.channels.ringer import Ringer
from adapters.channels.role import intake_of
from adapters.channels.trial import ChildTrial
from adapters.intake import Intake
from adapters.raw import outgoing_bytes
from hub.delivery import steps
from hub.delivery.deliverer import Deliverer
from hub.delivery.ownership import owned
from hub.delivery.partners import partners
from hub.delivery.round import Rounds
from hub.delivery.turns import Turns
from hub.logs import log
from hub.metrics import METRICS
from hub.runtime import Runtime
from schemas.errors import Busy

_LOOK_EVERY_S = 1.0
_FOLDERS_AT_ONCE = 4


def deliver(runtime: Runtime, stop: Callable[[], bool], *, reached: steps.Reached = steps.unwatched) -> None:
    """Delivers, takes receipts and reads folders until `stop`."""
    with ExitStack() as parts:
        ringer = parts.enter_context(closing(Ringer(runtime.open_bus)))
        folders = HotFolders(runtime, intake_of(runtime), ringer)
        parts.enter_context(_beside("folders", folders.run, stop))
        if not runtime.settings.is_embedded:
            receipts = ReceiptsConsumer(runtime.settings.broker_url, runtime.database, runtime.clock)
            parts.enter_context(_beside("receipts", receipts.run, stop))
        ways = parts.enter_context(closing(Ways(runtime.settings, reached)))
        deliverer_of(runtime, ways, reached).run(stop)


def deliverer_of(runtime: Runtime, ways: Ways, reached: steps.Reached = steps.unwatched) -> Deliverer:
    """The deliverer of this process."""
    rounds = Rounds(
        runtime.database,
        runtime.clock,
        lambda connection, row: outgoing_bytes(connection, runtime.store, row),
        runtime.settings.pauses,
        reached,
    )
    return Deliverer(runtime.database, runtime.clock, rounds, ways.open, threads=runtime.settings.delivery_threads)


@dataclass(slots=True)
class HotFolders:
    """The folders of all partners that have one; each is read by one process at a time."""

    runtime: Runtime
    intake: Intake
    ringer: Ringer
    _open: dict[str, HotFolder] = field(default_factory=dict)
    _clearings: dict[str, Clearing] = field(default_factory=dict)

    def run(self, stop: Callable[[], bool]) -> None:
        """Looks into every folder once a second until `stop`; a folder that hangs holds up no other."""
        with Turns(_FOLDERS_AT_ONCE, "folder") as turns:
            while not stop():
                try:
                    for node, place in self._folders().items():
                        turns.start(node, lambda node=node, place=place: self._look(node, place))  # type: ignore[misc]
                except Busy as busy:
                    _tell(busy, "")
                time.sleep(_LOOK_EVERY_S)
        for folder in self._open.values():
            folder.close()

    def _folders(self) -> dict[str, Path]:
        with self.runtime.database.reading() as connection:
            found = {each.node: each.options.get(IN_FOLDER) for each in partners(connection)}
        return {node: Path(folder) for node, folder in found.items() if folder}

    def _look(self, node: str, folder: Path) -> None:
        try:
            with owned(self.runtime.database, f"in/{node}") as is_ours:
                while is_ours and self._folder(node, folder).take():
                    pass
                if is_ours:
                    self._clearing(node, folder).look()
        except Busy as busy:
            _tell(busy, node)

    def _folder(self, node: str, folder: Path) -> HotFolder:
        known = self._open.get(node)
        if known is None or known.folder != folder:
            ring, trial = self.ringer.ring, ChildTrial()  # it starts a child when it first needs one
            known = HotFolder(folder, node, self.intake, self.runtime.clock, ring, trial=trial)
            self._open[node] = known
        return known

    def _clearing(self, node: str, folder: Path) -> Clearing:
        known = self._clearings.get(node)
        if known is None or known.folder != folder:
            known = Clearing(folder, node, self.runtime.settings.folder_days)
            self._clearings[node] = known
        return known


def _tell(busy: Busy, node: str) -> None:
    METRICS.busy.labels(busy.dependency).inc()
    log.warning("folder-waits", node=node, dependency=busy.dependency, why=busy.why, next_try_s=_LOOK_EVERY_S)


@contextmanager
def _beside(name: str, run: Callable[[Callable[[], bool]], None], stop: Callable[[], bool]) -> Iterator[None]:
    """Runs something in a thread of its own as long as the context lasts, or until `stop`."""
    ended = threading.Event()
    thread = threading.Thread(target=run, args=(lambda: ended.is_set() or stop(),), name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
