import io

import pytest
from PIL import Image, PngImagePlugin

from adapters.papers.logos import logo_of
from schemas.errors import Refused
from schemas.offices import LARGEST_LOGO

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'


def drawn(form="PNG", size=(900, 300), mode="RGBA", colour=(255, 98, 0, 128), **more):
    made = io.BytesIO()
    Image.new(mode, size, colour).save(made, form, **more)
    return made.getvalue()


def test_a_logo_fits_in_the_bar_and_stays_transparent():
    logo = logo_of(drawn())
    assert (logo.width, logo.height) == (288, 96)
    shown = Image.open(io.BytesIO(logo.body))
    assert (shown.format, shown.mode, shown.size) == ("PNG", "RGBA", (288, 96))
    assert shown.getpixel((10, 10))[3] == 128


def test_a_small_logo_is_not_made_larger():
    assert logo_of(drawn(size=(40, 20))).width == 40


def test_a_jpeg_becomes_a_png():
    logo = logo_of(drawn("JPEG", mode="RGB", colour=(255, 98, 0)))
    assert logo.body.startswith(b"\x89PNG")


def test_nothing_but_pixels_comes_along():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "secret-of-the-designer")
    logo = logo_of(drawn(pnginfo=notes) + b"<script>alert(1)</script>")
    assert b"secret" not in logo.body
    assert b"script" not in logo.body


def test_the_same_file_gives_the_same_logo():
    assert logo_of(drawn()).body == logo_of(drawn()).body


@pytest.mark.parametrize(
    ("body", "came"),
    [(SVG, "svg"), (b"<?xml version='1.0'?>" + SVG, "svg"), (b"GIF89a", "?"), (b"%PDF-1.4", "pdf"), (b"{}", "?")],
)
def test_what_is_no_png_or_jpeg_is_refused(body, came):
    with pytest.raises(Refused) as refused:
        logo_of(body)
    assert (refused.value.slug, refused.value.came) == ("logo-kind", came)


@pytest.mark.parametrize(
    ("body", "slug"),
    [
        (b"", "file-empty"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * LARGEST_LOGO, "logo-too-large"),
        (b"\x89PNG\r\n\x1a\n" + SVG, "file-unreadable"),
        (drawn()[:200], "file-unreadable"),
        (drawn(size=(20_000, 20_000), mode="1", colour=1), "file-too-heavy"),
    ],
    ids=["empty", "too-large", "svg-in-png", "cut", "bomb"],
)
def test_what_cannot_be_a_logo_is_refused(body, slug):
    with pytest.raises(Refused) as refused:
        logo_of(body)
    assert refused.value.slug == slug
