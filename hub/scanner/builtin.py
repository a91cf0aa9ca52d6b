"""The scanner that ships with the hub, for the demo and for tests.

It knows one virus, the EICAR test file, wherever it stands in the bytes or in a stream of a PDF.
Because it knows no other, it refuses what it cannot judge: a PDF that acts, that is encrypted, or that is broken.
The look into a PDF happens in a child (`hub/scanner/inspection.py`).
"""

from hub.confinement import Limits, PerishedError, confined
from hub.scanning import EICAR, Clean, Infected, Unscannable, Verdict

EICAR_NAME = "Eicar-Test-Signature"

_HEADER = b"%PDF-"
_HEADER_ROOM = 1024
_LIMITS = Limits(seconds=20)


class BuiltinScanner:
    """Knows EICAR; strict with every PDF."""

    def scan(self, body: bytes) -> Verdict:
        if EICAR in body:
            return Infected(EICAR_NAME)
        return _inside_pdf(body) if _HEADER in body[:_HEADER_ROOM] else Clean()

    def check(self) -> str:
        return "the built-in one, which knows EICAR only"


def _inside_pdf(body: bytes) -> Verdict:
    try:
        found = str(confined("hub.scanner.inspection:inspect", {}, [body], _LIMITS).facts["found"])
    except PerishedError:
        return Unscannable("too-heavy")
    if found == EICAR_NAME:
        return Infected(EICAR_NAME)
    return Unscannable(found) if found else Clean()
