"""Heads: the first queued row of each queue of a partner. Only it may go, so what must be tried again holds its queue.

A row is claimed before it is sent: it counts an attempt, is in hand, and is due again by itself if nobody records more.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.engine import Connection

from hub import rows as statements
from hub.delivery.asking import ask, change
from hub.delivery.troubles import IN_HAND
from hub.records import OUTGOING, Outgoing

MOST_BYTES = 32 * 1024 * 1024
"""Together in one round, unless a single message is larger."""

_HEADS = (
    "SELECT id, size FROM (SELECT id, size, queue, next_try_at, "
    "row_number() OVER (PARTITION BY queue ORDER BY number, made_at, n, id) AS place "
    "FROM outgoing WHERE state = 'queued' AND receiver = ? AND queue > ?) AS queued "
    "WHERE place = 1 AND (next_try_at IS NULL OR next_try_at <= ?) ORDER BY queue LIMIT ?"
)
_CLAIM = (
    "UPDATE outgoing SET attempts = attempts + 1, tried_at = ?, trouble = ?, next_try_at = ? "
    "WHERE id = ? AND state = 'queued' AND attempts = ? RETURNING id"
)
_GIVE_BACK = (
    "UPDATE outgoing SET attempts = ?, tried_at = ?, trouble = ?, next_try_at = ? "
    "WHERE id = ? AND state = 'queued' AND attempts = ?"
)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row that is in hand: as it is now, and as it was before."""

    row: Outgoing
    before: Outgoing


def due_heads(connection: Connection, node: str, after: str, limit: int, now: datetime) -> list[Outgoing]:
    """The due heads of the partner's queues, in the order of their names from `after` on, around when there is no more.

    At most `limit`, and together not too large to hold in memory.
    """
    found = _heads(connection, node, after, limit, now)
    return found or (_heads(connection, node, "", limit, now) if after else [])


def claim(
    connection: Connection, rows: Sequence[Outgoing], now: datetime, again_at: Callable[[Outgoing], datetime]
) -> list[Claimed]:
    """Takes these rows in hand; what somebody withdrew or another process took meanwhile is not among the result.

    `again_at` says, of the row with its new count of attempts, when it is due if this process dies.
    """
    wanted = [_in_hand(row, now, again_at) for row in rows]
    with statements.piped(connection):
        answers = [
            ask(connection, _CLAIM, now, IN_HAND, each.row.next_try_at, each.row.id, each.before.attempts)
            for each in wanted
        ]
        return [each for each, answer in zip(wanted, answers, strict=True) if answer()]


def give_back(connection: Connection, claimed: Sequence[Claimed]) -> None:
    """These were not tried: they are as they were before the claim, and due at once if they were."""
    with statements.piped(connection):
        for each in claimed:
            was = each.before
            state = (was.attempts, was.tried_at, was.trouble, was.next_try_at)
            change(connection, _GIVE_BACK, *state, was.id, each.row.attempts)


def _in_hand(row: Outgoing, now: datetime, again_at: Callable[[Outgoing], datetime]) -> Claimed:
    held = replace(row, attempts=row.attempts + 1, tried_at=now, trouble=IN_HAND)
    return Claimed(replace(held, next_try_at=again_at(held)), row)


def _heads(connection: Connection, node: str, after: str, limit: int, now: datetime) -> list[Outgoing]:
    ids: list[str] = []
    size = 0
    for row_id, row_size in ask(connection, _HEADS, node, after, now, limit)():
        size += row_size
        if ids and size > MOST_BYTES:
            break
        ids.append(row_id)
    rows = {row.id: row for row in statements.select(connection, OUTGOING, "id", ids)}
    return [rows[row_id] for row_id in ids if row_id in rows]
