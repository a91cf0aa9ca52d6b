"""Leaving a provider: what is kept of a sign-in so that signing out here ends the session there too.

Every function takes the connection of a transaction that its caller opened and commits.
"""

import secrets
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.engine import Connection

from handlers.accounts.providers.rules import LEAVING_IS_KEPT, ProviderSession
from handlers.accounts.providers.tables import PROVIDER_SESSIONS
from handlers.accounts.rules import hashed
from handlers.accounts.sessions import any_session_of
from hub import rows as statements
from hub.sealing import Sealer
from schemas.identity import Leaving


def keep(connection: Connection, sealer: Sealer, user_id: str, leaving: Leaving | None, at: datetime) -> str:
    """A secret for the browser of this person, empty when there is nothing to leave; what is old is forgotten."""
    table = PROVIDER_SESSIONS.table
    connection.execute(delete(table).where(table.c.opened_at <= at - LEAVING_IS_KEPT))
    if leaving is None:
        return ""
    secret = secrets.token_urlsafe(32)
    kept = ProviderSession(
        hashed(secret), user_id, leaving.address, leaving.client_id, sealer.sealed(leaving.token), at
    )
    statements.write(connection, PROVIDER_SESSIONS, [kept])
    return secret


def take(connection: Connection, sealer: Sealer, secret: str, session: str, at: datetime) -> Leaving | None:
    """What was kept, which is forgotten by this; only for a session of the same person."""
    found = statements.select(connection, PROVIDER_SESSIONS, "token_hash", [hashed(secret)])
    if not found:
        return None
    statements.remove(connection, PROVIDER_SESSIONS, [(found[0].token_hash,)])
    here = any_session_of(connection, session, at)
    if here is None or here[1].id != found[0].user_id:
        return None
    return Leaving(found[0].address, found[0].client_id, sealer.opened(found[0].id_token))
