"""An office's colour on both grounds: contrast as WCAG 2.2 counts it, and the nearest shade that can be read. Pure.

No colour can be read as text on a light and on a dark ground (docs/decisions/0027-a-colour-has-a-shade-per-ground.md),
so hue and saturation stay and the lightness moves, as little as it can, for each ground by itself.
"""

import colorsys
import re
from collections.abc import Mapping
from dataclasses import dataclass

from schemas.errors import Refused

NEEDED = 4.5
"""WCAG 2.2, 1.4.3 (AA): text against what is behind it."""
GROUNDS: Mapping[str, tuple[str, ...]] = {
    "light": ("#f4f5f1", "#ffffff", "#f0f2ec"),
    "dark": ("#121714", "#1a211d", "#212a25"),
}
"""What links and buttons stand on; the tokens `ground`, `surface` and `sunken` of `styles/tokens.css`."""
INKS: Mapping[str, str] = {"light": "#ffffff", "dark": "#0d1a12"}
"""The text on a button of the colour; the token `accent-ink`."""
_SHAPE = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})")
_STEPS = 255
_LINEAR_UNTIL = 0.04045


@dataclass(frozen=True, slots=True)
class Shade:
    """What is shown on one ground: `colour`, and its lowest contrast there; `came` is that of the colour as given."""

    ground: str
    colour: str
    ratio: float
    came: float

    @property
    def is_as_given(self) -> bool:
        return self.came >= NEEDED


def checked(text: str) -> str:
    """The colour as `#rrggbb`, empty for none; raises `Refused` (`colour-invalid`)."""
    typed = text.strip().lower()
    if not typed:
        return ""
    found = _SHAPE.fullmatch(typed)
    if found is None:
        raise Refused("colour-invalid", path="colour", came=text.strip(), expected="#rrggbb")
    digits = found[1]
    return f"#{digits}" if len(digits) == len("rrggbb") else f"#{''.join(each * 2 for each in digits)}"


def shades(colour: str) -> tuple[Shade, ...]:
    """One per ground, for `#rrggbb`."""
    return tuple(_shade(colour, ground) for ground in GROUNDS)


def contrast(one: str, other: str) -> float:
    """From 1 to 21 (WCAG 2.2, contrast ratio)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def rounded(ratio: float) -> float:
    """Two decimals, downwards: what is shown as 4.5 is enough."""
    return int(ratio * 100) / 100


def _shade(colour: str, ground: str) -> Shade:
    """Black and white can be read on the light and on the dark ground, so there always is one."""
    direction = -1 if ground == "light" else 1
    hue, light, saturation = colorsys.rgb_to_hls(*(part / _STEPS for part in _parts(colour)))
    came = lowest(colour, ground)
    if came >= NEEDED:
        return Shade(ground, colour, came, came)
    lightness = (min(1.0, max(0.0, light + direction * step / _STEPS)) for step in range(1, _STEPS + 1))
    tried = (_hex(colorsys.hls_to_rgb(hue, each, saturation)) for each in lightness)
    found = next(each for each in tried if lowest(each, ground) >= NEEDED)
    return Shade(ground, found, lowest(found, ground), came)


def lowest(colour: str, ground: str) -> float:
    """The lowest contrast that the colour has on this ground: as text on each surface, and under its own text."""
    return min(contrast(colour, each) for each in (*GROUNDS[ground], INKS[ground]))


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _hex(parts: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(part * _STEPS):02x}" for part in parts)


def _luminance(colour: str) -> float:
    shares = [part / _STEPS for part in _parts(colour)]
    red, green, blue = (
        share / 12.92 if share <= _LINEAR_UNTIL else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
