"""The breaker of one partner: after five failures in a row nothing is tried, then one message tries for all.

Pure: the row of the partner keeps it, so that it outlives a process and every page can read it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from hub.delivery.channel import NotNow, Result
from hub.delivery.troubles import is_over_with_partner

OPENS_AFTER = 5
_FIRST_S = 15.0
_LONGEST_S = 300.0
_LONGEST_QUIET_S = 3_600.0

CLOSED, HALF_OPEN, OPEN = "closed", "half-open", "open"


@dataclass(frozen=True, slots=True)
class Breaker:
    """`failures` in a row; nothing is tried before `open_until`."""

    failures: int = 0
    open_until: datetime | None = None

    def state(self, now: datetime) -> str:
        if self.open_until is not None and now < self.open_until:
            return OPEN
        return HALF_OPEN if self.failures >= OPENS_AFTER else CLOSED

    def admits(self, now: datetime, at_once: int) -> int:
        """How many messages may be tried now, at most `at_once`."""
        return {OPEN: 0, HALF_OPEN: 1, CLOSED: at_once}[self.state(now)]

    def after(self, results: Iterable[Result], now: datetime) -> "Breaker":
        """The breaker when these came back, in order; trouble of one message alone is no failure of its partner."""
        failures, quiet = self.failures, 0.0
        for result in results:
            if not isinstance(result, NotNow):
                failures = 0
            elif is_counted(result):
                failures += 1
                quiet = max(quiet, min(result.retry_after or 0.0, _LONGEST_QUIET_S))
        pause = max(quiet, _pause(failures) if failures >= OPENS_AFTER else 0.0)
        return Breaker(failures, now + timedelta(seconds=pause) if pause else None)

    def is_closed_by(self, later: "Breaker") -> bool:
        """Whether it held the partner back, and no longer does."""
        return self.failures >= OPENS_AFTER and later.failures == 0


def is_counted(result: NotNow) -> bool:
    """A status 500 may be about its message, but five of them in a row are not."""
    return result.why == "status-500" or is_over_with_partner(result.why)


def _pause(failures: int) -> float:
    return min(_FIRST_S * 2.0 ** min(failures - OPENS_AFTER, 10), _LONGEST_S)
