"""Stukken: where each stands, its files, its pages, who delivers it, judging and sending; and the office's defaults."""

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from handlers.documents.views.stukken import deliverers_for
from hub.blobs import read_blob
from portal_api.files import attachment as as_attachment
from portal_api.files import download
from portal_api.routes.documented import WRITE_PROBLEMS, PathId, problems
from portal_api.shapes.documents import (
    DelivererRequest,
    DeliverersShape,
    DocumentCode,
    JudgementRequest,
    OfficeDelivererRequest,
    PagesRequest,
    StukkenShape,
    StukShape,
)
from portal_api.shapes.exchanges import DoneShape
from portal_api.stukken import attachment_of, opened, sending_of, stuk_of, stuk_shape, stukken_of, stukken_shape
from portal_api.who import Asking, DocumentJudge, DossierReader, OfficeWriter
from portal_api.writes import IdempotencyKey, IfMatch, done, write
from schemas.commands import Command
from schemas.documents import (
    ArrangePages,
    JudgeAttachment,
    PageChoice,
    RemoveAttachment,
    SetDeliverer,
    SetOfficeDeliverer,
)
from schemas.errors import Conflict, NotFound

_MIMES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png", "heic": "image/heic", "tiff": "image/tiff"}
Width = Annotated[int, Query(ge=50, le=2400, description="Pixels.")]
Index = Annotated[int, Path(ge=0, le=10_000, description="From 0.")]


def routes() -> APIRouter:
    router = APIRouter(tags=["documents"])
    _add_reading(router)
    _add_writing(router)
    return router


def _add_reading(router: APIRouter) -> None:
    file: dict[int | str, dict[str, Any]] = {200: {"content": {"application/pdf": {}}, "description": "The file."}}
    picture: dict[int | str, dict[str, Any]] = {200: {"content": {"image/png": {}}, "description": "The page."}}
    stukken, files = "/dossiers/{dossier_id}/stukken", "/dossiers/{dossier_id}/attachments/{attachment_id}"
    router.get(stukken, responses=problems(404), summary="Every stuk of the dossier")(all_of_them)
    router.get(f"{stukken}/{{stuk_id}}", responses=problems(404), summary="One stuk")(one)
    router.get(
        f"{stukken}/{{stuk_id}}/document",
        responses={**problems(404, 409), **file},
        response_class=Response,
        summary="The PDF/A that the lender gets",
    )(document)
    router.get(
        f"{files}/original",
        responses={**problems(404, 409), **file},
        response_class=Response,
        summary="A file as it was handed in",
    )(original)
    router.get(
        f"{files}/pages/{{index}}",
        responses={**problems(404, 409), **picture},
        response_class=Response,
        summary="A picture of one page",
    )(page)
    router.get("/office/deliverers", responses=problems(404), summary="Who delivers which kind of document")(deliverers)


def _add_writing(router: APIRouter) -> None:
    said = problems(*WRITE_PROBLEMS)
    stuk, file = "/dossiers/{dossier_id}/stukken/{stuk_id}", "/dossiers/{dossier_id}/attachments/{attachment_id}"
    router.post(f"{stuk}/pages", responses=said, summary="Choose and turn its pages")(arrange)
    router.post(f"{stuk}/deliverer", responses=said, summary="Say who delivers it")(set_deliverer)
    router.post(f"{stuk}/send", responses=said, summary="Send it to the lender")(send)
    router.post(f"{file}/judgement", responses=said, summary="Approve or reject a file")(judge)
    router.post(f"{file}/remove", responses=said, summary="Take a file off its stuk, before it is sent")(remove)
    router.post("/office/deliverers/{document}", responses=said, summary="Who delivers this kind from here on")(
        set_office_deliverer
    )


def all_of_them(asking: DossierReader, dossier_id: PathId) -> StukkenShape:
    """By application and number, with files, pages, document, and what stands in the way of sending."""
    return stukken_shape(dossier_id, stukken_of(asking, dossier_id))


def one(asking: DossierReader, dossier_id: PathId, stuk_id: PathId) -> StukShape:
    return stuk_shape(dossier_id, stuk_of(asking, dossier_id, stuk_id))


def document(asking: DossierReader, dossier_id: PathId, stuk_id: PathId) -> Response:
    """As it was composed of the pages that are chosen now; 409 while it is being made."""
    stuk = stuk_of(asking, dossier_id, stuk_id)
    if stuk.prepared is None:
        raise Conflict("stuk-not-prepared", path="stuk_id", came=stuk.number, expected="a composed document")
    return download(_content(asking, stuk.prepared.blob), stuk.title)


