"""Signing in through the service of one's office (OpenID Connect): there, back to the page asked for, and out again."""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import RedirectResponse, Response

from portal_api.guard import POLICY
from portal_api.pages.steps import accounts_of, device_of, follow, page_of, token_of
from portal_api.who import counter_of, is_secure

OfficeId = Annotated[str, Path(pattern=r"^[0-9A-Za-z-]{1,64}$")]
Back = Annotated[str, Query(max_length=2_000)]
Said = Annotated[str, Query(max_length=4_000)]
_TEN_MINUTES_S, _A_MONTH_S = 600, 30 * 24 * 3600
_ON_THE_WAY, _LEAVING = "oidc", "oidc-leaving"
"""The cookies of a sign-in that is on its way, and of whoever came in and will leave the service as well."""


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False, prefix="/oidc")
    router.get("/return")(come_back)
    router.get("/signed-out")(left)
    router.get("/{office_id}")(go)
    return router


def go(request: Request, office_id: OfficeId, back: Back = "/") -> Response:
    """To the service of this office; the cookie binds what comes back to this browser."""
    address, kept = counter_of(request).providers.begin(office_id, back)
    return _keep(request, RedirectResponse(address, 303), _ON_THE_WAY, kept, _TEN_MINUTES_S)


def come_back(request: Request, state: Said = "", code: Said = "", error: Said = "") -> Response:
    """A session for whom the service vouches; the cookie of the way there has done its work either way."""
    kept = request.cookies.get(_name(request, _ON_THE_WAY), "")
    came = counter_of(request).providers.finish(kept, state, code, error)
    answer = follow(
        request, accounts_of(request).open_link(came.link, device_of(request), token_of(request)), came.back
    )
    if came.leaving:
        _keep(request, answer, _LEAVING, came.leaving, _A_MONTH_S)
    return _forget(request, answer, _ON_THE_WAY)


def left(request: Request) -> Response:
    """Where the service sends somebody who signed out there; it changes nothing."""
    return page_of(request, "signed_out.html")


def leave(request: Request) -> Response | None:
    """The page that takes whoever signs out on to his service; `None` when he did not come in through one.

    Ask before the session is closed. The token goes in a form, so that it stands in no address.
    """
    secret = request.cookies.get(_name(request, _LEAVING), "")
    if not secret:
        return None
    providers = counter_of(request).providers
    leaving = providers.leave(secret, token_of(request))
    if leaving is None:
        return None
    service = urlsplit(leaving.address)
    place = providers.left_at
    answer = page_of(request, "account/leaving.html", leaving=leaving, left_at=place, service=service.hostname)
    own = "form-action 'self'"
    answer.headers["Content-Security-Policy"] = POLICY.replace(own, f"{own} {service.scheme}://{service.netloc}")
    return _forget(request, answer, _LEAVING)


def _keep(request: Request, answer: Response, name: str, value: str, seconds: int) -> Response:
    secure = is_secure(counter_of(request).runtime.settings)
    answer.set_cookie(
        _name(request, name), value, max_age=seconds, path="/", httponly=True, samesite="lax", secure=secure
    )
    return answer


def _forget(request: Request, answer: Response, name: str) -> Response:
    secure = is_secure(counter_of(request).runtime.settings)
    answer.delete_cookie(_name(request, name), secure=secure, httponly=True, samesite="lax")
    return answer


def _name(request: Request, name: str) -> str:
    return f"__Host-{name}" if is_secure(counter_of(request).runtime.settings) else name
