"""Service agreements (OTD, opdracht tot dienstverlening) of dossiers: drafted, printed once, signed, declined."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response

from portal_api.files import MEDIA_TYPES, attachment, download
from portal_api.forms import whole
from portal_api.routes.documented import WRITE_PROBLEMS, PathId, problems
from portal_api.service_agreements import (
    agreement_of,
    agreements_of,
    bring_copy,
    carry_out,
    content_of,
    finalise,
    picture,
)
from portal_api.shapes.exchanges import DoneShape
from portal_api.shapes.service_agreements import (
    AgreementRequest,
    AgreementShape,
    AgreementsShape,
    ChangeAgreementRequest,
    ReasonRequest,
    SignedRequest,
)
from portal_api.who import Asking, DossierReader, DossierWriter
from portal_api.writes import IdempotencyKey, IfMatch, done
from schemas.commands import Command
from schemas.errors import Conflict, NotFound
from schemas.service_agreements import (
    CancelServiceAgreement,
    ChangeServiceAgreement,
    DeclineServiceAgreement,
    MakeServiceAgreement,
    RecordAgreementSigned,
)

COPIES = "/uploads/agreements"
"""A body that is counted as it comes stands below `/uploads`."""
Width = Annotated[int, Query(ge=50, le=2400, description="Pixels.")]
Index = Annotated[int, Path(ge=0, le=10_000, description="From 0.")]
FileName = Annotated[str, Query(max_length=255, pattern=r"^[^\x00]*$", description="What the file is called.")]


async def _file(asking: DossierWriter, request: Request) -> bytes:
    return await whole(request, asking.counter.runtime.settings.max_file_bytes, "upload-too-large")


def routes() -> APIRouter:
    router = APIRouter(tags=["service agreements"])
    _add_reading(router)
    said, of = problems(*WRITE_PROBLEMS), "/dossiers/{dossier_id}/agreements"
    one = f"{of}/{{agreement_id}}"
    router.post(of, responses=said, summary="Draft a service agreement")(make)
    router.post(one, responses=said, summary="Change a draft")(change)
    router.post(f"{one}/finalise", responses=said, summary="Print it and make it final")(make_final)
    router.post(f"{one}/sign", responses=said, summary="Record that the order is given, or signed on paper")(sign)
    router.post(f"{one}/decline", responses=said, summary="The customers do not want it")(decline)
    router.post(f"{one}/cancel", responses=said, summary="Take it back, with a reason")(cancel)
    binary: dict[str, Any] = {"requestBody": {"required": True, "content": {"application/octet-stream": {}}}}
    router.post(
        f"{COPIES}/{{dossier_id}}/{{agreement_id}}",
        responses=said,
        summary="Bring the scan of the signed paper",
        openapi_extra=binary,
    )(copy)
    return router


def _add_reading(router: APIRouter) -> None:
    of = "/dossiers/{dossier_id}/agreements"
    one = f"{of}/{{agreement_id}}"
    file: dict[int | str, dict[str, Any]] = {200: {"content": {"application/pdf": {}}, "description": "The file."}}
    png: dict[int | str, dict[str, Any]] = {200: {"content": {"image/png": {}}, "description": "The page."}}
    router.get(of, responses=problems(404), summary="The service agreements of a dossier")(listed)
    router.get(one, responses=problems(404), summary="One service agreement")(read)
    for place, ask, summary in (
        ("document", document, "The PDF/A as it was printed"),
        ("copy", signed_copy, "The scan of the signed paper"),
    ):
        said = {**problems(404, 409), **file}
        router.get(f"{one}/{place}", responses=said, response_class=Response, summary=summary)(ask)
    router.get(
        f"{one}/pages/{{index}}",
        responses={**problems(404), **png},
        response_class=Response,
        summary="A picture of one page, of a draft too",
    )(page)


def listed(asking: DossierReader, dossier_id: PathId) -> AgreementsShape:
    """The newest first."""
    return AgreementsShape.model_validate({"items": agreements_of(asking, dossier_id)})


def read(asking: DossierReader, dossier_id: PathId, agreement_id: PathId) -> AgreementShape:
    return AgreementShape.model_validate(agreement_of(asking, dossier_id, agreement_id))


def document(asking: DossierReader, dossier_id: PathId, agreement_id: PathId) -> Response:
    """The same bytes for ever; 409 `agreement-not-final` for a draft."""
    found = agreement_of(asking, dossier_id, agreement_id)
    if not found.blob:
        raise Conflict("agreement-not-final", path="state", came=found.state, expected="final")
    return download(content_of(asking, found.blob), found.number)


def signed_copy(asking: DossierReader, dossier_id: PathId, agreement_id: PathId) -> Response:
    found = agreement_of(asking, dossier_id, agreement_id)
    if not found.copy_blob:
        raise NotFound("not-found", path="copy", came=found.number, expected="een scan / a scan")
    return attachment(content_of(asking, found.copy_blob), found.copy_name, MEDIA_TYPES[found.copy_kind])


def page(asking: DossierReader, dossier_id: PathId, agreement_id: PathId, index: Index, width: Width = 800) -> Response:
    """As PNG, as wide as asked."""
    made = picture(asking, dossier_id, agreement_id, index, width)
    return Response(made, media_type="image/png", headers={"Cache-Control": "private, no-store"})


def make(
    asking: DossierWriter,
    dossier_id: PathId,
    body: AgreementRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """A draft may have gaps; amounts in euros."""
    made = MakeServiceAgreement(dossier_id=dossier_id, terms=body.terms, product_id=body.product_id)
    return _done(asking, made, dossier_id, response, (idempotency_key, if_match))


def change(
    asking: DossierWriter,
    dossier_id: PathId,
    agreement_id: PathId,
    body: ChangeAgreementRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """409 `agreement-state` for one that is final, 412 when `seen` is not its version any more."""
    place = {"dossier_id": dossier_id, "agreement_id": agreement_id}
    made = ChangeServiceAgreement(**place, terms=body.terms, product_id=body.product_id, seen=body.seen)
    return _done(asking, made, dossier_id, response, (idempotency_key, if_match))


def make_final(
    asking: DossierWriter,
    dossier_id: PathId,
    agreement_id: PathId,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """422 `agreement-incomplete` names every gap at once; from here on nothing of it changes."""
    outcome = finalise(asking, dossier_id, agreement_id, (idempotency_key, if_match))
    return done(outcome, "FinaliseServiceAgreement", response)


def sign(
    asking: DossierWriter,
    dossier_id: PathId,
    agreement_id: PathId,
    body: SignedRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """A prospect is a customer from here on."""
    made = RecordAgreementSigned(dossier_id=dossier_id, agreement_id=agreement_id, **body.model_dump())
    return _done(asking, made, dossier_id, response, (idempotency_key, if_match))


def decline(
    asking: DossierWriter,
    dossier_id: PathId,
    agreement_id: PathId,
    body: ReasonRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    made = DeclineServiceAgreement(dossier_id=dossier_id, agreement_id=agreement_id, reason=body.reason)
    return _done(asking, made, dossier_id, response, (idempotency_key, if_match))


def cancel(
    asking: DossierWriter,
    dossier_id: PathId,
    agreement_id: PathId,
    body: ReasonRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """Its document stays; who is a customer stays one."""
    made = CancelServiceAgreement(dossier_id=dossier_id, agreement_id=agreement_id, reason=body.reason)
    return _done(asking, made, dossier_id, response, (idempotency_key, if_match))


def copy(
    asking: DossierWriter,
    dossier_id: PathId,
    agreement_id: PathId,
    body: Annotated[bytes, Depends(_file)],
    response: Response,
    name: FileName = "",
    idempotency_key: IdempotencyKey = None,
) -> DoneShape:
    """PDF, JPEG, PNG, HEIC or TIFF, scanned while you wait; 503 while the scanner is away."""
    outcome = bring_copy(asking, dossier_id, agreement_id, body, name, (idempotency_key, None))
    return done(outcome, "AttachSignedCopy", response)


def _done(
    asking: Asking, made: Command, dossier_id: str, response: Response, of_the_write: tuple[str | None, str | None]
) -> DoneShape:
    return done(carry_out(asking, made, dossier_id, of_the_write), type(made).__name__, response)
