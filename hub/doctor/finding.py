"""What a check of the doctor says."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "warning", "wrong"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about one part; `mend` is the command that mends it, empty when nothing needs to be done."""

    part: str
    level: Level
    sentence: str
    mend: str = ""


def is_healthy(findings: Iterable[Finding]) -> bool:
    """True when nothing is wrong; a warning is not."""
    return all(finding.level != "wrong" for finding in findings)
