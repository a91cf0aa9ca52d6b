"""Who delivers a kind of document when nobody says otherwise: the shipped table, `deliverers.csv`, one row per code.

The table is ours, not the standard's: an office changes it for itself, and a line of a stock list has its own word.
No code defaults to `source`: only the lender's own line says that a source is asked (OpgevraagdViaBronJN).
Internal documents and the residual groups (251, 252, 400 to 406, 500 to 508) default to the adviser, who has to look
what is meant; so does a code that the list does not know.
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from schemas.hdn.dictionary import rows

Deliverer = Literal["customer", "adviser", "third", "source"]
"""klant, adviseur, derde, bron."""
DELIVERERS: tuple[Deliverer, ...] = get_args(Deliverer)


@dataclass(frozen=True, slots=True)
class DefaultDeliverer:
    """`document` is a code of SoortDocument; `why` says which third party it is, or why it is not the customer."""

    document: str
    text: str
    deliverer: Deliverer
    why: str


@cache
def default_deliverers() -> dict[str, DefaultDeliverer]:
    """The shipped table, by code."""
    return {
        row["code"]: DefaultDeliverer(row["code"], row["text"], row["deliverer"], row["why"])  # type: ignore[arg-type]  # a test holds the column
        for row in rows("deliverers.csv")
    }


def default_deliverer(document: str) -> Deliverer:
    """Who delivers a document of this code."""
    known = default_deliverers().get(document)
    return known.deliverer if known else "adviser"
