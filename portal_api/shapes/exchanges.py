"""Shapes of exchanges: those without a dossier, and what a person decides about them."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from portal_api.shapes.shape import Shape

Id = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{1,64}$")]
Reason = Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00]*$")]


class MatchShape(Shape):
    """A dossier where an exchange may belong."""

    id: str
    number: str = Field(examples=["26-4KQ7M2"])
    title: str
    standing: str
    is_sure: bool = Field(description="Surname, gender and birth date of all applicants are equal, names at birth too.")
    grounds: tuple[str, ...] = Field(
        description="Strongest first: people (all of the above), number (AanvraagVolgNr), kenmerk, "
        "birth (surname and birth date), email, phone.",
        examples=[["number", "email"]],
    )


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
    people: tuple[str, ...] = Field(description="The applicants as the messages name them.", examples=[["A. de Wit"]])
    matches: tuple[MatchShape, ...]


class UnlinkedPage(Shape):
    items: tuple[UnlinkedShape, ...]
    next: str | None


class ExchangeShape(Shape):
    id: str
    partner: str
    lender: str
    dossier_id: str | None = Field(description="Where it is; null for in no dossier.")
    waiting: int
    held: bool
    matches: tuple[MatchShape, ...]


class ArrivedShape(Shape):
    """A dossier that a message opened and that is nobody's yet."""

    id: str
    number: str
    title: str
    opened_at: datetime
    lane_id: str
    partner: str


class CameShape(Shape):
    arrived: ArrivedShape
    lender: str
    matches: tuple[MatchShape, ...]


class PlacedShape(Shape):
    """What a person placed within a day."""

    lane_id: str
    dossier_id: str
    title: str
    at: datetime
    products: tuple[str, ...]


class InboxShape(Shape):
    unlinked: tuple[UnlinkedShape, ...]
    unlinked_count: int
    came: tuple[CameShape, ...]
    came_count: int = Field(description="1001 for more than a thousand.")
    placed: tuple[PlacedShape, ...]


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
