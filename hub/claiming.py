"""Claiming: an office takes over the exchanges that waited under its node, and what waited in them is applied."""

from dataclasses import replace

from sqlalchemy.engine import Connection

from hub import rows as statements
from hub.database import Database
from hub.dispatch import Round
from hub.lanes import lock_heads
from hub.orders import journal_orders
from hub.records import LANES, Lane
from hub.registry import Registry

UNADDRESSED = ""
"""The node of what the operator handed in without any node; the first office of a hub takes it."""

_FREE = (
    "UPDATE exchange_names SET office = {m} WHERE office = {m} AND NOT EXISTS (SELECT 1 FROM exchange_names taken "
    "WHERE taken.office = {m} AND taken.environment = exchange_names.environment "
    "AND taken.partner = exchange_names.partner AND taken.kind = exchange_names.kind "
    "AND taken.value = exchange_names.value)"
)


# A name that the office has already: what waited under the node is one exchange with what the office has.
_SAME = (
    "FROM exchange_names mine JOIN exchange_names taken ON taken.office = {m} AND taken.environment = mine.environment "
    "AND taken.partner = mine.partner AND taken.kind = mine.kind AND taken.value = mine.value WHERE mine.office = {m}"
)
_JOIN = (
    f"UPDATE lanes SET joined_to = (SELECT min(taken.lane_id) {_SAME} AND mine.lane_id = lanes.id) "  # noqa: S608 - no input in it
    f"WHERE id IN (SELECT mine.lane_id {_SAME}) AND joined_to IS NULL"
)
_LEFT = (
    "SELECT DISTINCT n.office_id, l.node FROM lanes l JOIN nodes n ON n.node = l.node "
    "WHERE l.office_id IS NULL AND n.office_id IS NOT NULL"
)


class Claims:
    """Finds what was left under a node that has an office: handed in, or not yet claimed, as the office was added."""

    def __init__(self, database: Database, registry: Registry) -> None:
        self._database = database
        self._registry = registry

    def tick(self) -> int:
        """Claims what is left; returns how many exchanges."""
        with self._database.reading() as connection:
            left = connection.exec_driver_sql(_LEFT).fetchall()
        return sum(claim(self._database, self._registry, office_id, node) for office_id, node in left)


def claim(database: Database, registry: Registry, office_id: str, node: str) -> int:
    """Gives the office what waited under `node`; returns how many exchanges, each applied in its own transaction."""
    with database.transaction() as connection:
        marker = "?" if database.is_sqlite else "%s"
        names = (office_id, f"node:{node}")
        connection.exec_driver_sql(_JOIN.format(m=marker), (*names, *names))
        connection.exec_driver_sql(_FREE.format(m=marker), (*names, office_id))
        waiting = _unclaimed(connection, node)
    for lane_id in waiting:
        with database.transaction() as connection:
            _apply(connection, registry, lane_id, office_id)
    return len(waiting)


def _unclaimed(connection: Connection, node: str) -> list[str]:
    marker = "?" if connection.dialect.name == "sqlite" else "%s"
    sql = f"SELECT id FROM lanes WHERE office_id IS NULL AND node = {marker} ORDER BY opened_at, id"  # noqa: S608 - no input in it
    return [row[0] for row in connection.exec_driver_sql(sql, (node,))]


def _apply(connection: Connection, registry: Registry, lane_id: str, office_id: str) -> None:
    heads = lock_heads(connection, [lane_id], skip_locked=False)
    (lane,) = statements.select(connection, LANES, "id", [lane_id])
    if lane.office_id is not None:
        return
    claimed: Lane = replace(lane, office_id=office_id)
    statements.write(connection, LANES, [claimed], "replace")
    round_ = Round(connection, registry, {lane_id: claimed}, heads)
    round_.prepare([])
    round_.retry_waiting(lane_id)
    round_.write_out(lambda writes: journal_orders(writes, round_.orders, lane.opened_at))
