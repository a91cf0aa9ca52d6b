"""Shapes of exchanges: those without a dossier, and what a person decides about them."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from portal_api.shapes.shape import Shape

Id = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{1,64}$")]
Reason = Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00]*$")]


class UnlinkedShape(Shape):
    """An exchange without a dossier and what may tell a person where it belongs."""

    id: str
    partner: str = Field(description="The lender's code.", examples=["AE"])
    lender: str = Field(description="The lender's name, when the code is known.", examples=["Aegon"])
    node: str = Field(examples=["500001"])
    opened_at: datetime
    waiting: int = Field(description="Messages that wait until it is linked.", examples=[2])
    held: bool = Field(description="A person unlinked it.")
    number: str = Field(description="AanvraagVolgNr as the messages say it.", examples=["AB-2026-0042"])
    kenmerk: str = Field(description="The lender's reference.", examples=["AE-2026-000123"])
    kinds: tuple[str, ...] = Field(description="The commands that wait.", examples=[["RegisterStatus"]])


class UnlinkedPage(Shape):
    items: tuple[UnlinkedShape, ...]
    next: str | None


class Request(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LinkRequest(Request):
    """To which dossier, and to which of its applications; without one it opens an application of its own."""

    dossier_id: Id
    application_id: Id | None = None
    reason: Reason = Field(default="", examples=["Zelfde Kenmerk als de offerte"])


class ReasonRequest(Request):
    reason: Reason = ""


class StatusRequest(Request):
    """A code of the lender's own list; it is marked as set by hand and outranked by the lender's next message."""

    code: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z]{1,4}$")] = Field(examples=["12"])
    note: Reason = Field(default="", examples=["Telefonisch bevestigd"])


class DoneShape(Shape):
    """What became of a command; the same key and request give the same answer."""

    unit_id: str
    command: str = Field(examples=["LinkExchange"])
    state: str = Field(examples=["applied"])
    at: datetime
    key: str = Field(description="The dossier (or the exchange) that it was applied to.")
    version: int = Field(description="The version of that dossier afterwards.", examples=[7])
