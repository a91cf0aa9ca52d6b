"""Signing in and out: e-mail and password, the second step, a passkey, a one-time link, and a forgotten password.

A button uses a link up, so that a mail scanner does not. No answer says whether an address is known.
"""

from time import monotonic, sleep
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Path, Request
from fastapi.responses import RedirectResponse, Response

from hub.problems import problem_of
from hub.settings import Settings
from portal_api.pages.providers import leave
from portal_api.pages.steps import (
    Typed,
    account_in,
    accounts_of,
    again,
    device_of,
    follow,
    page_of,
    token_of,
    without_token,
)
from portal_api.reaching import forget_back, whom_to_reach
from portal_api.who import counter_of
from schemas.errors import Refused

_FORGETTING_LASTS_S = 0.3
"""Longer than it takes to write a message, so that the wait tells no more than the words."""
Token = Annotated[str, Path(max_length=200, pattern=r"^[\x21-\x7e]+$")]


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get("/login")(form)
    router.post("/login")(sign_in)
    router.post("/login/passkey")(ask_a_passkey)
    router.post("/login/passkey/answer")(sign_in_with_passkey)
    router.get("/login/second")(second_form)
    router.post("/login/second")(second_step)
    router.get("/login/{token}")(ask)
    router.post("/login/{token}")(open_link)
    router.post("/login/{token}/again")(send_again)
    router.get("/code")(code_form)
    router.post("/code")(enter_code)
    router.get("/forgot")(forgot_form)
    router.post("/forgot")(forget)
    router.post("/logout")(sign_out)
    return router


def form(request: Request) -> Response:
    """E-mail and password, or a passkey."""
    return page_of(request, "account/sign_in.html", typed={}, mistakes={}, whom=None)


def sign_in(request: Request, email: Typed = "", password: Typed = "") -> Response:
    """On to the second step, or the form again with the one sentence for every reason."""
    try:
        entered = accounts_of(request).sign_in(email, password, device_of(request), token_of(request))
    except Refused as refused:
        return again(
            request, "account/sign_in.html", refused, typed={"email": email[:200]}, whom=whom_to_reach(request)
        )
    return follow(request, entered)


def ask_a_passkey(request: Request) -> Response:
    """The page that asks the device; its options name nobody."""
    options = accounts_of(request).ask_to_sign()
    return page_of(request, "account/passkey_asked.html", options=options)


def sign_in_with_passkey(request: Request, answer: Typed = "") -> Response:
    try:
        entered = accounts_of(request).sign_in_with_passkey(answer, device_of(request), token_of(request))
    except Refused as refused:
        return again(request, "account/sign_in.html", refused, typed={}, whom=whom_to_reach(request))
    return follow(request, entered)


def second_form(request: Request) -> Response:
    """A code; without the first step one starts there."""
    account = account_in(request, "second")
    if account is None:
        return RedirectResponse("/login", 303)
    return page_of(request, "account/second.html", typed={}, mistakes={}, account=account, whom=whom_to_reach(request))


def second_step(request: Request, code: Typed = "") -> Response:
    account = account_in(request, "second")
    if account is None:
        return RedirectResponse("/login", 303)
    try:
        entered = accounts_of(request).second_step(token_of(request), code, device_of(request))
    except Refused as refused:
        return again(request, "account/second.html", refused, typed={}, account=account, whom=whom_to_reach(request))
    return follow(request, entered)


def ask(request: Request, token: Token) -> Response:
    """The page with the button; it says nothing about the link, so that nobody learns which links exist."""
    return page_of(request, "login.html", token=token)


def open_link(request: Request, token: Token) -> Response:
    """A session for a link that was not used yet; else a page that says what to do."""
    try:
        entered = accounts_of(request).open_link(token, device_of(request), token_of(request))
    except Refused as refused:
        sends = accounts_of(request).sends_links
        facts = {"token": token if sends else "", "asked": False, "whom": whom_to_reach(request, token)}
        return page_of(request, "link_used.html", problem_of(refused).status, **facts)
    return follow(request, entered)


def send_again(request: Request, token: Token) -> Response:
    """A new link to the address of the old one; says the same, after as long, whatever link it was."""
    until = monotonic() + _FORGETTING_LASTS_S
    accounts_of(request).renew_link(token)
    sleep(max(0.0, until - monotonic()))
    return page_of(request, "link_used.html", token="", asked=True, whom=whom_to_reach(request, token))


def code_form(request: Request) -> Response:
    """The code of a letter, for who reads no mail."""
    return page_of(request, "account/code.html", typed={}, mistakes={}, whom=whom_to_reach(request))


def enter_code(request: Request, code: Typed = "") -> Response:
    """On to choosing how one signs in, or the form again with the one sentence for every reason."""
    try:
        entered = counter_of(request).ways_back.use_code(code[:40], device_of(request), token_of(request))
    except Refused as refused:
        return again(request, "account/code.html", refused, typed={}, whom=whom_to_reach(request))
    return follow(request, entered)


def forgot_form(request: Request) -> Response:
    by_mail = accounts_of(request).sends_links
    return page_of(request, "account/forgot.html", by_mail=by_mail, asked=False, whom=whom_to_reach(request))


def forget(request: Request, email: Typed = "") -> Response:
    """Says the same whoever asks and whatever address comes, and takes as long when there is nobody to write to."""
    until = monotonic() + _FORGETTING_LASTS_S
    accounts_of(request).forget(email)
    sleep(max(0.0, until - monotonic()))
    by_mail = accounts_of(request).sends_links
    return page_of(request, "account/forgot.html", by_mail=by_mail, asked=True, whom=whom_to_reach(request))


def sign_out(request: Request) -> Response:
    """Ends the session on this side as well, and goes on to the service of the office for whoever came from there."""
    goodbye = leave(request)
    if token := token_of(request):
        accounts_of(request).close_session(token)
    answer = without_token(request, goodbye or page_of(request, "signed_out.html"))
    return forget_back(request, answer)


def link_address(settings: Settings, token: str) -> str:
    """The address that a one-time link is."""
    public = urlsplit(settings.public_url)
    return f"{public.scheme}://{public.netloc}/login/{token}"
