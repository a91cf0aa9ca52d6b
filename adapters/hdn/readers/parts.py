"""Loans: the Lening of an AX and an OX with its loan parts."""

from adapters.hdn.readers.fields import Flags, Table, build, read_fields, repeated
from adapters.hdn.readers.values import AMOUNT, PERCENTAGE, WHOLE, coded
from adapters.hdn.xml import Element
from schemas.applications import PartFacts

_PART: Table = {
    "CodeLeningDeel": ("kind", coded("CodeLeningDeel")),
    "CodeDeelMij": ("product", coded("CodeDeelMij")),
    "AflossingsVorm": ("repayment", coded("AflossingsVorm")),
    "LeningDeelBedrag": ("amount", AMOUNT),
    "DuurInMnd": ("term_months", WHOLE),
    "RentePct": ("rate_pct", PERCENTAGE),
    "EffectieveRentePerc": ("effective_rate_pct", PERCENTAGE),
    "RenteVastInMnd": ("fixed_months", WHOLE),
}


def read_parts(loan: Element, path: str, flags: Flags) -> tuple[PartFacts, ...]:
    """The loan parts (Leningdeel) of `loan`, in the order of the message."""
    return tuple(
        build(PartFacts, read_fields(part.element, part.path, _PART, flags), number=part.number)
        for part in repeated(loan, path, "Leningdeel")
    )
