"""Shapes of reports of meetings."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from portal_api.shapes.appointments import PartyKey
from portal_api.shapes.exchanges import Request
from portal_api.shapes.shape import Shape
from portal_api.shapes.tasks import Line
from schemas.meeting_reports import About
from schemas.notifications import Form, LanguageCode

Report = Annotated[str, StringConstraints(max_length=15_000, pattern=r"^[^\x00]*$")]


class RecipientShape(Shape):
    party: str = Field(description="application/reference, as in customers.")
    name: str
    email: str


class MeetingReportShape(Shape):
    """A report as it was sent; nothing changes it."""

    id: str
    about: str = Field(description="contact:… or appointment:…", examples=["contact:0199f3d2"])
    met_at: datetime
    subject: str
    text: str
    digest: str = Field(description="SHA-256 of the subject, an empty line and the text, in UTF-8 with line feeds.")
    is_whole: bool = Field(description="Whether what is kept still fits its digest.")
    recipients: tuple[RecipientShape, ...]
    who: str
    sent_at: datetime


class MeetingReportsShape(Shape):
    items: tuple[MeetingReportShape, ...]


class MeetingReportRequest(Request):
    """What was discussed, and to whom it goes."""

    about: About = Field(description="A contact that was recorded, or an appointment that was held.")
    subject: Line = Field(examples=["Verslag van ons gesprek"])
    text: Report
    recipients: Annotated[tuple[PartyKey, ...], Field(max_length=20)]
    language: LanguageCode = "nl"
    form: Form = "u"


class LetterShape(Shape):
    """The mail as its first reader would get it."""

    subject: str
    text: str
