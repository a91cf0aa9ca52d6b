"""Shapes of the ledger: the accounts, and what they cannot account for."""

from datetime import datetime

from pydantic import Field

from portal_api.shapes.shape import Shape


class ImbalanceShape(Shape):
    """The id of a message, command or exchange, and what is wrong with it."""

    id: str = Field(examples=["0199f3d2-5c1e-7a60-9d5f-3c8f0b6f4a11"])
    slug: str = Field(examples=["receipt-missing"])
    sentence: str = Field(examples=["The message is in the journal, but its receipt is gone."])


class LedgerShape(Shape):
    """The five records held against each other, as they were at `counted_at`."""

    counted_at: datetime = Field(description="The moment of this count; an older one is counted again when asked for.")
    accounts: dict[str, int] = Field(examples=[{"applied": 812, "waiting": 3}], description="Messages by state.")
    outgoing: dict[str, int] = Field(examples=[{"delivered": 40}], description="What goes out, by state.")
    in_flight: int = Field(examples=[0])
    balanced: bool
    imbalances: tuple[ImbalanceShape, ...] = Field(description="At most 500 of each kind; `hub ledger` prints all.")
    next: str | None = Field(description="The cursor of more imbalances; null at the end.")
