"""Files on their way in, as tus 1.0 says it (https://tus.io/protocols/resumable-upload): headers, pieces, checksums."""

import base64
import binascii
import hashlib
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from schemas.errors import Refused

VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,termination,checksum"
CHECKSUMS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}
PIECE_TYPE = "application/offset+octet-stream"
PIECE = 1024 * 1024
"""So many bytes are kept at a time; what came before a line broke is not lost."""

_LONGEST_NAME = 255
_PATH = re.compile(r".*[\\/]", re.DOTALL)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Controls, line ends, and marks that turn the reading direction and so hide what a file is called."""


class Announced(NamedTuple):
    """A file as it was announced: its length in bytes, its name, the dossier and the stuk that it is for."""

    length: int
    name: str
    dossier_id: str
    stuk_id: str


@dataclass(frozen=True, slots=True)
class Checksum:
    """What a part should hash to; `algorithm` is one of `CHECKSUMS`, `digest` its bytes."""

    algorithm: str
    digest: bytes


def check_version(request: Request) -> None:
    """Raises `Refused` (`upload-version`) for another version of tus than ours."""
    asked = request.headers.get("tus-resumable", "")
    if asked != VERSION:
        raise Refused("upload-version", path="Tus-Resumable", came=asked or "niets / nothing", expected=VERSION)


def announced(request: Request) -> Announced:
    """What a creation announces; raises `Refused` (`request-invalid`) for a header that does not fit."""
    metadata = _metadata(request.headers.get("upload-metadata", ""))
    name = file_name(metadata.get("filename", ""))
    wanted = [key for key in ("dossier_id", "stuk_id") if not metadata.get(key)]
    if wanted:
        raise _wrong("Upload-Metadata", ", ".join(key for key, value in metadata.items() if value), ", ".join(wanted))
    return Announced(number(request, "Upload-Length"), name, metadata["dossier_id"], metadata["stuk_id"])


def file_name(given: str) -> str:
    """What a file is called: without its folders and without what cannot be printed."""
    return _CONTROLS.sub("", _PATH.sub("", given)).strip()[:_LONGEST_NAME] or "bestand"


def number(request: Request, header: str) -> int:
    """A header that is a whole number; raises `Refused` (`request-invalid`)."""
    text = request.headers.get(header.lower(), "")
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(2**53))):
        raise _wrong(header, text, "een aantal bytes / a number of bytes")
    return int(text)


def checksum(request: Request) -> Checksum | None:
    """The checksum of a part, when it has one; raises `Refused` (`request-invalid`)."""
    header = request.headers.get("upload-checksum")
    if header is None:
        return None
    algorithm, _, encoded = header.strip().partition(" ")
    try:
        digest = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        digest = b""
    if algorithm not in CHECKSUMS or len(digest) != CHECKSUMS[algorithm]().digest_size:
        raise _wrong("Upload-Checksum", header, f"{', '.join(CHECKSUMS)} + base64")
    return Checksum(algorithm, digest)


def check_part(request: Request) -> None:
    """Raises `Refused` (`upload-type`)."""
    came = request.headers.get("content-type", "")
    if came.partition(";")[0].strip().lower() != PIECE_TYPE:
        raise Refused("upload-type", path="Content-Type", came=came or "niets / nothing", expected=PIECE_TYPE)


async def take(request: Request, expected: Checksum | None, room: int, append: Callable[[bytes], Any]) -> None:
    """Hands the body over in pieces; with a checksum only when all of it is right.

    Raises `Refused`: `upload-too-large` at the first byte beyond `room`, `upload-checksum`, and what `append` raises.
    A line that breaks keeps what came, unless a checksum was to say whether it is right.
    """
    if expected is None:
        await _as_it_comes(request, room, append)
    else:
        await _when_it_is_right(request, expected, room, append)


async def _as_it_comes(request: Request, room: int, append: Callable[[bytes], Any]) -> None:
    waiting, seen = bytearray(), 0
    try:
        async for part in request.stream():
            seen = _counted(seen, part, room)
            waiting += part
            while len(waiting) >= PIECE:
                await run_in_threadpool(append, bytes(waiting[:PIECE]))
                del waiting[:PIECE]
    except ClientDisconnect:
        # Nobody hears the answer; the next question is where the upload is.
        pass
    if waiting:
        await run_in_threadpool(append, bytes(waiting))


async def _when_it_is_right(request: Request, expected: Checksum, room: int, append: Callable[[bytes], Any]) -> None:
    hashed, seen = CHECKSUMS[expected.algorithm](), 0
    with tempfile.SpooledTemporaryFile(PIECE) as spool:
        async for part in request.stream():
            seen = _counted(seen, part, room)
            hashed.update(part)
            await run_in_threadpool(spool.write, part)
        if hashed.digest() != expected.digest:
            came, wanted = hashed.hexdigest()[:12], expected.digest.hex()[:12]
            raise Refused("upload-checksum", path="Upload-Checksum", came=came, expected=wanted)
        spool.seek(0)
        while piece := await run_in_threadpool(spool.read, PIECE):
            await run_in_threadpool(append, piece)


def _counted(seen: int, part: bytes, room: int) -> int:
    seen += len(part)
    if seen > room:
        raise Refused("upload-too-large", path="body", came=seen, expected=room)
    return seen


def _metadata(header: str) -> dict[str, str]:
    """The pairs of Upload-Metadata: a key, a blank, and its value in base64; raises `Refused` (`request-invalid`)."""
    found: dict[str, str] = {}
    for pair in filter(None, (each.strip() for each in header.split(","))):
        key, _, encoded = pair.partition(" ")
        try:
            found[key] = base64.b64decode(encoded, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError, ValueError):
            raise _wrong("Upload-Metadata", pair, "base64") from None
    return found


def _wrong(path: str, came: str, expected: str) -> Refused:
    return Refused("request-invalid", path=path, came=came or "niets / nothing", expected=expected)
