"""A file that arrived whole: kept, recognised, and attached to its line, or refused with a sentence."""

import threading
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from sqlalchemy.engine import Connection

from adapters.papers.kinds import Kind, recognise
from hub.blobs import StoreSink
from hub.ids import derived_id
from hub.runtime import Runtime
from schemas.documents import AttachFile
from schemas.errors import Busy, NotFound, Refused

_AT_ONCE = threading.BoundedSemaphore(2)
"""So many files in memory at once; forty that arrive together wait for each other."""


class Uploads(Protocol):
    """The files on their way, inside a transaction of the caller; the capability `documents` keeps them."""

    def find(self, connection: Connection, upload_id: str) -> Any | None: ...

    def parts_of(self, connection: Connection, upload_id: str) -> Iterator[bytes]: ...

    def end_attached(self, connection: Connection, upload: Any, blob: str) -> Any: ...

    def end_refused(self, connection: Connection, upload: Any) -> Any: ...


def attach(runtime: Runtime, uploads: Uploads, upload_id: str, look: Callable[[bytes, str], Kind] = recognise) -> Any:
    """The upload as it ended; giving the same one twice attaches it once.

    Raises the `Refused` that says what is wrong with the file, which is then over; `NotFound` for one that is gone,
    and `Busy` when it can be tried again: the bytes stay until then.
    """
    with _AT_ONCE:
        upload = _found(runtime, uploads, upload_id)
        if upload.ended:
            return upload
        try:
            blob = _attached(runtime, uploads, upload, look)
        except Refused:
            with runtime.database.transaction() as connection:
                uploads.end_refused(connection, upload)
            raise
    with runtime.database.transaction() as connection:
        return uploads.end_attached(connection, upload, blob)


def _found(runtime: Runtime, uploads: Uploads, upload_id: str) -> Any:
    with runtime.database.reading() as connection:
        upload = uploads.find(connection, upload_id)
    if upload is None:
        raise NotFound("not-found", path="upload_id", came=upload_id, expected="een upload / an upload")
    return upload


def _attached(runtime: Runtime, uploads: Uploads, upload: Any, look: Callable[[bytes, str], Kind]) -> str:
    digest = _kept(runtime, uploads, upload)
    kind = look(runtime.store.get(digest), upload.name)
    command = AttachFile(
        dossier_id=upload.dossier_id,
        application_id=upload.application_id,
        line_number=upload.line_number,
        blob=f"sha256:{digest}",
        name=upload.name,
        size=upload.length,
        kind=kind.suffix,
        pages=kind.pages,
    )
    runtime.execute(command, actor=upload.owner, unit_id=derived_id("upload", upload.id))
    return command.blob


def _kept(runtime: Runtime, uploads: Uploads, upload: Any) -> str:
    """Puts the bytes together in the store; their hash. Raises `Busy` when another process ends it at this moment."""
    sink, size = StoreSink(runtime.store), 0
    with runtime.database.reading() as connection:
        for part in uploads.parts_of(connection, upload.id):
            sink.write(part)
            size += len(part)
    if size != upload.length:
        raise Busy("upload", "another process has it in hand")
    return sink.close()
