"""Sessions of browsers. Of a session only the hash of its token is kept.

Every function takes the connection of a transaction that its caller opened and commits.
"""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from handlers.accounts import rules
from handlers.accounts.people import may_come_in, user_of
from handlers.accounts.rules import Session, Stage, User
from handlers.accounts.tables import SESSIONS
from hub import rows as statements


def start_session(
    connection: Connection,
    user: User,
    at: datetime,
    stage: Stage = "open",
    device: str = "",
    before: str = "",
    lasts: timedelta = rules.SESSION_LASTS,
) -> str:
    """The token of a new session; the one whose token is `before` is over, so that no token outlives a step.

    It `lasts` no longer than that, whatever is done in it.

    Setting a factor up takes no more than the password, so one session of a person may stand there, the newest, and
    none once he is in: else somebody who knows his password would share his app, or put his own in its place.
    """
    if before:
        close_session(connection, before, at)
    if stage in {"factor", "open"}:
        _end_setting_up(connection, user.id, at)
    token = secrets.token_urlsafe(32)
    made = Session(rules.hashed(token), user.id, at, at, None, stage, device, user.role, "", at + lasts)
    statements.write(connection, SESSIONS, [made])
    return token


def any_session_of(connection: Connection, token: str, at: datetime) -> tuple[Session, User] | None:
    """The session of this token with its person, however far signing in is; `None` when it is over or unknown.

    It is over as well when the person's role is another than when it was opened, or he may not come in any more.
    """
    found = statements.select(connection, SESSIONS, "token_hash", [rules.hashed(token)])
    if not found or not rules.is_open(found[0], at):
        return None
    user = user_of(connection, found[0].user_id)
    is_his = found[0].role == user.role and may_come_in(connection, user, at)
    return (found[0], user) if is_his else None


def ended_session_of(connection: Connection, token: str, at: datetime) -> Session | None:
    """The session of this token, when it was open once and is over; `None` for one of nobody."""
    found = statements.select(connection, SESSIONS, "token_hash", [rules.hashed(token)])
    return found[0] if found and found[0].stage == "open" and not rules.is_open(found[0], at) else None


def session_of(connection: Connection, token: str, at: datetime) -> tuple[Session, User] | None:
    """As `any_session_of`, of somebody who is in."""
    found = any_session_of(connection, token, at)
    return found if found and found[0].stage == "open" else None


def sessions_of(connection: Connection, user: User, at: datetime) -> list[Session]:
    """Where this person is signed in now, last seen first."""
    mine = SESSIONS.table
    query = select(mine).where((mine.c.user_id == user.id) & mine.c.closed_at.is_(None)).order_by(mine.c.seen_at.desc())
    found = [Session(*row) for row in connection.execute(query)]
    his = [each for each in found if each.stage == "open" and each.role == user.role and rules.is_open(each, at)]
    return his if may_come_in(connection, user, at) else []


def keep_session(connection: Connection, session: Session, at: datetime) -> None:
    """Writes that the session was used now; ask `rules.is_due` first, so that not every page writes."""
    sessions = SESSIONS.table
    still = (sessions.c.token_hash == session.token_hash) & sessions.c.closed_at.is_(None)
    connection.execute(update(sessions).where(still).values(seen_at=at))


def touch_session(connection: Connection, token: str, at: datetime) -> None:
    """The session of this token was used now; one that is closed or idle for too long stays so."""
    found = session_of(connection, token, at)
    if found and rules.is_due(found[0], at):
        keep_session(connection, found[0], at)


def close_session(connection: Connection, token: str, at: datetime) -> None:
    """Signs out; an unknown token changes nothing."""
    _close(connection, SESSIONS.table.c.token_hash == rules.hashed(token), at)


def end_session(connection: Connection, user_id: str, session_id: str, at: datetime) -> bool:
    """Ends one session of this person by its name in the page; whether there was one."""
    mine = SESSIONS.table.c
    return _close(connection, (mine.user_id == user_id) & mine.token_hash.startswith(session_id, autoescape=True), at)


def end_sessions(connection: Connection, user_id: str, at: datetime, but: str = "") -> None:
    """Ends every session of this person, but the one with this token."""
    mine = SESSIONS.table.c
    _close(connection, (mine.user_id == user_id) & (mine.token_hash != rules.hashed(but)), at)


def stand(connection: Connection, session: Session, stage: Stage) -> Session:
    """The session at another step of signing in; a session gets in with a new token only, see `start_session`."""
    moved = replace(session, stage=stage)
    statements.write(connection, SESSIONS, [moved], "replace")
    return moved


def _end_setting_up(connection: Connection, user_id: str, at: datetime) -> None:
    """Sessions that were about to set a factor up are over, and with each the secret that it was shown."""
    table = SESSIONS.table.c
    _close(connection, (table.user_id == user_id) & (table.stage == "factor"), at)


def _close(connection: Connection, which: object, at: datetime) -> bool:
    sessions = SESSIONS.table
    asked = update(sessions).where(which & sessions.c.closed_at.is_(None)).values(closed_at=at)  # type: ignore[operator]
    return connection.execute(asked).rowcount > 0
