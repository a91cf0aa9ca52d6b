"""Who the people of the demo are, as tables. Dossiers are named by the number of their application (`chains.py`)."""

from typing import NamedTuple

from schemas.involvements import StaffPart

_BRUG, _NOORD = "500001", "500002"


class Figure(NamedTuple):
    """`office` is its node, `agency` the code of a sub-agent, `phone` what customers call; empty for none."""

    key: str
    name: str
    role: str
    office: str = ""
    agency: str = ""
    phone: str = ""


PEOPLE = (
    Figure("anna", "Anna de Wit", "customer", _BRUG),
    Figure("tom", "Tom Jansen", "customer", _BRUG),
    Figure("bram", "Bram", "adviser", _BRUG, phone="030 123 45 68"),
    Figure("els", "Els", "handler", _BRUG, phone="030 123 45 69"),
    Figure("sara", "Sara", "sub-agent", _BRUG, "HAVEN"),
    Figure("daan", "Daan", "sub-agent", _BRUG, "DUIN"),
    Figure("ingrid", "Ingrid", "intermediary", _BRUG),
    Figure("chris", "Chris", "adviser", _NOORD),
    Figure("olga", "Olga", "administrator", _BRUG),
    Figure("otto", "Otto", "operator"),
    Figure("linda", "Linda", "lender"),
    Figure("alex", "Alex", "auditor", _BRUG),
)
AGENCIES = {
    "HAVEN": ("Haven Advies", "post@haven.example"),
    "DUIN": ("Duin Financieel", "post@duin.example"),
}
"""Code of a sub-agent → its name and address."""

ASSIGNED: tuple[tuple[str, StaffPart, str], ...] = (
    ("2026-1041", "adviser", "bram"),
    ("2026-1041", "handler", "els"),
    ("2026-1048", "adviser", "bram"),
    ("2026-1055", "adviser", "bram"),
    ("2026-1055", "handler", "els"),
    ("2026-1062", "adviser", "ingrid"),
    ("2026-1069", "adviser", "bram"),
    ("2026-1076", "adviser", "bram"),
    ("2026-1076", "handler", "els"),
    ("2026-1090", "adviser", "chris"),
    ("2026-1097", "adviser", "chris"),
    ("2026-1104", "adviser", "chris"),
)
"""2026-1083 came in this morning: nobody has it yet."""
LINKED = (("2026-1055", "HAVEN"), ("2026-1062", "HAVEN"), ("2026-1069", "DUIN"), ("2026-1083", "DUIN"))
ADMITTED = (("2026-1041", "NA01", "anna"), ("2026-1041", "NA02", "tom"))
