"""The role `hub papers`: scans the files that people hand in, and makes the documents that go to lenders.

It reads what is due by its state, works outside transactions, and gives a command with each result; so a crash or a
second process of this role does nothing twice. A scanner that is away stops nothing but the files themselves: they
wait as "wordt gecontroleerd" and go on by themselves when it is back.
"""

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

from sqlalchemy.engine import Connection

from adapters.papers.kinds import MIMES, Kind
from adapters.papers.preparing import Page, Source, prepare
from adapters.papers.receiving import Uploads, attach
from hub.blobs import StoreSink, read_blob
from hub.logs import log
from hub.metrics import METRICS
from hub.runtime import Runtime
from hub.scanning import Clean, Infected, Scanner, Verdict
from schemas.commands import Command
from schemas.documents import BeginScan, RegisterPreparation, RegisterScan
from schemas.errors import Busy, NotFound, Refused

_ACTOR = "papers"
_PAUSE_S = 1.0
_AT_ONCE = 20
_AGAIN = timedelta(minutes=1)
_REST_S = 5
_ALERT_AFTER = timedelta(minutes=5)
_LEFT_AFTER = timedelta(minutes=2)


class Due(Protocol):
    """What waits for this role; the capability `documents` knows it."""

    def files_to_scan(self, connection: Connection, limit: int) -> Sequence[Any]: ...

    def documents_to_make(self, connection: Connection, limit: int) -> Sequence[Any]: ...

    def waiting_since(self, connection: Connection) -> datetime | None: ...


class Arrivals(Uploads, Protocol):
    """Files on their way, and what became of those that nobody looks after any more."""

    def left_whole(self, connection: Connection, before: datetime) -> Sequence[Any]: ...

    def drop_expired(self, connection: Connection, at: datetime) -> int: ...


