"""A logo: a PNG or JPEG of a person, made anew from its pixels in the size that a page and a mail show.

An SVG is a program (scripts, references to elsewhere, styles) and is refused, whatever it is called
(docs/decisions/0028-a-logo-is-made-anew.md).
"""

from dataclasses import dataclass

from adapters.papers.kinds import LOOKING, at_desk, suffix_of
from schemas.errors import Refused
from schemas.offices import LARGEST_LOGO, LOGO_HEIGHT, LOGO_WIDTH

_KINDS = "PNG of JPEG / PNG or JPEG"
_SNIFFED = 1024


@dataclass(frozen=True, slots=True)
class Logo:
    """A PNG without anything but its pixels; width and height in pixels."""

    body: bytes
    width: int
    height: int


def logo_of(body: bytes) -> Logo:
    """The logo of a file that somebody handed in.

    Raises `Refused`: file-empty, logo-too-large, logo-kind, and file-unreadable, file-animated or file-too-heavy as
    `recognise` does; `Busy` when no child can begin.
    """
    if not body:
        raise Refused("file-empty")
    if len(body) > LARGEST_LOGO:
        raise Refused("logo-too-large", path="logo", came=len(body), expected=LARGEST_LOGO)
    suffix = suffix_of(body)
    if suffix not in {"png", "jpg"}:
        raise Refused("logo-kind", path="logo", came=suffix or _called(body), expected=_KINDS)
    room = {"suffix": suffix, "width": LOGO_WIDTH, "height": LOGO_HEIGHT}
    facts, made = at_desk("logo", room, [body], LOOKING)
    return Logo(made, int(facts["width"]), int(facts["height"]))


def _called(body: bytes) -> str:
    return "svg" if b"<svg" in body[:_SNIFFED].lower() else "?"
