"""One search over everything that somebody may see."""

from typing import Annotated

from fastapi import APIRouter, Query

from portal_api.routes.documented import problems
from portal_api.searching import search
from portal_api.shapes.search import FoundShape
from portal_api.who import DossierReader

Words = Annotated[
    str,
    Query(max_length=100, pattern=r"^[^\x00]*$", description="A name, number, Kenmerk, e-mail or telephone."),
]


def routes() -> APIRouter:
    router = APIRouter(prefix="/search", tags=["dossiers"])
    router.get("", responses=problems(), summary="Dossiers, what waits in the inbox, and tasks")(everything)
    return router


def everything(asking: DossierReader, q: Words = "") -> FoundShape:
    """At most eight of each; `near` are dossiers whose name differs by a slip or two."""
    return FoundShape.model_validate(search(asking, q))
