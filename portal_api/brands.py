"""How an office looks, on its pages: its stylesheet and logo with their addresses, and how both are changed.

A stylesheet says a colour and nothing about whose it is, so its address is the colour with the hash of the sheet.
"""

import hashlib
import io
from dataclasses import dataclass
from functools import lru_cache

from handlers.offices.views import Brand, shades
from hub.blobs import read_blob
from portal_api.counter import MadeLogo
from portal_api.who import Asking
from schemas.errors import NotFound

SHEETS, LOGOS = "/brand/colours", "/brand/logos"
SHOWN = 3
"""Pixels of a logo for each that the bar shows."""
_SHOWN_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Look:
    """What the frame of a page needs: the addresses of the sheet and of the logo, each empty for the hub's own."""

    sheet: str = ""
    logo: str = ""
    width: int = 0
    height: int = 0


def look_of(brand: Brand) -> Look:
    return Look(
        sheet=sheet_address(brand.colour) if brand.colour else "",
        logo=logo_address(brand.logo) if brand.logo else "",
        width=max(1, brand.width // SHOWN),
        height=max(1, brand.height // SHOWN),
    )


def logo_address(digest: str) -> str:
    return f"{LOGOS}/{digest}.png"


def sheet_address(colour: str) -> str:
    """Where a page finds the sheet of `#rrggbb`."""
    return f"{SHEETS}/{_sheet_name(colour)}"


@lru_cache(_SHOWN_AT_ONCE)
def sheet(colour: str) -> str:
    """The tokens that a colour changes: what is pressed, what leads somewhere, and the stripe above the page."""
    light, dark = (each.colour for each in shades(colour))
    shade = f"light-dark({light}, {dark})"
    return f":root {{ --brand: {colour}; --accent: {shade}; --link: {shade}; }}\n"


def sheet_named(name: str) -> str:
    """The sheet of an address; raises `NotFound` for one that this hub does not give."""
    digits = name[:6]
    if len(digits) != len("rrggbb") or not all(each in "0123456789abcdef" for each in digits):
        raise NotFound("not-found", path="name", came=name, expected="a stylesheet")
    if name != _sheet_name(f"#{digits}"):
        raise NotFound("not-found", path="name", came=name, expected="a stylesheet")
    return sheet(f"#{digits}")


def logo_bytes(asking: Asking, brand: Brand, digest: str) -> bytes:
    """The logo of the asker's own office; raises `NotFound` for any other."""
    if not digest or digest != brand.logo:
        raise NotFound("not-found", path="name", came=digest, expected="the logo of your office")
    with asking.reading() as connection:
        return read_blob(connection, asking.counter.runtime.store, digest)


def kept(asking: Asking, made: MadeLogo) -> str:
    """Keeps the PNG under its hash, which is returned."""
    digest = hashlib.sha256(made.body).hexdigest()
    asking.counter.runtime.store.put(digest, io.BytesIO(made.body))
    return digest


def office_of(asking: Asking) -> str:
    """The office of who asks; raises `NotFound` for an operator, who has none."""
    if asking.viewer.office_id is None:
        raise NotFound("not-found", path="office", came="operator", expected="an office")
    return asking.viewer.office_id


@lru_cache(_SHOWN_AT_ONCE)
def _sheet_name(colour: str) -> str:
    return f"{colour[1:]}-{hashlib.sha256(sheet(colour).encode()).hexdigest()[:12]}.css"
