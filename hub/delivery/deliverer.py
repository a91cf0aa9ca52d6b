"""The deliverer: gives every partner with something due its turn, each on a thread of its own, at most so many at once.

A partner that hangs holds up itself; several processes share the partners turn by turn.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hub.clock import Clock
from hub.database import Database
from hub.delivery.channel import Answer, Channel, OpenWay
from hub.delivery.ownership import owned
from hub.delivery.partners import FOLDER, due_partners, partner_of, partners
from hub.delivery.receipts import take_receipt
from hub.delivery.round import Rounds
from hub.delivery.turns import Turns
from hub.logs import log
from hub.metrics import METRICS
from hub.records import Partner
from schemas.errors import Busy, Refused

_TICK_S = 0.25
_TURN_S = 5.0
"""A turn ends after this, so that partners that wait for a thread get theirs."""
_LISTEN_EVERY_S = 2.0
_LONGEST_PAUSE_S = 5.0
_FIRST_PAUSE_S = 0.5
_IDLE_S = 1.0
"""What stands behind a head that waits may not go; a partner with nothing else is asked again after this."""


@dataclass(slots=True)
class _Way:
    """An open channel, what its row said when it was opened, and the queue that the last round came to."""

    channel: Channel
    said: tuple[str, str, Mapping[str, Any]]
    after: str = ""


@dataclass(slots=True)
class _Rest:
    """How long a partner is left alone because something of our own is away."""

    until: float = 0.0
    pause: float = _FIRST_PAUSE_S

    def longer(self) -> None:
        self.until = time.monotonic() + self.pause
        self.pause = min(self.pause * 2, _LONGEST_PAUSE_S)


@dataclass(slots=True)
class Deliverer:
    """`open_way` opens the channel of a partner; `stop` of `run` ends it between two rounds."""

    database: Database
    clock: Clock
    rounds: Rounds
    open_way: OpenWay
    threads: int = 8
    tick_s: float = _TICK_S
    _ways: dict[str, _Way] = field(default_factory=dict)
    _rests: dict[str, _Rest] = field(default_factory=dict)
    _listened_at: float = float("-inf")
    _stop: Callable[[], bool] = field(default=bool)

    def run(self, stop: Callable[[], bool]) -> None:
        """Delivers until `stop`; a database that is away is waited for."""
        self._stop = stop
        log.info("deliver-started", count=str(self.threads))
        with Turns(self.threads, "deliver") as turns:
            while not stop():
                try:
                    for node in self._wanting():
                        turns.start(node, lambda node=node: self._guarded(node))  # type: ignore[misc]
                except Busy as busy:
                    log.warning("deliver-waits", dependency=busy.dependency, why=busy.why, next_try_s=self.tick_s)
                    METRICS.busy.labels(busy.dependency).inc()
                time.sleep(self.tick_s)
        self.close()

    def drain(self) -> int:
        """Delivers what is due here and now, in this thread; returns how many rounds moved something.

        Raises `Busy` at the end when something of our own was away for a partner.
        """
        moved, failed, again = 0, None, True
        while again:
            self._listened_at, again = float("-inf"), False
            for node in self._wanting():
                try:
                    rounds = self._turn(node)
                except Busy as busy:
                    self._rests.setdefault(node, _Rest()).longer()
                    rounds, failed = 0, failed or busy
                moved, again = moved + rounds, again or rounds > 0
        if failed:
            raise failed
        return moved

    def close(self) -> None:
        """Closes every channel; those of turns that still run must be over."""
        for way in self._ways.values():
            way.channel.close()
        self._ways.clear()

    def _wanting(self) -> list[str]:
        """The partners with something due, and now and then those that lay receipts down somewhere."""
        with self.database.reading() as connection:
            due = due_partners(connection, self.clock.now())
            if time.monotonic() - self._listened_at >= _LISTEN_EVERY_S:
                self._listened_at = time.monotonic()
                due += [each.node for each in partners(connection) if each.channel == FOLDER]
        rested = time.monotonic()
        return [node for node in dict.fromkeys(due) if self._rests.get(node, _Rest()).until <= rested]

    def _guarded(self, node: str) -> None:
        """A turn whose failure is its own: the partner rests a while, and no other does."""
        rest = self._rests.setdefault(node, _Rest())
        try:
            moved = self._turn(node)
        except Busy as busy:
            log.warning("partner-waits", node=node, dependency=busy.dependency, why=busy.why, next_try_s=rest.pause)
            METRICS.busy.labels(busy.dependency).inc()
            rest.longer()
        except Exception:
            rest.longer()  # what is in hand is due again by itself
            raise
        else:
            rest.pause, rest.until = _FIRST_PAUSE_S, 0.0 if moved else time.monotonic() + _IDLE_S

    def _turn(self, node: str) -> int:
        """Rounds until nothing may go, or until it is somebody else's turn; returns how many moved something."""
        with owned(self.database, f"out/{node}") as is_ours:
            way = self._way(node) if is_ours else None
            if way is None:
                return 0
            self._take_answers(node, way.channel)
            return self._rounds(node, way)

    def _rounds(self, node: str, way: _Way) -> int:
        count, until = 0, time.monotonic() + _TURN_S
        while not self._stop() and time.monotonic() < until:
            came_to = self.rounds.take(node, way.channel, way.after)
            if came_to is None:
                break
            way.after = came_to
            count += 1
        return count

    def _way(self, node: str) -> _Way | None:
        """The open channel of the partner; opened anew when its row says something else, `None` when it has no way."""
        with self.database.reading() as connection:
            partner = partner_of(connection, node)
        if partner is None or not partner.channel:
            return None
        said = (partner.channel, partner.address, partner.options)
        known = self._ways.get(node)
        if known and known.said == said:
            return known
        if known:
            del self._ways[node]
            known.channel.close()
        return self._opened(partner, said)

    def _opened(self, partner: Partner, said: tuple[str, str, Mapping[str, Any]]) -> _Way | None:
        try:
            self._ways[partner.node] = way = _Way(self.open_way(partner), said)
        except Refused as refused:
            log.error("no-way", node=partner.node, slug=refused.slug, path=refused.path)
            raise Busy("way", f"the way of {partner.node} does not fit: {refused.en}") from refused
        return way

    def _take_answers(self, node: str, channel: Channel) -> None:
        answers = channel.answers()
        if not answers:
            return
        with self.database.transaction() as connection:
            for each in answers:
                METRICS.partner_receipts.labels(self._taken(connection, node, each)).inc()
        channel.settle(answers)

    def _taken(self, connection: Any, node: str, answer: Answer) -> str:
        if answer.said is None:
            log.warning("receipt-unreadable", node=node, file=answer.id)
            return "unreadable"
        return take_receipt(connection, answer.id, node, answer.said, self.clock.now())
