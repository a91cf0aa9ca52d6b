"""What a page of a PDF looks like, drawn by PDFium as a browser draws it; runs in a child."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops

from schemas.errors import Refused

_TALLEST = 6
"""A picture is at most so many times as high as it is wide."""

_COMPARED = 1000
_BLOCK = 8
_MOST_IN_A_BLOCK = 40
_MOST_ON_AVERAGE = 2.5


@contextmanager
def opened(path: Path) -> Iterator[pypdfium2.PdfDocument]:
    """A document with its form fields, which are drawn as they were filled in."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise Refused("file-unreadable", came="pdf") from error
    try:
        document.init_forms()
        yield document
    finally:
        document.close()


def size_of(document: pypdfium2.PdfDocument, index: int) -> tuple[float, float]:
    """Width and height of a page as it is shown, in points; raises `Refused` when there is no such page."""
    with _page(document, index) as page:
        width, height = page.get_size()
        return max(width, 1.0), max(height, 1.0)


def picture(
    document: pypdfium2.PdfDocument, index: int, *, width: int = 0, longest: int = 0, grey: bool = False
) -> Image.Image:
    """A page as an image of so many pixels wide, or with so many on its longest side."""
    across, high = size_of(document, index)
    scale = width / across if width else longest / max(across, high)
    if high * scale > _TALLEST * (width or longest):
        scale = _TALLEST * (width or longest) / high
    with _page(document, index) as page:
        drawn = page.render(scale=scale, grayscale=grey, may_draw_forms=True)
        image: Image.Image = drawn.to_pil().copy()
    return image if grey else image.convert("RGB")


def is_alike(one: Image.Image, other: Image.Image) -> bool:
    """Whether two grey pictures show the same: no block differs much, and the whole hardly.

    Edges may be drawn a little differently, so pictures are compared in blocks of eight pixels.
    """
    if abs(one.width - other.width) > 1 or abs(one.height - other.height) > 1:
        return False
    blocks = [each.resize(one.size).reduce(_BLOCK) for each in (one, other)]
    differs = ImageChops.difference(*blocks)
    histogram = differs.histogram()
    average = sum(value * count for value, count in enumerate(histogram)) / max(1, sum(histogram))
    return not any(histogram[_MOST_IN_A_BLOCK:]) and average <= _MOST_ON_AVERAGE


def is_drawn_alike(one: pypdfium2.PdfDocument, index: int, other: pypdfium2.PdfDocument, other_index: int) -> bool:
    return is_alike(
        picture(one, index, longest=_COMPARED, grey=True), picture(other, other_index, longest=_COMPARED, grey=True)
    )


@contextmanager
def _page(document: pypdfium2.PdfDocument, index: int) -> Iterator[pypdfium2.PdfPage]:
    try:
        page = document[index]
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise Refused("page-unreadable", path=str(index + 1)) from error
    try:
        yield page
    finally:
        page.close()
