"""Shapes of partners: how a node is reached, what waits for it, and what is paused."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from portal_api.shapes.exchanges import Request
from portal_api.shapes.outgoing import Why
from portal_api.shapes.shape import Shape


class PartnerShape(Shape):
    """A lender or a package with its way out; an empty `channel` is no way."""

    node: str = Field(examples=["600001"])
    kind: str = Field(examples=["lender"])
    code: str = Field(examples=["AE"])
    name: str = Field(examples=["Aegon"])
    channel: str = Field(examples=["https"], description="amqp, folder, https or nothing.")
    address: str = Field(examples=["https://lender.example/hdn"])
    most_bytes: int | None = Field(description="The largest file that it takes.")
    queued: int = Field(examples=[3], description="Messages that wait for it.")
    oldest_queued_at: datetime | None
    breaker: str = Field(examples=["closed"], description="closed, half-open or open.")
    failures: int = Field(examples=[0], description="Failures in a row.")
    open_until: datetime | None = Field(description="Nothing is tried before this moment.")
    out_paused_at: datetime | None
    out_paused_by: str = Field(examples=[""])
    out_reason: str = Field(examples=[""])
    in_paused_at: datetime | None
    in_paused_by: str = Field(examples=[""])
    in_reason: str = Field(examples=[""])


class PartnersShape(Shape):
    items: tuple[PartnerShape, ...]


class PauseRequest(Request):
    """`out` keeps what goes out queued; `in` journals and answers what comes in, and keeps it from moving."""

    direction: Literal["out", "in"]
    reason: Why = Field(examples=["Onderhoud bij de geldverstrekker"])
