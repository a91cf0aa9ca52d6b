"""What is to happen when: things by their moment, and in the order in which they were noted when that is the same."""

import heapq
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Agenda(Generic[Thing]):
    """Not for two threads at once."""

    def __init__(self) -> None:
        self._noted: list[tuple[datetime, int, Thing]] = []
        self._count = 0

    def note(self, at: datetime, thing: Thing) -> None:
        self._count += 1
        heapq.heappush(self._noted, (at, self._count, thing))

    def due(self, until: datetime) -> Iterator[tuple[datetime, Thing]]:
        """What is due by `until`, taken off; what is noted meanwhile comes in its turn."""
        while self._noted and self._noted[0][0] <= until:
            at, _, thing = heapq.heappop(self._noted)
            yield at, thing

    def pull(self, wanted: Callable[[Thing], bool]) -> Thing | None:
        """The first thing that is wanted, taken off before its moment; nothing when there is none."""
        found = next((each for each in sorted(self._noted, key=_by_moment) if wanted(each[2])), None)
        if found is None:
            return None
        self._noted.remove(found)
        heapq.heapify(self._noted)
        return found[2]

    @property
    def noted(self) -> tuple[tuple[datetime, Thing], ...]:
        """Everything that is to happen, in order."""
        return tuple((at, thing) for at, _, thing in sorted(self._noted, key=_by_moment))

    @property
    def next_at(self) -> datetime | None:
        return self._noted[0][0] if self._noted else None


def _by_moment(noted: tuple[datetime, int, object]) -> tuple[datetime, int]:
    return noted[0], noted[1]
