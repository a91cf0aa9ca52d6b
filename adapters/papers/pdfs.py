"""A PDF of a stranger, opened and looked through; what cannot be read whole is refused. Runs in a child."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Name, Object, Pdf, Stream

from adapters.papers import limits, rendering
from hub.scanner.inspection import is_cut_off, ran_into_a_limit, set_limits
from schemas.errors import Refused


@contextmanager
def opened(path: Path) -> Iterator[Pdf]:
    """An open PDF with at least one page; raises `Refused` when it is none, is locked, or needs its own program."""
    set_limits()
    try:
        with pikepdf.open(path) as pdf:
            if is_cut_off(pdf, path) or not len(pdf.pages):
                raise Refused("file-unreadable", came="pdf")
            if len(pdf.pages) > limits.MOST_PAGES:
                raise Refused("file-too-heavy", came=len(pdf.pages), expected=limits.TELLS_PAGES)
            if bool(pdf.Root.get(Name.NeedsRendering, False)):
                raise Refused("file-dynamic-form")
            yield pdf
    except pikepdf.PasswordError as error:
        raise Refused("file-password") from error
    except pikepdf.PdfError as error:
        raise Refused("file-unreadable", came="pdf") from error


def count_whole_pages(path: Path) -> int:
    """The number of pages, each of them read; raises `Refused` with the number of the first that cannot be."""
    with opened(path) as pdf:
        _check_images(pdf)
        for number, page in enumerate(pdf.pages, start=1):
            if not _is_whole(page.obj):
                if ran_into_a_limit(pdf):
                    raise Refused("file-too-heavy", came=f"{path.stat().st_size} bytes", expected=limits.TELLS_MEMORY)
                raise Refused("page-unreadable", path=str(number))
        _check_drawing(path, len(pdf.pages))
        return len(pdf.pages)


def _check_drawing(path: Path, pages: int) -> None:
    """What draws the pages must find the same ones; two readers that disagree would show one thing and send another."""
    with rendering.opened(path) as document:
        if len(document) != pages:
            raise Refused("file-unreadable", came="pdf")
        for index in range(pages):
            rendering.size_of(document, index)


def _check_images(pdf: Pdf) -> None:
    """An image says its size before it is unpacked."""
    for each in pdf.objects:
        if isinstance(each, Stream) and each.get(Name.Subtype) == Name.Image:
            pixels = _number(each, Name.Width) * _number(each, Name.Height)
            if pixels > limits.MOST_PIXELS:
                raise Refused("file-too-heavy", came=pixels // 1_000_000, expected=limits.TELLS_PIXELS)


def _number(each: Object, key: Name) -> int:
    try:
        return int(each.get(key, 0))
    except (TypeError, ValueError):
        return 0


def _is_whole(page: Object) -> bool:
    """Whether the page is one, and its content can be read to its end; a page without content is blank."""
    if not isinstance(page, Dictionary) or page.get(Name.Type) != Name.Page:
        return False
    if Name.Contents not in page:
        return True
    try:
        pikepdf.parse_content_stream(page)
    except (pikepdf.PdfError, AttributeError, TypeError, ValueError):
        return False
    return True
