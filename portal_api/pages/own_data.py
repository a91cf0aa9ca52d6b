"""The page *Mijn gegevens* of a customer: take along what is kept of him, ask to erase it, and see the answer."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from handlers.customers.views.own_data import erasures_for
from hub.ids import new_id
from hub.problems import problem_of
from portal_api.own_data import ask_erasure, taken_along
from portal_api.pages.rendering import page
from portal_api.routes.documented import PathId
from portal_api.routes.own import own
from portal_api.texts import told_in
from portal_api.who import Asking, OwnReader, OwnWriter
from schemas.errors import Conflict

Typed = Annotated[str, Form(max_length=1000, pattern=r"^[^\x00]*$")]
Key = Annotated[str, Form(max_length=64, pattern=r"^[0-9A-Za-z-]{1,64}$")]
Asked = Annotated[str, Query(max_length=10)]


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get("/mine/data")(read)
    router.get("/mine/{dossier_id}/export")(export)
    router.post("/mine/{dossier_id}/erasure")(erase)
    return router


def read(asking: OwnReader, request: Request, asked: Asked = "") -> Response:
    return _page(asking, request, is_asked=asked == "yes")


def export(asking: OwnReader, dossier_id: PathId) -> Response:
    return taken_along(asking, dossier_id)


def erase(asking: OwnWriter, request: Request, dossier_id: PathId, key: Key, reason: Typed = "") -> Response:
    """A task for the office; a second request waits for the answer to the first."""
    try:
        ask_erasure(asking, key, dossier_id, reason.strip())
    except Conflict as refused:
        said = refused.nl if told_in(asking.language) == "nl" else refused.en
        return _page(asking, request, problem_of(refused).status, mistake=said)
    return RedirectResponse("/mine/data?asked=yes", 303)


def _page(
    asking: Asking, request: Request, http_status: int = 200, *, is_asked: bool = False, mistake: str = ""
) -> Response:
    found = own(asking, request)
    with asking.reading() as connection:
        erasures = {each.id: erasures_for(asking.viewer, connection, each.id) for each in found}
    facts = {"dossiers": found, "erasures": erasures, "is_asked": is_asked, "mistake": mistake}
    return page(asking, request, "customers/data.html", http_status, new_key=new_id, **facts)
