"""What a lender makes of a delivered file: the technical refusals of a DX, by what the file really is.

The codes are those of StatusDXBericht; whether the content of a document is good enough is decided in `cases.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from adapters.simulator.cast import Line
from adapters.simulator.reading import Delivery

PROTECTED, ALREADY_THERE, NOT_REQUESTED, TOO_LARGE, NOT_SUPPORTED, NOT_AS_DECLARED = (
    "01",
    "02",
    "03",
    "04",
    "05",
    "06",
)
AWAITED = frozenset({"01", "07"})
"""Statuses of a line that ask for a file."""
_BEGINNINGS = {"PDF": (b"%PDF-",), "TIFF": (b"II*\x00", b"MM\x00*")}
_WITHIN = 1024
"""Bytes from the start in which a PDF names itself."""


@dataclass(frozen=True, slots=True)
class Takes:
    """What a lender takes: the largest file in bytes, and the file types by their code."""

    most_bytes: int = 25 * 1024 * 1024
    file_types: tuple[str, ...] = ("PDF", "TIFF")


def defect_of(delivery: Delivery, lines: Iterable[Line], received: Iterable[tuple[str, str]], takes: Takes) -> str:
    """The code of what is wrong with it, empty when nothing is; `received` are (line, hash of the file)."""
    line = next((each for each in lines if each.number == delivery.line), None)
    if line is None or line.from_source or line.status == "08":
        return NOT_REQUESTED
    if (delivery.line, delivery.hash) in set(received) or line.status not in AWAITED:
        return ALREADY_THERE
    if len(delivery.file) > takes.most_bytes:
        return TOO_LARGE
    if delivery.file_type not in takes.file_types:
        return NOT_SUPPORTED
    if really(delivery.file) != delivery.file_type:
        return NOT_AS_DECLARED
    return PROTECTED if delivery.file_type == "PDF" and b"/Encrypt" in delivery.file else ""


def really(content: bytes) -> str:
    """The code of the file type that the bytes show, empty when they show none."""
    if _BEGINNINGS["PDF"][0] in content[:_WITHIN]:
        return "PDF"
    return "TIFF" if content.startswith(_BEGINNINGS["TIFF"]) else ""
