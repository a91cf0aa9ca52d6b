"""Photos and scans: opened, put upright, laid on white, brought to sRGB, made smaller, and coded for a PDF.

Everything is coded anew from its pixels, so no EXIF, GPS position, thumbnail or comment comes along.
Runs in a child.
"""

import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageCms, ImageOps, TiffImagePlugin, UnidentifiedImageError

from adapters.papers import limits
from schemas.errors import Refused

_FORMATS = {"jpg": "JPEG", "png": "PNG", "heic": "HEIF", "tiff": "TIFF"}
_FEW_COLOURS = 256
_FILTERS_HELP = 2  # the filters of a PNG seldom halve what packing alone gives
_EIGHT_BITS, _SIXTEEN_BITS = 255, 65_535
_SUBFILE_TYPE = 254
_IS_THUMBNAIL = 1
_BROKEN = (OSError, SyntaxError, ValueError, struct.error, EOFError, KeyError, IndexError, TypeError, zlib.error)
"""What Pillow raises on damaged files, by experience."""


@dataclass(frozen=True, slots=True)
class Step:
    """How small an image is made: the most pixels of its long side, and the quality of its JPEG."""

    pixels: int
    quality: int


STEPS = (Step(2339, 85), Step(1754, 75), Step(1404, 60), Step(1170, 45))
"""A page of A4 at 200, 150, 120 and 100 dots per inch; the first with which a document fits is taken."""

_BILEVEL = 4960
"""The most pixels of a long side in black and white: A4 at 425 dots per inch. It is never made grey."""


@dataclass(frozen=True, slots=True)
class Coded:
    """An image as a PDF wants it: `mode` is 1, L or RGB; `form` is DCT (a JPEG) or Flate (the data of a PNG)."""

    width: int
    height: int
    mode: str
    form: str
    data: bytes


