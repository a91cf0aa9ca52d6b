"""What an opinion about a help text may be."""

from dataclasses import dataclass
from datetime import datetime

LONGEST_REMARK = 500


@dataclass(frozen=True, slots=True)
class HelpOpinion:
    """Whether the help of a page was of use to somebody of an office; of an operator's there is no office."""

    id: str
    page: str
    office_id: str | None
    language: str
    useful: bool
    remark: str
    at: datetime


def shortened(remark: str) -> str:
    """The remark without control characters, at most five hundred long."""
    kept = "".join(sign for sign in remark if sign.isprintable() or sign == "\n")
    return kept.strip()[:LONGEST_REMARK]
