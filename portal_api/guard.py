"""What holds for every request: the address it came to, the line and the site it came over, how often, how large.

Our own mistake ends here too: the caller gets an incident number, the log gets the place and no value.
"""

import traceback
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub.ids import new_id
from hub.logs import log
from hub.problems import Problem, named, problem_of
from hub.settings import Settings
from portal_api.answers import respond
from portal_api.peers import Peers, private_address
from portal_api.rates import Rates
from portal_api.who import session_cookie
from schemas.errors import Busy, Refused

LARGEST_BODY = 64 * 1024
"""Bytes of a request that is not a message."""
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; font-src 'self'; "
    "form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_A_YEAR = "max-age=31536000; includeSubDomains"


class Guard:
    """The outermost layer of the application.

    `open_ended` are the paths that measure their bodies themselves, and so does what stands below `measured`.
    """

    def __init__(
        self,
        app: ASGIApp,
        settings: Settings,
        open_ended: frozenset[str],
        is_waiting: Callable[[], bool],
        measured: tuple[str, ...] = (),
    ) -> None:
        self._app = app
        public = urlsplit(settings.public_url)
        self._hosts = _hosts(settings.public_url)
        self._origin = f"{public.scheme}://{public.netloc}"
        self._is_secure = settings.is_secure
        self._peers = Peers(settings)
        self._rates = Rates(settings, session_cookie(settings))
        self._headers = _HEADERS | ({"Strict-Transport-Security": _A_YEAR} if self._is_secure else {})
        self._open_ended = open_ended
        self._measured = measured
        self._is_waiting = is_waiting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_forged = self._peers.is_forged(scope)
        scope = self._peers.settled(scope)
        request = Request(scope)
        begun = is_replaced = False

        async def send_with_headers(message: Message) -> None:
            nonlocal begun, is_replaced
            if message["type"] == "http.response.start":
                problem = None if begun else self._rates.answered(request, message["status"])
                begun = True
                if problem:
                    await respond(request, problem)(scope, receive, send_with_headers)
                    is_replaced = True
                    return
                self._complete(MutableHeaders(scope=message))
            if not is_replaced:
                await send(message)

        answer = self._instead(request, is_forged=is_forged)
        if answer:
            await answer(scope, receive, send_with_headers)
            return
        try:
            is_measured = self._is_measured(request)
            await self._app(scope, receive if is_measured else _counted(receive), send_with_headers)
        except Exception as error:
            problem = await run_in_threadpool(self._told, error, request)
            if begun:
                raise
            await respond(request, problem)(scope, receive, send_with_headers)

    def _told(self, error: Exception, request: Request) -> Problem:
        """Our mistake with its number, unless the database is not ready: a table that is missing then is no mistake."""
        if self._is_waiting():
            return problem_of(Busy("database"))
        return problem_of(error, report(error, request))

    def _instead(self, request: Request, *, is_forged: bool) -> Response | None:
        """The answer to a request that goes no further: a problem, or the way to https."""
        problem = self._wrong(request)
        if problem is None and self._is_secure and request.scope["scheme"] != "https" and not _is_health(request):
            if is_forged:
                log.warning("proxy-not-trusted", why=private_address(request.scope))
                problem = named("proxy-not-trusted", 421)
            elif request.method in _SAFE:
                return RedirectResponse(self._origin + _path_of(request), 308)
            else:
                problem = named("not-secure", 403, self._origin)
        problem = problem or self._rates.refused(request)
        return respond(request, problem) if problem else None

    def _wrong(self, request: Request) -> Problem | None:
        hosts = [host.lower() for host in request.headers.getlist("host")]
        if (len(hosts) != 1 or hosts[0] not in self._hosts) and not _is_health(request):
            return named("unknown-host", 421)
        if request.method not in _SAFE and not self._from_here(request):
            return named("foreign-origin", 403)
        length = request.headers.get("content-length", "0")
        if not self._is_measured(request) and length.isdecimal() and int(length) > LARGEST_BODY:
            return problem_of(_too_large(int(length)))
        return None

    def _is_measured(self, request: Request) -> bool:
        """Whether the route counts the bytes of the body itself."""
        return request.scope["path"] in self._open_ended or request.scope["path"].startswith(self._measured)

    def _from_here(self, request: Request) -> bool:
        """A browser says where a request comes from; what carries a key of its own is no browser's doing.

        Our own forms say `Origin: null`, because no page of ours sends a referrer; then Sec-Fetch-Site decides.
        In a browser without it the cookie does: it is `SameSite=Lax` and stays at home when another site posts.
        """
        if "authorization" in request.headers:
            return True
        if request.headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}:
            return False
        origin = request.headers.get("origin", "null")
        return origin == "null" or urlsplit(origin).netloc.lower() in self._hosts

    def _complete(self, headers: MutableHeaders) -> None:
        for name, value in self._headers.items():
            headers.setdefault(name, value)
        headers.setdefault("Cache-Control", "no-store")


def _counted(receive: Receive) -> Receive:
    """The body in pieces, refused as soon as it is larger than a body may be, whatever its header said."""
    seen = 0

    async def counting() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > LARGEST_BODY:
            raise _too_large(seen)
        return message

    return counting


def _too_large(came: int) -> Refused:
    return Refused("message-too-large", path="body", came=came, expected=LARGEST_BODY)


def report(error: Exception, request: Request) -> str:
    """Logs our own mistake by its type and place; returns the incident number."""
    incident = new_id()
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).stem}.{frames[-1].name}:{frames[-1].lineno}" if frames else "unknown"
    route = getattr(request.scope.get("route"), "path", "unknown")
    log.error("our-mistake", key=incident, error=type(error).__name__, reason=place, route=route, method=request.method)
    return incident


def _is_health(request: Request) -> bool:
    return str(request.scope["path"]).startswith("/health/")


def _path_of(request: Request) -> str:
    """The path and question of the request as they came; what does not begin with one slash is the first page."""
    path = request.scope.get("raw_path", b"/").decode("latin-1")
    question = request.scope["query_string"].decode("latin-1")
    return (path if path.startswith("/") else "/") + (f"?{question}" if question else "")


def _hosts(public_url: str) -> frozenset[str]:
    """The Host headers that mean this hub; on this machine all names of the machine itself do."""
    public = urlsplit(public_url)
    if public.hostname not in _LOOPBACK:
        return frozenset(
            {public.netloc.lower(), str(public.hostname)} if _is_default(public.port) else {public.netloc.lower()}
        )
    tail = f":{public.port}" if public.port else ""
    return frozenset({f"localhost{tail}", f"127.0.0.1{tail}", f"[::1]{tail}"})


def _is_default(port: int | None) -> bool:
    return port in {None, 443}
