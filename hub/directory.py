"""The directory of nodes: which six-digit node is an office, a lender or an adviser package."""

import time
from collections.abc import Callable, Iterable, Sequence

from sqlalchemy.engine import Connection

from hub import rows as statements
from hub.database import Database
from hub.records import EXCHANGE_NAMES, NODES, NodeEntry
from schemas.errors import Refused

KnownAs = Callable[[Connection, Sequence[str], str], tuple[str, ...]]
"""The offices, by id, that a lender (its code) knows by one of these numbers; the handlers room gives it."""
ExportedAs = Callable[[Connection, Sequence[str], str, str], str]
"""The dossier, by id, that went out by one of these numbers from this environment and office; empty for none."""
OFFICE, LENDER, PACKAGE = "office", "lender", "package"
_FRESH_S = 2.0


class Directory:
    """The nodes of this hub, read again every two seconds and whenever a node is not found."""

    def __init__(
        self, database: Database, known_as: KnownAs | None = None, exported_as: ExportedAs | None = None
    ) -> None:
        self._database = database
        self._known_as = known_as
        self._exported_as = exported_as
        self._nodes: dict[str, NodeEntry] = {}
        self._reached: frozenset[str] = frozenset()
        self._read_at = float("-inf")

    def find(self, node: str | None) -> NodeEntry | None:
        """The entry of a node, or `None` for one that nobody registered."""
        if not node:
            return None
        age = time.monotonic() - self._read_at
        if age > _FRESH_S or (node not in self._nodes and age > _FRESH_S / 10):
            self._read()
        return self._nodes.get(node)

    def reaches(self, node: str | None) -> bool:
        """Whether a way to this node is known."""
        return self.find(node) is not None and node in self._reached

    def of_office(self, office_id: str) -> NodeEntry | None:
        """The first node of an office."""
        self.find(next(iter(self._nodes), "000000"))
        return next((entry for entry in self._nodes.values() if entry.office_id == office_id), None)

    def of_lender(self, code: str) -> NodeEntry | None:
        """The node of a lender (by its two letters, or by the node itself), when it has exactly one."""
        self.find(code if code.isdigit() else "000000")
        found = [each for each in self._nodes.values() if each.kind == LENDER and code in {each.code, each.node}]
        return found[0] if len(found) == 1 else None

    def known_as(self, numbers: Sequence[str], lender: str) -> tuple[str, ...]:
        """The offices, by id, that a lender knows by one of these numbers."""
        if self._known_as is None or not numbers:
            return ()
        with self._database.reading() as connection:
            return self._known_as(connection, numbers, lender)

    def exported_as(self, numbers: Sequence[str], environment: str, office_id: str) -> str:
        """The dossier that went out by one of these numbers; nothing is asked without one."""
        if self._exported_as is None or not numbers:
            return ""
        with self._database.reading() as connection:
            return self._exported_as(connection, numbers, environment, office_id)

    def of_exchange(self, environment: str, names: Sequence[str], partner: str) -> tuple[str, ...]:
        """The offices, by id, that have an exchange with this partner under one of these names."""
        with self._database.reading() as connection:
            found = statements.select(connection, EXCHANGE_NAMES, "value", names)
        mine = (name.office for name in found if (name.environment, name.partner) == (environment, partner))
        return tuple(dict.fromkeys(mine))

    def _read(self) -> None:
        with self._database.reading() as connection:
            self._nodes = {entry.node: entry for entry in all_nodes(connection)}
            self._reached = frozenset(row[0] for row in connection.exec_driver_sql("SELECT node FROM partners"))
        self._read_at = time.monotonic()


def all_nodes(connection: Connection) -> list[NodeEntry]:
    """Every registered node, by number."""
    names = ", ".join(f'"{name}"' for name in NODES.columns)
    found = connection.exec_driver_sql(f"SELECT {names} FROM nodes ORDER BY node").fetchall()  # noqa: S608 - our own names
    return statements.values_of(connection.dialect, NODES, found)


def register(connection: Connection, entries: Iterable[NodeEntry]) -> None:
    """Adds nodes; raises `Refused("node-taken")` for one that somebody has already."""
    for entry in entries:
        before = statements.select(connection, NODES, "node", [entry.node])
        if before or not statements.claim(connection, NODES, entry):
            (taken,) = before or statements.select(connection, NODES, "node", [entry.node])
            raise Refused("node-taken", path="node", came=taken.node, expected=taken.name)
