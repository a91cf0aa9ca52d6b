"""Shapes of the access log: who looked at what, when and why."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from portal_api.paging import LARGEST, LONGEST_CURSOR
from portal_api.shapes.shape import Shape
from schemas.values import Moment

Word = Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00]*$")]


class LooksQuery(BaseModel):
    """What to list; what is left out is not asked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    dossier: Word = Field(default="", description="The id of a dossier.")
    actor: Word = Field(default="", description="Who looked.", examples=["user:0199f3d2-5c1e-7a60-9d5f-3c8f0b6f4a11"])
    kind: Annotated[str, StringConstraints(pattern="^(view|search|download|export|impersonate|breach)?$")] = Field(
        default="", description="view, search, download, export, impersonate or breach.", examples=["download"]
    )
    seen_from: Moment | None = Field(default=None, description="Not before this moment, with its zone.")
    seen_to: Moment | None = Field(default=None, description="Before this moment, with its zone.")
    cursor: Annotated[str, StringConstraints(max_length=LONGEST_CURSOR)] | None = Field(
        default=None, description="`next` of the page before; leave it out for the first page."
    )
    limit: int = Field(default=50, ge=1, le=LARGEST, description="How many at most.")


class LookShape(Shape):
    """One look. `what` is the kind of thing and `subject` which one; `said` is what was searched for."""

    id: str = Field(examples=["0199f3d2-5c1e-7a60-9d5f-3c8f0b6f4a11"])
    at: datetime
    actor: str = Field(examples=["user:0199f3d2-5c1e-7a60-9d5f-3c8f0b6f4a12"])
    who: str = Field(description="The name of the person or machine; empty for one who is gone.", examples=["Bram"])
    office_id: str
    dossier_id: str
    kind: str = Field(examples=["view"])
    what: str = Field(examples=["dossier"])
    subject: str
    said: dict[str, str]
    reason: str


class LooksPage(Shape):
    items: tuple[LookShape, ...]
    next: str | None = Field(description="The cursor of the next page; null at the end.")
