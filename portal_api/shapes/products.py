"""Shapes of products: the card, its parts, and what is asked of each kind."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from portal_api.shapes.exchanges import Id, Reason, Request
from portal_api.shapes.shape import Shape
from schemas.products import Ending, Kind

_Name = Annotated[str, StringConstraints(max_length=40, pattern=r"^[a-z_]+$")]
_Value = Annotated[str, StringConstraints(max_length=2100, pattern=r"^[^\x00]*$")]
SaidFields = Annotated[dict[_Name, _Value], Field(max_length=40)]


class CardFieldShape(Shape):
    """A field of a card: what it may hold, and whether it is refused without (asked) or named as missing (wanted)."""

    name: str = Field(examples=["amount"])
    form: str = Field(description="text, long, amount, percent, months, number, date, yes_no, choice or code.")
    options: tuple[str, ...]
    is_asked: bool
    is_wanted: bool


class CardShape(Shape):
    kind: Kind
    fields: tuple[CardFieldShape, ...]
    parts: tuple[CardFieldShape, ...]


class CardsShape(Shape):
    items: tuple[CardShape, ...]


class PartLineShape(Shape):
    """A part (rechterdeel, leningdeel); `is_kept` when the office says it, else the application does."""

    number: int
    facts: dict[str, Any]
    is_kept: bool
    missing: tuple[str, ...]


class ProductShape(Shape):
    """What the office keeps of a product (`card`), what its application says (`said`), both, and what is missing."""

    id: str
    dossier_id: str
    kind: Kind
    lender: str
    state: str = Field(description="open, done or withdrawn.")
    reason: str
    application_id: str = Field(description="The application that is sent for it; empty for none.")
    card: dict[str, Any] = Field(description="Amounts and percentages are texts with a point.")
    said: dict[str, Any]
    facts: dict[str, Any]
    parts: tuple[PartLineShape, ...]
    missing: tuple[str, ...] = Field(examples=[["lender"]])
    made_at: datetime
    ended_at: datetime | None


class ProductsShape(Shape):
    items: tuple[ProductShape, ...]


class ProductRequest(Request):
    """A new product: its card and its first parts, each as texts by the names of the kind's card."""

    kind: Kind
    card: SaidFields = Field(examples=[{"goal": "purchase", "amount": "350000"}])
    parts: Annotated[tuple[SaidFields, ...], Field(max_length=20)] = Field(
        examples=[[{"repayment": "annuity", "amount": "350000", "term_months": "360"}]]
    )


class CardRequest(Request):
    card: SaidFields


class PartRequest(Request):
    part: SaidFields


class EndProductRequest(Request):
    """How it ended; withdrawn asks a reason."""

    ending: Ending
    reason: Reason = ""


class ReopenProductRequest(Request):
    reason: Reason


class TieRequest(Request):
    application_id: Id | None = Field(default=None, description="Of this dossier; none unties it.")


class MadeProductShape(Shape):
    product_id: str
    unit_id: str
    state: str
    at: datetime
