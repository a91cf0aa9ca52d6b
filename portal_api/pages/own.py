"""The customer's own page, *Mijn overzicht*: progress, what he has to do, and whom he can reach."""

from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import Response

from portal_api.pages.dossiers import deadline
from portal_api.pages.rendering import page
from portal_api.plain_words import book_of, read_point
from portal_api.reaching import whom_to_reach
from portal_api.routes.own import own
from portal_api.who import OwnReader


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get("/mine")(mine)
    return router


def mine(asking: OwnReader, request: Request) -> Response:
    """All his dossiers, the latest first; most people have one."""
    found, today, book = own(asking, request), asking.counter.runtime.clock.business_date(), book_of(asking)
    return page(
        asking,
        request,
        "customers/mine.html",
        dossiers=found,
        deadline=partial(deadline, today=today),
        whom=None if any(each.contacts for each in found) else whom_to_reach(request),
        reading=partial(read_point, asking, book),
    )
