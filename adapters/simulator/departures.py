"""How the messages of one partner leave: in order and once, or twice, renamed, hours late, as its behaviour says."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from adapters.simulator.agenda import Agenda
from adapters.simulator.behaviours import Behaviour
from adapters.simulator.post import Said

_LATE = timedelta(hours=3)
_AGAIN = timedelta(minutes=10)
_EVERY = 3


class Departures:
    """`seed` decides what is late; a last word (`is_last`) leaves after all that was said before it."""

    def __init__(self, behaviour: Behaviour, seed: str) -> None:
        self._behaviour = behaviour
        self._late, self._again = _LATE * behaviour.pace, _AGAIN * behaviour.pace
        self._seed = seed
        self._agenda: Agenda[Said] = Agenda()
        self._latest: datetime | None = None
        self._count = 0

    def add(self, said: Said, *, is_last: bool = False, leaves: datetime | None = None) -> None:
        """It leaves at the moment that it speaks of, or at `leaves`, unless the behaviour makes it late."""
        self._count += 1
        leaves = leaves or self._moment(said, is_last=is_last)
        self._latest = max(leaves, self._latest or leaves)
        self._agenda.note(leaves, said)
        for number in range(self._behaviour.copies):
            self._agenda.note(leaves + (number + 1) * self._again, said)
        if self._behaviour.renames and self._count % _EVERY == 0:
            self._agenda.note(leaves + self._again, replace(said, id=f"{said.id}-again"))

    def due(self, until: datetime) -> Iterable[Said]:
        return (said for _, said in self._agenda.due(until))

    @property
    def waiting(self) -> tuple[tuple[datetime, Said], ...]:
        """What is said and has not left, with its moment."""
        return self._agenda.noted

    def put_back(self, waiting: Iterable[tuple[datetime, Said]]) -> None:
        """What waited before a restart waits again."""
        for at, said in waiting:
            self._agenda.note(at, said)

    @property
    def next_at(self) -> datetime | None:
        return self._agenda.next_at

    def _moment(self, said: Said, *, is_last: bool) -> datetime:
        if not self._behaviour.shuffles:
            return said.at
        if is_last:
            return max(said.at, self._latest or said.at)
        return said.at + Random(f"{self._seed}/{said.id}").random() * self._late  # noqa: S311 - no secret hangs on it
