"""Looks through every object of a PDF; runs in a child (`hub/confinement.py`)."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from hub.scanning import EICAR

ACTIVE_ACTIONS = frozenset(
    {
        "/GoToE",
        "/ImportData",
        "/JavaScript",
        "/Launch",
        "/Movie",
        "/Rendition",
        "/RichMediaExecute",
        "/Sound",
        "/SubmitForm",
    }
)
"""Actions that run something, open another file or send what was filled in; going to a page or an address is none."""

ACTIVE_KEYS = {"/JS": "JavaScript", "/EF": "EmbeddedFile", "/XFA": "XFA", "/RichMediaContent": "RichMedia"}
"""Keys that carry a script or a file, and the word for each."""

_DEEPEST = 100
_END = b"%%EOF"
_END_ROOM = 2048
_LARGEST_STREAM = 256 * 1024 * 1024


def inspect(_arguments: Mapping[str, Any], bodies: Sequence[Path], _out: Path) -> dict[str, Any]:
    """`found` is empty when nothing is wrong; else the name of the virus or the `why` of an `Unscannable`."""
    set_limits()
    try:
        with pikepdf.open(bodies[0]) as pdf:
            cut_off = is_cut_off(pdf, bodies[0])
            found = _found(pdf) or ("broken" if cut_off else "")
            return {"found": "too-heavy" if ran_into_a_limit(pdf) else found}
    except pikepdf.PasswordError:
        return {"found": "encrypted"}
    except pikepdf.PdfError:
        return {"found": "broken"}


def set_limits() -> None:
    """No stream of a PDF unpacks to more than it may; for the whole process, so for a child."""
    most = _LARGEST_STREAM
    pikepdf.settings.set_qpdf_limits(flate_max_memory=most, run_length_max_memory=most, png_max_memory=most)


def ran_into_a_limit(pdf: Pdf) -> bool:
    """Whether a stream that was read since the last time would have unpacked to too much."""
    return any("limit exceeded" in warning for warning in pdf.get_warnings())


def is_cut_off(pdf: Pdf, path: Path) -> bool:
    """Whether the end is missing: the file had to be put together again, and its last line is not there.

    A file that is merely written badly has its end and can be mended; of one that is cut off nobody knows what is lost.
    """
    if not any("reconstruct" in warning for warning in pdf.get_warnings()):
        return False
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _END_ROOM))
        return _END not in file.read()


def _found(pdf: Pdf) -> str:
    """A virus says more than a script, and a script more than a broken page."""
    objects = list(pdf.objects)
    if any(EICAR in _content(each) for each in objects if isinstance(each, Stream)):
        return "Eicar-Test-Signature"
    if active := next((word for each in objects for word in _active(each, 0)), ""):
        return f"active: {active}"
    return "" if len(pdf.pages) and all(_is_whole(page.obj) for page in pdf.pages) else "broken"


def _content(stream: Stream) -> bytes:
    """What the stream holds, unpacked; as it stands when it cannot be unpacked, as with an image."""
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        return stream.read_raw_bytes()


def _active(each: Object, depth: int) -> Iterator[str]:
    """The words for what acts in this object; those it refers to are objects of their own."""
    if depth > _DEEPEST:
        yield "nesting"
        return
    if isinstance(each, (Dictionary, Stream)):
        yield from (word for key, word in ACTIVE_KEYS.items() if key in each)
        action = each.get(Name.S)
        if isinstance(action, Name) and str(action) in ACTIVE_ACTIONS:
            yield str(action).removeprefix("/")
    for inner in _direct(each):
        yield from _active(inner, depth + 1)


def _direct(each: Object) -> Iterator[Object]:
    if isinstance(each, Array):
        inside = list(each)
    elif isinstance(each, (Dictionary, Stream)):
        inside = [value for _, value in each.items()]
    else:
        inside = []
    return (value for value in inside if isinstance(value, (Array, Dictionary)) and not value.is_indirect)


def _is_whole(page: Object) -> bool:
    """Whether the content of a page can be read."""
    try:
        pikepdf.parse_content_stream(page)
    except (pikepdf.PdfError, AttributeError, TypeError):
        return Name.Contents not in page
    return True
