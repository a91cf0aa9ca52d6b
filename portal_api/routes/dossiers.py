"""Dossiers: search, one whole, its timeline, its files, and the status that a person sets."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from handlers.dossiers.views import (
    DossierView,
    count_for,
    dossier_for,
    dossiers_for,
    timeline_for,
    version_for,
    visible,
)
from hub.blobs import read_blob
from hub.views import held_in
from portal_api import paging
from portal_api.dossiers import wanted_by
from portal_api.files import download, files_of
from portal_api.routes.documented import WRITE_PROBLEMS, PathId, problems
from portal_api.shapes.dossiers import DossierLineShape, DossierPageShape, DossierShape, DossiersQuery
from portal_api.shapes.exchanges import DoneShape, StatusRequest
from portal_api.shapes.making import dossier_shape
from portal_api.shapes.messages import EntryShape, TimelineShape
from portal_api.who import DossierReader, DossierWriter
from portal_api.writes import IdempotencyKey, IfMatch, IfNoneMatch, done, etag, is_among, write
from schemas.errors import NotFound, Refused
from schemas.statuses import SetStatus


def routes() -> APIRouter:
    router = APIRouter(prefix="/dossiers", tags=["dossiers"])
    unchanged: dict[int | str, dict[str, Any]] = {304: {"description": "It is still what your If-None-Match names."}}
    router.get("", responses=problems(), summary="Search dossiers, in the order you like")(search)
    router.get(
        "/{dossier_id}", responses={**problems(404), **unchanged}, response_model=DossierShape, summary="One dossier"
    )(one)
    router.get("/{dossier_id}/timeline", responses=problems(404), summary="What happened, the newest first")(timeline)
    router.get(
        "/{dossier_id}/files/{file_id}",
        responses={**problems(404), 200: {"content": {"application/pdf": {}}, "description": "The file."}},
        response_class=Response,
        summary="A file of the dossier, like the PDF of an offer",
    )(file)
    router.post(
        "/{dossier_id}/applications/{application_id}/status",
        responses=problems(*WRITE_PROBLEMS),
        summary="Set the status by hand",
    )(set_status)
    return router


def search(asking: DossierReader, request: Request, query: Annotated[DossiersQuery, Query()]) -> DossierPageShape:
    """What is no parameter of this list, and a code that the standard does not have, are refused by name."""
    wanted = wanted_by(request, query)
    with asking.reading() as connection:
        page = dossiers_for(asking.viewer, connection, wanted, after=query.cursor, limit=query.limit)
        count = count_for(asking.viewer, connection, wanted)
    items = tuple(DossierLineShape.model_validate(line) for line in page.lines)
    return DossierPageShape(items=items, count=count, next=page.next)


def one(
    asking: DossierReader, dossier_id: PathId, response: Response, if_none_match: IfNoneMatch = None
) -> DossierShape | Response:
    """With its applications, statuses, offers, stock lists and documents; the ETag is its version."""
    with asking.reading() as connection:
        version = version_for(asking.viewer, connection, dossier_id)
        if version is not None and if_none_match and is_among(etag(version), if_none_match):
            return Response(status_code=304, headers={"ETag": etag(version)})
        dossier = found(dossier_for(asking.viewer, connection, dossier_id), dossier_id)
        seen = visible(asking.viewer, connection, dossier_id)
        held = held_in(seen, connection) if seen else ()
    response.headers["ETag"] = etag(dossier.version)
    response.headers["Cache-Control"] = "private, no-cache"
    return dossier_shape(dossier, held)


def timeline(
    asking: DossierReader, dossier_id: PathId, cursor: paging.Cursor = None, limit: paging.Limit = 50
) -> TimelineShape:
    """Every field names the element of the message that it came from."""
    with asking.reading() as connection:
        page = timeline_for(asking.viewer, connection, dossier_id, after=checked(cursor), limit=limit)
    if page is None:
        raise unknown(dossier_id)
    return TimelineShape(items=tuple(EntryShape.model_validate(each) for each in page.entries), next=page.next)


def file(asking: DossierReader, dossier_id: PathId, file_id: PathId) -> Response:
    """As an attachment; `file_id` stands in the `href` of the file."""
    with asking.reading() as connection:
        dossier = found(dossier_for(asking.viewer, connection, dossier_id), dossier_id)
        named = next((each for each in files_of(dossier) if each.hash == file_id), None)
        if named is None:
            raise NotFound("not-found", path="file_id", came=file_id, expected="a file of the dossier")
        content = read_blob(connection, asking.counter.runtime.store, named.hash)
    return download(content, named.name)


def set_status(
    asking: DossierWriter,
    dossier_id: PathId,
    application_id: PathId,
    body: StatusRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """Marked as set by hand; the lender's next message outranks it."""
    with asking.reading() as connection:
        if visible(asking.viewer, connection, dossier_id) is None:
            raise unknown(dossier_id)
    made = SetStatus(dossier_id=dossier_id, application_id=application_id, code=body.code, note=body.note)
    given = {"command": "SetStatus", **made.model_dump()}
    outcome, name = write(asking, idempotency_key, given, lambda: made, seen=(dossier_id, if_match))
    return done(outcome, name, response)


def found(dossier: DossierView | None, dossier_id: str) -> DossierView:
    """The dossier, or `not-found`."""
    if dossier is None:
        raise unknown(dossier_id)
    return dossier


def unknown(dossier_id: str) -> NotFound:
    return NotFound("not-found", path="dossier_id", came=dossier_id, expected="a dossier")


def checked(cursor: str | None) -> str | None:
    """A cursor that a view gave: a moment and an id. Raises `request-invalid`."""
    try:
        is_ours = cursor is None or paging.is_moment_and_id(cursor)
    except ValueError:
        is_ours = False
    if not is_ours:
        raise Refused("request-invalid", path="cursor", came=str(cursor), expected="`next` of an earlier page")
    return cursor or None
