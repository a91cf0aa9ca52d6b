"""One round with one partner: the due heads are claimed, handed to its channel, and what became of them is recorded.

Between every two steps the process may die: nothing is lost, and what comes again has the same identity.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.engine import Connection

from hub.clock import Clock
from hub.database import Database
from hub.delivery import steps
from hub.delivery.breaker import Breaker
from hub.delivery.channel import Acknowledged, Channel, Delivered, NotNow, Parcel, RefusedByPartner, Result
from hub.delivery.heads import Claimed, claim, due_heads
from hub.delivery.partners import partner_of
from hub.delivery.pauses import next_try
from hub.delivery.results import record, record_breaker
from hub.logs import log
from hub.metrics import METRICS
from hub.records import Outgoing, Partner
from schemas.errors import Busy, NotFound

Restore = Callable[[Connection, Outgoing], bytes]
"""The whole bytes of a row, its files put back; raises `NotFound` when they are gone, `Busy` when they are away."""

_WORDS: Mapping[type[Result], str] = {
    Delivered: "delivered",
    Acknowledged: "acknowledged",
    RefusedByPartner: "refused",
    NotNow: "not-now",
}


@dataclass(frozen=True, slots=True)
class _Found:
    """What one look found: who it is for, the queue that it came to, and what has its bytes and what has not."""

    partner: Partner
    breaker: Breaker
    came_to: str
    at: datetime
    parcels: Sequence[Parcel]
    gone: Sequence[Outgoing]


@dataclass(frozen=True, slots=True)
class Rounds:
    """What every round needs. `pauses` are the seconds before each next try; `reached` is told of every step."""

    database: Database
    clock: Clock
    restore: Restore
    pauses: Sequence[float]
    reached: steps.Reached = steps.unwatched

    def take(self, node: str, channel: Channel, after: str) -> str | None:
        """One round; returns the queue that it came to, `None` when nothing may go now.

        Raises `Busy` when something of our own is away; then nothing was tried.
        """
        found = self._look(node, channel, after)
        if found is None:
            return None
        self.reached(steps.TAKEN)
        claimed = self._claim(found)
        self.reached(steps.CLAIMED)
        results = self._deliver(channel, found, claimed)
        self.reached(steps.ANSWERED)
        self._record(found, claimed, results)
        self.reached(steps.COMMITTED)
        _count(found.partner, results)
        return found.came_to

    def _look(self, node: str, channel: Channel, after: str) -> _Found | None:
        """What may go to the partner now; `None` when nothing may."""
        with self.database.reading() as connection:
            partner, now = partner_of(connection, node), self.clock.now()
            if partner is None or partner.out_paused_at is not None:
                return None
            breaker = Breaker(partner.out_failures, partner.out_open_until)
            limit = breaker.admits(now, channel.at_once)
            heads = due_heads(connection, node, after, limit, now) if limit else []
            parcels, gone = self._restored(connection, heads)
        return _Found(partner, breaker, heads[-1].queue, now, parcels, gone) if heads else None

    def _restored(self, connection: Connection, heads: Sequence[Outgoing]) -> tuple[list[Parcel], list[Outgoing]]:
        """The parcels of these rows, and the rows whose bytes are gone.

        What has files that are away now is left as it is; raises `Busy` when all have.
        """
        parcels, gone, away = [], [], None
        for row in heads:
            try:
                parcels.append(Parcel(row, self.restore(connection, row)))
            except NotFound:
                log.error("outgoing-bytes-missing", message=row.id)
                gone.append(row)
            except Busy as busy:
                away = busy
        if away and not (parcels or gone):
            raise away
        return parcels, gone

    def _claim(self, found: _Found) -> list[Claimed]:
        rows, now = [*(parcel.row for parcel in found.parcels), *found.gone], found.at
        # A claim that the disk forgot makes a message come again a little sooner, under the same identity.
        with self.database.transaction(waits_for_disk=False) as connection:
            return claim(connection, rows, now, lambda row: next_try(now, self.pauses, row.attempts, row.id, None))

    def _deliver(self, channel: Channel, found: _Found, claimed: Sequence[Claimed]) -> dict[str, Result]:
        """What became of what is in hand; what its channel could not try goes back as it was."""
        mine = {each.row.id for each in claimed}
        parcels = [parcel for parcel in found.parcels if parcel.id in mine]
        missing: dict[str, Result] = {row.id: NotNow("bytes-missing") for row in found.gone if row.id in mine}
        started = time.monotonic()
        try:
            results = dict(channel.deliver(parcels)) if parcels else {}
        except Busy:
            with self.database.transaction(waits_for_disk=False) as connection:
                record(connection, claimed, {}, self.clock.now(), self._again_at)
            raise
        METRICS.delivery_seconds.observe(time.monotonic() - started)
        return results | missing

    def _record(self, found: _Found, claimed: Sequence[Claimed], results: Mapping[str, Result]) -> None:
        now, before, node = self.clock.now(), found.breaker, found.partner.node
        after = before.after([results[each.row.id] for each in claimed if each.row.id in results], now)
        with self.database.transaction() as connection:
            record(connection, claimed, results, now, self._again_at)
            record_breaker(connection, node, before, after)
            self.reached(steps.RECORDED)
        if after.state(now) != before.state(now):
            log.warning("breaker", node=node, state=after.state(now), count=str(after.failures))

    def _again_at(self, each: Claimed, result: NotNow) -> datetime:
        now = self.clock.now()
        return next_try(now, self.pauses, each.row.attempts, each.row.id, result.retry_after)


def _count(partner: Partner, results: Mapping[str, Result]) -> None:
    for row_id, result in results.items():
        METRICS.deliveries.labels(partner.channel, _WORDS[type(result)]).inc()
        if isinstance(result, NotNow):
            log.warning("not-delivered", message=row_id, node=partner.node, why=result.why)
