"""The ledger: five records kept by different hands, held against each other.

Receipts given and the journal (messages, arrivals, commands) are intake's; outcomes, timeline and outgoing rows are the
workers'. A row that is gone from any of them is missed by another, and found by the id of its unit.
Every check is one statement over whole tables; nothing is changed here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy.engine import Connection

from hub.database import Database
from hub.outcomes import IN_FLIGHT

_PATIENCE = "60s"


class Imbalance(NamedTuple):
    """Something that the ledger cannot account for: the id of a message, command or lane, and what is wrong with it."""

    id: str
    slug: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Balance:
    """`accounts` counts messages by state, what is in flight among them; every message is in exactly one account.

    `outgoing` does the same for what goes out.
    """

    accounts: dict[str, int]
    outgoing: dict[str, int]
    in_flight: int
    imbalances: tuple[Imbalance, ...]

    @property
    def is_balanced(self) -> bool:
        return not self.imbalances


class _Check(NamedTuple):
    slug: str
    sentence: str
    sql: str


_CHECKS = (
    _Check(
        "receipt-missing",
        "The message is in the journal, but its receipt is gone.",
        "SELECT m.id FROM messages m LEFT JOIN receipts r ON r.message_id = m.id WHERE r.message_id IS NULL",
    ),
    _Check(
        "arrival-missing",
        "The message is in the journal, but no arrival of it is.",
        "SELECT m.id FROM messages m LEFT JOIN arrivals a ON a.message_id = m.id WHERE a.message_id IS NULL",
    ),
    _Check(
        "message-missing",
        "Receipt, arrival, command or outcome speak of this message, but it is gone from the journal.",
        "SELECT u.id FROM (SELECT message_id AS id FROM receipts UNION SELECT message_id FROM arrivals "
        "UNION SELECT unit_id FROM commands WHERE lane_id IS NOT NULL "
        "UNION SELECT unit_id FROM outcomes WHERE kind = 'message') u "
        "LEFT JOIN messages m ON m.id = u.id WHERE m.id IS NULL",
    ),
    _Check(
        "command-missing",
        "The journal has another number of commands for this message than it was given.",
        "SELECT m.id FROM messages m LEFT JOIN (SELECT unit_id, count(*) AS n FROM commands GROUP BY unit_id) c "
        "ON c.unit_id = m.id WHERE m.commands <> coalesce(c.n, 0)",
    ),
    _Check(
        "command-missing",
        "A command of a person or timer was handled, but it is gone from the journal.",
        "SELECT o.unit_id FROM outcomes o LEFT JOIN commands c ON c.unit_id = o.unit_id "
        "WHERE o.kind = 'command' AND c.unit_id IS NULL",
    ),
    _Check(
        "outcome-missing",
        "Its exchange went past this message, or it has none, but it has no outcome.",
        "SELECT m.id FROM messages m LEFT JOIN lanes l ON l.id = m.lane_id LEFT JOIN outcomes o ON o.unit_id = m.id "
        "WHERE o.unit_id IS NULL AND (m.lane_id IS NULL OR m.position <= l.done_position)",
    ),
    _Check(
        "outcome-missing",
        "A command of a person or timer is in the journal without an outcome.",
        "SELECT c.unit_id FROM commands c LEFT JOIN outcomes o ON o.unit_id = c.unit_id "
        "WHERE c.lane_id IS NULL AND o.unit_id IS NULL",
    ),
    _Check(
        "outcome-missing",
        "An exchange is blocked by this message, but it is not parked.",
        "SELECT l.blocked_by FROM lanes l LEFT JOIN outcomes o ON o.unit_id = l.blocked_by AND o.state = 'parked' "
        "WHERE l.blocked_by IS NOT NULL AND o.unit_id IS NULL",
    ),
    _Check(
        "outcome-early",
        "The message has an outcome, but its exchange has not come to it and is not blocked by it.",
        "SELECT m.id FROM messages m JOIN lanes l ON l.id = m.lane_id JOIN outcomes o ON o.unit_id = m.id "
        "WHERE m.position > l.done_position AND (o.state <> 'parked' OR l.blocked_by IS NULL OR l.blocked_by <> m.id)",
    ),
    _Check(
        "outcome-unfit",
        "The outcome does not go with the receipt, or with what the journal has of the message.",
        "SELECT m.id FROM messages m JOIN receipts r ON r.message_id = m.id JOIN outcomes o ON o.unit_id = m.id "
        "WHERE (r.outcome = 'refused' AND o.state <> 'rejected') "
        "OR (r.outcome = 'accepted' AND m.commands = 0 AND o.state NOT IN ('stored', 'carried'))",
    ),
    _Check(
        "effect-missing",
        "The timeline has another number of lines of this unit than its outcome counted.",
        "SELECT o.unit_id FROM outcomes o LEFT JOIN (SELECT unit_id, count(*) AS n FROM timeline GROUP BY unit_id) t "
        "ON t.unit_id = o.unit_id WHERE o.effects <> coalesce(t.n, 0)",
    ),
    _Check(
        "outgoing-missing",
        "There is another number of outgoing messages of this unit than its outcome counted.",
        "SELECT o.unit_id FROM outcomes o LEFT JOIN (SELECT unit_id, count(*) AS n FROM outgoing WHERE outgoing.n >= 0 "
        "GROUP BY unit_id) g ON g.unit_id = o.unit_id WHERE o.outgoing <> coalesce(g.n, 0)",
    ),
    _Check(
        "effect-without-outcome",
        "Timeline or outgoing rows speak of this unit, but it has no outcome.",
        "SELECT u.unit_id FROM (SELECT unit_id FROM timeline UNION SELECT unit_id FROM outgoing WHERE n >= 0) u "
        "LEFT JOIN outcomes o ON o.unit_id = u.unit_id WHERE o.unit_id IS NULL",
    ),
    _Check(
        "position-missing",
        "The positions of this exchange are not 1 to the last one given: a message of it is gone or stands twice.",
        "SELECT h.lane_id FROM lane_heads h LEFT JOIN (SELECT lane_id, count(*) AS n, count(DISTINCT position) AS d, "
        "max(position) AS top FROM messages WHERE lane_id IS NOT NULL GROUP BY lane_id) m ON m.lane_id = h.lane_id "
        "WHERE h.position <> coalesce(m.n, 0) OR h.position <> coalesce(m.d, 0) OR h.position <> coalesce(m.top, 0)",
    ),
    _Check(
        "lane-missing",
        "Messages speak of this exchange, but one of its two rows is gone.",
        "SELECT DISTINCT m.lane_id FROM messages m LEFT JOIN lanes l ON l.id = m.lane_id "
        "LEFT JOIN lane_heads h ON h.lane_id = m.lane_id "
        "WHERE m.lane_id IS NOT NULL AND (l.id IS NULL OR h.lane_id IS NULL)",
    ),
    _Check(
        "receipt-status-missing",
        "The message was answered with a status, but that is gone from what goes out.",
        "SELECT m.id FROM messages m LEFT JOIN outgoing g ON g.id = m.receipt_status "
        "WHERE m.receipt_status <> '' AND g.id IS NULL",
    ),
    _Check(
        "delivery-unfit",
        "What goes out has a state that its moments contradict.",
        "SELECT id FROM outgoing WHERE state NOT IN ('queued', 'delivered', 'acknowledged', 'refused', 'withdrawn') "
        "OR (state = 'delivered' AND delivered_at IS NULL) OR (state IN ('acknowledged', 'refused') "
        "AND answered_at IS NULL) OR (state = 'queued' AND (delivered_at IS NOT NULL OR answered_at IS NOT NULL))",
    ),
    _Check(
        "delivery-order",
        "A later message of the same exchange was delivered after this one was tried, and this one still waits.",
        "SELECT q.id FROM outgoing q WHERE q.state = 'queued' AND q.attempts > 0 AND q.decided_at IS NULL "
        "AND EXISTS (SELECT 1 FROM outgoing d WHERE d.lane_id = q.lane_id AND d.queue = q.queue "
        "AND d.delivered_at > q.tried_at AND d.decided_at IS NULL "
        "AND (d.number, d.made_at, d.n, d.id) > (q.number, q.made_at, q.n, q.id))",
    ),
    _Check(
        "waiting-miscounted",
        "The exchange counts another number of waiting messages than there are.",
        "SELECT l.id FROM lanes l LEFT JOIN (SELECT lane_id, count(*) AS n FROM outcomes WHERE state = 'waiting' "
        "GROUP BY lane_id) w ON w.lane_id = l.id WHERE l.waiting <> coalesce(w.n, 0)",
    ),
)

_ACCOUNTS = (
    f"SELECT coalesce(o.state, '{IN_FLIGHT}'), count(*) FROM messages m "  # noqa: S608 - our own word
    "LEFT JOIN outcomes o ON o.unit_id = m.id GROUP BY 1 ORDER BY 1"
)


_OUTGOING = "SELECT state, count(*) FROM outgoing GROUP BY state ORDER BY state"


def balance(connection: Connection, most_each: int | None = None) -> Balance:
    """Holds the five records against each other; a connection without `snapshot` also counts what happens meanwhile.

    `most_each` bounds what each check names; whether everything balances is told all the same.
    """
    bound = "" if most_each is None else f" LIMIT {most_each:d}"
    accounts = {str(row[0]): int(row[1]) for row in connection.exec_driver_sql(_ACCOUNTS)}
    outgoing = {str(row[0]): int(row[1]) for row in connection.exec_driver_sql(_OUTGOING)}
    found = [
        Imbalance(row[0], check.slug, check.sentence)
        for check in _CHECKS
        for row in connection.exec_driver_sql(f"{check.sql} ORDER BY 1{bound}")
    ]
    return Balance(accounts, outgoing, accounts.get(IN_FLIGHT, 0), tuple(found))


@contextmanager
def snapshot(database: Database) -> Iterator[Connection]:
    """A connection that sees one moment of the whole database, however long it reads."""
    with database.reading() as connection:
        if not database.is_sqlite:
            connection.execution_options(isolation_level="REPEATABLE READ")
            connection.exec_driver_sql(f"SET LOCAL statement_timeout = '{_PATIENCE}'")
            connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
        yield connection
