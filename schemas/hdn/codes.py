"""Codes of the standard: one string of code, one blank, text.

A code is compared on its number and written with the text of the list; an unknown code is kept with number and text.
"""

from dataclasses import dataclass
from functools import cache

from schemas.hdn.dictionary import rows


@dataclass(frozen=True, slots=True)
class Code:
    """A code as it came: number, text, and whether the list knows the number."""

    code: str
    text: str
    known: bool


def parse(value: str, codelist: str) -> Code:
    """The parts of a code value; never fails, whatever came."""
    code, _, text = value.strip().partition(" ")
    return Code(code, text.strip(), code in texts(codelist))


def number(value: str) -> str:
    """The number of a code value, which is what rules compare on."""
    return value.partition(" ")[0]


def written(code: str, codelist: str) -> str:
    """The value to write today; raises `KeyError` for a code that the list does not know."""
    text = texts(codelist)[code]
    return f"{code} {text}" if text else code


def texts(codelist: str) -> dict[str, str]:
    """Code → text of one list; an unknown list is an empty one, so that all its codes are flagged."""
    return codelists().get(codelist, {})


@cache
def codelists() -> dict[str, dict[str, str]]:
    """Every list: code → text to write today, or the text of old when the code was withdrawn."""
    found: dict[str, dict[str, str]] = {}
    for row in rows("codelists.csv"):
        texts_of_list = found.setdefault(row["list"], {})
        if row["code"] not in texts_of_list or not row["withdrawn"]:
            texts_of_list[row["code"]] = row["text"]
    return found
