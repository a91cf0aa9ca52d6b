"""Who asks: a session cookie, an API key or a token becomes a viewer with scopes, in one place for pages and API."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from sqlalchemy.engine import Connection

from handlers.accounts.views import (
    SignedIn,
    is_token,
    signed_in_by_key,
    signed_in_by_session,
    signed_in_by_token,
    signed_in_viewing,
)
from hub.settings import Settings
from portal_api.counter import (
    CUSTOMERS_VIEW,
    CUSTOMERS_WRITE,
    DOCUMENTS_JUDGE,
    DOCUMENTS_WRITE,
    DOSSIERS_ASSIGN,
    DOSSIERS_READ,
    DOSSIERS_WRITE,
    LOOKS_READ,
    MESSAGES_READ,
    MESSAGES_WRITE,
    OFFICE_WRITE,
    OPERATE,
    OWN_READ,
    OWN_WRITE,
    PEOPLE_READ,
    PEOPLE_WRITE,
    Counter,
)
from portal_api.peers import CERTIFICATE
from portal_api.texts import language_of
from schemas.errors import Refused
from schemas.refusals import Language
from schemas.viewer import Viewer

RIGHT = "right"
"""Under which name a dependency says the right that it asks, so that a test reads it from the application."""


@dataclass(frozen=True, slots=True)
class Asking:
    """One request of somebody who may make it."""

    counter: Counter
    who: SignedIn
    language: Language

    @property
    def viewer(self) -> Viewer:
        return self.who.viewer

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self.counter.runtime.database.reading() as connection:
            yield connection


def counter_of(request: Request) -> Counter:
    counter: Counter = request.app.state.counter
    return counter


def session_cookie(settings: Settings) -> str:
    """The name of the session cookie; `__Host-` binds it to this host over https."""
    return "__Host-session" if is_secure(settings) else "session"


def viewing_cookie(settings: Settings) -> str:
    """The name of the cookie of a colleague who looks as a customer; it is worth nothing without his session."""
    return "__Host-viewing" if is_secure(settings) else "viewing"


def device_cookie(settings: Settings) -> str:
    """The name of the cookie by which a browser is known again; it opens nothing."""
    return "__Host-device" if is_secure(settings) else "device"


def is_secure(settings: Settings) -> bool:
    return urlsplit(settings.public_url).scheme == "https"


def signed_in(request: Request) -> SignedIn | None:
    """Whose key, token or session came with the request, which counts as its use."""
    found = recognised(request)
    counter = counter_of(request)
    runtime, key = counter.runtime, bearer(request)
    if found and found.is_due:
        if key is None:
            counter.accounts.touch_session(request.cookies[session_cookie(runtime.settings)])
        else:
            with runtime.database.transaction() as connection:
                counter.machines.touch_secret(connection, key, runtime.doors.now())
    return found


def recognised(request: Request) -> SignedIn | None:
    """As `signed_in`, without keeping a session open; a key that is wrong is never excused by a cookie."""
    runtime = counter_of(request).runtime
    key, session = bearer(request), request.cookies.get(session_cookie(runtime.settings))
    if key is None and not session:
        return None
    now, environment = runtime.doors.now(), runtime.settings.environment
    with runtime.database.reading() as connection:
        if key is None:
            today, viewing = runtime.clock.business_date(), request.cookies.get(viewing_cookie(runtime.settings))
            found = signed_in_viewing(connection, viewing, str(session), environment, now, today) if viewing else None
            return found or signed_in_by_session(connection, str(session), environment, now, today)
        if is_token(key):
            certificate = request.headers.get(CERTIFICATE, "")
            return signed_in_by_token(connection, key, certificate, environment, now)
        return signed_in_by_key(connection, key, environment, now)


def bearer(request: Request) -> str | None:
    """The API key or token of the request; empty when the header is there and is something else."""
    header = request.headers.get("authorization")
    if header is None:
        return None
    scheme, _, key = header.partition(" ")
    return key.strip() if scheme.lower() == "bearer" else ""


def allowed(scope: str) -> Callable[[Request], Asking]:
    """A dependency: somebody with this scope, else `not-signed-in` or `not-allowed`."""

    def ask(request: Request) -> Asking:
        found = signed_in(request)
        if found is None:
            raise Refused("not-signed-in")
        if scope not in found.scopes:
            raise Refused("not-allowed", expected=scope)
        return _asking(request, found)

    setattr(ask, RIGHT, scope)
    return ask


def hearing(request: Request) -> Asking:
    """A dependency: somebody who hears what changes, a customer of his own dossiers; else as `allowed`."""
    found = signed_in(request)
    if found is None:
        raise Refused("not-signed-in")
    if not may_hear(found):
        raise Refused("not-allowed", expected=DOSSIERS_READ)
    return _asking(request, found)


setattr(hearing, RIGHT, DOSSIERS_READ)


def may_hear(who: SignedIn) -> bool:
    return bool(who.scopes & {DOSSIERS_READ, OWN_READ})


def operating(scope: str) -> Callable[[Request], Asking]:
    """As `allowed`, of whoever runs the hub: a scope alone makes nobody of an office an operator."""

    def ask(request: Request) -> Asking:
        asking = allowed(scope)(request)
        if not asking.viewer.is_operator:
            raise Refused("not-allowed", expected="beheer / an operator")
        return asking

    setattr(ask, RIGHT, scope)
    return ask


def sender_of(request: Request) -> str:
    """The node that the key of a request may send for, for the channel that takes messages in.

    Raises `Refused` (`not-signed-in`, `not-allowed`).
    """
    node = allowed(MESSAGES_WRITE)(request).who.node
    if node is None:
        raise Refused("not-allowed", expected=f"{MESSAGES_WRITE} met een node / with a node")
    return node


def anyone(request: Request) -> Asking:
    """A dependency: somebody who is signed in, whatever his scopes."""
    found = signed_in(request)
    if found is None:
        raise Refused("not-signed-in")
    return _asking(request, found)


def _asking(request: Request, found: SignedIn) -> Asking:
    """Also for the layer that writes down who looked."""
    asking = request.state.asking = Asking(counter_of(request), found, language_of(request))
    return asking


MessageReader = Annotated[Asking, Depends(allowed(MESSAGES_READ))]
OperatorReader = Annotated[Asking, Depends(operating(MESSAGES_READ))]
Operating = Annotated[Asking, Depends(operating(OPERATE))]
Hearing = Annotated[Asking, Depends(hearing)]
DossierReader = Annotated[Asking, Depends(allowed(DOSSIERS_READ))]
DossierWriter = Annotated[Asking, Depends(allowed(DOSSIERS_WRITE))]
DocumentWriter = Annotated[Asking, Depends(allowed(DOCUMENTS_WRITE))]
DocumentJudge = Annotated[Asking, Depends(allowed(DOCUMENTS_JUDGE))]
DossierAssigner = Annotated[Asking, Depends(allowed(DOSSIERS_ASSIGN))]
PeopleReader = Annotated[Asking, Depends(allowed(PEOPLE_READ))]
PeopleWriter = Annotated[Asking, Depends(allowed(PEOPLE_WRITE))]
OfficeWriter = Annotated[Asking, Depends(allowed(OFFICE_WRITE))]
LooksReader = Annotated[Asking, Depends(allowed(LOOKS_READ))]
CustomerWriter = Annotated[Asking, Depends(allowed(CUSTOMERS_WRITE))]
CustomerViewer = Annotated[Asking, Depends(allowed(CUSTOMERS_VIEW))]
OwnWriter = Annotated[Asking, Depends(allowed(OWN_WRITE))]
OwnReader = Annotated[Asking, Depends(allowed(OWN_READ))]
Anyone = Annotated[Asking, Depends(anyone)]
