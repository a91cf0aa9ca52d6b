"""Offices: how its pages and mails look, and who it is to those who receive its messages."""

from typing import Annotated

from pydantic import Field, StringConstraints

from schemas.commands import Command

Colour = Annotated[str, StringConstraints(pattern=r"^(#[0-9a-f]{6})?$")]
"""`#rrggbb` in small letters; empty for the hub's own."""
LogoHash = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")]
"""The SHA-256 of a PNG that the hub made; empty for none."""
LOGO_WIDTH, LOGO_HEIGHT = 432, 96
"""Pixels: three for each that the bar of a page has room for."""

LARGEST_LOGO = 1024 * 1024
"""Bytes of what is handed in."""


class SetBrandColour(Command):
    """The colour of an office; each ground gets the nearest shade of it that can be read.

    `seen` is the version of the brand that the decision was made from; left out, it holds whatever that is.
    """

    office_id: str
    colour: Colour
    seen: int | None = None


class SetBrandLogo(Command):
    """The logo of an office, as the hub made it of what was handed in; `logo` is empty to have none.

    `width` and `height` are pixels, `size` is bytes; `seen` as in `SetBrandColour`.
    """

    office_id: str
    logo: LogoHash
    width: int = Field(default=0, ge=0, le=LOGO_WIDTH)
    height: int = Field(default=0, ge=0, le=LOGO_HEIGHT)
    size: int = Field(default=0, ge=0)
    seen: int | None = None


Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100, pattern=r"^[^\x00-\x1f]*$")]
Digits = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9]{0,10}$")]


class SetOfficeProfile(Command):
    """Who the office is as the station that forwards (ServiceProvider); an empty field is left empty.

    `phone` is ten digits or begins with +, `house_number` has digits only.
    """

    office_id: str
    company: Line = ""
    phone: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^(\+?[0-9]{9,15})?$")] = ""
    email: Line = ""
    afm_number: Digits = ""
    website: Line = ""
    street: Line = ""
    house_number: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9]{0,5}$")] = ""
    house_number_suffix: Line = ""
    postcode: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^([1-9][0-9]{3} ?[A-Za-z]{2})?$")] = ""
    city: Line = ""


class SetAgentNumber(Command):
    """The number under which a lender knows the office (TussenpersoonNr); every other lender when it names none.

    Without a number, what was there counts no longer.
    """

    office_id: str
    lender: Annotated[str, StringConstraints(pattern=r"^([A-Z0-9]{2})?$")] = ""
    number: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9A-Za-z.-]{0,20}$")] = ""
