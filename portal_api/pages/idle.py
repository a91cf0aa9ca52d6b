"""The end of a customer's session: after 15 minutes in which nothing was done, with a way back to where he was.

A warning two minutes before is the script's (`idle.js`); without it the next click ends here.
"""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from portal_api.pages.steps import account_for, account_in, accounts_of, page_of, token_of
from portal_api.reaching import keep_back, own_place, signed_out, whom_to_reach

Back = Annotated[str, Query(max_length=300)]


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get("/idle")(over)
    router.post("/account/here")(here)
    return router


def over(request: Request, back: Back = "") -> Response:
    """What became of the session, and how to go on; back to the page when it is open after all."""
    if account_in(request, "open"):
        return RedirectResponse(own_place(back) or "/", 303)
    return over_page(request, 200, back)


def here(request: Request) -> Response:
    """Somebody is still there: his session goes on from now."""
    account_for(request, "open")
    accounts_of(request).touch_session(token_of(request))
    return Response(status_code=204)


def over_page(request: Request, http_status: int, back: str) -> Response:
    """The page of a session that is over; `back` is the page that he goes back to after he signed in."""
    _, is_idle = signed_out(request)
    facts = {"is_idle": is_idle, "back": own_place(back), "whom": whom_to_reach(request)}
    return keep_back(request, page_of(request, "account/over.html", http_status, **facts), back)
