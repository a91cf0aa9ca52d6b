"""Whom to reach, on every page that ends somewhere, and the page to which somebody comes back after he signed in."""

import re

from fastapi import Request
from fastapi.responses import Response

from handlers.accounts.views.reaching import Held, Reached, customer_signed_out, reached_by
from hub.sealing import Sealer
from portal_api.who import counter_of, device_cookie, is_secure, session_cookie

_BACK, _BACK_LASTS_S = "back", 30 * 60
_OWN_PLACE = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,300}")
"""A path of this site: what begins with two slashes, or with a backslash, is another site to a browser."""


def whom_to_reach(request: Request, link: str = "") -> Reached | None:
    """Whom the customer calls who stands before this page; `None` for a stranger and for staff."""
    runtime = counter_of(request).runtime
    cookies, settings = request.cookies, runtime.settings
    held = Held(link, cookies.get(session_cookie(settings), ""), cookies.get(device_cookie(settings), ""))
    if held == Held():
        return None
    with runtime.database.reading() as connection:
        return reached_by(connection, Sealer(settings), held, runtime.doors.now())


def signed_out(request: Request) -> tuple[bool, bool]:
    """Whether a customer's session in this browser is over, and whether that is because nothing was done in it."""
    runtime = counter_of(request).runtime
    token = request.cookies.get(session_cookie(runtime.settings), "")
    if not token:
        return False, False
    with runtime.database.reading() as connection:
        return customer_signed_out(connection, token, runtime.doors.now())


def own_place(asked: str) -> str:
    """The page of this site that was asked for; empty for anything else."""
    return asked if _OWN_PLACE.fullmatch(asked) else ""


def back_in(request: Request) -> str:
    """Where somebody was when his session ended; empty when nothing is known of it."""
    return own_place(request.cookies.get(_name(request), ""))


def keep_back(request: Request, answer: Response, place: str) -> Response:
    """For half an hour, in this browser: a path, and nothing of what stood there."""
    if own_place(place):
        answer.set_cookie(
            _name(request),
            place,
            max_age=_BACK_LASTS_S,
            path="/",
            httponly=True,
            samesite="lax",
            secure=is_secure(counter_of(request).runtime.settings),
        )
    return answer


def forget_back(request: Request, answer: Response) -> Response:
    if _name(request) in request.cookies:
        secure = is_secure(counter_of(request).runtime.settings)
        answer.delete_cookie(_name(request), secure=secure, httponly=True, samesite="lax")
    return answer


def _name(request: Request) -> str:
    return f"__Host-{_BACK}" if is_secure(counter_of(request).runtime.settings) else _BACK
