"""Puts pages of several files together as one PDF/A-2b that names its sources; runs in a child.

Pages of a PDF stay as they are when they may (`judging.py`), else they are drawn as images; photos are images anyway.
Images are made smaller, step by step, until the document fits.
"""

import io
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pikepdf
import pikepdf.pdfa
import pypdfium2
from pikepdf import Dictionary, Name, Pdf

from adapters.papers import images, pdfs, rendering, xmp
from adapters.papers.cleaning import clean
from adapters.papers.judging import LEVEL, as_pdfa, conforms, unfit
from adapters.papers.sizes import too_large

_A4 = (595.276, 841.89)
_SLIMMEST = 0.5
"""An image that is narrower than this for its height, such as a long screenshot, gets a page of its own shape."""

_SMALLEST_SIDE, _LARGEST_SIDE = 3.0, 14_400.0
_SPACES = {"1": Name.DeviceGray, "L": Name.DeviceGray, "RGB": Name.DeviceRGB}
_COLOURS = {"1": 1, "L": 1, "RGB": 3}
_ODD = (pikepdf.PdfError, ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)
"""What cleaning raises on a PDF that is not made as the standard says."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One page of the document: which source, which of its pages (from 0), turned clockwise by so many degrees."""

    source: int
    index: int
    turn: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A page of a cleaned PDF, and how far it is to be turned."""

    pdf: Pdf
    index: int
    turn: int


@dataclass(frozen=True, slots=True)
class Pictured:
    """A page as an image at each step, on paper of so many points."""

    steps: tuple[images.Coded, ...]
    paper: tuple[float, float]


Sheet = Kept | Pictured


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF that pages are taken from: cleaned, as it came, and which pages must be drawn."""

    pdf: Pdf
    original: pypdfium2.PdfDocument
    unfit: frozenset[int]


def bind(arguments: Mapping[str, Any], bodies: Sequence[Path], out: Path) -> dict[str, Any]:
    """Writes the document; answers with `rendered`, the pages (from 1) of PDFs that became images.

    Raises `Refused("document-too-large")` when it does not fit with the smallest images.
    """
    wanted = [Wanted(**page) for page in arguments["pages"]]
    with ExitStack() as stack:
        papers = _papers(stack, wanted, arguments["suffixes"], bodies, out.parent)
        sheets = [_sheet(page, papers, arguments["suffixes"], bodies) for page in wanted]
        rendered = _rendered(wanted, sheets, papers)
        if not _write(sheets, _metadata(arguments, rendered), arguments["most_bytes"], out):
            # Pages that conform one by one may not conform together; as images they do.
            sheets = [
                _drawn(page, papers) if page.source in papers else each
                for page, each in zip(wanted, sheets, strict=True)
            ]
            rendered = _rendered(wanted, sheets, papers)
            if not _write(sheets, _metadata(arguments, rendered), arguments["most_bytes"], out):
                raise AssertionError("images alone do not conform")
    return {"rendered": rendered}


def _rendered(wanted: Sequence[Wanted], sheets: Sequence[Sheet], papers: Mapping[int, Paper]) -> list[int]:
    pairs = enumerate(zip(wanted, sheets, strict=True), start=1)
    return [number for number, (page, sheet) in pairs if page.source in papers and isinstance(sheet, Pictured)]


def _papers(
    stack: ExitStack, wanted: Sequence[Wanted], suffixes: Sequence[str], bodies: Sequence[Path], folder: Path
) -> dict[int, Paper]:
    found = {}
    for source in sorted({page.source for page in wanted if suffixes[page.source] == "pdf"}):
        pdf = stack.enter_context(pdfs.opened(bodies[source]))
        original = stack.enter_context(rendering.opened(bodies[source]))
        indexes = sorted({page.index for page in wanted if page.source == source})
        found[source] = Paper(pdf, original, _unfit(pdf, indexes, original, folder))
    return found


def _unfit(pdf: Pdf, indexes: Sequence[int], original: pypdfium2.PdfDocument, folder: Path) -> frozenset[int]:
    """The pages that must be drawn: all when the PDF is too odd to be cleaned, because it can still be shown."""
    try:
        clean(pdf)
        return frozenset(unfit(pdf, indexes, original, folder))
    except _ODD:
        return frozenset(indexes)


def _sheet(page: Wanted, papers: Mapping[int, Paper], suffixes: Sequence[str], bodies: Sequence[Path]) -> Sheet:
    paper = papers.get(page.source)
    if paper is None:
        upright = images.upright(bodies[page.source], suffixes[page.source], page.index, page.turn)
        return Pictured(_steps(upright), _paper_for(upright.width, upright.height))
    return Kept(paper.pdf, page.index, page.turn) if page.index not in paper.unfit else _drawn(page, papers)


