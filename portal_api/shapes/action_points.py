"""Shapes of action points: what a customer has to do."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from portal_api.shapes.exchanges import Id, Request
from portal_api.shapes.shape import Shape
from schemas.action_points import Kind, Verdict


class ActionPointShape(Shape):
    """One thing that a customer has to do; the same one is asked again when it was not right."""

    id: str
    application_id: str
    about: str = Field(examples=["stuk"])
    about_id: str
    state: str = Field(examples=["open"], description="held, open, done, closed or withdrawn.")
    round: int
    is_again: bool
    subject: str = Field(examples=["Werkgeversverklaring(en)"])
    reason: str = Field(description="Why it is asked again.")
    person: str
    due: date | None
    opened_at: datetime
    changed_at: datetime
    released_by: str
    kind: str = Field(description="upload, confirm or appointment.")
    remark: str = Field(description="For the customer.")
    party: str = Field(description="application/reference of whom it is for; empty for everybody.")
    document: str = Field(description="SoortDocument; empty for what is no document of the standard.", examples=["009"])


class ActionPointsShape(Shape):
    items: tuple[ActionPointShape, ...]


class ReleaseRequest(Request):
    """Which of them the customer may see from here on."""

    action_points: Annotated[tuple[Id, ...], Field(min_length=1, max_length=200)]


class PolicyShape(Shape):
    """Whether action points reach the customers of your office before an adviser looked."""

    at_once: bool


class PolicyRequest(Request):
    at_once: bool


Words = Annotated[str, StringConstraints(max_length=2000, pattern=r"^[^\x00]*$")]


class PointRequest(Request):
    """What is asked of the customer by hand."""

    kind: Kind = "upload"
    subject: Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")] = Field(
        examples=["Kopie paspoort"]
    )
    remark: Words = ""
    due: date | None = None
    party: Annotated[str, StringConstraints(max_length=140, pattern=r"^[^\x00]*$")] = Field(
        default="", description="application/reference, as in customers; empty for everybody."
    )
    application_id: Annotated[str, StringConstraints(max_length=64, pattern=r"^[0-9A-Za-z-]*$")] = ""
    document: Annotated[str, StringConstraints(pattern=r"^([0-9]{3})?$")] = Field(
        default="", description="SoortDocument: the customer reads its plain words.", examples=["024"]
    )


class ChecklistItemShape(Shape):
    document: str = Field(description="SoortDocument.", examples=["009"])
    subject: str = Field(description="What the customer reads, in Dutch.")


class ChecklistShape(Shape):
    """The stukkenlijst of a profile of customers."""

    key: str = Field(examples=["entrepreneur"])
    nl: str
    en: str
    items: tuple[ChecklistItemShape, ...]


class ChecklistsShape(Shape):
    items: tuple[ChecklistShape, ...]


class StartChecklistRequest(Request):
    """Which profile, of whom and until when."""

    profile: Annotated[str, StringConstraints(max_length=40, pattern=r"^[a-z-]*$")] = Field(examples=["entrepreneur"])
    party: Annotated[str, StringConstraints(max_length=140, pattern=r"^[^\x00]*$")] = Field(
        default="", description="application/reference, as in customers; empty for everybody."
    )
    due: date | None = None


class TakeBackRequest(Request):
    reason: Words = ""


class AssessRequest(Request):
    """Rejected asks a reason, which the customer reads."""

    verdict: Verdict
    reason: Words = ""
