"""Uploads: files on their way to us, in pieces, in the manner of tus 1.0 (https://tus.io/protocols/resumable-upload)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from schemas.errors import Conflict, NotFound, Refused

PIECE = 1024 * 1024
"""The most bytes of one row."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way to one line. `length` is what was announced and `offset` what is here, in bytes.

    `ended` is empty until the last byte is here; then `attached`, or `refused` with the refusal in `detail`.
    """

    id: str
    owner: str
    dossier_id: str
    application_id: str
    line_number: str
    name: str
    length: int
    offset: int
    opened_at: datetime
    expires_at: datetime
    ended: str = ""
    attachment_id: str = ""

    @property
    def is_whole(self) -> bool:
        return self.offset == self.length


@dataclass(frozen=True, slots=True)
class UploadPart:
    """One piece of an upload, from `start` on."""

    upload_id: str
    start: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Bounds:
    """How large a file may be, in bytes, how many one person may have on their way, and how long one may take."""

    most_bytes: int
    most_open: int
    lives: timedelta


def check_opened(length: int, under_way: int, bounds: Bounds) -> None:
    """Raises `Refused` (`file-empty`, `upload-too-large`) and `Conflict` (`too-many-uploads`)."""
    if length == 0:
        raise Refused("file-empty")
    if length > bounds.most_bytes:
        raise Refused("upload-too-large", path="Upload-Length", came=length, expected=bounds.most_bytes)
    if under_way >= bounds.most_open:
        raise Conflict("too-many-uploads", path="uploads", came=under_way, expected=bounds.most_open)


def found(upload: Upload | None, owner: str, at: datetime, upload_id: str) -> Upload:
    """The upload, when it is of who asks; raises `NotFound`, and `Refused` (`upload-expired`) when its time is over."""
    if upload is None or upload.owner != owner:
        raise NotFound("not-found", path="upload_id", came=upload_id, expected="een upload / an upload")
    if at >= upload.expires_at and not upload.ended:
        raise Refused(
            "upload-expired", path="upload_id", came=upload.expires_at.isoformat(), expected="een nieuwe / a new one"
        )
    return upload


def check_offset(upload: Upload, offset: int) -> None:
    """Raises `Conflict` (`upload-offset`) for a piece that does not begin where the last one ended."""
    if offset != upload.offset or upload.ended:
        raise moved(replace(upload, offset=offset), upload)


def moved(wanted: Upload, now: Upload | None) -> Conflict:
    """The refusal of who wanted to go on from where the upload is not."""
    return Conflict("upload-offset", path="Upload-Offset", came=wanted.offset, expected=now.offset if now else 0)


def grown(upload: Upload, size: int) -> Upload:
    """With this many bytes more; raises `Refused` (`upload-too-large`) for more than was announced."""
    offset = upload.offset + size
    if offset > upload.length:
        raise Refused("upload-too-large", path="body", came=offset, expected=upload.length)
    return replace(upload, offset=offset)


def pieces(upload: Upload, body: bytes) -> list[UploadPart]:
    """The rows that these bytes become, from where the upload is."""
    return [
        UploadPart(upload.id, upload.offset + start, body[start : start + PIECE])
        for start in range(0, len(body), PIECE)
    ]
