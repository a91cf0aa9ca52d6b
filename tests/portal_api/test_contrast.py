"""The tokens hold WCAG 2.2 AA on both grounds: 4.5 for text, 3 for what shows where something is or what has focus."""

import re
from importlib.resources import files

import pytest

INK = ("ink", "soft", "link")
TEXT = [(ink, ground) for ink in INK for ground in ("ground", "surface", "sunken")]
TEXT += [("accent-ink", "accent")]
TEXT += [(f"{tone}-ink", f"{tone}-bg") for tone in ("good", "warn", "alert", "hand")]
SHAPES = [(shape, ground) for shape in ("edge", "focus") for ground in ("ground", "surface")]


def tokens():
    """Name → the colours on the light and on the dark ground."""
    sheet = files("portal_api").joinpath("static/styles/tokens.css").read_text(encoding="utf-8")
    found = re.findall(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", sheet)
    return {name: colours for name, *colours in found}


def luminance(colour):
    """Relative luminance of `#rrggbb` (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_is_the_most_there_is():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("ground", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back"), TEXT, ids="-on-".join)
def test_text_can_be_read(front, back, ground):
    assert contrast(tokens()[front][ground], tokens()[back][ground]) >= 4.5


@pytest.mark.parametrize("ground", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back"), SHAPES, ids="-on-".join)
def test_edges_and_focus_can_be_seen(front, back, ground):
    assert contrast(tokens()[front][ground], tokens()[back][ground]) >= 3
