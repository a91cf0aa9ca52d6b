"""What DeviceCMYK looks like, as an ICC profile; runs in a child.

PDF/A asks that ink without a profile gets one. Whoever made the page saw it on a screen as PDFium shows it, so that is
what the profile says: 6,561 inks are drawn by PDFium and measured.
"""

import io
import itertools
import struct
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
from PIL import Image, ImageCms

_GRID = 9
_INKS = [255 * step // (_GRID - 1) for step in range(_GRID)]
_CELL = 4
_ACROSS = _GRID * _GRID
_BACK_GRID = 17
_IDENTITY = (65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
_WHITE = struct.pack(">4sI3i", b"XYZ ", 0, 63190, 65536, 54061)  # D50
_STRAIGHT = bytes(range(256))


def cmyk_profile(folder: Path) -> bytes:
    """An ICC profile (version 2, four components to Lab); `folder` takes a passing file."""
    seen = _seen(folder)
    there = _table(4, 3, _GRID, _lab(seen))
    back = _table(3, 4, _BACK_GRID, _inks())
    return _profile(
        {
            b"desc": _named("Ink as screens show it"),
            b"cprt": _text("No rights reserved"),
            b"wtpt": _WHITE,
            b"A2B0": there,
            b"B2A0": back,
        }
    )


def _seen(folder: Path) -> Image.Image:
    """Every ink of the grid as PDFium draws it, one pixel each; the first component changes slowest."""
    side = _ACROSS * _CELL
    cells = [
        f"{c / 255:.4f} {m / 255:.4f} {y / 255:.4f} {k / 255:.4f} k "
        f"{number % _ACROSS * _CELL} {side - (number // _ACROSS + 1) * _CELL} {_CELL} {_CELL} re f"
        for number, (c, m, y, k) in enumerate(itertools.product(_INKS, repeat=4))
    ]
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(side, side))
        pdf.pages[0].obj.Contents = pdf.make_stream("\n".join(cells).encode())
        path = folder / "inks"
        pdf.save(path)
    document = pypdfium2.PdfDocument(path)
    drawn: Image.Image = document[0].render(scale=1).to_pil().convert("RGB")
    document.close()
    return drawn.resize((_ACROSS, _ACROSS), Image.Resampling.BOX)


def _lab(seen: Image.Image) -> bytes:
    """Lab in eight bits, as a profile writes it: L from 0 to 255, a and b around 128."""
    change = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB")
    return bytes(itertools.chain.from_iterable(_values(seen, change)))


def _inks() -> bytes:
    """Lab back to ink, simply: grey replaced by black. Needed for a whole profile; showing a page never asks for it."""
    steps = [255 * step // (_BACK_GRID - 1) for step in range(_BACK_GRID)]
    lab = Image.new("LAB", (_BACK_GRID**2, _BACK_GRID))
    lab.putdata(list(itertools.product(steps, repeat=3)))
    change = ImageCms.buildTransform(ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB"), "LAB", "RGB")
    return bytes(itertools.chain.from_iterable(_ink(*each) for each in _values(lab, change)))


def _values(image: Image.Image, change: ImageCms.ImageCmsTransform) -> Iterator[tuple[int, ...]]:
    """The pixels of the changed image, component by component as it holds them."""
    changed = ImageCms.applyTransform(image, change) or image
    return zip(*(band.tobytes() for band in changed.split()), strict=True)


def _ink(red: int, green: int, blue: int) -> tuple[int, int, int, int]:
    black = 255 - max(red, green, blue)
    left = 255 - black
    cyan, magenta, yellow = ((left - each) * 255 // left if left else 0 for each in (red, green, blue))
    return cyan, magenta, yellow, black


def _table(inputs: int, outputs: int, grid: int, values: bytes) -> bytes:
    """A lut8Type (ICC.1:2001-04, 6.5.8)."""
    head = struct.pack(">4sI4B9i", b"mft1", 0, inputs, outputs, grid, 0, *_IDENTITY)
    return head + _STRAIGHT * inputs + values + _STRAIGHT * outputs


def _named(name: str) -> bytes:
    said = name.encode("ascii") + b"\0"
    return struct.pack(">4sII", b"desc", 0, len(said)) + said + bytes(78)


def _text(said: str) -> bytes:
    return struct.pack(">4sI", b"text", 0) + said.encode("ascii") + b"\0"


def _profile(tags: dict[bytes, bytes]) -> bytes:
    """Header, tag table and tags, each on a multiple of four bytes; without a date, so always the same."""
    out, table, place = io.BytesIO(), [], 128 + 4 + 12 * len(tags)
    for name, tag in tags.items():
        padded = tag + bytes(-len(tag) % 4)
        table.append(struct.pack(">4sII", name, place, len(tag)))
        out.write(padded)
        place += len(padded)
    header = struct.pack(
        ">I4sI4s4s4s6H4s4sI4sIQI3i4s44x",
        place,
        b"\0" * 4,
        0x02100000,
        b"spac",
        b"CMYK",
        b"Lab ",
        2026,
        1,
        1,
        0,
        0,
        0,
        b"acsp",
        b"\0" * 4,
        0,
        b"\0" * 4,
        0,
        0,
        0,
        63190,
        65536,
        54061,
        b"\0" * 4,
    )
    return header + struct.pack(">I", len(tags)) + b"".join(table) + out.getvalue()
