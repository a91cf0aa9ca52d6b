"""What a check of the doctor says."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from schemas.refusals import Language

Level = Literal["ok", "warning", "wrong"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about one part; `mend` is what mends it, mostly a command; empty when nothing needs to be done.

    `sentence` and `mend` are English, as the shell speaks; `nl` and `mend_nl` are the same in Dutch, the last one empty
    where the mend is a command.
    """

    part: str
    level: Level
    sentence: str
    mend: str = ""
    nl: str = field(kw_only=True)
    mend_nl: str = ""

    def sentence_in(self, language: Language) -> str:
        return self.nl if language == "nl" else self.sentence

    def mend_in(self, language: Language) -> str:
        """What mends it; a command is the same in every language."""
        return self.mend_nl or self.mend if language == "nl" else self.mend


def is_healthy(findings: Iterable[Finding]) -> bool:
    """True when nothing is wrong; a warning is not."""
    return all(finding.level != "wrong" for finding in findings)
