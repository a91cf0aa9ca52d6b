"""Font programs in a PDF; runs in a child."""

import io
import struct

import pikepdf
from fontTools.cffLib import CFFFontSet
from fontTools.ttLib import TTFont, TTLibError

_SAYS_NOTHING = (1, 0, 0, 1, 0, 0)
_BROKEN = (
    TTLibError,
    pikepdf.PdfError,
    AssertionError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    struct.error,
)
"""What fontTools raises on damaged fonts, by experience."""


def without_matrix(program: pikepdf.Stream) -> None:
    """Takes a matrix that says nothing out of the parts of a CFF font, because the validator does not multiply.

    typst and others write it; no glyph changes.
    """
    try:
        fonts = CFFFontSet()
        fonts.decompile(io.BytesIO(program.read_bytes()), None)
        parts = list(fonts[0].FDArray) if "ROS" in fonts[0].rawDict else []
        if not parts or any(tuple(part.rawDict.get("FontMatrix", ())) != _SAYS_NOTHING for part in parts):
            return
        for part in parts:
            del part.rawDict["FontMatrix"]
        out = io.BytesIO()
        fonts.compile(out, TTFont(recalcBBoxes=False))
    except _BROKEN:
        return
    program.write(out.getvalue())
