"""Shapes of tasks and of the contact log."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from portal_api.shapes.dossiers import Day
from portal_api.shapes.exchanges import Request
from portal_api.shapes.shape import Shape
from schemas.contacts import Direction, Means
from schemas.tasks import Ending
from schemas.values import Moment

Line = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]
Text = Annotated[str, StringConstraints(max_length=5000, pattern=r"^[^\x00]*$")]
Person = Annotated[str, StringConstraints(max_length=64, pattern=r"^[0-9A-Za-z-]*$")]


class TaskShape(Shape):
    """Something that a member of staff has to do about a dossier."""

    id: str
    dossier_id: str
    dossier: str = Field(description="What the dossier is called.", examples=["A.M. de Wit"])
    subject: str = Field(examples=["Terugbellen over de rente"])
    remark: str
    due: date
    assignee: str = Field(description="The person who does it; empty for nobody yet.")
    who: str
    about: str = Field(description="What it is about, as contact:…", examples=["contact:0199f3d2"])
    state: str = Field(description="open, done or dropped.")
    outcome: str
    made_at: datetime
    ended_at: datetime | None


class TasksShape(Shape):
    items: tuple[TaskShape, ...]


class TaskPageShape(Shape):
    items: tuple[TaskShape, ...]
    count: int = Field(description="How many tasks fit.")
    next: str | None


class TasksQuery(BaseModel):
    """Which open tasks; what is left out is not asked."""

    model_config = ConfigDict(frozen=True)

    assignee: Person = Field(default="", description="Of this person; `me` for who asks, `nobody` for nobody's.")
    until: Day = Field(default=None, description="Due on this day or before.")
    q: Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00]*$")] = Field(
        default="", description="Part of the subject, or what finds a dossier, like a name or a postcode."
    )


class TaskRequest(Request):
    subject: Line = Field(examples=["Terugbellen over de rente"])
    due: date
    assignee: Person = ""
    remark: Text = ""


class EndRequest(Request):
    """How it ended; dropped asks an outcome that says why."""

    ending: Ending
    outcome: Text = ""


class FollowUpRequest(Request):
    subject: Line
    due: date
    assignee: Person = ""


class ContactRequest(Request):
    """Contact with the people of a dossier, and what follows or why nothing does."""

    means: Means
    direction: Direction = "out"
    at: Moment = Field(examples=["2026-11-20T14:05:00+01:00"])
    party: Annotated[str, StringConstraints(max_length=140, pattern=r"^[^\x00]*$")] = Field(
        default="", description="application/reference, as in customers; empty for the household."
    )
    summary: Text
    follow_up: FollowUpRequest | None = None
    no_follow_up: Line = ""


class ContactShape(Shape):
    id: str
    at: datetime
    means: str = Field(examples=["phone"])
    direction: str
    party: str
    summary: str
    task_id: str = Field(description="The task of its follow-up; empty without one.")
    no_follow_up: str
    who: str
    recorded_at: datetime


class ContactsShape(Shape):
    items: tuple[ContactShape, ...]
