"""One PDF/A out of pages of several files, and pictures of pages for the screen.

The originals stay as they came; what is made here is made anew, the same each time from the same pages.
The work itself is done in a child (`adapters/papers/desk.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from adapters.papers import limits
from adapters.papers.kinds import LOOKING, Kind, at_desk, look
from hub.confinement import Limits
from schemas.errors import Refused

_TURNS = (0, 90, 180, 270)
_WIDEST = 2400
_SECONDS, _SECONDS_PER_PAGE, _MOST_SECONDS = 60.0, 10.0, 600.0  # a HEIC of 48 million pixels takes about five seconds


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is wanted: the hash of its original, its index from 0, and how far it is turned clockwise."""

    source: str
    index: int
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """An original: the name it came with, its kind, and its bytes."""

    name: str
    kind: Kind
    body: bytes


@dataclass(frozen=True, slots=True)
class Prepared:
    """A PDF/A-2b: its bytes, pages, size in bytes, and the hashes of what it was made of.

    `rendered` are its pages (from 1) that could not be kept as they were and became images.
    """

    body: bytes
    pages: int
    size: int
    sources: tuple[str, ...]
    rendered: tuple[int, ...] = ()


def prepare(
    title: str, pages: Sequence[Page], sources: Mapping[str, Source], most_bytes: int, made_at: datetime
) -> Prepared:
    """The document of these pages in this order; the same input gives the same bytes.

    `most_bytes` is what its receiver takes; photos are made smaller until it fits, pages of a PDF are never changed.
    Raises `Refused`: document-too-large with the size and the heaviest pages, request-invalid for a page that is not
    there, and what `recognise` raises when an original cannot be read.
    """
    _check(pages, sources)
    used = tuple(dict.fromkeys(page.source for page in pages))
    arguments = {
        "title": title,
        "pages": [{"source": used.index(page.source), "index": page.index, "turn": page.turn} for page in pages],
        "suffixes": [sources[each].kind.suffix for each in used],
        "sources": [_told(each, sources[each], pages) for each in used],
        "most_bytes": most_bytes,
        "made_at": made_at.isoformat(),
    }
    bodies = [sources[each].body for each in used]
    facts, body = at_desk("compose", arguments, bodies, _composing(len(pages)))
    return Prepared(body, len(pages), len(body), used, tuple(facts["rendered"]))


def count_pages(kind: Kind, body: bytes) -> int:
    """How many pages there are, each of them read; raises what `recognise` raises."""
    return look(body, kind.suffix)


def preview(kind: Kind, body: bytes, index: int, width: int) -> bytes:
    """A PNG of one page (from 0), at most so many pixels wide and 2,400 at most; raises what `recognise` raises."""
    if not 0 <= index < kind.pages:
        raise Refused("request-invalid", path="index", came=index, expected=f"0–{kind.pages - 1}")
    arguments = {"suffix": kind.suffix, "index": index, "width": max(1, min(width, _WIDEST))}
    return at_desk("show", arguments, [body], LOOKING)[1]


def _composing(pages: int) -> Limits:
    return Limits(seconds=min(_SECONDS + _SECONDS_PER_PAGE * pages, _MOST_SECONDS))


def _check(pages: Sequence[Page], sources: Mapping[str, Source]) -> None:
    if not 0 < len(pages) <= limits.MOST_PAGES:
        raise Refused("request-invalid", path="pages", came=len(pages), expected=f"1–{limits.MOST_PAGES}")
    for number, page in enumerate(pages, start=1):
        source = sources.get(page.source)
        if source is None or not 0 <= page.index < source.kind.pages:
            raise Refused("request-invalid", path=f"pages[{number}]", came=page.index, expected="een pagina / a page")
        if page.turn not in _TURNS:
            raise Refused("request-invalid", path=f"pages[{number}].turn", came=page.turn, expected="0, 90, 180, 270")


def _told(digest: str, source: Source, pages: Sequence[Page]) -> str:
    """A source as the document names it: its hash, its name, and which of its pages are in."""
    taken = ", ".join(str(page.index + 1) for page in pages if page.source == digest)
    return f"sha256:{digest.removeprefix('sha256:')} {source.name} (page {taken})"
