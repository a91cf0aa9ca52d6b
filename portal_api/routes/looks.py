"""The access log: who looked at a dossier, and for operators everything that was looked at."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query

from handlers.access.views import LooksAsked, LookView, looks_for, looks_in
from handlers.dossiers.views import visible
from portal_api import paging
from portal_api.routes.documented import PathId, problems
from portal_api.routes.dossiers import unknown
from portal_api.shapes.looks import LookShape, LooksPage, LooksQuery
from portal_api.who import Asking, DossierReader, LooksReader


def routes() -> APIRouter:
    router = APIRouter(tags=["access log"])
    router.get(
        "/dossiers/{dossier_id}/looks", responses=problems(404), summary="Who looked at a dossier, the latest first"
    )(of_dossier)
    router.get(
        "/looks", responses=problems(), summary="Who looked at what, the latest first; for who may read the access log"
    )(search)
    return router


def of_dossier(
    asking: DossierReader, dossier_id: PathId, cursor: paging.Cursor = None, limit: paging.Limit = 50
) -> LooksPage:
    """Views, files taken along and searches that led to it; an operator's look is there as well."""
    found = in_dossier(asking, dossier_id, LooksAsked(after=paging.moment_and_id(cursor), limit=limit))
    return _page(found, limit)


def search(asking: LooksReader, query: Annotated[LooksQuery, Query()]) -> LooksPage:
    """`Hub-Reason` of a request stands with its look as `reason`."""
    return _page(everywhere(asking, query), query.limit)


def in_dossier(asking: Asking, dossier_id: str, asked: LooksAsked) -> tuple[LookView, ...]:
    """The looks at a dossier in scope; raises `NotFound`."""
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
        if dossier is None:
            raise unknown(dossier_id)
        return looks_in(dossier, connection, asked)


def everywhere(asking: Asking, query: LooksQuery) -> tuple[LookView, ...]:
    asked = LooksAsked(
        dossier=query.dossier,
        actor=query.actor,
        kind=query.kind,
        seen_from=query.seen_from,
        seen_to=query.seen_to,
        after=paging.moment_and_id(query.cursor),
        limit=query.limit,
    )
    with asking.reading() as connection:
        return looks_for(asking.viewer, connection, asked)


def cut(found: Sequence[LookView], limit: int) -> tuple[tuple[LookView, ...], str | None]:
    """The looks of one page, and the cursor of the next."""
    return paging.cut(found, limit, lambda look: (look.at.isoformat(), look.id))


def _page(found: Sequence[LookView], limit: int) -> LooksPage:
    shown, following = cut(found, limit)
    return LooksPage(items=tuple(LookShape.model_validate(look) for look in shown), next=following)
