"""Shapes of what goes out: a message with its states and moments, and what a person decides about it."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from hub.outgoing import STATES
from portal_api.paging import LARGEST, LONGEST_CURSOR
from portal_api.shapes.exchanges import Request
from portal_api.shapes.messages import Text
from portal_api.shapes.shape import Shape
from schemas.values import Moment

Why = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]


class OutgoingQuery(BaseModel):
    """What a search asks for; what is left out is not asked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Text = Field(default="", description="The beginning of an id.", examples=["0199f3d2"])
    state: Annotated[str, StringConstraints(pattern=f"^({'|'.join(STATES)})?$")] = Field(
        default="", examples=["queued"], description=f"One of {', '.join(STATES)}."
    )
    receiver: Text = Field(default="", description="The node that it goes to.", examples=["600001"])
    code: Text = Field(default="", description="The two letters of the message.", examples=["AX"])
    dossier: Text = Field(default="", description="The id of a dossier.")
    lane: Text = Field(default="", description="The id of an exchange.")
    made_from: Moment | None = Field(default=None, description="Not before this moment, with its zone.")
    made_to: Moment | None = Field(default=None, description="Before this moment, with its zone.")
    cursor: Annotated[str, StringConstraints(max_length=LONGEST_CURSOR)] | None = Field(
        default=None, description="`next` of the page before; leave it out for the first page."
    )
    limit: int = Field(default=50, ge=1, le=LARGEST, description="How many at most.")


class OutgoingLineShape(Shape):
    """A message in a list, with the moment of each state that it reached."""

    id: str = Field(examples=["0199f3d2-5c1e-7a60-9d5f-3c8f0b6f4a11"], description="The partner knows it by this id.")
    message_type: str = Field(examples=["AX OfferteAanvraag"])
    code: str = Field(examples=["AX"])
    sender: str = Field(examples=["500001"])
    receiver: str = Field(examples=["600001"])
    request_version: int = Field(examples=[1])
    about: str = Field(description="What it is about, like a line of a stock list.", examples=[""])
    size: int = Field(description="Bytes as they go out.", examples=[4812])
    lane_id: str | None
    dossier_id: str | None
    made_at: datetime
    made_by: str = Field(examples=["user:0199f3d2-5c1e-7a60-9d5f-3c8f0b6f4a11"])
    state: str = Field(examples=["delivered"], description=f"One of {', '.join(STATES)}.")
    attempts: int = Field(examples=[1], description="Tries of this sending.")
    trouble: str = Field(examples=[""], description="Why the last try failed, in one word.")
    tried_at: datetime | None
    next_try_at: datetime | None
    delivered_at: datetime | None = Field(description="The channel of the partner had it.")
    answered_at: datetime | None = Field(description="The partner acknowledged or refused it.")
    resends: str = Field(description="The id of the message that this one repeats as new.", examples=[""])
    reason: str = Field(description="Why it was sent again or taken back.", examples=[""])
    decided_at: datetime | None = Field(description="When somebody sent it again or took it back.")
    decided_by: str = Field(examples=[""])
    paused_at: datetime | None = Field(description="Since when its partner is paused, while it waits.")
    paused_by: str | None
    paused_reason: str | None = Field(examples=["Onderhoud bij de geldverstrekker"])


class OutgoingPage(Shape):
    items: tuple[OutgoingLineShape, ...]
    next: str | None = Field(description="The cursor of the next page; null at the end.")


class OutgoingShape(OutgoingLineShape):
    """One message with its envelope and what the partner answered; `nl` and `en` say why the last try failed."""

    environment: str
    receiver_code: str
    queue: str = Field(examples=["600001/0199f3d2-5c1e-7a60-9d5f-3c8f0b6f4a11"], description="It goes in this order.")
    unit_id: str = Field(description="The message or command that decided to send it.")
    content_hash: str
    envelope: dict[str, Any]
    answer: dict[str, Any] = Field(examples=[{"receipt": "01a200cd-39a9-762e-aab3-bf3b777b1fb6"}])
    nl: str
    en: str


class WithdrawRequest(Request):
    reason: Why = Field(examples=["Ingetrokken door de klant"])


class AgainRequest(Request):
    """The same bytes under the same id, or `as_new` under an id of its own, which no application gets."""

    reason: Why = Field(examples=["De geldverstrekker is het bericht kwijt"])
    as_new: bool = False


class DecidedShape(Shape):
    """What became of a decision; the same key and request give the same answer."""

    unit_id: str
    command: str = Field(examples=["SendAgain"])
    state: str = Field(examples=["applied"])
    at: datetime
    about: str = Field(description="The message or the node that it was about.", examples=["600001"])
