"""Partners whose messages do not move: they are journaled and answered, and wait in their lanes until one resumes them.

A lane is held when the next message in it came from such a partner; what others sent before it still moves.
"""

import time
from collections.abc import Iterable, Sequence

from sqlalchemy.engine import Connection

from hub.database import Database
from hub.delivery.asking import ask
from hub.lanes import Unit

_FRESH_S = 2.0


class PausedPartners:
    """The nodes whose way in is paused, read again every two seconds."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._nodes: frozenset[str] = frozenset()
        self._read_at = float("-inf")

    def nodes(self) -> frozenset[str]:
        """Raises `Busy` when the database is away."""
        if time.monotonic() - self._read_at > _FRESH_S:
            with self._database.reading() as connection:
                self._nodes = paused_nodes(connection)
            self._read_at = time.monotonic()
        return self._nodes


def paused_nodes(connection: Connection) -> frozenset[str]:
    found = ask(connection, "SELECT node FROM partners WHERE in_paused_at IS NOT NULL")()
    return frozenset(row[0] for row in found)


def held_lanes(connection: Connection, nodes: Iterable[str], among: Sequence[str] | None = None) -> frozenset[str]:
    """The lanes, of all or among these, whose next message came from one of the nodes.

    Asks nothing when nobody is paused.
    """
    paused = sorted(nodes)
    if not paused or among == []:
        return frozenset()
    sql = (
        "SELECT c.lane_id FROM lanes l JOIN commands c ON c.lane_id = l.id AND c.position = l.done_position + 1 "  # noqa: S608 - marks only
        f"WHERE c.n = 0 AND c.actor IN ({_marks(paused)}){f' AND l.id IN ({_marks(among)})' if among else ''}"
    )
    return frozenset(row[0] for row in ask(connection, sql, *paused, *(among or ()))())


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))


def until_paused(units: Sequence[Unit], nodes: frozenset[str]) -> list[Unit]:
    """What may move of these, by lane and position: each lane up to the first message of a paused partner."""
    moving: list[Unit] = []
    held: set[str | None] = set()
    for unit in units:
        if unit.actor in nodes:
            held.add(unit.lane_id)
        if unit.lane_id not in held:
            moving.append(unit)
    return moving
