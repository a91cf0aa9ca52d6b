"""What kind of file it is, by its content and never by its name.

Five kinds are accepted; the signatures below decide, and puremagic only helps to say what else came.
Not here: scanning for viruses, which comes first (`hub/scanning.py`).
"""

from dataclasses import dataclass
from pathlib import PurePath

import puremagic

from adapters.papers import limits
from hub.confinement import Facts, Limits, PerishedError, confined
from schemas.errors import Refused

ACCEPTED = "PDF, JPEG, PNG, HEIC of TIFF / PDF, JPEG, PNG, HEIC or TIFF"

MIMES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "heic": "image/heic",
    "tiff": "image/tiff",
}
"""The mime type of each suffix; these are all that are accepted."""

_NAMES_OF_THE_FIVE = frozenset({*MIMES, "jpeg", "heif", "tif"})

_BEGINNINGS = (
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"II+\x00", "tiff"),
    (b"MM\x00+", "tiff"),
)
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis"})
"""Brands of images coded in HEVC (ISO/IEC 23008-12, annex B); AVIF shares the container and not these."""

LOOKING = Limits(seconds=60)
"""To recognise or show one file."""

_PDF_HEADER, _PDF_HEADER_ROOM = b"%PDF-", 1024
_LONGEST_SUFFIX = 8
_SNIFFED = 64 * 1024


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the five: its mime type, the suffix for a name (without a dot), and how many pages it has."""

    mime: str
    suffix: str
    pages: int


def recognise(body: bytes, name: str) -> Kind:
    """The kind of a file, opened and read from its first page to its last.

    `name` only helps to say what came.
    Raises `Refused`: file-empty, file-kind, file-mislabelled, file-password, file-unreadable, page-unreadable,
    file-too-heavy, file-animated, file-dynamic-form; `Busy` when no child can begin.
    """
    if not body:
        raise Refused("file-empty")
    suffix = suffix_of(body)
    if not suffix:
        came = _called(body, name)
        raise Refused("file-mislabelled" if came in _NAMES_OF_THE_FIVE else "file-kind", came=came, expected=ACCEPTED)
    pages = look(body, suffix)
    return Kind(mime=MIMES[suffix], suffix=suffix, pages=pages)


def suffix_of(body: bytes) -> str:
    """The suffix that the first bytes tell; empty when it is none of the five.

    A PDF may have something before its header, so an image with a PDF inside is that image.
    """
    for beginning, suffix in _BEGINNINGS:
        if body.startswith(beginning):
            return suffix
    if body[4:8] == b"ftyp":
        return "heic" if _HEIC_BRANDS & _brands(body) else ""
    return "pdf" if _PDF_HEADER in body[:_PDF_HEADER_ROOM] else ""


def look(body: bytes, suffix: str) -> int:
    """Reads the whole file in a child; returns the number of pages."""
    return int(at_desk("look", {"suffix": suffix}, [body], LOOKING)[0]["pages"])


def at_desk(function: str, arguments: Facts, bodies: list[bytes], within: Limits) -> tuple[Facts, bytes]:
    """What a function of `adapters/papers/desk.py` says and writes; a child that perishes refuses the file."""
    try:
        answer = confined(f"adapters.papers.desk:{function}", arguments, bodies, within)
    except PerishedError as perished:
        size = f"{sum(map(len, bodies))} bytes"
        if perished.why == "memory":
            raise Refused("file-too-heavy", came=size, expected=limits.TELLS_MEMORY) from perished
        raise Refused("file-unreadable", came=size) from perished
    return answer.facts, answer.body


def _brands(body: bytes) -> set[bytes]:
    """The major and the compatible brands of the first box of an ISO media file."""
    box = body[: min(int.from_bytes(body[:4]), _SNIFFED)]
    return {box[8:12], *(box[place : place + 4] for place in range(16, len(box) - 3, 4))}


def _called(body: bytes, name: str) -> str:
    """What it seems to be, for the sentence: what its content says, else the end of its name."""
    try:
        found = puremagic.from_string(body[:_SNIFFED])
    except (puremagic.PureError, ValueError):
        found = ""
    said = (found or PurePath(name).suffix).removeprefix(".").lower()
    return said if 0 < len(said) <= _LONGEST_SUFFIX and said.isalnum() else "?"
