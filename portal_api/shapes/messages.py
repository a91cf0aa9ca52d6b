"""Shapes of messages: in a list, with their life, and what they changed."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from hub.outcomes import IN_FLIGHT, STATES
from portal_api.paging import LARGEST, LONGEST_CURSOR
from portal_api.shapes.shape import Shape
from schemas.values import Moment

Text = Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00]*$")]
_STATES = "|".join((IN_FLIGHT, *STATES))


class MessageQuery(BaseModel):
    """What a search asks for; what is left out is not asked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Text = Field(default="", description="The beginning of an id.", examples=["0199f3d2"])
    type: Text = Field(default="", description="The beginning of the message type.", examples=["SX"])
    sender: Text = Field(default="", description="The node that sent it.", examples=["600001"])
    state: Annotated[str, StringConstraints(pattern=f"^({_STATES})?$")] = Field(default="", examples=["waiting"])
    slug: Text = Field(default="", description="Why it was refused, or what it waits for.", examples=["schema-invalid"])
    dossier: Text = Field(default="", description="The id of a dossier.")
    lane: Text = Field(default="", description="The id of an exchange.")
    name: Text = Field(default="", description="The partner's name of the exchange.", examples=["AB-2026-0042"])
    received_from: Moment | None = Field(default=None, description="Not before this moment, with its zone.")
    received_to: Moment | None = Field(default=None, description="Before this moment, with its zone.")
    cursor: Annotated[str, StringConstraints(max_length=LONGEST_CURSOR)] | None = Field(
        default=None, description="`next` of the page before; leave it out for the first page."
    )
    limit: int = Field(default=50, ge=1, le=LARGEST, description="How many at most.")


class MessageLineShape(Shape):
    """A message in a list; `state` is in-flight or the word of its outcome, `lane_id` its exchange."""

    id: str = Field(examples=["0199f3d2-5c1e-7a60-9d5f-3c8f0b6f4a11"])
    message_type: str = Field(examples=["SX StatusMelding"])
    sender: str = Field(examples=["600001"])
    receiver: str = Field(examples=["500001"])
    channel: str = Field(examples=["http"])
    received_at: datetime
    sent_at: datetime | None
    request_version: int = Field(examples=[1])
    size: int = Field(description="Bytes as they came.", examples=[812])
    flags: list[str]
    lane_id: str | None
    dossier_name: str = Field(description="The sender's name of the exchange.", examples=["AB-2026-0042"])
    dossier_id: str | None
    state: str = Field(examples=["applied"])
    slug: str = Field(description="Why it was refused, or what it waits for.", examples=[""])


class MessagePage(Shape):
    items: tuple[MessageLineShape, ...]
    next: str | None = Field(description="The cursor of the next page; null at the end.")


class ArrivalShape(Shape):
    channel: str
    arrived_at: datetime
    is_copy: bool


class MessageShape(MessageLineShape):
    """One message with its life: arrivals, the receipt as it was given, and what became of it."""

    identity: str
    content_hash: str
    receiver_code: str
    schema_version: str
    environment: str
    receipt: dict[str, Any]
    arrivals: tuple[ArrivalShape, ...]
    decided_at: datetime | None
    attempts: int
    why: dict[str, Any] = Field(description="The refusal with slug, path, what came and what was expected.")


class ChangeShape(Shape):
    """One field with the element of the message that its new value came from."""

    field: str = Field(examples=["status"])
    old: Any = Field(examples=["10 Aanvraag in behandeling"])
    new: Any = Field(examples=["12 Offerte uitgebracht"])
    path: str = Field(examples=["StatusMelding/Status/AXBerichtStatusSpecificatie/StatusAXBericht"])


class EntryShape(Shape):
    """A line of the timeline."""

    id: str
    dossier_id: str
    lane_id: str | None
    unit_id: str = Field(description="The message or the command that caused it.")
    at: datetime
    actor: str
    kind: str = Field(examples=["status-registered"])
    about: str
    facts: dict[str, Any]
    changes: tuple[ChangeShape, ...]


class EffectShape(Shape):
    message_id: str
    state: str
    entries: tuple[EntryShape, ...]


class TimelineShape(Shape):
    items: tuple[EntryShape, ...]
    next: str | None
