"""Exports of a dossier to adviser software, and what is different in what came back."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from portal_api.advice_exports import export, exports_of, file_of
from portal_api.files import attachment
from portal_api.routes.documented import WRITE_PROBLEMS, PathId, problems
from portal_api.shapes.advice_exports import ExportRequest, ExportsShape
from portal_api.shapes.exchanges import DoneShape
from portal_api.who import DossierReader, DossierWriter
from portal_api.writes import IdempotencyKey, IfMatch, done


def routes() -> APIRouter:
    router = APIRouter(tags=["exports"])
    of = "/dossiers/{dossier_id}/exports"
    xml: dict[int | str, dict[str, Any]] = {200: {"content": {"application/xml": {}}, "description": "The AX."}}
    router.get(of, responses=problems(404), summary="What went out to adviser software, and what came back")(listed)
    router.post(of, responses=problems(*WRITE_PROBLEMS), summary="Export the dossier as a valid AX")(make)
    router.get(
        f"{of}/{{export_id}}/file",
        responses={**problems(404), **xml},
        response_class=Response,
        summary="The AX as it went out",
    )(file)
    return router


def listed(asking: DossierReader, dossier_id: PathId) -> ExportsShape:
    """The newest first; what came back is held against the export that was the newest when it was sent."""
    items, returns = exports_of(asking, dossier_id)
    return ExportsShape.model_validate({"items": items, "returns": returns})


def make(
    asking: DossierWriter,
    dossier_id: PathId,
    body: ExportRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """422 `export-incomplete` names everything that an AX of this dossier still lacks, and where to fill it in."""
    outcome = export(asking, dossier_id, body.answers, body.receiver, (idempotency_key, if_match), body.products)
    return done(outcome, "ExportDossier", response)


def file(asking: DossierReader, dossier_id: PathId, export_id: PathId) -> Response:
    """Valid against the schema when it was made; the same bytes ever after."""
    found, body = file_of(asking, dossier_id, export_id)
    return attachment(body, f"{found.correlation}-v{found.version}.xml", "application/xml")
