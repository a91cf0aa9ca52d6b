"""Shapes of what a person decides about an application."""

from typing import Annotated

from pydantic import Field, StringConstraints

from portal_api.shapes.exchanges import Reason, Request
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
