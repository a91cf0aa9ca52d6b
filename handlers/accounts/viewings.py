"""Looking as a customer: a token beside the session of who looks, for one dossier. Only the token's hash is kept.

Every function takes the connection of a transaction that its caller opened and commits.
"""

import secrets
from dataclasses import replace
from datetime import datetime

from sqlalchemy.engine import Connection

from handlers.accounts import rules
from handlers.accounts.rules import Viewing
from handlers.accounts.sessions import session_of
from handlers.accounts.tables import VIEWINGS
from hub import rows as statements
from schemas.errors import Refused

LONGEST_REASON = 200


def begin(
    connection: Connection, session: str, customer_id: str, dossier_id: str, reason: str, at: datetime
) -> tuple[str, Viewing]:
    """The token and what it opens; raises `Refused` (`not-signed-in`, `viewing-reason`)."""
    found = session_of(connection, session, at)
    if found is None:
        raise Refused("not-signed-in")
    why = " ".join(reason.split())
    if not why or len(why) > LONGEST_REASON:
        raise Refused("viewing-reason", path="reason", came=len(why), expected=f"1-{LONGEST_REASON}")
    token = secrets.token_urlsafe(32)
    own, user = found
    made = Viewing(rules.hashed(token), own.token_hash, user.id, customer_id, dossier_id, why, at)
    statements.write(connection, VIEWINGS, [made])
    return token, made


def viewing_of(connection: Connection, token: str, session: str) -> Viewing | None:
    """What this token opens beside this session, also when it is over; `None` beside another one."""
    found = statements.select(connection, VIEWINGS, "token_hash", [rules.hashed(token)])
    return found[0] if found and found[0].session_hash == rules.hashed(session) else None


def end(connection: Connection, token: str, session: str, at: datetime) -> Viewing | None:
    """It is over; what it was, `None` for a token that is not of this session."""
    found = viewing_of(connection, token, session)
    if found and found.closed_at is None:
        statements.write(connection, VIEWINGS, [replace(found, closed_at=at)], "replace")
    return found
