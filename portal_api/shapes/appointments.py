"""Shapes of appointments."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from portal_api.shapes.dossiers import Day
from portal_api.shapes.exchanges import Request
from portal_api.shapes.shape import Shape
from portal_api.shapes.tasks import FollowUpRequest, Line, Person, Text
from schemas.appointments import Place
from schemas.notifications import Form, LanguageCode

Location = Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00]*$")]
PartyKey = Annotated[str, StringConstraints(max_length=140, pattern=r"^[^\x00]*$")]
_ON_THE_CLOCK = "A moment with its offset, or a time on the clock of the Netherlands."


class GuestShape(Shape):
    party: str = Field(description="application/reference, as in customers.")
    name: str
    email: str = Field(description="Empty for who gets no mail.")


class AppointmentShape(Shape):
    """People of a dossier meet somebody of the office."""

    id: str = Field(description="Also the UID of its entry in calendars.")
    dossier_id: str
    dossier: str = Field(description="What the dossier is called.", examples=["A.M. de Wit"])
    starts: datetime
    ends: datetime
    place: str = Field(description="office, customer, phone or video.")
    location: str
    assignee: str
    who: str = Field(description="How the colleague is called whom they meet.")
    invited: tuple[GuestShape, ...]
    subject: str
    remark: str
    language: str
    form: str = Field(description="u or je.")
    state: str = Field(description="planned, moved, cancelled or held.")
    sequence: int = Field(description="How often it changed (SEQUENCE of RFC 5545).")
    reason: str = Field(description="Why it was cancelled.")
    made_at: datetime


class AppointmentsShape(Shape):
    items: tuple[AppointmentShape, ...]


class AppointmentPageShape(Shape):
    items: tuple[AppointmentShape, ...]
    count: int = Field(description="How many appointments fit.")
    next: str | None


class OverlapShape(Shape):
    """When the colleague is taken already; without a dossier for one that you do not see."""

    starts: datetime
    ends: datetime
    dossier_id: str
    dossier: str


class OverlapsShape(Shape):
    items: tuple[OverlapShape, ...]


class AppointmentsQuery(BaseModel):
    """Which appointments are to come; what is left out is not asked."""

    model_config = ConfigDict(frozen=True)

    assignee: Person = Field(default="", description="With this person; `me` for who asks.")
    since: Day = Field(default=None, description="From this day on; today when it is left out.")


class OverlapsQuery(BaseModel):
    model_config = ConfigDict(frozen=True)

    assignee: Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z-]+$")]
    starts: datetime = Field(description=_ON_THE_CLOCK)
    ends: datetime
    but: Person = Field(default="", description="The appointment that is being moved.")


class TermsRequest(Request):
    """What an appointment is besides its time."""

    place: Place
    location: Location = Field(default="", examples=["Lange Straat 1, Utrecht"])
    assignee: Person = Field(default="", description="Empty for the adviser of the dossier.")
    invited: Annotated[tuple[PartyKey, ...], Field(max_length=20)] = ()
    subject: Line = Field(examples=["Kennismaking"])
    remark: Text = Field(default="", description="For those who are invited.")
    language: LanguageCode = "nl"
    form: Form = "u"


class AppointmentRequest(Request):
    """`held` records one that took place; nobody is mailed then."""

    starts: datetime = Field(description=_ON_THE_CLOCK, examples=["2026-11-24T10:00:00+01:00"])
    ends: datetime = Field(examples=["2026-11-24T11:00:00+01:00"])
    terms: TermsRequest
    held: bool = False


class MoveRequest(Request):
    """Another time; with `terms` also something else about it."""

    starts: datetime = Field(description=_ON_THE_CLOCK, examples=["2026-11-25T10:00:00+01:00"])
    ends: datetime = Field(examples=["2026-11-25T11:00:00+01:00"])
    terms: TermsRequest | None = None


class CancelRequest(Request):
    reason: Text = Field(description="Told to those who were invited.")


class TalkRequest(Request):
    summary: Text
    follow_up: FollowUpRequest | None = None
    no_follow_up: Line = ""


class HoldRequest(Request):
    """It took place; `talk` goes into the contact log."""

    talk: TalkRequest | None = None
