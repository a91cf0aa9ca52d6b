"""Shapes of conversations: one set for the office, one for its customers."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from portal_api.shapes.exchanges import Id, Request
from portal_api.shapes.shape import Shape
from schemas.conversations import PointId

Words = Annotated[str, StringConstraints(max_length=25_000, pattern=r"^[^\x00]*$")]


class EnclosureShape(Shape):
    """A file that went along; its place in the list is its address."""

    name: str
    kind: str = Field(examples=["pdf"])
    size: int


class ReadByShape(Shape):
    who: str
    at: datetime


class SayingShape(Shape):
    """What somebody said, what was taken back included."""

    id: str
    number: int
    side: str = Field(examples=["customer"], description="customer or office.")
    who: str
    said_at: datetime
    text: str
    enclosures: tuple[EnclosureShape, ...]
    read_by: tuple[ReadByShape, ...] = Field(description="Of the other side, with when first.")
    is_new: bool = Field(description="A customer said it and nobody of the office read it.")
    withdrawn_at: datetime | None
    withdrawn_who: str
    withdrawn_why: str


class ThreadShape(Shape):
    about: str = Field(description="An action point; empty for the dossier as a whole.")
    subject: str
    person: str = Field(description="Whom it is about; a partner whom it is not about does not see it.")
    new: int
    sayings: tuple[SayingShape, ...]


class ThreadsShape(Shape):
    items: tuple[ThreadShape, ...]


class OwnSayingShape(Shape):
    """What you or your office said; of what was taken back only that it was."""

    id: str
    number: int
    is_mine: bool
    side: str = Field(description="customer or office.")
    who: str
    said_at: datetime
    text: str
    enclosures: tuple[EnclosureShape, ...]
    read_by: tuple[ReadByShape, ...] = Field(description="Who of the office read what customers said.")
    is_new: bool
    is_withdrawn: bool


class OwnThreadShape(Shape):
    about: str = Field(description="An action point of yours; empty for the file as a whole.")
    subject: str
    new: int
    sayings: tuple[OwnSayingShape, ...]


class OwnThreadsShape(Shape):
    items: tuple[OwnThreadShape, ...]


class SayRequest(Request):
    """Plain text, at most 10,000 characters."""

    about: PointId = ""
    text: Words = Field(examples=["Welke loonstrook bedoelt u?"])


class ReadRequest(Request):
    """What was shown to whoever asks."""

    sayings: Annotated[tuple[Id, ...], Field(min_length=1, max_length=1000)]


class WithdrawRequest(Request):
    reason: Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00]*$")] = ""
