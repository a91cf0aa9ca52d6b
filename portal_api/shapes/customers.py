"""Shapes of customers: who of a dossier has access, and what gives it."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from portal_api.shapes.exchanges import Reason, Request
from portal_api.shapes.shape import Shape
from schemas.customers import By, Check, Why

Party = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{1,64}/[^\x00/]{1,64}$")]
Email = Annotated[str, StringConstraints(max_length=320, pattern=r"^[^\x00]*$")]
Name = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]


class CustomerShape(Shape):
    """A person who is a party of the dossier, with the account that he has."""

    party: str = Field(examples=["0199f3d2/NA01"], description="The application and the reference in it.")
    name: str = Field(examples=["A.M. de Wit"])
    birth_date: date | None
    email: str = Field(description="The address in the application.")
    phone: str = Field(description="The number in the application; empty when nobody knows one.")
    access: str = Field(examples=["invited"], description="none, invited, lapsed or active.")
    person_id: str = Field(description="The account; empty without one.")
    account_name: str
    account_email: str
    since: datetime | None
    invited_until: datetime | None = Field(description="How long the link works that was not used yet.")


class CustomersShape(Shape):
    items: tuple[CustomerShape, ...]


class InviteRequest(Request):
    """Who gets access, and where the link goes; left out, name and address are those of the application."""

    party: Party = Field(examples=["0199f3d2/NA01"])
    email: Email = Field("", examples=["anna@voorbeeld.nl"])
    name: Name = ""


class ResetRequest(Request):
    """How you know who it is, why, and over which channel the link goes; word of it goes over the other."""

    check: Check = Field(examples=["called-back"], description="id-seen, called-back or in-person.")
    reason: Why = Field(examples=["Nieuwe telefoon, wachtwoord kwijt"])
    link_by: By = "email"
    and_factors: bool = Field(default=False, description="Also forget the app, the passkeys and the recovery codes.")


class LetterRequest(Request):
    reason: Why = Field(examples=["Leest geen e-mail"])


class DismissRequest(Request):
    reason: Reason = ""
