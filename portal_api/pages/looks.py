"""The pages of the access log: who looked at one dossier, and for operators everything that was looked at."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from handlers.access.views import LooksAsked
from portal_api import paging
from portal_api.pages.rendering import page
from portal_api.routes.documented import PathId
from portal_api.routes.looks import cut, everywhere, in_dossier
from portal_api.shapes.looks import LooksQuery
from portal_api.who import DossierReader, LooksReader

_A_PAGE = 50


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get("/dossiers/{dossier_id}/looks")(of_dossier)
    router.get("/looks")(search)
    return router


def of_dossier(asking: DossierReader, request: Request, dossier_id: PathId, cursor: paging.Cursor = None) -> Response:
    found = in_dossier(asking, dossier_id, LooksAsked(after=paging.moment_and_id(cursor), limit=_A_PAGE))
    looks, following = cut(found, _A_PAGE)
    return page(
        asking, request, "access/looks.html", looks=looks, next=following, dossier_id=dossier_id, is_first=not cursor
    )


def search(asking: LooksReader, request: Request, query: Annotated[LooksQuery, Query()]) -> Response:
    looks, following = cut(everywhere(asking, query), query.limit)
    return page(
        asking,
        request,
        "access/looks.html",
        looks=looks,
        next=following,
        dossier_id="",
        asked=query,
        is_first=not query.cursor,
    )
