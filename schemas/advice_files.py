"""Advice files (adviesdossiers): what shows, per product, how its advice came about."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from schemas.commands import Command

Item = Literal[
    "inventory",
    "risk_scenarios",
    "fixed_rate",
    "deviation",
    "advice_report",
    "aftercare",
    "comparison_card",
]
"""inventory: inventarisatie. fixed_rate: afweging rentevaste periode. deviation: afwijking van het advies bevestigd.
comparison_card: the version of the vergelijkingskaart that was handed over."""
Standing = Literal["present", "missing", "waived"]
"""present: it is there. missing: it is not, or no longer. waived: this advice goes without it, for a reason."""
SAID_MAX = 200


def _line(text: str) -> str:
    return " ".join(text.replace("\x00", " ").split())


SaidLine = Annotated[str, StringConstraints(max_length=SAID_MAX), AfterValidator(_line)]


class RecordAdviceItem(Command):
    """How an item stands from here on; `said` is where it is kept when it is present, else why it is not.

    `seen` is the number of the line that counted when this was written, 0 for none.
    """

    dossier_id: str
    product_id: str
    item: Item
    standing: Standing
    said: SaidLine
    seen: Annotated[int, Field(ge=0)] | None = None
