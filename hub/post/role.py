"""The role `hub post`: hands notifications over to the providers, each channel on a thread of its own.

A notification is claimed, handed over outside a transaction, and a command records what became of it; so a crash
loses nothing, and what comes again has the same identity. A provider that is away stops its own channel only.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy.engine import Connection

from hub.blobs import read_blob
from hub.delivery.pauses import next_try
from hub.delivery.turns import Turns
from hub.logs import log
from hub.metrics import METRICS
from hub.post.leaving import leave_address
from hub.post.port import Bounced, Failed, File, NotNow, Parcel, Provider, Result, Taken
from hub.runtime import Runtime
from hub.sealing import Sealer
from schemas.errors import Busy, NotFound, SettingsError
from schemas.notifications import RegisterSending

ACTOR = "post"
_TICK_S = 0.5
_AT_ONCE = 20
_FIRST_REST_S, _LONGEST_REST_S = 1.0, 60.0
_WATCH_EVERY_S = 15.0
_ALERT_AFTER = timedelta(minutes=5)
_WORDS: Mapping[type[Result], str] = {Taken: "sent", Bounced: "bounced", Failed: "failed", NotNow: "not-now"}


class Due(Protocol):
    """What waits for this role; the capability `notifications` knows it."""

    def due(self, connection: Connection, channel: str, now: datetime, limit: int) -> Sequence[Any]: ...

    def ends_as(self, connection: Connection, row: Any, now: datetime) -> str: ...

    def leaves_at(self, connection: Connection, row: Any, now: datetime) -> datetime: ...

    def claim(self, connection: Connection, row: Any, again_at: datetime) -> bool: ...

    def postpone(self, connection: Connection, row: Any, until: datetime) -> None: ...

    def give_back(self, connection: Connection, row: Any) -> None: ...

    def try_again(self, connection: Connection, row: Any, why: str, at: datetime) -> None: ...

    def figures(self, connection: Connection, now: datetime) -> Any: ...

    def erase(self, connection: Connection, now: datetime) -> int: ...


class Post:
    """One of this role; several may run, because a notification is claimed by one."""

    def __init__(self, runtime: Runtime, due: Due, providers: Mapping[str, Provider]) -> None:
        self._runtime = runtime
        self._due = due
        self._providers = providers
        self._sealer = Sealer(runtime.settings)
        self._rests = dict.fromkeys(providers, 0.0)
        self._pauses = dict.fromkeys(providers, _FIRST_REST_S)
        self._watched_at = float("-inf")
        self._alerted_at: datetime | None = None

    def run(self, stop: Callable[[], bool]) -> None:
        """Works until `stop`; what is away is waited for."""
        log.info("post-started")
        with Turns(len(self._providers) + 1, "post") as turns:
            while not stop():
                for channel in self._providers:
                    turns.start(channel, lambda channel=channel: self._guarded(channel))  # type: ignore[misc]
                turns.start("watch", self._guarded_watch)
                time.sleep(_TICK_S)

    def tick(self) -> int:
        """Hands over what is due now, in this thread; returns how many. Raises `Busy` when a provider is away."""
        done, failed = 0, None
        for channel in self._providers:
            try:
                done += self.hand_over(channel)
            except Busy as busy:
                failed = failed or busy
        self.watch()
        if failed:
            raise failed
        return done

    def hand_over(self, channel: str) -> int:
        """What is due in one channel; returns how many were claimed. Raises `Busy`."""
        with self._runtime.database.reading() as connection:
            rows = self._due.due(connection, channel, self._runtime.clock.now(), _AT_ONCE)
        return sum(self._one(row) for row in rows)

    def watch(self) -> None:
        """The figures, a line in the log when something waits for five minutes, and erasing what is old enough."""
        now = self._runtime.clock.now()
        with self._runtime.database.transaction() as connection:
            self._due.erase(connection, now)
        with self._runtime.database.reading() as connection:
            figures = self._due.figures(connection, now)
        for (channel, state), count in figures.states.items():
            METRICS.notifications.labels(channel, state).set(count)
        for channel in self._providers:
            since = figures.due_since.get(channel)
            METRICS.oldest_notification.labels(channel).set((now - since).total_seconds() if since else 0)
        oldest = min(figures.due_since.values(), default=now)
        if now - oldest < _ALERT_AFTER:
            self._alerted_at = None
        elif self._alerted_at is None or now - self._alerted_at >= _ALERT_AFTER:
            log.error("notifications-wait-too-long", seconds=round((now - oldest).total_seconds()))
            self._alerted_at = now

    # One notification

    def _one(self, row: Any) -> int:
        now = self._runtime.clock.now()
        with self._runtime.database.transaction() as connection:
            ends_as = self._due.ends_as(connection, row, now)
            leaves = self._due.leaves_at(connection, row, now)
            if not ends_as and leaves > now:
                self._due.postpone(connection, row, leaves)
                return 0
            if not self._due.claim(connection, row, self._again_at(row, None)):
                return 0
        if ends_as:
            self._record(row, Failed(ends_as), "hub")
        else:
            self._handed(row)
        return 1

    def _handed(self, row: Any) -> None:
        provider = self._providers[row.channel]
        try:
            result = self._result(provider, row)
        except Busy:
            with self._runtime.database.transaction() as connection:
                self._due.give_back(connection, row)
            raise
        METRICS.notifications_tried.labels(row.channel, _WORDS[type(result)]).inc()
        self._record(row, result, provider.name)

    def _result(self, provider: Provider, row: Any) -> Result:
        try:
            return provider.send(self._parcel(row))
        except NotFound:
            return Failed("file-missing")
        except SettingsError:  # what is sealed under another key, or only looks sealed, holds up itself alone
            log.error("notification-stays-sealed", key=row.id, why="HUB_SECRET_KEY")
            return NotNow("sealed")
        except ValueError as error:  # what cannot be written as a message will never go
            log.error("notification-unwritable", key=row.id, error=type(error).__name__)
            return Failed("unwritable")

    def _record(self, row: Any, result: Result, provider: str) -> None:
        if isinstance(result, NotNow):
            log.warning("notification-not-sent", key=row.id, channel=row.channel, why=result.why)
            with self._runtime.database.transaction() as connection:
                self._due.try_again(connection, row, result.why, self._again_at(row, result.retry_after))
            return
        said: dict[str, Any] = {"ending": _WORDS[type(result)], "provider": provider}
        if isinstance(result, Taken):
            said["provider_id"] = result.provider_id
        else:
            said["reason"] = result.reason
        self._runtime.execute(RegisterSending(office_id=row.office_id, notification_id=row.id, **said), actor=ACTOR)

    def _parcel(self, row: Any) -> Parcel:
        settings = self._runtime.settings
        return Parcel(
            id=row.id,
            channel=row.channel,
            made_at=row.made_at,
            address=row.address,
            name=row.name,
            sender=row.sender,
            language=row.language,
            subject=row.subject,
            text=self._sealer.opened(row.text),
            html=self._sealer.opened(row.html, as_html=True),
            files=tuple(self._file(each) for each in row.enclosures),
            leave=leave_address(settings, row.id) if row.can_switch_off else "",
        )

    def _file(self, said: Mapping[str, str]) -> File:
        about = (said.get("shown_as", ""), said.get("method", "PUBLISH"))
        if "text" in said:
            return File(said["name"], said["media_type"], said["text"].encode(), *about)
        with self._runtime.database.reading() as connection:
            body = read_blob(connection, self._runtime.store, said["blob"])
        return File(said["name"], said["media_type"], body, *about)

    def _again_at(self, row: Any, retry_after: float | None) -> datetime:
        now, pauses = self._runtime.clock.now(), self._runtime.settings.pauses
        longest = max(pauses[min(row.attempts, len(pauses) - 1)], 60.0)
        return next_try(now, (longest,), 1, row.id, retry_after)

    # Turns

    def _guarded(self, channel: str) -> None:
        """A turn whose trouble is its own: the channel rests, longer each time, and the other goes on."""
        if time.monotonic() < self._rests[channel]:
            return
        try:
            self.hand_over(channel)
        except Busy as busy:
            pause = self._pauses[channel]
            log.warning("post-waits", channel=channel, dependency=busy.dependency, why=busy.why, next_try_s=pause)
            METRICS.busy.labels(busy.dependency).inc()
            self._rests[channel] = time.monotonic() + pause
            self._pauses[channel] = min(pause * 2, _LONGEST_REST_S)
        else:
            self._pauses[channel] = _FIRST_REST_S

    def _guarded_watch(self) -> None:
        if time.monotonic() - self._watched_at < _WATCH_EVERY_S:
            return
        self._watched_at = time.monotonic()
        try:
            self.watch()
        except Busy as busy:
            log.warning("post-waits", dependency=busy.dependency, why=busy.why)
