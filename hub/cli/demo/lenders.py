"""The lenders of the demo: simulated partners that answer what its people send, over folders of the hub's own channel.

They begin with the recorded chains in mind, and keep what they know in a file per lender: they go on after a stop.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked

from adapters.simulator.chains import LENDERS, chains
from adapters.simulator.desk import Desk, Record
from adapters.simulator.folder import FolderEnd
from adapters.simulator.lender import Lender, Memory
from adapters.simulator.post import Said
from adapters.simulator.recalling import recall
from adapters.simulator.station import HubAwayError, Station
from hub.cli.demo.filling import TODAY
from hub.clock import Clock
from hub.delivery.partners import FOLDER, partner_of, set_way
from hub.logs import log
from hub.runtime import Runtime
from schemas.errors import SettingsError

_EVERY_S = 0.3
_PATIENCE_S = 5.0
_ON_ITS_WAY_S = 2.0
_LOOK_S = 0.05


@checked(frozen=True, config=ConfigDict(ser_json_bytes="base64", val_json_bytes="base64"))
class Kept:
    """The file of one lender."""

    memory: Memory
    record: Record
    waiting: tuple[Said, ...]


_KEPT = TypeAdapter(Kept)


@dataclass(frozen=True, slots=True)
class Seat:
    """One lender at work: `folder` has its two ways, `place` is what it knows."""

    lender: Lender
    desk: Desk
    station: Station
    folder: Path
    place: Path
    guard: threading.Lock = field(default_factory=threading.Lock)

    def round(self) -> int:
        """Everything that can be done now; what it knows is written before anybody may rely on it."""
        moved = self.station.round()
        if moved:
            self.keep()
        return moved

    def keep(self) -> None:
        kept = Kept(self.lender.memory, self.desk.record, self.station.waiting)
        beside = self.place.with_suffix(".new")
        beside.write_bytes(_KEPT.dump_json(kept))
        beside.replace(self.place)


class Lenders:
    """Every lender of the demo, in `folder`; it keeps the port `hub/demo_lenders.py`."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._clock = clock
        self._seats = {each.code: _seat(folder, each.node, each.code, clock) for each in LENDERS}

    def introduce(self, hub: Runtime) -> None:
        """Tells the hub where they are reached; a way that somebody chose stays."""
        for seat in self._seats.values():
            if not seat.place.exists():
                seat.keep()
        with hub.database.transaction() as connection:
            for seat in self._seats.values():
                known = partner_of(connection, seat.lender.node)
                if known is None or not known.channel or (known.channel == FOLDER and not Path(known.address).is_dir()):
                    options = {"in_folder": str(_to_hub(seat.folder))}
                    address, at = str(_from_hub(seat.folder)), hub.clock.now()
                    set_way(
                        connection,
                        seat.lender.node,
                        channel=FOLDER,
                        address=address,
                        options=options,
                        most_bytes=None,
                        at=at,
                    )

    def has_more(self, code: str, number: str) -> bool:
        seat = self._seats.get(code)
        return bool(seat and seat.lender.has_more(number))

    def knows(self, code: str, number: str) -> bool:
        seat = self._seats.get(code)
        return bool(seat and any(each.number == number for each in seat.lender.cases))

    def answer_now(self, code: str, number: str) -> bool:
        """Waits a little for what is on its way there, and for the hub's receipt of the answer."""
        seat = self._seats.get(code)
        if seat is None or not _until(lambda: _hurried(seat, number, self._clock.now()), _ON_ITS_WAY_S):
            return False
        _until(lambda: _heard(seat), _PATIENCE_S)
        return True

    @property
    def next_at(self) -> datetime | None:
        return min((at for seat in self._seats.values() if (at := seat.desk.next_at)), default=None)

    def round(self) -> int:
        """One turn of everybody; returns how much moved."""
        return sum(_turn(seat) for seat in self._seats.values())

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """They do what is due on the demo's clock until the context is left."""
        ended = threading.Event()

        def work() -> None:
            while not ended.wait(_EVERY_S):
                self.round()

        thread = threading.Thread(target=work, name="demo-lenders", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()


def _turn(seat: Seat) -> int:
    """One round of a lender; what the hub does not take now stays with the lender."""
    with seat.guard:
        try:
            return seat.round()
        except HubAwayError as away:
            log.warning("demo-lender-waits", node=seat.lender.node, why=str(away))
            return 0


def _hurried(seat: Seat, number: str, now: datetime) -> bool:
    _turn(seat)
    with seat.guard:
        is_hurried = seat.lender.hurry(number, now)
    if is_hurried:
        _turn(seat)
    return is_hurried


def _heard(seat: Seat) -> bool:
    """Whether the hub has answered everything that was handed over."""
    _turn(seat)
    return not seat.station.is_waiting and all(each.outcome for each in seat.desk.gave.values())


def _until(is_true: Callable[[], bool], patience_s: float) -> bool:
    """Whether it became true within so many seconds."""
    deadline = time.monotonic() + patience_s
    while not is_true():
        if time.monotonic() > deadline:
            return False
        time.sleep(_LOOK_S)
    return True


def _seat(folder: Path, node: str, code: str, clock: Clock) -> Seat:
    """A lender with what it knew; raises `SettingsError` for a file that says something else."""
    own = folder / "lenders" / node
    place = own / "memory.json"
    lender = Lender(node, code)
    made: list[Seat] = []
    desk = Desk(lender, clock.now, lambda _: made[0].keep())
    station = Station(desk, FolderEnd(desk, inbox=_from_hub(own), outbox=_to_hub(own)))
    made.append(Seat(lender, desk, station, own, place))
    if place.exists():
        _remember(made[0])
    else:
        for chain in chains(TODAY):
            if any(sender == node for sender, _, _ in chain.messages):
                recall(lender, chain, clock.now())
    return made[0]


def _remember(seat: Seat) -> None:
    try:
        kept = _KEPT.validate_json(seat.place.read_bytes())
    except (OSError, ValidationError) as error:
        raise SettingsError(
            f"{seat.place.name} of {seat.lender.node} cannot be read; run `make demo-reset` to begin anew."
        ) from error
    seat.lender.remember(kept.memory)
    seat.desk.remember(kept.record)
    seat.station.put_back(kept.waiting)


def _from_hub(folder: Path) -> Path:
    return folder / "from-hub"


def _to_hub(folder: Path) -> Path:
    return folder / "to-hub"
