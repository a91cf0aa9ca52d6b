"""Dates (termijnen): what passes in a dossier, and what is done before it does."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from schemas.commands import Command, Event
from schemas.values import Value

DateKind = Literal["resolutive", "deed", "offer", "document"]
"""resolutive: ontbindende voorwaarde. deed: passeerdatum. offer: how long an offer holds, its extension included.
document: a document whose validity ends before the deed is passed."""
Condition = Literal["financiering", "nhg", "bouwkundig"]
"""What a resolutive condition is about: financing, the National Mortgage Guarantee, the state of the building."""
NoticeKind = Literal["working", "calendar"]
Ending = Literal["dissolved", "waived", "passed"]
"""dissolved: the buyer called the condition in (ontbonden). waived: it is met or given up (afstand).
passed: the deed is signed (gepasseerd)."""
DateState = Literal["open", "dissolved", "waived", "passed", "over"]
"""over: the lender ended the application, so that nothing of it passes any more."""


def _storable(text: str) -> str:
    """Without NUL, which no database takes in a text."""
    return text.replace("\x00", " ").strip()


Why = Annotated[str, StringConstraints(max_length=500), AfterValidator(_storable)]
DateId = Annotated[str, StringConstraints(max_length=200)]
NOTICE_DAYS_MOST = 60
REJECTIONS_MOST = 9


class ConditionTerms(Value):
    """A resolutive condition as the contract has it.

    `ov_date` is the agreed date; the notice must have been received `notice_days` after it, counted in working or
    calendar days. With `termijnenwet_applies` an end on a day off moves to the next working day.
    """

    ov_date: date
    notice_days: Annotated[int, Field(ge=0, le=NOTICE_DAYS_MOST)] = 0
    notice_kind: NoticeKind = "working"
    rejections_required: Annotated[int, Field(ge=0, le=REJECTIONS_MOST)] = 1
    guarantee_date: date | None = None
    termijnenwet_applies: bool = True


class SetResolutiveCondition(Command):
    """The condition of this kind is watched from here on; one that is watched already is corrected, with a reason."""

    dossier_id: str
    kind: Condition
    terms: ConditionTerms
    reason: Why = ""


class SetDeedDate(Command):
    """The deed is passed on this day (passeerdatum)."""

    dossier_id: str
    day: date
    reason: Why = ""


class ExtendDate(Command):
    """The parties agreed on a later day; who, when and why stays in the history."""

    dossier_id: str
    date_id: DateId
    day: date
    reason: Why


class EndDate(Command):
    """A date needs no watching any more. `rejections` are the written rejections of lenders that are in hand."""

    dossier_id: str
    date_id: DateId
    ending: Ending
    rejections: Annotated[int, Field(ge=0, le=REJECTIONS_MOST)] = 0
    reason: Why = ""


class TellOfDate(Command):
    """The timer of a date: who has to know is told. `ends_on` is the date as it stood when the timer was set."""

    dossier_id: str
    date_id: DateId
    ends_on: date


class DateNear(Event):
    """A date is about to pass, passes or has passed; `working_days_left` is negative afterwards."""

    dossier_id: str
    date_id: str
    kind: DateKind
    subject: str
    application_id: str
    ends_on: date
    working_days_left: int


class DateEscalated(Event):
    """A date is so near that the office's administrators know of it, too."""

    dossier_id: str
    date_id: str
    kind: DateKind
    subject: str
    ends_on: date
    working_days_left: int


class DateSettled(Event):
    """Nothing more is asked for this date as it was: it ended, moved to another day, or is watched no more."""

    dossier_id: str
    date_id: str
