"""What may be said, how much and how often, and what is left of it when it is taken back. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from schemas.conversations import Enclosed
from schemas.errors import Conflict, Refused

Side = Literal["customer", "office"]
MOST_CHARACTERS = 10_000
MOST_AN_HOUR = 40
_HOUR = timedelta(hours=1)
_REASON_MAX = 500


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing that somebody said; `number` counts in its dossier, from 1.

    `about` is an action point, empty for the dossier as a whole. `person` is whom that is about, as it was called
    then: a partner whom it is not about never sees it. `seen_at` is when the first of the other side read it.
    """

    dossier_id: str
    id: str
    number: int
    about: str
    person: str
    side: str
    text: str
    enclosures: list[Any]
    said_by: str
    said_at: datetime
    seen_at: datetime | None = None
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
    withdrawn_why: str = ""

    @property
    def is_new(self) -> bool:
        """Nobody of the other side read it, and it still stands."""
        return self.seen_at is None and self.withdrawn_at is None


@dataclass(frozen=True, slots=True)
class Reading:
    """Somebody read it, for the first time at `read_at`."""

    dossier_id: str
    saying_id: str
    reader: str
    read_at: datetime


def wording(text: str, enclosures: Iterable[Enclosed]) -> str:
    """The text as it is kept: line feeds, nothing that a screen cannot show. Raises `Refused` (`saying-length`)."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    whole = "\n".join(_shown(each).rstrip() for each in lines).strip()
    if len(whole) > MOST_CHARACTERS or not (whole or tuple(enclosures)):
        raise Refused("saying-length", path="text", came=len(whole), expected=f"1–{MOST_CHARACTERS}")
    return whole


def check_pace(sayings: Iterable[Saying], actor: str, at: datetime) -> None:
    """Raises `Conflict` (`saying-pace`) for who said as much in the last hour as one may."""
    lately = sum(each.said_by == actor and each.said_at > at - _HOUR for each in sayings)
    if lately >= MOST_AN_HOUR:
        raise Conflict("saying-pace", path="text", came=lately, expected=MOST_AN_HOUR)


def taken_back(saying: Saying, reason: str, by: str, at: datetime) -> Saying:
    """Raises `Conflict` (`saying-not-yours`, `saying-withdrawn`), `Refused` (`request-invalid`)."""
    why = " ".join(reason.split())
    if len(why) > _REASON_MAX:
        raise Refused("request-invalid", path="reason", came=len(why), expected=f"<= {_REASON_MAX}")
    if saying.side != "office":
        raise Conflict("saying-not-yours", path="saying_id", came=saying.side, expected="office")
    if saying.withdrawn_at:
        raise Conflict("saying-withdrawn", path="saying_id", came=saying.withdrawn_at.isoformat(), expected="-")
    return replace(saying, withdrawn_at=at, withdrawn_by=by, withdrawn_why=why)


def seen(saying: Saying, at: datetime) -> Saying:
    """Read by the other side; the first time counts."""
    return saying if saying.seen_at else replace(saying, seen_at=at)


def unread_by(sayings: Iterable[Saying], readings: Iterable[Reading], reader: str) -> list[Saying]:
    """What the office said and this customer did not read, of these."""
    known = {each.saying_id for each in readings if each.reader == reader}
    return [each for each in sayings if each.side == "office" and not each.withdrawn_at and each.id not in known]


def _shown(line: str) -> str:
    """Without controls and without marks that turn the reading direction."""
    return "".join(each if each.isprintable() else " " for each in line)
