"""Shapes of parked messages: the groups of failures, one message with what it holds up, advice, and deciding."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from portal_api.shapes.exchanges import Request
from portal_api.shapes.outgoing import Why
from portal_api.shapes.shape import Shape

MOST_AT_ONCE = 100
"""Messages of one decision."""
MOST_TRIED = 20
"""Messages of one advice; each is tried in a transaction of its own."""
UnitId = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{1,64}$")]
_ID = "0199f3d2-5c1e-7a60-9d5f-3c8f0b6f4a11"


class GroupShape(Shape):
    """Messages that failed alike; `followers` wait behind them in their exchanges."""

    slug: str = Field(examples=["KeyError in handlers.register_offer"])
    count: int = Field(examples=[3])
    first_seen: datetime
    last_seen: datetime
    lanes: int = Field(examples=[2], description="Exchanges that stand still.")
    followers: int = Field(examples=[5])


class GroupsShape(Shape):
    items: tuple[GroupShape, ...]


class ParkedShape(Shape):
    """One parked message; `detail` says where our code broke and nothing that the message said."""

    unit_id: str = Field(examples=[_ID], description="The id of the message.")
    slug: str = Field(examples=["KeyError in handlers.register_offer"], description="Its group.")
    parked_at: datetime
    attempts: int = Field(examples=[3])
    detail: dict[str, Any] = Field(examples=[{"error": "KeyError", "where": ["handlers.py:42 register_offer"]}])
    lane_id: str = Field(description="The exchange that it blocks.")
    dossier_id: str | None
    position: int = Field(examples=[4])
    followers: int = Field(examples=[2], description="Messages that wait behind it.")
    message_type: str = Field(examples=["OX Offerte"])
    sender: str = Field(examples=["600001"])
    received_at: datetime
    commands: tuple[str, ...] = Field(examples=[["RegisterOffer"]])


class ParkedPage(Shape):
    items: tuple[ParkedShape, ...]
    next: str | None = Field(description="The cursor of the next page; null at the end.")


class AdviseRequest(Request):
    units: tuple[UnitId, ...] = Field(min_length=1, max_length=MOST_TRIED, examples=[[_ID]])


class AdviceShape(Shape):
    """`result` is the state that the message would get, `still-fails` or `not-tried`; `why` says what stops it."""

    unit_id: str = Field(examples=[_ID])
    result: str = Field(examples=["applied"])
    why: str = Field(examples=[""])


class AdvicesShape(Shape):
    items: tuple[AdviceShape, ...]


class ReleaseRequest(Request):
    """Which messages, by id, so that it is about what was seen; and why."""

    units: tuple[UnitId, ...] = Field(min_length=1, max_length=MOST_AT_ONCE, examples=[[_ID]])
    reason: Why = Field(examples=["Verholpen in versie 2.4.1"])


class ReleasedShape(Shape):
    """What became of one; `result` is `released` or the slug of a refusal, with its sentence."""

    unit_id: str = Field(examples=[_ID])
    result: str = Field(examples=["released"])
    nl: str = Field(examples=[""])
    en: str = Field(examples=[""])


class ReleasesShape(Shape):
    items: tuple[ReleasedShape, ...]
