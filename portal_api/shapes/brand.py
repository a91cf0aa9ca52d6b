"""Shapes of how an office looks."""

from datetime import datetime

from pydantic import Field

from portal_api.shapes.exchanges import Request
from portal_api.shapes.shape import Shape


class ShadeShape(Shape):
    """What is shown of the colour on one ground: itself when it can be read there, else its nearest shade."""

    ground: str = Field(examples=["light"], description="light or dark.")
    colour: str = Field(examples=["#bd4900"])
    ratio: float = Field(examples=[4.52], description="The lowest contrast of the shade on this ground.")
    came: float = Field(examples=[2.66], description="The same of the colour as it was given.")
    needed: float = Field(examples=[4.5], description="WCAG 2.2, 1.4.3 (AA).")


class LogoShape(Shape):
    href: str
    width: int
    height: int
    size: int = Field(description="Bytes.")


class BrandShape(Shape):
    """How the pages and mails of your office look; `version` is its ETag."""

    colour: str = Field(examples=["#ff6200"], description="Empty for the hub's own.")
    shades: tuple[ShadeShape, ...]
    logo: LogoShape | None
    version: int
    set_by: str
    set_at: datetime | None


class ColourRequest(Request):
    colour: str = Field(max_length=20, examples=["#ff6200"], description="`#rrggbb`, or empty for the hub's own.")
