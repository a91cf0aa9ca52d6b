"""Advice files (adviesdossiers): what shows, per product, how its advice came about."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from schemas.commands import Command
from schemas.products import Kind

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


PROOFS = ("file", "report", "agreement", "contact", "step", "calculation")
"""What shows that an item is present: a file of a stuk, a report of a meeting, a service agreement, recorded contact, a
step of the workflow of the product, or the monthly costs of an application."""
Proof = Annotated[str, StringConstraints(max_length=100, pattern=rf"^(({'|'.join(PROOFS)}):[0-9A-Za-z./-]{{1,80}})?$")]


class SetAdvicePolicy(Command):
    """Whether gaps in the advice file of this kind of product stop the sending of its application, or are told only."""

    office_id: str
    kind: Kind
    blocks: bool


class RecordAdviceItem(Command):
    """How an item stands from here on; `said` is where it is kept when it is present, else why it is not.

    `proof` is what of the dossier shows it, as `report:ID`; only for what is present.

    `seen` is the number of the line that counted when this was written, 0 for none.
    """

    dossier_id: str
    product_id: str
    item: Item
    standing: Standing
    said: SaidLine
    proof: Proof = ""
    seen: Annotated[int, Field(ge=0)] | None = None
