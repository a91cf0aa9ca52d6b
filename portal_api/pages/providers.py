"""Signing in through the service of one's office (OpenID Connect): there, and back to the page that was asked for."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import RedirectResponse, Response

from portal_api.pages.steps import accounts_of, device_of, follow, token_of
from portal_api.who import counter_of, is_secure

OfficeId = Annotated[str, Path(pattern=r"^[0-9A-Za-z-]{1,64}$")]
Back = Annotated[str, Query(max_length=2_000)]
Said = Annotated[str, Query(max_length=4_000)]
_TEN_MINUTES_S = 600


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False, prefix="/oidc")
    router.get("/return")(come_back)
    router.get("/{office_id}")(go)
    return router


def go(request: Request, office_id: OfficeId, back: Back = "/") -> Response:
    """To the service of this office; the cookie binds what comes back to this browser."""
    counter = counter_of(request)
    address, kept = counter.providers.begin(office_id, back)
    answer = RedirectResponse(address, 303)
    settings = counter.runtime.settings
    answer.set_cookie(
        _cookie(request),
        kept,
        max_age=_TEN_MINUTES_S,
        path="/",
        httponly=True,
        samesite="lax",
        secure=is_secure(settings),
    )
    return answer


def come_back(request: Request, state: Said = "", code: Said = "", error: Said = "") -> Response:
    """A session for whom the service vouches; the cookie of the way there has done its work either way."""
    counter = counter_of(request)
    runtime = counter.runtime
    link, back = counter.providers.finish(request.cookies.get(_cookie(request), ""), state, code, error)
    answer = follow(request, accounts_of(request).open_link(link, device_of(request), token_of(request)), back)
    answer.delete_cookie(_cookie(request), secure=is_secure(runtime.settings), httponly=True, samesite="lax")
    return answer


def _cookie(request: Request) -> str:
    return "__Host-oidc" if is_secure(counter_of(request).runtime.settings) else "oidc"
