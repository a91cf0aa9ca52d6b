"""Lists as files for a spreadsheet."""

from fastapi import APIRouter
from fastapi.responses import Response

from portal_api.exporting import Which, export
from portal_api.files import attachment
from portal_api.routes.documented import problems
from portal_api.shapes.exports import ExportRequest
from portal_api.who import PeopleReader


def routes() -> APIRouter:
    router = APIRouter(prefix="/exports", tags=["dossiers"])
    said = {**problems(422), 200: {"content": {"application/octet-stream": {}}, "description": "The file."}}
    router.post("/{which}", responses=said, response_class=Response, summary="A list as XLSX or CSV")(make)
    return router


def make(asking: PeopleReader, which: Which, body: ExportRequest) -> Response:
    """What the list shows with these filters, at most 5,000 rows; the reason stands in the access log."""
    made = export(asking, which, body.format, body.query, body.reason)
    return attachment(made.body, made.name, made.media_type)
