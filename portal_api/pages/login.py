"""Signing in with a one-time link, and signing out. A button uses the link up, so that a mail scanner does not."""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Path, Request
from fastapi.responses import RedirectResponse, Response

from hub.problems import problem_of
from hub.settings import Settings
from portal_api.pages.rendering import public_page
from portal_api.who import counter_of, is_secure, session_cookie
from schemas.errors import Refused

Token = Annotated[str, Path(max_length=200, pattern=r"^[\x21-\x7e]+$")]


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get("/login/{token}")(ask)
    router.post("/login/{token}")(sign_in)
    router.post("/logout")(sign_out)
    return router


def ask(request: Request, token: Token) -> Response:
    """The page with the button; it says nothing about the link, so that nobody learns which links exist."""
    return public_page(request, counter_of(request).runtime.settings, "login.html", token=token)


def sign_in(request: Request, token: Token) -> Response:
    """A session for a link that was not used yet; else a page that says what to do."""
    counter = counter_of(request)
    settings = counter.runtime.settings
    try:
        with counter.runtime.database.transaction() as connection:
            session, _ = counter.accounts.open_session(connection, token, counter.runtime.clock.now())
    except Refused as refused:
        return public_page(request, settings, "link_used.html", problem_of(refused).status)
    answer = RedirectResponse("/", 303)
    give_cookie(answer, settings, session)
    return answer


def sign_out(request: Request) -> Response:
    """Ends the session on this side as well; without one it only says goodbye."""
    counter = counter_of(request)
    settings = counter.runtime.settings
    session = request.cookies.get(session_cookie(settings))
    if session:
        with counter.runtime.database.transaction() as connection:
            counter.accounts.close_session(connection, session, counter.runtime.clock.now())
    answer = public_page(request, settings, "signed_out.html")
    answer.delete_cookie(session_cookie(settings), secure=is_secure(settings), httponly=True, samesite="lax")
    return answer


def give_cookie(answer: Response, settings: Settings, session: str) -> None:
    """The session, for this browser and this host alone."""
    name, secure = session_cookie(settings), is_secure(settings)
    answer.set_cookie(name, session, path="/", httponly=True, samesite="lax", secure=secure)


def link_address(settings: Settings, token: str) -> str:
    """The address that a one-time link is."""
    public = urlsplit(settings.public_url)
    return f"{public.scheme}://{public.netloc}/login/{token}"