class Papers:
    """One of this role. What breaks by our own mistake is tried again in a minute and stops nothing else."""

    def __init__(self, runtime: Runtime, due: Due, uploads: Arrivals, scanner: Scanner) -> None:
        self._runtime = runtime
        self._due = due
        self._uploads = uploads
        self._scanner = scanner
        self._later: dict[str, datetime] = {}
        self._alerted_at: datetime | None = None
        self._tidied_at: datetime | None = None

    def run(self, stop: Callable[[], bool]) -> None:
        """Works until `stop`; a dependency that is away is waited for."""
        while not stop():
            try:
                did = self.tick()
            except Busy as busy:
                log.warning("papers-wait", dependency=busy.dependency, why=busy.why, next_try_s=_PAUSE_S)
                METRICS.busy.labels(busy.dependency).inc()
                did = 0
            if not did:
                time.sleep(_PAUSE_S)

    def tick(self) -> int:
        """Does what is due now; returns how much that was. Raises `Busy` when the database is away."""
        now = self._runtime.clock.now()
        self._later = {name: at for name, at in self._later.items() if at > now}
        if self._tidied_at is None or now - self._tidied_at >= _AGAIN:
            self._tidy(now)
            self._tidied_at = now
        did = self._scan(now) + self._make(now)
        self._watch(now)
        return did

    # Files that arrived

    def _tidy(self, now: datetime) -> None:
        """Attaches what arrived whole and was left by a process that died, and forgets what expired."""
        with self._runtime.database.transaction() as connection:
            self._uploads.drop_expired(connection, now)
        with self._runtime.database.reading() as connection:
            left = self._uploads.left_whole(connection, now - _LEFT_AFTER)
        self._each(
            "arrivals", now, [(each.id, partial(attach, self._runtime, self._uploads, each.id)) for each in left]
        )

    # Scanning

    def _scan(self, now: datetime) -> int:
        with self._runtime.database.reading() as connection:
            due = self._due.files_to_scan(connection, self._most())
        found = [each for each in due if self._may(each.attachment_id)]
        for file in found:
            if file.is_new:
                self._give(BeginScan(dossier_id=file.dossier_id, attachment_id=file.attachment_id))
        return self._each("scanner", now, [(each.attachment_id, partial(self._scan_one, each)) for each in found])

    def _scan_one(self, file: Any) -> None:
        verdict = self._scanner.scan(self._content(file.blob))
        named, found = _told(verdict)
        METRICS.files_scanned.labels(named).inc()
        self._give(
            RegisterScan(dossier_id=file.dossier_id, attachment_id=file.attachment_id, verdict=named, found=found)
        )

    def _watch(self, now: datetime) -> None:
        """How long the oldest file waits, as a figure, and as a line in the log after five minutes and every five."""
        with self._runtime.database.reading() as connection:
            since = self._due.waiting_since(connection)
        waits = now - since if since else timedelta()
        METRICS.files_waiting.set(waits.total_seconds())
        if waits < _ALERT_AFTER:
            self._alerted_at = None
        elif self._alerted_at is None or now - self._alerted_at >= _ALERT_AFTER:
            log.error("files-wait-too-long", seconds=round(waits.total_seconds()), dependency="scanner")
            self._alerted_at = now

    # Making documents

    def _make(self, now: datetime) -> int:
        with self._runtime.database.reading() as connection:
            due = self._due.documents_to_make(connection, self._most())
        found = [each for each in due if self._may(each.made_of)]
        return self._each("composer", now, [(each.made_of, partial(self._make_one, each)) for each in found])

    def _make_one(self, task: Any) -> None:
        place = {
            "dossier_id": task.dossier_id,
            "application_id": task.application_id,
            "line_number": task.line_number,
            "made_of": task.made_of,
        }
        try:
            made = self._prepared(task)
        except Refused as refused:
            METRICS.documents_made.labels("refused").inc()
            self._give(RegisterPreparation(**place, trouble=refused.as_dict()))
            return
        sink = StoreSink(self._runtime.store)
        sink.write(made.body)
        METRICS.documents_made.labels("made").inc()
        blob = f"sha256:{sink.close()}"
        self._give(RegisterPreparation(**place, blob=blob, pages=made.pages, size=made.size, sources=made.sources))

    def _prepared(self, task: Any) -> Any:
        sources = {
            each.blob: Source(each.name, Kind(MIMES[each.kind], each.kind, each.pages), self._content(each.blob))
            for each in task.originals
        }
        pages = [Page(each.blob, each.index, each.turn) for each in task.pages]
        most = min(task.most_bytes or self._runtime.settings.max_file_bytes, self._runtime.settings.max_file_bytes)
        return prepare(task.title, pages, sources, most, task.made_at)

    # Small steps

    def _each(self, what: str, now: datetime, acts: Sequence[tuple[str, Callable[[], object]]]) -> int:
        """Does these one by one; what is away is left alone for a while, and the rest waits with it."""
        if not self._may(what):
            return 0
        done = 0
        for name, act in acts:
            try:
                done += self._try(name, act)
            except Busy as busy:
                left = len(acts) - done
                log.warning("papers-wait-for", dependency=busy.dependency, why=busy.why, count=left, next_try_s=_REST_S)
                METRICS.busy.labels(busy.dependency).inc()
                self._later[what] = now + timedelta(seconds=_REST_S)
                break
        return done

    def _content(self, blob: str) -> bytes:
        with self._runtime.database.reading() as connection:
            return read_blob(connection, self._runtime.store, blob)

    def _give(self, command: Command) -> None:
        """Gives a result; what was removed meanwhile has nobody to give it to."""
        try:
            self._runtime.execute(command, actor=_ACTOR)
        except NotFound:
            log.info("paper-is-gone", command=type(command).__name__)

    def _most(self) -> int:
        """How many to ask for, so that what rests never stands before all that is due."""
        return _AT_ONCE + len(self._later)

    def _may(self, name: str) -> bool:
        return name not in self._later

    def _try(self, name: str, act: Callable[[], object]) -> bool:
        """Whether it was done; raises `Busy`. Anything else that breaks here is tried again in a minute."""
        try:
            act()
        except Busy:
            raise
        except Exception as error:  # noqa: BLE001 - our own mistake with one file must not stop the others
            log.error("paper-failed", key=name, error=type(error).__name__, next_try_s=_AGAIN.total_seconds())
            self._later[name] = self._runtime.clock.now() + _AGAIN
            return False
        return True


def _told(verdict: Verdict) -> tuple[str, str]:
    if isinstance(verdict, Clean):
        return "clean", ""
    if isinstance(verdict, Infected):
        return "infected", verdict.name
    return "unscannable", verdict.why