def count_frames(path: Path, suffix: str) -> int:
    """How many pages an image has, each of them decoded; raises `Refused` when one cannot be."""
    with _opened(path, suffix) as image:
        numbers = _numbers(image, suffix)
        for number in numbers:
            _seek(image, number)
            image.draft(image.mode, (image.width // 8, image.height // 8))
            image.load()
        return len(numbers)


def upright(path: Path, suffix: str, index: int, turn: int) -> Image.Image:
    """A page of an image in mode 1, L or RGB, as a person should see it, no larger than the first step.

    `turn` is clockwise, on top of what the camera said.
    """
    with _opened(path, suffix) as image:
        _seek(image, _numbers(image, suffix)[index])
        shrunk = _shrunk(image, STEPS[0].pixels if image.mode != "1" else _BILEVEL)
        return _plain(_stood_up(shrunk)).rotate(-turn, expand=True)


def fitted(path: Path, suffix: str, width: int, height: int) -> Image.Image:
    """An image of one frame upright in mode RGBA, no larger than so many pixels, without anything but its pixels."""
    with _opened(path, suffix) as image:
        _seek(image, _numbers(image, suffix)[0])
        seen = _stood_up(image)
        seen = (_eight_bits(seen) if seen.mode.startswith("I") or seen.mode == "F" else seen).convert("RGBA")
    seen.thumbnail((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return Image.frombytes(seen.mode, seen.size, seen.tobytes())


def coded(image: Image.Image, step: Step) -> Coded:
    """An image of mode 1, L or RGB at one step; of two codings the smaller one is taken."""
    if image.mode == "1":
        return _flate(image)
    small = image.copy()
    small.thumbnail((step.pixels, step.pixels), Image.Resampling.LANCZOS)
    as_photo = _dct(small, step.quality)
    if not _is_drawn(small, len(as_photo.data)):
        return as_photo
    return min(_flate(small), as_photo, key=lambda each: len(each.data))


@contextmanager
def _opened(path: Path, suffix: str) -> Iterator[Image.Image]:
    """The image, opened as the kind that it was recognised as and as no other."""
    Image.MAX_IMAGE_PIXELS = None  # `_seek` refuses with a sentence what Pillow would warn of
    if suffix == "heic":
        import pi_heif  # noqa: PLC0415 - it takes a while, and few files are HEIC

        pi_heif.register_heif_opener()
    try:
        with Image.open(path, formats=[_FORMATS[suffix]]) as image:
            _check_pixels(image)
            yield image
    except (UnidentifiedImageError, *_BROKEN) as error:
        raise Refused("file-unreadable", came=suffix) from error


def _numbers(image: Image.Image, suffix: str) -> list[int]:
    """The frames that are pages: of a JPEG the first, of a TIFF all but thumbnails."""
    frames = 1 if suffix == "jpg" else int(getattr(image, "n_frames", 1))
    if suffix == "png" and frames > 1:
        raise Refused("file-animated", came=frames)
    if frames > limits.MOST_PAGES:
        raise Refused("file-too-heavy", came=frames, expected=limits.TELLS_PAGES)
    return [number for number in range(frames) if not _is_thumbnail(image, number)]


def _is_thumbnail(image: Image.Image, number: int) -> bool:
    if not isinstance(image, TiffImagePlugin.TiffImageFile):
        return False
    image.seek(number)
    return bool(int(image.tag_v2.get(_SUBFILE_TYPE, 0)) & _IS_THUMBNAIL)


def _seek(image: Image.Image, number: int) -> None:
    if image.tell() != number:
        image.seek(number)
    _check_pixels(image)


def _check_pixels(image: Image.Image) -> None:
    """Before anything is decoded: what is too large, and what is nothing."""
    pixels = image.width * image.height
    if pixels > limits.MOST_PIXELS:
        raise Refused("file-too-heavy", came=pixels // 1_000_000, expected=limits.TELLS_PIXELS)
    if not pixels:
        raise Refused("file-unreadable", came="0 x 0")


def _shrunk(image: Image.Image, most: int) -> Image.Image:
    """No larger than so many pixels; a JPEG is decoded small, so that a large photo never stands in memory whole."""
    if image.mode == "P" or image.mode.startswith("I"):
        return image.copy()  # neither a palette nor sixteen bits can be averaged; `_plain` comes first
    image.draft(image.mode, (most, most))
    image.thumbnail((most, most), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return image.copy() if image.readonly else image


def _stood_up(image: Image.Image) -> Image.Image:
    """As the camera was held (EXIF orientation 1 to 8); damaged EXIF says nothing."""
    try:
        return ImageOps.exif_transpose(image)
    except _BROKEN:
        return image


def _plain(image: Image.Image) -> Image.Image:
    """Mode 1, L or RGB, in sRGB, on white paper, and small."""
    if image.mode.startswith("I") or image.mode == "F":
        image = _eight_bits(image)
    if image.has_transparency_data:
        image = _on_white(image)
    if image.mode not in ("1", "L"):
        image = _srgb(image)
    if image.mode != "1":
        image.thumbnail((STEPS[0].pixels, STEPS[0].pixels), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return image


def _on_white(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    seen = image.convert("RGBA")
    paper = Image.new("RGBA", seen.size, "white")
    paper.alpha_composite(seen)
    flat = paper.convert("RGB")
    flat.info = {"icc_profile": profile} if profile else {}
    return flat


def _eight_bits(image: Image.Image) -> Image.Image:
    """Grey of more than eight bits, from black to white of what such an image can hold."""
    wide = image.convert("I") if image.mode.startswith("I;") else image
    highest = wide.getextrema()[1]
    most = _SIXTEEN_BITS if image.mode != wide.mode or float(str(highest)) > _EIGHT_BITS else _EIGHT_BITS
    grey = wide.point(lambda value: value * (_EIGHT_BITS / most)).convert("L")
    grey.info = {}
    return grey


def _srgb(image: Image.Image) -> Image.Image:
    """RGB as screens show it; a profile that does not fit its image is passed over."""
    if profile := image.info.get("icc_profile"):
        source = image if image.mode in ("RGB", "CMYK", "LAB") else image.convert("RGB")
        try:
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            made = ImageCms.profileToProfile(source, given, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            return image.convert("RGB")
        return made if made is not None else source
    return image.convert("RGB")


def _is_drawn(image: Image.Image, size: int) -> bool:
    """Whether packing without loss may beat so many bytes: few colours, and a first look that does not rule it out."""
    if not image.getcolors(_FEW_COLOURS):
        return False
    return len(zlib.compress(image.tobytes(), 1)) < size * _FILTERS_HELP


def _dct(image: Image.Image, quality: int) -> Coded:
    out = io.BytesIO()
    bare = Image.frombytes(image.mode, image.size, image.tobytes())  # leaves info, profile and EXIF behind
    bare.save(out, "JPEG", quality=quality, optimize=True)
    return Coded(image.width, image.height, image.mode, "DCT", out.getvalue())


def _flate(image: Image.Image) -> Coded:
    """Without loss: the data of a PNG is what a PDF calls Flate with predictor 15."""
    out = io.BytesIO()
    bare = Image.frombytes(image.mode, image.size, image.tobytes())
    bare.save(out, "PNG")
    return Coded(image.width, image.height, image.mode, "Flate", b"".join(_data(out.getvalue())))


def _data(png: bytes) -> Iterator[bytes]:
    """The pieces of its data, in order."""
    place = 8
    while place < len(png):
        size, name = struct.unpack(">I4s", png[place : place + 8])
        if name == b"IDAT":
            yield png[place + 8 : place + 8 + size]
        place += size + 12
