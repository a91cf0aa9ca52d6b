"""Small value types that commands, events and views share."""

import re
from datetime import MAXYEAR, MINYEAR, date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, StringConstraints

from schemas.errors import Refused

Environment = Literal["production", "stage", "acceptatie"]
Node = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
Provenance = dict[str, str]
"""Field name → path of the element it came from, like `StatusMelding/Status/StatusDt`."""


def is_in_calendar(day: date) -> bool:
    """Whether a day or moment exists in every zone: of the first and the last year of Python's calendar that is not so.

    A moment at such an end cannot be brought to UTC, and PostgreSQL gives it back as a year that Python does not have.
    """
    return MINYEAR < day.year < MAXYEAR


def _in_calendar(moment: datetime) -> datetime:
    if not is_in_calendar(moment):
        raise ValueError(f"a moment in the years {MINYEAR + 1} to {MAXYEAR - 1}")
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_in_calendar)]
"""A moment with its zone that both databases keep and give back."""


class Value(BaseModel):
    """A frozen value that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CodedText(Value):
    """A code of the standard: number and text are both kept; `known` is false for a code that is not in its list."""

    code: str
    text: str = ""
    known: bool = True


def rank(request_version: int, own_moment: datetime | None, sent_at: datetime | None, content_hash: str) -> str:
    """The order of a message within its kind, as a text that sorts.

    Request version first, then the message's own date and time, then the sender's time, then the content hash
    (design, section 4, "Truth does not depend on arrival").
    """
    own = own_moment.isoformat(timespec="seconds") if own_moment else ""
    sent = sent_at.isoformat(timespec="seconds") if sent_at else ""
    return f"{request_version:05d}|{own:<25}|{sent:<25}|{content_hash[:16]}"


def check_node(node: str) -> str:
    """Six digits; raises `Refused` (`request-invalid`)."""
    if re.fullmatch(r"[0-9]{6}", node) is None:
        raise Refused("request-invalid", path="node", came=node, expected="six digits")
    return node
