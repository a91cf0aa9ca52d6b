"""How often somebody tried a password, by where he tries it: a browser that his person came in with, or an address.

Every function takes the connection of a transaction that its caller opened and commits.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.engine import Connection

from handlers.accounts import rules
from handlers.accounts.rules import Credentials, Session, Tries
from handlers.accounts.tables import CREDENTIALS, TRIES
from hub import rows as statements
from hub.edge import network_of
from hub.sealing import Sealer, is_sealed
from schemas.devices import Device
from schemas.errors import SettingsError

_DEVICE = "device"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a try comes from; what is known is the person's own browser or session, and no stranger slows it."""

    name: str
    is_known: bool


def source_of(sealer: Sealer, user_id: str, device: Device) -> Source:
    """The browser when this person came in with it before, else the network of its address, which nobody can read."""
    said = _said(sealer, device.known)
    if said[:2] == [_DEVICE, user_id]:
        return Source(" ".join(said[::2]), is_known=True)
    return Source(f"address {sealer.tag(network_of(device.address))}", is_known=False)


def whose_browser(sealer: Sealer, known: str) -> str:
    """The id of who came in with this browser last; empty for a browser in which nobody did."""
    said = _said(sealer, known)
    return said[1] if said[:1] == [_DEVICE] and len(said) > 1 else ""


def _said(sealer: Sealer, known: str) -> list[str]:
    """The words in what a browser keeps; none for what this hub did not seal."""
    if not is_sealed(known):
        return []
    try:
        return sealer.opened(known).split(" ")
    except SettingsError:
        return []


def of_session(session: Session) -> Source:
    """Whoever is in already and gives his password again."""
    return Source(f"session {session.id}", is_known=True)


def word_for(sealer: Sealer, user_id: str) -> str:
    """What a browser keeps, so that it is known when its person comes back."""
    return sealer.sealed(f"{_DEVICE} {user_id} {secrets.token_urlsafe(16)}")


def count_try(connection: Connection, user_id: str, at: datetime, source: Source) -> Credentials | None:
    """What a try is compared with; `None` while whoever comes from there has to wait.

    The try is counted before it is judged, under a lock, so that many at once are not one.
    """
    found = locked(connection, user_id)
    own = _own(connection, user_id, source.name)
    if not (rules.may_try(own, at) and (source.is_known or rules.may_strangers_try(found, at))):
        return None
    table = TRIES.table
    old = (table.c.user_id == user_id) & (table.c.tried_at < at - rules.TRIES_ARE_KEPT)
    connection.execute(delete(table).where(old))
    statements.write(connection, TRIES, [replace(own, tries=own.tries + 1, tried_at=at)], "replace")
    if not source.is_known:
        _keep(connection, replace(found, tries=found.tries + 1, tried_at=at))
    return found


def count_code(connection: Connection, user_id: str, at: datetime) -> Credentials | None:
    """As `count_try`, of a code after the password, wherever it comes from; the two are counted apart."""
    found = locked(connection, user_id)
    if not rules.may_try_code(found, at):
        return None
    _keep(connection, replace(found, code_tries=found.code_tries + 1, code_tried_at=at))
    return found


def forgive(connection: Connection, user_id: str, source: Source | None = None) -> None:
    """The person is in: what was tried from there counts no more, nor what strangers tried; without one, nothing does.

    Who tries from another address waits as before.
    """
    mine, table = CREDENTIALS.table, TRIES.table
    connection.execute(
        update(mine).where(mine.c.user_id == user_id).values(tries=0, tried_at=None, code_tries=0, code_tried_at=None)
    )
    his = table.c.user_id == user_id
    connection.execute(delete(table).where(his & (table.c.source == source.name) if source else his))


def locked(connection: Connection, user_id: str) -> Credentials:
    """How the person proves who he is, his until the transaction ends."""
    statements.write(connection, CREDENTIALS, [Credentials(user_id)], "ignore")
    mine = CREDENTIALS.table
    row = connection.execute(select(mine).where(mine.c.user_id == user_id).with_for_update()).one()
    return Credentials(*row)


def _own(connection: Connection, user_id: str, source: str) -> Tries:
    found = statements.select(connection, TRIES, "user_id", [user_id])
    return next((each for each in found if each.source == source), Tries(user_id, source))


def _keep(connection: Connection, credentials: Credentials) -> None:
    statements.write(connection, CREDENTIALS, [credentials], "replace")
