"""Looking as a customer writes nothing: the layer that refuses every write of a browser that does so.

It asks for the cookie alone, so that no route can forget it; a program with a key of its own has no such cookie.
"""

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from hub.problems import problem_of
from hub.settings import Settings
from portal_api.answers import respond
from portal_api.who import viewing_cookie
from schemas.errors import Refused

END = "/viewing/end"
_READS = frozenset({"GET", "HEAD", "OPTIONS"})
_WAYS_OUT = (END, "/logout", "/login", "/forgot", "/demo")
_OWN = "/account"
"""Whoever looks has an account of his own, and it is not the customer's."""


class ViewingOnly:
    """Inside the guard, around everything else."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._cookie = viewing_cookie(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._is_refused(Request(scope)):
            refused = Refused("viewing-only", path="method", came=scope["method"])
            await respond(Request(scope), problem_of(refused))(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _is_refused(self, request: Request) -> bool:
        if self._cookie not in request.cookies or "authorization" in request.headers:
            return False
        path = request.scope["path"]
        if path.startswith(_OWN):
            return True
        return request.method not in _READS and not path.startswith(_WAYS_OUT)
