"""The demo's time: it begins at a moment, runs at a chosen pace, and goes on where it stopped.

Everything that the hub does runs on it, but for signing in (`Runtime.doors`): a phone counts its codes on real time.
It never stands still: what is tried again in a minute waits on the same clock. It never runs back either.
"""

import json
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from typing import Literal, cast, get_args

from hub.clock import AMSTERDAM
from schemas.errors import SettingsError

Pace = Literal["real", "day", "week"]
"""Real time; a working day of eight hours in a minute; a working week in a minute."""
PACES: tuple[Pace, ...] = get_args(Pace)
_OPENS, _CLOSES = time_of_day(9), time_of_day(17)
_TIMES = {"day": 8 * 60, "week": 5 * 8 * 60}
_FRIDAY = 4


class DemoClock:
    """A clock that keeps its moment and its pace in the file `place`; `wall` counts real seconds."""

    def __init__(self, place: Path, begin: datetime, wall: Callable[[], float] = time.monotonic) -> None:
        self._place = place
        self._wall = wall
        self._guard = threading.Lock()
        self._at, self._pace = _kept(place) or (begin, "real")
        self._since = wall()

    def now(self) -> datetime:
        with self._guard:
            return self._moment()

    def business_date(self) -> date:
        return self.now().astimezone(AMSTERDAM).date()

    @property
    def pace(self) -> Pace:
        return self._pace

    def set_pace(self, pace: Pace) -> None:
        """From this moment on at this pace."""
        with self._guard:
            self._moment()
            self._pace = pace
        self.keep()

    def move_to(self, at: datetime) -> None:
        """Straight to a later moment; an earlier one changes nothing."""
        with self._guard:
            self._at = max(self._moment(), at)
        self.keep()

    def keep(self) -> None:
        """Writes the moment and the pace, whole or not at all."""
        with self._guard:
            said = json.dumps({"at": self._moment().isoformat(), "pace": self._pace})
            beside = self._place.with_suffix(".new")
            beside.write_text(said, encoding="utf-8")
            beside.replace(self._place)

    def _moment(self) -> datetime:
        wall = self._wall()
        self._at = passed(self._at, timedelta(seconds=wall - self._since), self._pace)
        self._since = wall
        return self._at


def passed(at: datetime, real: timedelta, pace: Pace) -> datetime:
    """The moment after so much real time at this pace; faster than real time, nights and weekends take none."""
    if pace == "real":
        return at + real
    left, moment = real * _TIMES[pace], at.astimezone(AMSTERDAM)
    while left > timedelta():
        moment = _at_work(moment)
        today = datetime.combine(moment.date(), _CLOSES, AMSTERDAM) - moment
        if left < today:
            return (moment + left).astimezone(UTC)
        left -= today
        moment += today
    return max(at, moment.astimezone(UTC))


def next_opening(at: datetime) -> datetime:
    """When the next working day begins."""
    midnight = datetime.combine(at.astimezone(AMSTERDAM).date() + timedelta(days=1), time_of_day(), AMSTERDAM)
    return _at_work(midnight).astimezone(UTC)


def _at_work(moment: datetime) -> datetime:
    """The moment itself in working hours, else when they begin: weekdays from nine to five in the Netherlands."""
    day = moment.date()
    if moment.weekday() <= _FRIDAY and moment.time() < _CLOSES:
        return max(moment, datetime.combine(day, _OPENS, AMSTERDAM))
    day += timedelta(days=1)
    while day.weekday() > _FRIDAY:
        day += timedelta(days=1)
    return datetime.combine(day, _OPENS, AMSTERDAM)


def _kept(place: Path) -> tuple[datetime, Pace] | None:
    """What the file says; raises `SettingsError` for one that says something else, because time may not jump."""
    try:
        said = json.loads(place.read_text(encoding="utf-8"))
        at, pace = datetime.fromisoformat(said["at"]), said["pace"]
        if pace in PACES and at.tzinfo is not None:
            return at, cast("Pace", pace)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        pass
    raise SettingsError(f"{place.name} holds no moment and pace; remove it to begin anew, or run `make demo-reset`.")
