"""Shapes of dates: what is watched in a dossier, what is near over the office, and what is asked."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from portal_api.shapes.exchanges import Id, Reason, Request
from portal_api.shapes.shape import Shape
from schemas.dates import ConditionTerms, DateKind, Ending

WITHIN_MOST = 120
Why = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[^\x00]*$", strip_whitespace=True)]


class AlertShape(Shape):
    """One day on which somebody is told; `left` working days before the date, negative after it."""

    on: date
    left: int = Field(examples=[5])
    escalates: bool = Field(description="The office's administrators are told, too.")


class DateChangeShape(Shape):
    what: str = Field(description="set, corrected, extended, dissolved, waived or passed.", examples=["extended"])
    was: date | None
    becomes: date | None
    reason: str
    who: str
    at: datetime


class DateShape(Shape):
    """A date of a dossier; `ends_on` is where the term ends when the Algemene termijnenwet counts for it."""

    id: str = Field(examples=["resolutive-financiering"])
    kind: DateKind
    subject: str = Field(description="The condition, or the number of a stuk.", examples=["financiering"])
    application_id: str
    title: str = Field(description="The lender's reference of an offer, the name of a stuk.")
    day: date = Field(examples=["2026-12-26"])
    ends_on: date = Field(examples=["2026-12-28"])
    left: int = Field(description="Working days left, negative afterwards.", examples=[10])
    notice_until: date | None = Field(description="The last day on which the notice may be received.")
    notice_days: int
    notice_kind: str = Field(description="working or calendar.", examples=["working"])
    rejections_required: int
    guarantee_date: date | None
    termijnenwet_applies: bool
    state: str = Field(description="open, dissolved, waived, passed or over.", examples=["open"])
    is_settable: bool = Field(description="People set it; another follows from what the lender sends.")
    ended_at: datetime | None
    ended_why: str
    told_on: date | None
    alerts: tuple[AlertShape, ...] = Field(description="What will be told, until the day after.")
    history: tuple[DateChangeShape, ...]


class DatesShape(Shape):
    items: tuple[DateShape, ...]


class NearDateShape(Shape):
    dossier_id: str
    dossier: str = Field(description="What the dossier is called.")
    id: str
    kind: DateKind
    subject: str
    title: str
    ends_on: date
    left: int = Field(description="Working days left, negative afterwards.", examples=[3])
    adviser_id: str
    adviser: str


class NearDatesShape(Shape):
    items: tuple[NearDateShape, ...]
    next: str | None


class PreviewShape(Shape):
    ends_on: date
    alerts: tuple[AlertShape, ...]


class NearQuery(BaseModel):
    """What the list of near dates is narrowed by."""

    model_config = ConfigDict(frozen=True)

    kind: DateKind | None = None
    adviser: Id | None = Field(default=None, description="The id of a colleague.")
    within: Annotated[int, Field(ge=0, le=WITHIN_MOST)] = Field(default=10, description="Working days ahead.")


class ConditionRequest(Request):
    """The condition as the contract has it; a reason is asked when it is watched already."""

    terms: ConditionTerms = Field(examples=[{"ov_date": "2026-12-28", "notice_days": 2}])
    reason: Reason = ""


class DeedRequest(Request):
    day: date = Field(examples=["2027-02-01"])
    reason: Reason = ""


class ExtendRequest(Request):
    day: date = Field(examples=["2027-01-15"])
    reason: Why = Field(examples=["Verkoper is akkoord"])


class EndRequest(Request):
    """`rejections` are the written rejections in hand, for a condition that is called in."""

    ending: Ending = Field(examples=["waived"])
    rejections: Annotated[int, Field(ge=0, le=9)] = 0
    reason: Reason = ""
