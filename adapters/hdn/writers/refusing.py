"""The refusal of a letter: every mistake at once, in words for whoever wanted to send it."""

from collections.abc import Sequence

from schemas.errors import Finding, Refused
from schemas.refusals import SENTENCES

_MOST_TOLD = 10
_WHOLE = "letter-refused"


class RefusedLetter(Refused):
    """Nothing was sent; slug, path and rule are those of the first mistake, `findings` has them all."""

    def __init__(self, findings: Sequence[Finding], flags: Sequence[str] = ()) -> None:
        first = findings[0]
        super().__init__(
            first.rule if first.rule in SENTENCES else _WHOLE,
            path=first.path,
            came=first.came,
            expected=first.expected,
            nl=_told([one.nl for one in findings], "En nog {} andere.", "Er is niets verstuurd."),
            en=_told([one.en for one in findings], "And {} more.", "Nothing was sent."),
            rule=first.rule,
        )
        self.findings, self.flags = tuple(findings), tuple(flags)


def _told(sentences: list[str], more: str, closing: str) -> str:
    others = len(sentences) - _MOST_TOLD
    shown = [*sentences[:_MOST_TOLD], more.format(others)] if others > 0 else sentences
    return " ".join([*dict.fromkeys(shown), closing])
