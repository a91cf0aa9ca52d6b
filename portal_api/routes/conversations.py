"""Conversations (gesprekken) between an office and its customers, for the office: read, said, taken back."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response

from portal_api.conversations import enclosure, say, threads_of
from portal_api.forms import whole
from portal_api.routes.appointments import carry_out
from portal_api.routes.documented import WRITE_PROBLEMS, PathId, problems
from portal_api.shapes.conversations import ReadRequest, SayRequest, ThreadsShape, WithdrawRequest
from portal_api.shapes.exchanges import DoneShape
from portal_api.who import DossierWriter, PeopleReader
from portal_api.writes import IdempotencyKey, IfMatch, done
from schemas.conversations import MarkSayingsRead, PointId, TakeBackSaying

FILES = "/uploads/conversations"
"""A body that is counted as it comes stands below `/uploads`."""
BINARY: dict[str, Any] = {"requestBody": {"required": True, "content": {"application/octet-stream": {}}}}
FILE: dict[int | str, dict[str, Any]] = {200: {"content": {"*/*": {}}, "description": "The file."}}
Index = Annotated[int, Path(ge=0, le=100, description="From 0.")]
FileName = Annotated[str, Query(max_length=255, pattern=r"^[^\x00]*$", description="What the file is called.")]
AboutQuery = Annotated[PointId, Query(description="An action point; empty for the dossier as a whole.")]


async def _file(asking: DossierWriter, request: Request) -> bytes:
    return await whole(request, asking.counter.runtime.settings.max_file_bytes, "upload-too-large")


def routes() -> APIRouter:
    router = APIRouter(tags=["conversations"])
    said, of = problems(*WRITE_PROBLEMS), "/dossiers/{dossier_id}/conversation"
    one = f"{of}/{{saying_id}}"
    router.get(of, responses=problems(404), summary="What the office and its customers said, per subject")(listed)
    router.post(of, responses=said, summary="Say something to the customers")(speak)
    router.post(f"{of}/read", responses=said, summary="These were read")(mark_read)
    router.post(f"{one}/withdraw", responses=said, summary="Take back what the office said")(withdraw)
    router.get(
        f"{one}/files/{{index}}",
        responses={**problems(404), **FILE},
        response_class=Response,
        summary="A file that went along",
    )(file)
    router.post(f"{FILES}/{{dossier_id}}", responses=said, summary="Send a file", openapi_extra=BINARY)(bring)
    return router


def listed(asking: PeopleReader, dossier_id: PathId) -> ThreadsShape:
    """Reading it here marks nothing as read: a program says so itself."""
    return ThreadsShape.model_validate({"items": threads_of(asking, dossier_id)})


def speak(
    asking: DossierWriter,
    dossier_id: PathId,
    body: SayRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """Both partners read it, but for an action point about one of them. 422 `saying-length`, 409 `saying-pace`."""
    outcome = say(asking, dossier_id, body.about, body.text, (), (idempotency_key, if_match))
    return done(outcome, "Say", response)


def mark_read(
    asking: DossierWriter,
    dossier_id: PathId,
    body: ReadRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> DoneShape:
    """The customers see who read it, and when first."""
    made = MarkSayingsRead(dossier_id=dossier_id, sayings=body.sayings)
    return done(carry_out(asking, made, dossier_id, idempotency_key), "MarkSayingsRead", response)


def withdraw(
    asking: DossierWriter,
    dossier_id: PathId,
    saying_id: PathId,
    body: WithdrawRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """Customers see that something was taken back; the office keeps it. 409 `saying-not-yours`, `saying-withdrawn`."""
    made = TakeBackSaying(dossier_id=dossier_id, saying_id=saying_id, reason=body.reason)
    return done(carry_out(asking, made, dossier_id, idempotency_key, if_match), "TakeBackSaying", response)


def file(asking: PeopleReader, dossier_id: PathId, saying_id: PathId, index: Index) -> Response:
    """Scanned before it was said."""
    return enclosure(asking, threads_of(asking, dossier_id), saying_id, index)


def bring(
    asking: DossierWriter,
    dossier_id: PathId,
    body: Annotated[bytes, Depends(_file)],
    response: Response,
    name: FileName = "",
    about: AboutQuery = "",
    idempotency_key: IdempotencyKey = None,
) -> DoneShape:
    """PDF, JPEG, PNG, HEIC or TIFF, scanned while you wait; 503 while the scanner is away."""
    outcome = say(asking, dossier_id, about, "", ((body, name),), (idempotency_key, None))
    return done(outcome, "Say", response)
