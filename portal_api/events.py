"""What changed, as it happens: one look at the outcomes for all who listen, and to each only what is in his scope.

A notice says which dossier, or which exchange without one, something happened to, and never what.
PostgreSQL hands numbers out before they are committed, so each look goes back a little and tells what it has not told
yet.
"""

import asyncio
from collections import Counter as Tally
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Literal, TypeVar

from sqlalchemy.engine import Connection
from starlette.concurrency import run_in_threadpool

from handlers.dossiers.views import visible
from hub.logs import log
from hub.runtime import Runtime
from hub.views import changes_after, lane_for, newest_change
from schemas.errors import Busy, Refused
from schemas.viewer import Viewer

T = TypeVar("T")

LOOKS_EVERY_S = 1.0
MOST_PER_PERSON = 6
_GOES_BACK = 200
_MOST = 1000
_QUEUED = 100


@dataclass(frozen=True, slots=True)
class Notice:
    """`number` is where a listener goes on after an interruption; `about` says what `id` names."""

    number: int
    id: str
    kind: str
    about: Literal["dossier", "exchange"] = "dossier"


@dataclass(slots=True, eq=False)
class Listener:
    """One open connection; `missed` when it took so slowly that notices were dropped."""

    viewer: Viewer
    notices: "asyncio.Queue[Notice]" = field(default_factory=lambda: asyncio.Queue(_QUEUED))
    missed: bool = False

    def tell(self, notice: Notice) -> None:
        try:
            self.notices.put_nowait(notice)
        except asyncio.QueueFull:
            self.missed = True


class Watch:
    """Looks at the outcomes while somebody listens. It lives in the event loop of one process."""

    def __init__(self, runtime: Runtime, looks_every_s: float = LOOKS_EVERY_S) -> None:
        self._runtime = runtime
        self._pause = looks_every_s
        self._listeners: set[Listener] = set()
        self._told: deque[int] = deque(maxlen=2 * _MOST)
        self._newest = 0
        self._looking: asyncio.Task[None] | None = None

    def check_room(self, viewer: Viewer) -> None:
        """Raises `Refused` (`too-many-listeners`) for somebody who listens as often as one may."""
        open_by = Tally(each.viewer.actor for each in self._listeners)
        if open_by[viewer.actor] >= MOST_PER_PERSON:
            raise Refused("too-many-listeners", came=str(open_by[viewer.actor] + 1), expected=str(MOST_PER_PERSON))

    @contextmanager
    def listening(self, viewer: Viewer) -> Iterator[Listener]:
        """A listener for as long as the context is open; raises `Refused` (`too-many-listeners`)."""
        self.check_room(viewer)
        listener = Listener(viewer)
        self._listeners.add(listener)
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        try:
            yield listener
        finally:
            self._listeners.discard(listener)

    async def missed_by(self, viewer: Viewer, number: int) -> list[Notice]:
        """What this viewer did not hear since that number; nothing when it is too long ago."""
        newest = await run_in_threadpool(self._read, newest_change)
        if not newest - _MOST <= number < newest:
            return []
        found = await run_in_threadpool(self._read, lambda c: changes_after(c, number, _MOST))
        return await self.in_scope(viewer, [Notice(*each) for each in found])

    async def in_scope(self, viewer: Viewer, notices: list[Notice]) -> list[Notice]:
        """Of these what this viewer may see now, one per dossier or exchange."""
        return await run_in_threadpool(self._in_scope, viewer, notices)

    async def _look(self) -> None:
        """While the database is away nobody is told anything, and everybody stays."""
        self._newest = 0
        while self._listeners:
            with suppress(Busy):
                fresh = await run_in_threadpool(self._fresh)
                for listener in list(self._listeners) if fresh else ():
                    for notice in await run_in_threadpool(self._in_scope, listener.viewer, fresh):
                        listener.tell(notice)
            await asyncio.sleep(self._pause)
        log.debug("events-rest")

    def _fresh(self) -> list[Notice]:
        """What no look has seen; the first look of a round only learns where things stand."""
        is_first = self._newest == 0
        if is_first:
            self._newest = max(1, self._read(newest_change))
        since = max(0, self._newest - _GOES_BACK)
        found = self._read(lambda connection: changes_after(connection, since, _MOST))
        fresh = [Notice(*each) for each in found if each[0] not in self._told]
        self._told.extend(each.number for each in fresh)
        self._newest = max([self._newest, *(each.number for each in fresh)])
        return [] if is_first else fresh

    def _in_scope(self, viewer: Viewer, notices: list[Notice]) -> list[Notice]:
        """One notice per dossier or exchange that this viewer may see, the last of each."""
        last = {each.id: each for each in notices}
        with self._runtime.database.reading() as connection:
            found = [_seen(viewer, connection, each) for each in last.values()]
        return [each for each in found if each is not None]

    def _read(self, ask: Callable[[Connection], T]) -> T:
        with self._runtime.database.reading() as connection:
            return ask(connection)


def _seen(viewer: Viewer, connection: Connection, notice: Notice) -> Notice | None:
    """The notice as this viewer may have it; what is neither his dossier nor his exchange is nothing to him."""
    if visible(viewer, connection, notice.id) is not None:
        return replace(notice, about="dossier")
    is_his = lane_for(viewer, connection, notice.id) is not None
    return replace(notice, about="exchange") if is_his else None
