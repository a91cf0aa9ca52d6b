"""What the pages of signing in share: the session cookie, where each step leads, and what went wrong in a form."""

from typing import Annotated, Any

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response

from handlers.accounts.views import AccountView, account_of
from hub.problems import problem_of
from hub.settings import Settings
from portal_api.accounts import Accounts, Entered
from portal_api.pages.rendering import public_page
from portal_api.peers import address_of
from portal_api.reaching import back_in, forget_back
from portal_api.texts import language_of, told_in
from portal_api.who import counter_of, device_cookie, is_secure, session_cookie, viewing_cookie
from schemas.devices import Device
from schemas.errors import Refused

Typed = Annotated[str, Form(pattern=r"^[^\x00]*$")]
_KNOWN_LASTS_S = 180 * 24 * 60 * 60
PLACES = {"open": "/", "second": "/login/second", "password": "/account/password", "factor": "/account/app"}
"""Where somebody goes from each stage of a session."""


def accounts_of(request: Request) -> Accounts:
    return counter_of(request).accounts


def token_of(request: Request) -> str:
    """The secret of the session cookie; empty without one."""
    return request.cookies.get(session_cookie(counter_of(request).runtime.settings), "")


def device_of(request: Request) -> Device:
    known = request.cookies.get(device_cookie(counter_of(request).runtime.settings), "")
    return Device(request.headers.get("user-agent", ""), address_of(request.scope), known)


def account_in(request: Request, *stages: str) -> AccountView | None:
    """The account of whoever asks, when signing in is at one of these stages."""
    runtime, token = counter_of(request).runtime, token_of(request)
    if not token:
        return None
    with runtime.database.reading() as connection:
        found = account_of(connection, token, runtime.doors.now())
    return found if found and found.stage in stages else None


def account_for(request: Request, *stages: str) -> AccountView:
    """As `account_in`; raises `Refused` (`not-signed-in`)."""
    found = account_in(request, *stages)
    if found is None:
        raise Refused("not-signed-in")
    return found


def follow(request: Request, entered: Entered, place: str = "") -> Response:
    """On to the next step, or to the codes that are shown once, with the session's new token."""
    if entered.codes:
        answer = page_of(request, "account/codes_shown.html", codes=entered.codes)
    else:
        back = back_in(request) if entered.stage == "open" else ""
        answer = RedirectResponse(place or back or PLACES[entered.stage], 303)
    if entered.stage == "open":
        forget_back(request, answer)
    return with_token(request, answer, entered)


def with_token(request: Request, answer: Response, entered: Entered) -> Response:
    settings = counter_of(request).runtime.settings
    name, secure = session_cookie(settings), is_secure(settings)
    answer.set_cookie(name, entered.token, path="/", httponly=True, samesite="lax", secure=secure)
    if entered.known:
        word, lasts = device_cookie(settings), _KNOWN_LASTS_S
        answer.set_cookie(word, entered.known, lasts, path="/", httponly=True, samesite="lax", secure=secure)
    return without_viewing(request, answer)


def without_token(request: Request, answer: Response) -> Response:
    settings: Settings = counter_of(request).runtime.settings
    answer.delete_cookie(session_cookie(settings), secure=is_secure(settings), httponly=True, samesite="lax")
    return without_viewing(request, answer)


def without_viewing(request: Request, answer: Response) -> Response:
    """A look as a customer goes with the session beside which it was opened."""
    settings: Settings = counter_of(request).runtime.settings
    if viewing_cookie(settings) in request.cookies:
        answer.delete_cookie(viewing_cookie(settings), secure=is_secure(settings), httponly=True, samesite="lax")
    return answer


def page_of(request: Request, template: str, http_status: int = 200, **facts: Any) -> Response:
    """A page of somebody who may be half-way in, so without the frame of who is in."""
    return public_page(request, counter_of(request).runtime.settings, template, http_status, **facts)


def again(request: Request, template: str, refused: Refused, **facts: Any) -> Response:
    """The form once more with what is wrong; what was typed is in `facts`, a secret never is."""
    language = told_in(language_of(request))
    said = refused.nl if language == "nl" else refused.en
    return page_of(request, template, problem_of(refused).status, mistakes={refused.path or "form": said}, **facts)
