"""Shapes of what was exchanged about a dossier, and of a message as a person reads it."""

from datetime import datetime
from typing import Any

from pydantic import Field

from portal_api.shapes.messages import EntryShape
from portal_api.shapes.shape import Shape


class ExchangedShape(Shape):
    """One message; `effects` are the timeline entries that it caused."""

    id: str
    direction: str = Field(description="in or out.", examples=["in"])
    message_type: str = Field(examples=["SX StatusMelding"])
    lane_id: str
    at: datetime
    sender: str = Field(examples=["600001"])
    receiver: str = Field(examples=["500001"])
    request_version: int
    about: str = Field(description="What goes out is about this, like a line of a stock list.")
    state: str = Field(description="The outcome of what came in; queued, delivered, … of what went out.")
    slug: str
    effects: tuple[EntryShape, ...]


class ExchangeShape(Shape):
    """What was exchanged about one application, the newest first; `application_id` is empty for what is about none."""

    application_id: str
    partner: str = Field(examples=["AE"])
    number: str = Field(examples=["AB-2026-0042"])
    messages: tuple[ExchangedShape, ...]


class ExchangesShape(Shape):
    items: tuple[ExchangeShape, ...]
    is_cut: bool = Field(description="There are more messages than these.")


class ReadFieldShape(Shape):
    """`path` is the element; `kind` is text, code, date, amount, boolean, file or masked."""

    path: str = Field(examples=["StatusMelding/Status/StatusCode"])
    label: str = Field(examples=["Statuscode"])
    value: str
    kind: str
    size: int = Field(description="Bytes, of a file.")


class ReadGroupShape(Shape):
    path: str
    label: str
    place: int = Field(description="Which of several of one name; 0 when it is the only one.")
    fields: tuple[ReadFieldShape, ...]
    groups: tuple["ReadGroupShape", ...]


class LegibleShape(Shape):
    """A message in words, and laid out as XML with files as hash and size; a citizen service number is masked."""

    root: ReadGroupShape
    raw: str


class FieldChangeShape(Shape):
    field: str = Field(examples=["product.1.part.1.rate_pct"])
    old: Any
    new: Any


class VersionStepShape(Shape):
    """A version of an application and how it differs from the one before."""

    request_version: int
    sent_at: datetime | None
    message_id: str
    is_first: bool
    changes: tuple[FieldChangeShape, ...]


class VersionStepsShape(Shape):
    items: tuple[VersionStepShape, ...]