def _drawn(page: Wanted, papers: Mapping[int, Paper]) -> Pictured:
    """A page of a PDF as an image, on paper as large as the page was."""
    paper = papers[page.source]
    drawn = rendering.picture(paper.original, page.index, longest=images.STEPS[0].pixels)
    across, high = rendering.size_of(paper.original, page.index)
    turned = (high, across) if page.turn in (90, 270) else (across, high)
    return Pictured(_steps(drawn.rotate(-page.turn, expand=True)), _within(*turned))


def _steps(image: Any) -> tuple[images.Coded, ...]:
    """All steps at once, so that forty photos are never in memory as pixels."""
    return tuple(images.coded(image, step) for step in images.STEPS)


def _paper_for(width: int, height: int) -> tuple[float, float]:
    """A4, lying when the image lies; the shape of the image when A4 would make it unreadably thin."""
    short, long = min(width, height), max(width, height)
    sides = _A4 if short / long > _SLIMMEST else (_A4[0], _A4[0] * long / short)
    return _within(*sides) if height >= width else _within(*reversed(sides))


def _within(across: float, high: float) -> tuple[float, float]:
    """As large as a page of a PDF may be (ISO 19005-2, 6.1.13)."""
    return tuple(min(max(side, _SMALLEST_SIDE), _LARGEST_SIDE) for side in (across, high))  # type: ignore[return-value]


def _metadata(arguments: Mapping[str, Any], rendered: Sequence[int]) -> bytes:
    said = f"Pages shown as images because they could not be kept as they were: {', '.join(map(str, rendered))}."
    made_at = datetime.fromisoformat(arguments["made_at"])
    return xmp.packet(
        arguments["title"], said if rendered else "Every page is as it came.", arguments["sources"], made_at
    )


def _write(sheets: Sequence[Sheet], metadata: bytes, most: int, out: Path) -> bool:
    """Writes the document with the largest images that fit; whether what was written conforms."""
    steps = len(images.STEPS) if any(isinstance(sheet, Pictured) for sheet in sheets) else 1
    for step in range(steps):
        _save(sheets, step, metadata, out)
        if out.stat().st_size <= most:
            return conforms(out)
    raise too_large(out.stat().st_size, most, [_weight(sheet, steps - 1) for sheet in sheets])


def _save(sheets: Sequence[Sheet], step: int, metadata: bytes, out: Path) -> None:
    with pikepdf.new() as pdf:
        for sheet in sheets:
            _add(pdf, sheet, step)
        as_pdfa(pdf)
        pdf.Root.Metadata = pdf.make_stream(metadata, Type=Name.Metadata, Subtype=Name.XML)
        del pdf.docinfo
        pdf.save(out, **pikepdf.pdfa.resolve_save_kwargs(LEVEL, deterministic_id=True, force_version="1.7"))


def _add(pdf: Pdf, sheet: Sheet, step: int) -> None:
    if isinstance(sheet, Kept):
        pdf.pages.append(sheet.pdf.pages[sheet.index])
        pdf.pages[-1].rotate(sheet.turn, relative=True)
        return
    image = sheet.steps[step]
    across, high = sheet.paper
    pdf.add_blank_page(page_size=(round(across, 3), round(high, 3)))
    page = pdf.pages[-1].obj
    page.Resources = Dictionary(XObject=Dictionary(Im=_image(pdf, image)))
    page.Contents = pdf.make_stream(_placed(image, across, high))


def _placed(image: images.Coded, across: float, high: float) -> bytes:
    """As large as the paper takes it, in the middle."""
    scale = min(across / image.width, high / image.height)
    width, height = image.width * scale, image.height * scale
    left, low = (across - width) / 2, (high - height) / 2
    return f"q {width:.3f} 0 0 {height:.3f} {left:.3f} {low:.3f} cm /Im Do Q".encode()


def _image(pdf: Pdf, image: images.Coded) -> pikepdf.Stream:
    made = pdf.make_stream(
        image.data,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=image.width,
        Height=image.height,
        ColorSpace=_SPACES[image.mode],
        BitsPerComponent=1 if image.mode == "1" else 8,
        Filter=Name.DCTDecode if image.form == "DCT" else Name.FlateDecode,
    )
    if image.form == "Flate":
        made.DecodeParms = Dictionary(
            Predictor=15,
            Colors=_COLOURS[image.mode],
            BitsPerComponent=1 if image.mode == "1" else 8,
            Columns=image.width,
        )
    return made


def _weight(sheet: Sheet, step: int) -> int:
    """The bytes of one page by itself."""
    if isinstance(sheet, Pictured):
        return len(sheet.steps[step].data)
    with pikepdf.new() as pdf:
        pdf.pages.append(sheet.pdf.pages[sheet.index])
        out = io.BytesIO()
        pdf.save(out)
        return out.tell()
