"""Time: the moment now in UTC, and the business date that calculations run on."""

from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


class Clock(Protocol):
    """Where the hub reads the time; nothing else asks the machine."""

    def now(self) -> datetime:
        """The moment, aware, in UTC."""

    def business_date(self) -> date:
        """The date that calculations run on, in the Netherlands."""


class SystemClock:
    """The machine's own time; the business date is fixed when the settings give one."""

    def __init__(self, business_date: date | None = None) -> None:
        self._business_date = business_date

    def now(self) -> datetime:
        return datetime.now(UTC)

    def business_date(self) -> date:
        return self._business_date or self.now().astimezone(AMSTERDAM).date()
