"""Uploads: a file on its way to one stuk, in pieces that survive a broken line (tus 1.0)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from portal_api import uploads as tus
from portal_api.routes.documented import PathId, problems
from portal_api.shapes.documents import UploadShape
from portal_api.stukken import stuk_of
from portal_api.who import Asking, DocumentWriter

PREFIX = "/uploads"
_WHEN: dict[int | str, dict[str, Any]] = {
    410: {"description": "It expired."},
    412: {"description": "Another version of tus than 1.0.0."},
    413: {"description": "Larger than was announced, or than is allowed."},
    415: {"description": "The part has another Content-Type than application/offset+octet-stream."},
    460: {"description": "The bytes of the part are not those of its Upload-Checksum; nothing of it was kept."},
}


@dataclass(slots=True)
class Growing:
    """An upload while a part of it comes in."""

    asking: Asking
    upload: Any

    def append(self, piece: bytes) -> None:
        runtime = self.asking.counter.runtime
        with runtime.database.transaction() as connection:
            self.upload = self.asking.counter.uploads.append(connection, self.upload, piece)


def routes() -> APIRouter:
    router = APIRouter(prefix=PREFIX, tags=["uploads"])
    said = {**problems(404, 409), **_WHEN}
    made: dict[int | str, dict[str, Any]] = {201: {"description": "Location says where its bytes go."}}
    kept: dict[int | str, dict[str, Any]] = {204: {"description": "Upload-Offset says how much is here."}}
    router.options("", status_code=204, responses=problems(), response_class=Response, summary="What this server can")(
        abilities
    )
    router.post(
        "", status_code=201, responses={**said, **made}, response_class=Response, summary="Announce a file for a stuk"
    )(create)
    router.head("/{upload_id}", responses=said, response_class=Response, summary="Where it is")(where)
    router.get("/{upload_id}", responses=problems(404), summary="What became of it")(one)
    router.patch(
        "/{upload_id}",
        status_code=204,
        responses={**said, **kept},
        response_class=Response,
        summary="Send a part; the last one attaches the file",
    )(go_on)
    router.delete("/{upload_id}", status_code=204, responses=said, response_class=Response, summary="Give it up")(
        give_up
    )
    return router


def abilities(asking: DocumentWriter) -> Response:
    """The headers of tus: version, extensions, largest file."""
    headers = {
        "Tus-Resumable": tus.VERSION,
        "Tus-Version": tus.VERSION,
        "Tus-Extension": tus.EXTENSIONS,
        "Tus-Max-Size": str(asking.counter.runtime.settings.max_file_bytes),
        "Tus-Checksum-Algorithm": ",".join(tus.CHECKSUMS),
    }
    return Response(status_code=204, headers=headers)


def create(asking: DocumentWriter, request: Request) -> Response:
    """`Upload-Length` in bytes; `Upload-Metadata` with `filename`, `dossier_id` and `stuk_id`, each in base64."""
    tus.check_version(request)
    wanted = tus.announced(request)
    stuk = stuk_of(asking, wanted.dossier_id, wanted.stuk_id)
    runtime, uploads = asking.counter.runtime, asking.counter.uploads
    settings = runtime.settings
    lives = timedelta(hours=settings.upload_hours)
    bounds = uploads.bounds_of(settings.max_file_bytes, settings.max_open_uploads, lives)
    place = (wanted.dossier_id, stuk.application_id, stuk.number)
    with runtime.database.transaction() as connection:
        made = uploads.open_upload(
            connection, asking.viewer.actor, place, wanted.name, wanted.length, bounds, runtime.clock.now()
        )
    return _told(made, 201, Location=f"{request.url.path}/{made.id}")


def where(asking: DocumentWriter, request: Request, upload_id: PathId) -> Response:
    tus.check_version(request)
    upload = _found(asking, upload_id)
    return _told(upload, 200, **{"Upload-Length": str(upload.length), "Cache-Control": "no-store"})


def one(asking: DocumentWriter, upload_id: PathId) -> UploadShape:
    """As JSON, for who wants to know what became of it; `attachment_id` when it was attached."""
    return UploadShape.model_validate(_found(asking, upload_id))


def begun(asking: DocumentWriter, request: Request, upload_id: PathId) -> Growing:
    """The upload at the place where this part goes on; asked before a byte of it is read."""
    tus.check_version(request)
    tus.check_part(request)
    upload = _found(asking, upload_id)
    asking.counter.uploads.check_offset(upload, tus.number(request, "Upload-Offset"))
    return Growing(asking, upload)


async def received(request: Request, growing: Annotated[Growing, Depends(begun)]) -> Growing:
    room = growing.upload.length - growing.upload.offset
    await tus.take(request, tus.checksum(request), room, growing.append)
    return growing


async def go_on(growing: Annotated[Growing, Depends(received)], request: Request) -> Response:
    """A file of another kind is refused with its last part, in a sentence for whoever handed it in.

    Reading a file may take a minute, so it has threads of its own: those of the pages stay free.
    """
    upload = growing.upload
    if upload.is_whole:
        places = request.app.state.places_for_files
        upload = await to_thread.run_sync(growing.asking.counter.attach, upload.id, limiter=places)
    return _told(upload, 204)


def give_up(asking: DocumentWriter, request: Request, upload_id: PathId) -> Response:
    """What was attached stays attached."""
    tus.check_version(request)
    upload = _found(asking, upload_id)
    with asking.counter.runtime.database.transaction() as connection:
        asking.counter.uploads.drop(connection, upload)
    return Response(status_code=204, headers={"Tus-Resumable": tus.VERSION})


def _found(asking: Asking, upload_id: str) -> Any:
    runtime = asking.counter.runtime
    with runtime.database.reading() as connection:
        return asking.counter.uploads.upload_of(connection, upload_id, asking.viewer.actor, runtime.clock.now())


def _told(upload: Any, status: int, **more: str) -> Response:
    headers = {
        "Tus-Resumable": tus.VERSION,
        "Upload-Offset": str(upload.offset),
        "Upload-Expires": upload.expires_at.strftime("%a, %d %b %Y %H:%M:%S GMT"),
        **more,
    }
    if upload.attachment_id:
        headers["Upload-Attachment"] = upload.attachment_id
    return Response(status_code=status, headers=headers)
