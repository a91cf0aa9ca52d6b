"""What a round came to, written in one transaction: the rows, what was not tried, and the breaker of the partner."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy.engine import Connection

from hub import rows as statements
from hub.delivery.asking import ask, change
from hub.delivery.breaker import Breaker
from hub.delivery.channel import Acknowledged, NotNow, RefusedByPartner, Result
from hub.delivery.heads import Claimed, give_back
from hub.delivery.troubles import is_over_with_partner

AgainAt = Callable[[Claimed, NotNow], datetime]

_DELIVERED = (
    "UPDATE outgoing SET state = CASE state WHEN 'queued' THEN 'delivered' ELSE state END, "
    "delivered_at = coalesce(delivered_at, ?), trouble = '', next_try_at = NULL WHERE id = ?"
)
_ACKNOWLEDGED = (
    "UPDATE outgoing SET state = 'acknowledged', answered_at = ?, answer = ?, "
    "delivered_at = coalesce(delivered_at, ?), trouble = '', next_try_at = NULL "
    "WHERE id = ? AND state IN ('queued', 'delivered')"
)
_REFUSED = (
    "UPDATE outgoing SET state = 'refused', answered_at = ?, answer = ?, trouble = '', next_try_at = NULL "
    "WHERE id = ? AND state IN ('queued', 'delivered')"
)
_NOT_NOW = "UPDATE outgoing SET trouble = ?, next_try_at = ? WHERE id = ? AND state = 'queued' AND attempts = ?"
_WAITING = "SELECT DISTINCT trouble FROM outgoing WHERE state = 'queued' AND receiver = ? AND next_try_at IS NOT NULL"
_FREE = (
    "UPDATE outgoing SET next_try_at = NULL WHERE state = 'queued' AND receiver = ? AND next_try_at IS NOT NULL "
    "AND trouble = ?"
)


def record(
    connection: Connection, claimed: Sequence[Claimed], results: Mapping[str, Result], now: datetime, again_at: AgainAt
) -> None:
    """Moves each row as its result says.

    What an answer settled before this was recorded keeps its state and learns when it was delivered.
    """
    give_back(connection, [each for each in claimed if each.row.id not in results])
    with statements.piped(connection):
        for each in claimed:
            if each.row.id in results:
                _record(connection, each, results[each.row.id], now, again_at)


def record_breaker(connection: Connection, node: str, before: Breaker, after: Breaker) -> None:
    """Keeps the breaker with its partner; one that closes frees what waited for the partner alone."""
    if after != before:
        sql = "UPDATE partners SET out_failures = ?, out_open_until = ? WHERE node = ?"
        change(connection, sql, after.failures, after.open_until, node)
    if before.is_closed_by(after):
        free_waiting(connection, node)


def free_waiting(connection: Connection, node: str) -> None:
    """What waited for the partner to come back is due at once; what has trouble of its own keeps its pause."""
    for (word,) in ask(connection, _WAITING, node)():
        if is_over_with_partner(word):
            change(connection, _FREE, node, word)


def _record(connection: Connection, each: Claimed, result: Result, now: datetime, again_at: AgainAt) -> None:
    row = each.row
    match result:
        case Acknowledged(facts):
            change(connection, _ACKNOWLEDGED, now, facts, now, row.id)
        case RefusedByPartner(facts):
            change(connection, _REFUSED, now, facts, row.id)
        case NotNow(why):
            change(connection, _NOT_NOW, why, again_at(each, result), row.id, row.attempts)
        case _:
            change(connection, _DELIVERED, now, row.id)
