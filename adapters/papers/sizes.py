"""Sizes in words, and what to do about a document that is too large."""

from collections.abc import Sequence

from schemas.errors import Refused
from schemas.refusals import Language, sentence

_MEGABYTE = 1024 * 1024
_NAMED = 3


def too_large(size: int, most: int, weights: Sequence[int]) -> Refused:
    """The refusal with the size, the limit and the heaviest pages; `weights` are the bytes of each page."""
    heaviest = sorted(range(len(weights)), key=lambda index: (-weights[index], index))[:_NAMED]

    def told(language: Language) -> str:
        pages = ", ".join(f"{index + 1} ({_megabytes(weights[index], language)})" for index in heaviest)
        facts = {"came": _megabytes(size, language), "expected": _megabytes(most, language, up=False)}
        return sentence("document-too-large", language, path=pages, **facts)

    return Refused(
        "document-too-large",
        path=", ".join(str(index + 1) for index in heaviest),
        came=f"{size} bytes",
        expected=f"{most} bytes",
        nl=told("nl"),
        en=told("en"),
    )


def _megabytes(size: int, language: Language, *, up: bool = True) -> str:
    """Megabytes of 1,048,576 bytes with one decimal; a size is rounded up and a limit down."""
    tenths = -(-size * 10 // _MEGABYTE) if up else size * 10 // _MEGABYTE
    return f"{tenths // 10}{',' if language == 'nl' else '.'}{tenths % 10} MB"
