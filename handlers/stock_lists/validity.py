"""How long a document stays valid, by document code (standard, section 5, rule 3)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_SOURCE = "https://www.hdn.nl/ketenafspraken/documentstatussen/"


@dataclass(frozen=True, slots=True)
class Validity:
    """`months` from the status moment; `since` is the first day it holds, `None` when the source names no day."""

    document: str
    months: int
    since: date | None = None
    source: str = _SOURCE


VALIDITIES: tuple[Validity, ...] = (
    Validity("003", 6),
    Validity("009", 3),
    Validity("011", 3),
    Validity("025", 12),
    Validity("097", 6),
    Validity("262", 6),
)
"""Only these documents age; the agreement names no others."""

_BY_DOCUMENT = {row.document: row for row in VALIDITIES}


def valid_until(document: str, moment: str) -> date | None:
    """The last day on which a document judged at this local moment is valid; `None` for one that does not age."""
    row = _BY_DOCUMENT.get(document)
    return months_later(date.fromisoformat(moment[:10]), row.months) if row else None


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))
