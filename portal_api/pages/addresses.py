"""The address with which a customer signs in: asked for in his account, confirmed and undone with a link.

A button uses a link up, so that a mail scanner does not.
"""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from hub.problems import problem_of
from portal_api.pages.login import Token
from portal_api.pages.steps import Typed, account_for, again, device_of, follow, page_of, token_of
from portal_api.reaching import whom_to_reach
from portal_api.who import counter_of
from schemas.errors import Refused


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get("/account/email")(form)
    router.post("/account/email")(change)
    router.get("/email/{token}")(ask)
    router.post("/email/{token}")(confirm)
    router.get("/email/{token}/undo")(ask_undo)
    router.post("/email/{token}/undo")(undo)
    return router


def form(request: Request, asked: str = "") -> Response:
    facts: dict[str, Any] = {"typed": {}, "mistakes": {}, "asked": asked == "yes"}
    return page_of(request, "account/email.html", account=account_for(request, "open"), **facts)


def change(request: Request, email: Typed = "", password: Typed = "") -> Response:
    """A link to the new address; until it is opened everything is as it was."""
    account = account_for(request, "open")
    try:
        counter_of(request).addresses.ask(token_of(request), email, password)
    except Refused as refused:
        facts = {"typed": {"email": email[:320]}, "account": account, "asked": False}
        return again(request, "account/email.html", refused, **facts)
    return RedirectResponse("/account/email?asked=yes", 303)


def ask(request: Request, token: Token) -> Response:
    return page_of(request, "account/email_link.html", token=token, act="", state="asked", email="")


def confirm(request: Request, token: Token) -> Response:
    try:
        email = counter_of(request).addresses.confirm(token)
    except Refused as refused:
        return _over(request, refused)
    return page_of(request, "account/email_link.html", token="", act="", state="done", email=email)


def ask_undo(request: Request, token: Token) -> Response:
    return page_of(request, "account/email_link.html", token=token, act="/undo", state="asked", email="")


def undo(request: Request, token: Token) -> Response:
    """The address of before; on to choosing a password, because somebody else may know the old one."""
    try:
        entered = counter_of(request).addresses.undo(token, device_of(request), token_of(request))
    except Refused as refused:
        return _over(request, refused)
    return follow(request, entered)


def _over(request: Request, refused: Refused) -> Response:
    status, whom = problem_of(refused).status, whom_to_reach(request)
    state = "taken" if refused.slug == "address-not-free" else "over"
    return page_of(request, "account/email_over.html", status, state=state, whom=whom)
