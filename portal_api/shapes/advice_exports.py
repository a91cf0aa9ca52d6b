"""Shapes of exports to adviser software."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from portal_api.shapes.exchanges import Request
from portal_api.shapes.shape import Shape
from schemas.advice_exports import MOST_PRODUCTS, ApplicantAnswers, ProductName

MOST_APPLICANTS = 9


class ExportRequest(Request):
    """What an AX asks beside what the dossier keeps, per applicant; `receiver` is the node of a package."""

    answers: tuple[ApplicantAnswers, ...] = Field(default=(), max_length=MOST_APPLICANTS)
    receiver: Annotated[str, StringConstraints(pattern=r"^([0-9]{6})?$")] = Field(
        default="", description="Empty when you take the file along yourself."
    )
    products: Annotated[tuple[ProductName, ...], Field(max_length=MOST_PRODUCTS)] = Field(
        default=(), description="Mortgages of the office that go along, by id; none of which an application speaks."
    )


class ExportShape(Shape):
    """One file that went out; `correlation` is its AanvraagVolgNr, which survives the round trip."""

    id: str
    correlation: str = Field(examples=["EX26-4KQ7M2A1B2C3"])
    version: int = Field(description="AanvraagVersie.")
    format: str
    receiver: str
    blob: str = Field(description="The SHA-256 of the file.")
    size: int
    who: str
    made_at: datetime


class DifferenceShape(Shape):
    """A field as it went out and as it came back; empty where a side does not have it."""

    what: str = Field(description="party, product, part or property.")
    which: str
    field: str
    out: str
    back: str


class ReturnShape(Shape):
    """A version that came back, held against the export `compared`."""

    application_id: str
    request_version: int
    sent_at: datetime | None
    unit_id: str = Field(description="The message that brought it.")
    compared: int
    differences: tuple[DifferenceShape, ...]


class ExportsShape(Shape):
    items: tuple[ExportShape, ...]
    returns: tuple[ReturnShape, ...]