def original(asking: DossierReader, dossier_id: PathId, attachment_id: PathId) -> Response:
    """As a download; 409 until the scanner called it clean, and for ever when it did not."""
    file = opened(asking, dossier_id, attachment_id)
    return as_attachment(_content(asking, file.blob), file.name, _MIMES[file.kind])


def page(
    asking: DossierReader, dossier_id: PathId, attachment_id: PathId, index: Index, width: Width = 800
) -> Response:
    """As PNG; 409 until the scanner called the file clean."""
    file = opened(asking, dossier_id, attachment_id)
    if index >= file.pages:
        raise NotFound("not-found", path="index", came=index, expected=f"0–{file.pages - 1}")
    picture = asking.counter.preview(file.kind, file.pages, _content(asking, file.blob), index, width)
    return Response(picture, media_type="image/png", headers={"Cache-Control": "private, no-store"})


def deliverers(asking: DossierReader) -> DeliverersShape:
    """The shipped table with what your office says instead; lines that are there already keep theirs."""
    _office_of(asking)
    with asking.reading() as connection:
        found = deliverers_for(asking.viewer, connection)
    return DeliverersShape.model_validate({"items": found})


def arrange(
    asking: DocumentJudge,
    dossier_id: PathId,
    stuk_id: PathId,
    body: PagesRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """The hub composes the document anew; the same pages once more try again what could not be made."""
    stuk = stuk_of(asking, dossier_id, stuk_id)
    pages = tuple(PageChoice(**each.model_dump()) for each in body.pages)
    made = ArrangePages(dossier_id=dossier_id, application_id=stuk.application_id, line_number=stuk.number, pages=pages)
    return _run(asking, response, made, idempotency_key, (dossier_id, if_match))


def set_deliverer(
    asking: DocumentJudge,
    dossier_id: PathId,
    stuk_id: PathId,
    body: DelivererRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """For this one line; only what the customer delivers is an action point."""
    stuk = stuk_of(asking, dossier_id, stuk_id)
    made = SetDeliverer(
        dossier_id=dossier_id,
        application_id=stuk.application_id,
        line_number=stuk.number,
        deliverer=body.deliverer,
    )
    return _run(asking, response, made, idempotency_key, (dossier_id, if_match))


def send(
    asking: DocumentJudge,
    dossier_id: PathId,
    stuk_id: PathId,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """Every file of it is approved and its document composed; a mistake is told before anything goes out."""
    stuk = stuk_of(asking, dossier_id, stuk_id)
    place = {"dossier_id": dossier_id, "application_id": stuk.application_id, "line_number": stuk.number}

    given = {"command": "SendStuk", **place}
    command = partial(sending_of, asking, dossier_id, stuk)
    outcome, name = write(asking, idempotency_key, given, command, seen=(dossier_id, if_match))
    return done(outcome, name, response)


def judge(
    asking: DocumentJudge,
    dossier_id: PathId,
    attachment_id: PathId,
    body: JudgementRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """A rejection opens the customer's action point again, with the reason."""
    attachment_of(asking, dossier_id, attachment_id)
    made = JudgeAttachment(
        dossier_id=dossier_id, attachment_id=attachment_id, approved=body.approved, reason=body.reason
    )
    return _run(asking, response, made, idempotency_key, (dossier_id, if_match))


def remove(
    asking: DocumentJudge,
    dossier_id: PathId,
    attachment_id: PathId,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """The timeline remembers it."""
    made = RemoveAttachment(dossier_id=dossier_id, attachment_id=attachment_id)
    stukken_of(asking, dossier_id)
    return _run(asking, response, made, idempotency_key, (dossier_id, if_match))


def set_office_deliverer(
    asking: OfficeWriter,
    document: DocumentCode,
    body: OfficeDelivererRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> DoneShape:
    """For lines that come after it."""
    made = SetOfficeDeliverer(office_id=_office_of(asking), document=document, deliverer=body.deliverer)
    return _run(asking, response, made, idempotency_key, (None, None))


def _run(
    asking: Asking, response: Response, made: Command, key: str | None, seen: tuple[str | None, str | None]
) -> DoneShape:
    given = {"command": type(made).__name__, **made.model_dump(mode="json")}
    outcome, name = write(asking, key, given, lambda: made, seen=seen)
    return done(outcome, name, response)


def _office_of(asking: Asking) -> str:
    """The office of who asks; an operator has none."""
    if asking.viewer.office_id is None:
        raise NotFound("not-found", path="office", came="operator", expected="an office")
    return asking.viewer.office_id


def _content(asking: Asking, blob: str) -> bytes:
    with asking.reading() as connection:
        return read_blob(connection, asking.counter.runtime.store, blob)
