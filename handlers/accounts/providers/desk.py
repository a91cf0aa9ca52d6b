"""Signing in through the service of an office: to it with a sealed cookie, and back with a one-time link.

No transaction is open while the service is asked.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from typing import Protocol

import orjson

from handlers.accounts.links import make_link
from handlers.accounts.providers import connecting, leaving, rules
from hub.clock import Clock
from hub.database import Database
from hub.sealing import Sealer, is_sealed
from hub.settings import Settings
from schemas.errors import Refused, SettingsError
from schemas.identity import Begun, Connected, Identity, Leaving

RETURN, LEFT = "/oidc/return", "/oidc/signed-out"
"""Where the provider sends people back to, after signing in and after signing out."""


@dataclass(frozen=True, slots=True)
class CameBack:
    """A one-time link for who came back, where he wanted to go, and the secret by which he leaves the provider."""

    link: str
    back: str
    leaving: str


class IdentityClient(Protocol):
    """Who speaks with providers; `adapters.identity.OpenIdClient` does."""

    def address(self, connected: Connected, begun: Begun, return_to: str) -> str:
        """Where the browser goes."""

    def identity(self, connected: Connected, begun: Begun, code: str, return_to: str) -> Identity:
        """Who came back with this code."""


class ProviderDesk:
    """`begin` and `finish` of one sign-in; what is between them is in the cookie, sealed."""

    def __init__(self, database: Database, clock: Clock, settings: Settings, client: IdentityClient) -> None:
        self._database, self._clock, self._client = database, clock, client
        self._sealer = Sealer(settings)
        self._return_to = settings.public_url + RETURN
        self._left_at = settings.public_url + LEFT

    def begin(self, office: str, back: str) -> tuple[str, str]:
        """The address of the service and the cookie to keep; raises `NotFound`, `Refused`, `Busy`."""
        with self._database.reading() as connection:
            provider = connecting.provider_of(connection, office)
        begun = Begun(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48))
        address = self._client.address(connecting.connected(provider, self._sealer), begun, self._return_to)
        ends = self._clock.now() + rules.SIGN_IN_LIVES
        kept = [provider.office_id, begun.state, begun.nonce, begun.verifier, rules.own_path(back), ends.isoformat()]
        return address, self._sealer.sealed(orjson.dumps(kept).decode())

    def finish(self, cookie: str, state: str, code: str, error: str) -> CameBack:
        """Who came back; `leaving` is empty when the provider does not end sessions.

        Raises `Refused` (`provider-state`, `provider-answer`, and those of `enter`), `Busy`.
        """
        office_id, begun, back = self._kept(cookie)
        if not compare_digest(begun.state.encode(), state.encode()):
            raise Refused("provider-state", path="state")
        if error or not code:
            raise Refused("provider-answer", path="code", came=error or "no code", expected="a code")
        with self._database.reading() as connection:
            provider = connecting.provider_of(connection, office_id)
        connected = connecting.connected(provider, self._sealer)
        identity = self._client.identity(connected, begun, code, self._return_to)
        now = self._clock.now()
        with self._database.transaction() as connection:
            user = connecting.enter(connection, provider, identity, now)
            secret = leaving.keep(connection, self._sealer, user.id, identity.leaving, now)
            return CameBack(make_link(connection, user.id, now), back, secret)

    def leave(self, secret: str, session: str) -> Leaving | None:
        """How the person of this session ends the one at his provider, once; `None` when he did not come in so."""
        with self._database.transaction() as connection:
            return leaving.take(connection, self._sealer, secret, session, self._clock.now())

    @property
    def left_at(self) -> str:
        """Where the provider sends people back to after signing out; it must know this address."""
        return self._left_at

    def _kept(self, cookie: str) -> tuple[str, Begun, str]:
        try:
            kept = orjson.loads(self._sealer.opened(cookie)) if is_sealed(cookie) else None
        except (SettingsError, orjson.JSONDecodeError):
            kept = None
        if kept is None or self._clock.now() >= datetime.fromisoformat(kept[5]):
            raise Refused("provider-state", path="cookie")
        office_id, state, nonce, verifier, back, _ = kept
        return office_id, Begun(state, nonce, verifier), back
