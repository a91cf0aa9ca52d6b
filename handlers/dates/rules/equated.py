"""Days that a royal decree equates with holidays (Algemene termijnenwet, article 3, paragraph 3). Pure.

One decree covers a few years and is published in the Staatscourant; a year outside `CHECKED` has not been looked up.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Decree:
    """The days that one decree equates, for the years `first_year` to `last_year`; `source` is its name."""

    first_year: int
    last_year: int
    days: tuple[date, ...]
    source: str
    checked_on: date


_CHECKED_ON = date(2026, 11, 21)

DECREES: tuple[Decree, ...] = (
    Decree(
        2023,
        2025,
        (date(2023, 4, 28), date(2023, 5, 19), date(2024, 5, 10), date(2024, 12, 27), date(2025, 5, 30)),
        "Besluit gelijkstelling van 28 april 2023, 19 mei 2023, 10 mei 2024, 27 december 2024 en 30 mei 2025 "
        "met een algemeen erkende feestdag",
        _CHECKED_ON,
    ),
    Decree(
        2026,
        2028,
        (date(2026, 1, 2), date(2026, 5, 15), date(2027, 5, 7), date(2028, 4, 28), date(2028, 5, 26)),
        "Besluit gelijkstelling van 2 januari 2026, 15 mei 2026, 7 mei 2027, 28 april 2028 en 26 mei 2028 "
        "met een algemeen erkende feestdag",
        _CHECKED_ON,
    ),
)


def equated_in(year: int) -> dict[date, str]:
    """The equated days of a year with their source; empty for a year that no decree of the table covers."""
    return {
        day: each.source
        for each in DECREES
        if each.first_year <= year <= each.last_year
        for day in each.days
        if day.year == year
    }


def is_covered(year: int) -> bool:
    """Whether the table has the decree of this year."""
    return any(each.first_year <= year <= each.last_year for each in DECREES)
