"""The command palette: the pages that somebody may open and the dossiers that fit; without scripts it is a page."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from portal_api.counter import DOSSIERS_READ, LOOKS_READ, MESSAGES_READ, OFFICE_WRITE, PEOPLE_READ
from portal_api.pages.operations.frame import PLACES
from portal_api.pages.rendering import page
from portal_api.searching import search
from portal_api.texts import text
from portal_api.who import Anyone, Asking

_PLACES = (
    ("/", "home.title", DOSSIERS_READ, False),
    ("/dossiers", "list.title", DOSSIERS_READ, False),
    ("/products", "all_products.title", DOSSIERS_READ, False),
    ("/stukken", "all_stukken.title", DOSSIERS_READ, False),
    ("/inbox", "inbox.title", DOSSIERS_READ, False),
    ("/dates", "dates.title", DOSSIERS_READ, False),
    ("/monthly-costs", "costs.title", DOSSIERS_READ, False),
    ("/maximum-mortgage", "lending.title", DOSSIERS_READ, False),
    ("/tasks", "tasks.title", PEOPLE_READ, False),
    ("/appointments", "appointments.title", PEOPLE_READ, False),
    ("/post", "post.title", DOSSIERS_READ, False),
    ("/post/texts", "texts.title", DOSSIERS_READ, False),
    ("/operations", "operate.title", MESSAGES_READ, True),
    *((f"/operations/{place}", f"operate.{place}", MESSAGES_READ, True) for place in PLACES if place != "start"),
    ("/people", "people.title", PEOPLE_READ, False),
    ("/office/station", "station.title", OFFICE_WRITE, False),
    ("/office/plain-words", "plain_words.title", DOSSIERS_READ, False),
    ("/people/rights", "people.rights", PEOPLE_READ, False),
    ("/looks", "looks.title", LOOKS_READ, False),
    ("/help", "help.opinions", MESSAGES_READ, True),
)
"""Address, its name, the scope that it needs, whether it is for operators."""


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get("/palette")(palette)
    return router


def palette(
    asking: Anyone, request: Request, q: Annotated[str, Query(max_length=100, pattern=r"^[^\x00]*$")] = ""
) -> Response:
    """Pages whose name has the words; dossiers, what waits and tasks, once something is typed."""
    words = q.strip()
    return page(asking, request, "palette.html", q=q, places=_places(asking, words), found=search(asking, words))


def _places(asking: Asking, words: str) -> list[tuple[str, str]]:
    named = [
        (address, text(asking.language, key))
        for address, key, scope, for_operators in _PLACES
        if scope in asking.who.scopes and (asking.viewer.is_operator or not for_operators)
    ]
    return [(address, name) for address, name in named if words.casefold() in name.casefold()]
