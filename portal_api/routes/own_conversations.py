"""What a customer says to his office, and reads of it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from portal_api.conversations import enclosure, own_threads_of, say
from portal_api.forms import whole
from portal_api.routes.appointments import carry_out
from portal_api.routes.conversations import BINARY, FILE, AboutQuery, FileName, Index
from portal_api.routes.documented import WRITE_PROBLEMS, PathId, problems
from portal_api.shapes.conversations import OwnThreadsShape, ReadRequest, SayRequest
from portal_api.shapes.exchanges import DoneShape
from portal_api.who import OwnReader, OwnWriter
from portal_api.writes import IdempotencyKey, done
from schemas.conversations import MarkSayingsRead

FILES = "/uploads/own/conversations"


async def _file(asking: OwnWriter, request: Request) -> bytes:
    return await whole(request, asking.counter.runtime.settings.max_file_bytes, "upload-too-large")


def routes() -> APIRouter:
    router = APIRouter(tags=["own"])
    said, of = problems(*WRITE_PROBLEMS), "/own/dossiers/{dossier_id}/conversation"
    router.get(of, responses=problems(404), summary="What you and your office said, per subject")(listed)
    router.post(of, responses=said, summary="Say something to your office")(speak)
    router.post(f"{of}/read", responses=said, summary="You read these")(mark_read)
    router.get(
        f"{of}/{{saying_id}}/files/{{index}}",
        responses={**problems(404), **FILE},
        response_class=Response,
        summary="A file that went along",
    )(file)
    router.post(f"{FILES}/{{dossier_id}}", responses=said, summary="Send your office a file", openapi_extra=BINARY)(
        bring
    )
    return router


def listed(asking: OwnReader, dossier_id: PathId) -> OwnThreadsShape:
    """What is about your partner alone is not in it."""
    return OwnThreadsShape.model_validate({"items": own_threads_of(asking, dossier_id)})


def speak(
    asking: OwnWriter,
    dossier_id: PathId,
    body: SayRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> DoneShape:
    """Your partner reads it as well, but for an action point that is about you alone. 422 `saying-length`."""
    own_threads_of(asking, dossier_id)
    return done(say(asking, dossier_id, body.about, body.text, (), (idempotency_key, None)), "Say", response)


def mark_read(
    asking: OwnWriter,
    dossier_id: PathId,
    body: ReadRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> DoneShape:
    """Your office sees that you read it, and when first."""
    own_threads_of(asking, dossier_id)
    made = MarkSayingsRead(dossier_id=dossier_id, sayings=body.sayings)
    return done(carry_out(asking, made, dossier_id, idempotency_key), "MarkSayingsRead", response)


def file(asking: OwnReader, dossier_id: PathId, saying_id: PathId, index: Index) -> Response:
    """404 for what was taken back."""
    return enclosure(asking, own_threads_of(asking, dossier_id), saying_id, index)


def bring(
    asking: OwnWriter,
    dossier_id: PathId,
    body: Annotated[bytes, Depends(_file)],
    response: Response,
    name: FileName = "",
    about: AboutQuery = "",
    idempotency_key: IdempotencyKey = None,
) -> DoneShape:
    """PDF, JPEG, PNG, HEIC or TIFF, scanned while you wait; 503 while the scanner is away."""
    own_threads_of(asking, dossier_id)
    return done(say(asking, dossier_id, about, "", ((body, name),), (idempotency_key, None)), "Say", response)
