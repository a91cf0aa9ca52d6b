"""The profile that says what ink without a profile looks like."""

import io

import pypdfium2
import pytest
from PIL import Image, ImageCms

from adapters.papers.colours import cmyk_profile
from tests.builders import papers


@pytest.fixture(scope="module")
def profile(tmp_path_factory):
    return cmyk_profile(tmp_path_factory.mktemp("inks"))


def seen(profile, ink):
    given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    colour = Image.new("CMYK", (1, 1), ink)
    return ImageCms.profileToProfile(colour, given, ImageCms.createProfile("sRGB"), outputMode="RGB").getpixel((0, 0))


def shown(ink):
    values = " ".join(f"{each / 255:.4f}" for each in ink)
    document = pypdfium2.PdfDocument(papers.pdf(f"{values} k 0 0 420 595 re f".encode()))
    colour = document[0].render(scale=0.05).to_pil().convert("RGB").getpixel((5, 5))
    document.close()
    return colour


@pytest.mark.parametrize("ink", [(0, 0, 0, 0), (255, 0, 0, 0), (0, 0, 0, 255), (51, 128, 0, 26), (20, 90, 200, 60)])
def test_an_ink_looks_as_it_is_shown(profile, ink):
    assert seen(profile, ink) == pytest.approx(shown(ink), abs=6)


def test_it_is_a_profile_of_four_inks_and_always_the_same(profile, tmp_path):
    assert (profile[12:16], profile[16:20], profile[36:40]) == (b"spac", b"CMYK", b"acsp")
    assert len(profile) == int.from_bytes(profile[:4])
    assert cmyk_profile(tmp_path) == profile
