"""What needs doing, as the first page shows it."""

from fastapi import APIRouter

from portal_api.routes.documented import problems
from portal_api.shapes.start import StartShape, start_of
from portal_api.start import start
from portal_api.who import DossierReader


def routes() -> APIRouter:
    router = APIRouter(prefix="/start", tags=["dossiers"])
    router.get("", responses=problems(), summary="What waits, what is due, who is late, what came in")(overview)
    return router


def overview(asking: DossierReader) -> StartShape:
    """At most a handful of each; `tasks` are your own, and empty for a program."""
    return start_of(start(asking))
