"""The directory of nodes: which six-digit node is an office, a lender or an adviser package."""

import time
from collections.abc import Iterable

from sqlalchemy.engine import Connection

from hub import rows as statements
from hub.database import Database
from hub.records import NODES, NodeEntry
from schemas.errors import Refused

OFFICE, LENDER, PACKAGE = "office", "lender", "package"
_FRESH_S = 2.0


class Directory:
    """The nodes of this hub, read again every two seconds and whenever a node is not found."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._nodes: dict[str, NodeEntry] = {}
        self._read_at = float("-inf")

    def find(self, node: str | None) -> NodeEntry | None:
        """The entry of a node, or `None` for one that nobody registered."""
        if not node:
            return None
        age = time.monotonic() - self._read_at
        if age > _FRESH_S or (node not in self._nodes and age > _FRESH_S / 10):
            self._read()
        return self._nodes.get(node)

    def _read(self) -> None:
        with self._database.reading() as connection:
            self._nodes = {entry.node: entry for entry in all_nodes(connection)}
        self._read_at = time.monotonic()


def all_nodes(connection: Connection) -> list[NodeEntry]:
    """Every registered node, by number."""
    names = ", ".join(f'"{name}"' for name in NODES.columns)
    found = connection.exec_driver_sql(f"SELECT {names} FROM nodes ORDER BY node").fetchall()  # noqa: S608 - our own names
    return statements.values_of(connection.dialect, NODES, found)


def register(connection: Connection, entries: Iterable[NodeEntry]) -> None:
    """Adds nodes; raises `Refused("node-taken")` for one that somebody has already."""
    wanted = list(entries)
    for taken in statements.select(connection, NODES, "node", [entry.node for entry in wanted]):
        raise Refused("node-taken", path="node", came=taken.node, expected=taken.name)
    statements.write(connection, NODES, wanted)
