"""A customer's own data over HTTP: taken along, and asked to be erased."""

from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import Field, StringConstraints

from portal_api.own_data import ask_erasure, taken_along
from portal_api.routes.documented import WRITE_PROBLEMS, PathId, problems
from portal_api.shapes.exchanges import DoneShape, Request
from portal_api.who import OwnReader, OwnWriter
from portal_api.writes import IdempotencyKey, done

Said = Annotated[str, StringConstraints(max_length=1000, pattern=r"^[^\x00]*$")]


class ErasureRequest(Request):
    reason: Said = Field("", examples=["Ik ga naar een ander kantoor"])


def routes() -> APIRouter:
    router = APIRouter(prefix="/own/dossiers/{dossier_id}", tags=["own"])
    zipped: dict[int | str, dict[str, Any]] = {200: {"content": {"application/zip": {}}, "description": "The file."}}
    router.get("/export", responses=problems(404) | zipped, response_class=Response, summary="Your data")(export)
    router.post("/erasure", responses=problems(*WRITE_PROBLEMS), summary="Ask to erase your data")(erase)
    return router


def export(asking: OwnReader, dossier_id: PathId) -> Response:
    """A ZIP with what is kept of you in this file as JSON, the same to read, and your documents."""
    return taken_along(asking, dossier_id)


def erase(
    asking: OwnWriter,
    dossier_id: PathId,
    body: ErasureRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> DoneShape:
    """The office answers within a month; nothing is erased by itself, and the law keeps some of it."""
    return done(*ask_erasure(asking, idempotency_key, dossier_id, body.reason), response)
