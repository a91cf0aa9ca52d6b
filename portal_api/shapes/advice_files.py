"""Shapes of advice files: the items of a product, how each stands, and what was recorded of it."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from portal_api.shapes.exchanges import Request
from portal_api.shapes.shape import Shape
from schemas.advice_files import SAID_MAX, Item, Proof, Standing
from schemas.products import Kind


class AdviceLineShape(Shape):
    number: int
    standing: Standing
    said: str = Field(description="Where it is kept (present), or why it is not (waived, missing).")
    who: str = Field(description="Who recorded it; empty for a program.")
    at: datetime
    proof: str = Field(description="What of the dossier shows it, as report:ID; empty for nothing.")


class AdviceItemShape(Shape):
    item: Item
    standing: Standing
    seen: int = Field(description="The number of the line that counts; 0 for none.")
    lines: tuple[AdviceLineShape, ...] = Field(description="What was recorded, the newest first.")


class AdviceFileShape(Shape):
    """The items that the kind of product asks; none for what nobody is advised on."""

    product_id: str
    kind: Kind
    items: tuple[AdviceItemShape, ...]
    missing: tuple[Item, ...] = Field(examples=[["fixed_rate", "aftercare"]])


class AdviceItemRequest(Request):
    """How an item stands from here on."""

    item: Item
    standing: Standing
    said: Annotated[str, StringConstraints(max_length=SAID_MAX, pattern=r"^[^\x00]*$")] = Field(
        description="Where it is kept (present), or why it is not (waived, missing); asked."
    )
    proof: Proof = Field(
        default="",
        description="What of the dossier shows it: file, report, agreement, contact, step or calculation, and its id.",
        examples=["report:0199f3d2-5c1e-7a60-9d5f-3c8f0b6f4a11"],
    )
    seen: int | None = Field(default=None, ge=0, description="`seen` of the item as you read it.")


class ProofShape(Shape):
    """Something of the dossier that may show an item; `href` is its page."""

    proof: str
    kind: str
    name: str
    href: str


class ProofsShape(Shape):
    items: tuple[ProofShape, ...]


class AdvicePolicyShape(Shape):
    """Whether gaps in the advice files of a kind stop what is sent; by whom and since when, null for nobody yet."""

    kind: Kind
    blocks: bool
    who: str
    at: datetime | None


class AdvicePoliciesShape(Shape):
    items: tuple[AdvicePolicyShape, ...]


class AdvicePolicyRequest(Request):
    kind: Kind
    blocks: bool
