"""Files on their way: opened, grown piece by piece, ended. Every function takes the connection of its caller.

The bytes wait in rows of at most a megabyte, so that every process of the counter sees them.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.engine import Connection

from handlers.documents.names import attachment_id
from handlers.documents.rules import uploads as rules
from handlers.documents.rules.uploads import Bounds, Upload
from handlers.documents.tables import UPLOAD_PARTS, UPLOADS
from hub import rows as statements
from hub.ids import new_id


def bounds_of(most_bytes: int, most_open: int, lives: timedelta) -> Bounds:
    """How large a file may be, in bytes, how many one person may have on their way, and how long."""
    return Bounds(most_bytes, most_open, lives)


def check_offset(upload: Upload, offset: int) -> None:
    """Raises `Conflict` (`upload-offset`) for a piece that does not begin where the last one ended."""
    rules.check_offset(upload, offset)


def open_upload(
    connection: Connection,
    owner: str,
    place: tuple[str, str, str],
    name: str,
    length: int,
    bounds: Bounds,
    at: datetime,
) -> Upload:
    """A file of `length` bytes is announced for a dossier, application and line.

    Raises `Refused` (`file-empty`, `upload-too-large`) and `Conflict` (`too-many-uploads`).
    """
    table = UPLOADS.table.c
    open_ones = (table.owner == owner) & (table.ended == "") & (table.expires_at > at)
    under_way = connection.execute(select(func.count()).select_from(UPLOADS.table).where(open_ones)).scalar_one()
    rules.check_opened(length, under_way, bounds)
    made = Upload(new_id(), owner, *place, name, length, 0, at, at + bounds.lives)
    statements.write(connection, UPLOADS, [made])
    return made


def upload_of(connection: Connection, upload_id: str, owner: str, at: datetime) -> Upload:
    """An upload of whoever asks; raises `NotFound`, and `Refused` (`upload-expired`)."""
    return rules.found(find(connection, upload_id), owner, at, upload_id)


def find(connection: Connection, upload_id: str) -> Upload | None:
    """An upload of anybody, for the hub itself."""
    found = statements.select(connection, UPLOADS, "id", [upload_id])
    return found[0] if found else None


def append(connection: Connection, upload: Upload, body: bytes) -> Upload:
    """The upload with these bytes more; of two who append at the same place, one gets `Conflict` (`upload-offset`)."""
    grown = rules.grown(upload, len(body))
    table = UPLOADS.table
    same = (table.c.id == upload.id) & (table.c.offset == upload.offset) & (table.c.ended == "")
    if connection.execute(update(table).where(same).values(offset=grown.offset)).rowcount != 1:
        raise rules.moved(upload, find(connection, upload.id))
    statements.write(connection, UPLOAD_PARTS, rules.pieces(upload, body))
    return grown


def parts_of(connection: Connection, upload_id: str) -> Iterator[bytes]:
    """The bytes of an upload from its beginning, one row at a time."""
    table = UPLOAD_PARTS.table.c
    query = select(table.start).where(table.upload_id == upload_id).order_by(table.start)
    for (start,) in connection.execute(query).all():
        mine = (table.upload_id == upload_id) & (table.start == start)
        yield connection.execute(select(table.body).where(mine)).scalar_one()


def end_attached(connection: Connection, upload: Upload, blob: str) -> Upload:
    """The file was attached; its bytes are in the store, and the rows that carried them go."""
    named = attachment_id(upload.application_id, upload.line_number, blob)
    return _end(connection, replace(upload, ended="attached", attachment_id=named))


def end_refused(connection: Connection, upload: Upload) -> Upload:
    """The file was refused."""
    return _end(connection, replace(upload, ended="refused"))


def drop(connection: Connection, upload: Upload) -> None:
    """Its owner gave it up."""
    _drop(connection, [upload.id])


def left_whole(connection: Connection, before: datetime) -> list[Upload]:
    """Uploads that are here whole and were not attached: the process that had them in hand died."""
    table = UPLOADS.table.c
    query = select(UPLOADS.table).where(table.ended == "", table.offset == table.length, table.opened_at < before)
    return [Upload(*row) for row in connection.execute(query)]


def drop_expired(connection: Connection, at: datetime) -> int:
    """Forgets what was left half-way, and what ended long ago; returns how many."""
    found = connection.execute(select(UPLOADS.table.c.id).where(UPLOADS.table.c.expires_at <= at).limit(100)).all()
    _drop(connection, [row[0] for row in found])
    return len(found)


def _end(connection: Connection, upload: Upload) -> Upload:
    statements.write(connection, UPLOADS, [upload], "replace")
    connection.execute(delete(UPLOAD_PARTS.table).where(UPLOAD_PARTS.table.c.upload_id == upload.id))
    return upload


def _drop(connection: Connection, ids: list[str]) -> None:
    if ids:
        connection.execute(delete(UPLOAD_PARTS.table).where(UPLOAD_PARTS.table.c.upload_id.in_(ids)))
        connection.execute(delete(UPLOADS.table).where(UPLOADS.table.c.id.in_(ids)))
