"""Shapes of who an office is, on paper and to those who receive its messages."""

from typing import Annotated

from pydantic import Field, StringConstraints

from portal_api.shapes.exchanges import Request
from portal_api.shapes.shape import Shape

Fact = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]


class DetailsShape(Shape):
    """What stands on a service agreement and in what is sent; empty for what nobody filled in."""

    company: str
    kvk_number: str = Field(examples=["12345678"], description="The number at the Chamber of Commerce.")
    afm_number: str = Field(examples=["12000001"], description="The number of the AFM licence.")
    phone: str
    email: str
    website: str
    street: str
    house_number: str
    house_number_suffix: str
    postcode: str
    city: str


class DetailsRequest(Request):
    """What is left out stays as it is."""

    company: Fact | None = None
    kvk_number: Fact | None = None
    afm_number: Fact | None = None
    phone: Fact | None = None
    email: Fact | None = None
    website: Fact | None = None
    street: Fact | None = None
    house_number: Fact | None = None
    house_number_suffix: Fact | None = None
    postcode: Fact | None = None
    city: Fact | None = None
