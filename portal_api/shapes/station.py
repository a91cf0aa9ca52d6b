"""Shapes of who an office is to those who receive its messages."""

from typing import Annotated

from pydantic import Field, StringConstraints

from portal_api.shapes.exchanges import Request
from portal_api.shapes.shape import Shape

Text = Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00-\x1f]*$")]
Lender = Annotated[str, StringConstraints(pattern=r"^([A-Z0-9]{2})?$")]


class ProfileShape(Shape):
    """What goes along as the ServiceProvider of each message."""

    company: str = Field(examples=["Hypotheekkantoor De Brug"])
    phone: str = Field(examples=["0301234567"])
    email: str
    afm_number: str = Field(examples=["12345678"])
    website: str
    street: str
    house_number: str
    house_number_suffix: str
    postcode: str = Field(examples=["3511AB"])
    city: str


class NumberShape(Shape):
    lender: str = Field(description="Two letters; empty for every lender without a number of its own.", examples=["AE"])
    number: str = Field(examples=["700123"])


class StationShape(Shape):
    nodes: tuple[str, ...] = Field(examples=[["500001"]])
    profile: ProfileShape
    numbers: tuple[NumberShape, ...]


class ProfileRequest(Request):
    """Every field; what is left out is empty from here on."""

    company: Text = ""
    phone: Text = Field(default="", description="Digits, or + and digits.", examples=["0301234567"])
    email: Text = ""
    afm_number: Text = Field(default="", description="Digits.")
    website: Text = ""
    street: Text = ""
    house_number: Text = Field(default="", description="Digits.")
    house_number_suffix: Text = ""
    postcode: Text = Field(default="", examples=["3511AB"])
    city: Text = ""


class NumberRequest(Request):
    """An empty number takes away the one that is there."""

    lender: Lender = ""
    number: Text = Field(default="", examples=["700123"])
