"""What waits for the post role: claiming, giving back, postponing, and erasing what was kept long enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, literal, select, update
from sqlalchemy.engine import Connection

from handlers.notifications import rules
from handlers.notifications.rules import Notification
from handlers.notifications.tables import BOUNCES, NOTIFICATION, NOTIFICATIONS, QUIET_HOURS
from hub import rows as statements
from hub.clock import AMSTERDAM

IN_HAND = "in-hand"
_C = NOTIFICATIONS.table.c


@dataclass(frozen=True, slots=True)
class Figures:
    """How many are in each state of a channel, and since when the oldest is due; `None` when none is."""

    states: dict[tuple[str, str], int]
    due_since: dict[str, datetime]


def due(connection: Connection, channel: str, now: datetime, limit: int) -> list[Notification]:
    """The urgent ones first, then the longest due.

    Another process may have claimed one between the two statements: what is read of it then is no longer due, and
    taking it for what was due would send it twice.
    """
    query = (
        select(_C.id)
        .where(_C.state == rules.QUEUED, _C.channel == channel, _C.next_try_at <= _moment(now))
        .order_by(_C.is_urgent.desc(), _C.next_try_at, _C.id)
        .limit(limit)
    )
    ids = [row[0] for row in connection.execute(query)]
    found = {each.id: each for each in statements.select(connection, NOTIFICATION, "id", ids) if _is_due(each, now)}
    return [found[each] for each in ids if each in found]


def _is_due(row: Notification, now: datetime) -> bool:
    return row.state == rules.QUEUED and row.next_try_at is not None and row.next_try_at <= now


def ends_as(connection: Connection, row: Notification, now: datetime) -> str:
    """Why the hub itself ends it now: it is of no use any more, or it was tried for days; empty when it may go."""
    if row.valid_until and row.valid_until <= now:
        return rules.EXPIRED
    bounces = statements.select(connection, BOUNCES, "address", [row.address])
    if rules.is_open(bounces, row.office_id, row.channel):
        return rules.BOUNCING
    return rules.GAVE_UP if row.attempts and now - row.made_at >= rules.GIVES_UP_AFTER else ""


def leaves_at(connection: Connection, row: Notification, now: datetime) -> datetime:
    """`now`, or the end of the quiet hours that the office has by now."""
    if row.is_urgent:
        return now
    (hours,) = statements.select(connection, QUIET_HOURS, "office_id", [row.office_id]) or (None,)
    begin, end = (hours.quiet_from, hours.quiet_until) if hours else (rules.QUIET_FROM, rules.QUIET_UNTIL)
    return rules.leaves_at(now, begin, end, AMSTERDAM)


def claim(connection: Connection, row: Notification, again_at: datetime) -> bool:
    """Takes it in hand: it counts an attempt, and is due again by itself; false when another process has it."""
    said = {"attempts": row.attempts + 1, "trouble": IN_HAND, "next_try_at": again_at}
    return _change(connection, row, row.attempts, said)


def postpone(connection: Connection, row: Notification, until: datetime) -> None:
    """It was not tried; it may leave later."""
    _change(connection, row, row.attempts, {"next_try_at": until})


def give_back(connection: Connection, row: Notification) -> None:
    """It was claimed and not tried: it is as it was."""
    was = {"attempts": row.attempts, "trouble": row.trouble, "next_try_at": row.next_try_at}
    _change(connection, row, row.attempts + 1, was)


def try_again(connection: Connection, row: Notification, why: str, at: datetime) -> None:
    """It was claimed and did not go."""
    _change(connection, row, row.attempts + 1, {"trouble": why, "next_try_at": at})


def figures(connection: Connection, now: datetime) -> Figures:
    counted = select(_C.channel, _C.state, func.count()).group_by(_C.channel, _C.state)
    oldest = (
        select(_C.channel, func.min(_C.next_try_at))
        .where(_C.state == rules.QUEUED, _C.attempts == 0, _C.next_try_at <= _moment(now))
        .group_by(_C.channel)
    )
    tried = (
        select(_C.channel, func.min(_C.made_at)).where(_C.state == rules.QUEUED, _C.attempts > 0).group_by(_C.channel)
    )
    since: dict[str, datetime] = {}
    for channel, at in [*connection.execute(oldest), *connection.execute(tried)]:
        since[channel] = min(at, since.get(channel, at))
    return Figures({(row[0], row[1]): row[2] for row in connection.execute(counted)}, since)


def erase(connection: Connection, now: datetime) -> int:
    """Erases address, name and text of what was kept long enough; that it was sent remains."""
    old = select(_C.id).where(_C.erased_at.is_(None), _C.keep_until <= _moment(now), _C.state != rules.QUEUED)
    blank = dict.fromkeys(("address", "name", "subject", "text", "html"), "")
    found = connection.execute(
        update(NOTIFICATIONS.table).where(_C.id.in_(old)).values(**blank, enclosures=[], erased_at=now)
    )
    return found.rowcount


def provided_by(connection: Connection, provider: str, provider_ids: Sequence[str]) -> list[Notification]:
    """What this provider knows by these ids."""
    query = select(_C.id).where(_C.provider == provider, _C.provider_id.in_(list(provider_ids)))
    ids = [row[0] for row in connection.execute(query)]
    return statements.select(connection, NOTIFICATION, "id", ids)


def by_id(connection: Connection, notification_id: str) -> Notification | None:
    found = statements.select(connection, NOTIFICATION, "id", [notification_id])
    return found[0] if found else None


def _change(connection: Connection, row: Notification, attempts: int, values: dict[str, object]) -> bool:
    statement = (
        update(NOTIFICATIONS.table)
        .where(_C.id == row.id, _C.state == rules.QUEUED, _C.attempts == attempts)
        .values(**values)
    )
    return connection.execute(statement).rowcount == 1


def _moment(at: datetime) -> object:
    """As the column writes it: SQLite compares text."""
    return literal(at, _C.next_try_at.type)
