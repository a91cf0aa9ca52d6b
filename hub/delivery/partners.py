"""Partners and their ways: the rows that say how a node is reached and what of its traffic is paused."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection

from hub import rows as statements
from hub.delivery.asking import ask
from hub.delivery.breaker import Breaker
from hub.delivery.results import free_waiting, record_breaker
from hub.records import NODES, PARTNERS, NodeEntry, Partner
from schemas.errors import Conflict, NotFound
from schemas.operations import Direction

AMQP, FOLDER, HTTPS, NONE = "amqp", "folder", "https", ""
CHANNELS = (AMQP, FOLDER, HTTPS)
OUT, IN = "out", "in"

_DUE = (
    "SELECT p.node FROM partners p WHERE p.channel <> '' AND p.out_paused_at IS NULL "
    "AND (p.out_open_until IS NULL OR p.out_open_until <= ?) AND EXISTS (SELECT 1 FROM outgoing o "
    "WHERE o.state = 'queued' AND o.receiver = p.node AND (o.next_try_at IS NULL OR o.next_try_at <= ?)) "
    "ORDER BY p.node"
)


def due_partners(connection: Connection, now: datetime) -> list[str]:
    """The nodes with something that may go now: a way, no pause, no open breaker."""
    return [row[0] for row in ask(connection, _DUE, now, now)()]


def partners(connection: Connection) -> list[Partner]:
    """Every partner with a row, by node."""
    found = connection.execute(PARTNERS.table.select().order_by(PARTNERS.table.c.node))
    return [Partner(*row) for row in found]


def partner_of(connection: Connection, node: str) -> Partner | None:
    found = statements.select(connection, PARTNERS, "node", [node])
    return found[0] if found else None


def known_node(connection: Connection, node: str) -> NodeEntry:
    """The node in the directory; raises `NotFound` for one that nobody added."""
    found = statements.select(connection, NODES, "node", [node])
    if not found:
        raise NotFound("not-found", path="node", came=node, expected="een bekende node / a known node")
    return found[0]


def set_way(
    connection: Connection,
    node: str,
    *,
    channel: str,
    address: str,
    options: Mapping[str, Any],
    most_bytes: int | None,
    at: datetime,
) -> Partner:
    """How a known node is reached from here on; its pauses stay, its breaker closes. Raises `NotFound`."""
    known_node(connection, node)
    before = _row(connection, node, at)
    made = replace(before, channel=channel, address=address, options=dict(options), most_bytes=most_bytes)
    statements.write(connection, PARTNERS, [made], "replace")
    record_breaker(connection, node, Breaker(before.out_failures, before.out_open_until), Breaker())
    free_waiting(connection, node)
    return made


def pause(connection: Connection, node: str, direction: Direction, *, by: str, reason: str, at: datetime) -> Partner:
    """Stops one direction of a known node; raises `NotFound`, and `Conflict("already-paused")`."""
    known_node(connection, node)
    before = _row(connection, node, at)
    since = getattr(before, f"{direction}_paused_at")
    if since is not None:
        raise Conflict("already-paused", path=direction, came=node, expected=getattr(before, f"{direction}_reason"))
    return _write(connection, before, direction, at, by, reason)


def resume(connection: Connection, node: str, direction: Direction) -> Partner:
    """Lets it go on; raises `Conflict("not-paused")`."""
    before = partner_of(connection, node)
    if before is None or getattr(before, f"{direction}_paused_at") is None:
        raise Conflict("not-paused", path=direction, came=node, expected="een pauze / a pause")
    return _write(connection, before, direction, None, "", "")


def _row(connection: Connection, node: str, at: datetime) -> Partner:
    return partner_of(connection, node) or Partner(node, NONE, "", {}, None, at)


def _write(
    connection: Connection, before: Partner, direction: Direction, at: datetime | None, by: str, reason: str
) -> Partner:
    if direction == OUT:
        made = replace(before, out_paused_at=at, out_paused_by=by, out_reason=reason)
    else:
        made = replace(before, in_paused_at=at, in_paused_by=by, in_reason=reason)
    statements.write(connection, PARTNERS, [made], "replace")
    return made
