"""Shapes of what a person decides about an application."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from portal_api.shapes.exchanges import Reason, Request
from portal_api.shapes.shape import Shape
from schemas.letters import Addition
from schemas.values import Node

_Place = Annotated[str, StringConstraints(max_length=300, pattern=r"^[A-Za-z0-9_\-\[\]/.]+$")]


class AdditionShape(Request):
    """One field that the office fills in for this lender; the path is as a refusal names it."""

    place: _Place = Field(examples=["OfferteAanvraag/Lening/CodeLeningMij"])
    value: Annotated[str, StringConstraints(max_length=1000)] = Field(examples=["AE01"])
    replaces: bool = Field(default=False, description="What stands there already is replaced.")

    def addition(self) -> Addition:
        return Addition(place=self.place, value=self.value, replaces=self.replaces)


class SendRequest(Request):
    """Which node it goes to, when the lender has several, and what the office fills in itself."""

    receiver: Node | None = Field(default=None, examples=["600001"])
    additions: Annotated[tuple[AdditionShape, ...], Field(max_length=100)] = ()
    reason: Reason = ""


class DropAdditionRequest(Request):
    place: _Place = Field(examples=["OfferteAanvraag/Lening/CodeLeningMij"])


class KeptAdditionShape(Shape):
    """A field that the office fills in itself each time that the application is sent."""

    place: str
    value: str
    replaces: bool
    set_by: str
    set_at: datetime


class PointShape(Shape):
    """One thing that was found; only those of kind info stop nothing."""

    kind: str = Field(description="required, content, technical or info.", examples=["required"])
    rule: str
    place: str = Field(examples=["OfferteAanvraag/Lening/CodeLeningMij"])
    came: str
    expected: str
    nl: str
    en: str
    mend: str = Field(description="here, office, package, wait or none.", examples=["package"])
    shown: str = Field(description="Where its facts stand: parties, products, office, advice-file or nothing.")


class SettingsShape(Shape):
    """What of the office goes along; `lacking` are fields of its profile that stand empty."""

    nodes: tuple[str, ...]
    number: str = Field(description="The number under which this lender knows the office.")
    own_number: str
    company: str
    lacking: tuple[str, ...]


class WayShape(Shape):
    """How the lender is reached; an empty channel is no way."""

    channel: str
    certificate: bool
    until: datetime | None = Field(description="Until when the certificate holds.")


class BeforeSendingShape(Shape):
    """Everything at once, as the sending itself would judge it now."""

    may_go: bool
    receiver: str = Field(examples=["600001"])
    points: tuple[PointShape, ...]
    additions: tuple[KeptAdditionShape, ...]
    settings: SettingsShape
    way: WayShape
    advised: str = Field(description="The product whose advice file has gaps; empty for none.")
