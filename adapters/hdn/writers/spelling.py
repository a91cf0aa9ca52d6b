"""How a value is written as the text of an element; the other way round stands in `readers/values.py`."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from hub.clock import AMSTERDAM
from schemas.hdn import codes
from schemas.hdn.dictionary import rows
from schemas.values import CodedText

Spelling = Callable[[Any], str]
_BLANKS = re.compile(r"[ \t\r\n]+")
_BETWEEN_DIGITS = re.compile(r"[ ().-]")
_DUTCH_POSTCODE = re.compile(r"([0-9]{4}) ?([A-Za-z]{2})")


def text(value: object) -> str:
    """Blanks and line ends become one blank, because readers make no difference between them."""
    return _BLANKS.sub(" ", str(value)).strip(" ")


def amount(value: Decimal) -> str:
    """Euros with a point and at least two decimals, exact: a third one is left to the schema to refuse."""
    return _decimals(value)


def percentage(value: Decimal) -> str:
    return _decimals(value)


def day(value: date) -> str:
    return value.strftime("%Y-%m-%d")


def clock(value: datetime) -> str:
    return value.strftime("%H:%M:%S")


def yes_no(value: bool) -> str:  # noqa: FBT001 - the one value that is spelled here
    return codes.written("J" if value else "N", "JaNee")


def phone(value: str) -> str:
    """Digits only: blanks, points, hyphens and brackets between them are dropped."""
    return _BETWEEN_DIGITS.sub("", value)


def postcode(value: str) -> str:
    """A Dutch postcode without its blank, in capitals; another one as it is."""
    dutch = _DUTCH_POSTCODE.fullmatch(value.strip())
    return f"{dutch[1]}{dutch[2].upper()}" if dutch else text(value)


def coded(codelist: str) -> Spelling:
    """Code, blank, text: the text of the list today, its own for a code that the list does not know."""
    return lambda value: code(value, codelist)


def code(value: CodedText, codelist: str) -> str:
    """One code of a list as it is written today."""
    if is_current(value.code, codelist):
        return codes.written(value.code, codelist)
    return text(f"{value.code} {value.text}")


def whole_code(value: str, codelist: str) -> str:
    """The value of a code field; a code that stands without its text gets that of the list."""
    known = codelist and codes.number(value) == value and is_current(value, codelist)
    return codes.written(value, codelist) if known else value


def is_current(number: str, codelist: str) -> bool:
    """Whether the list has the code today; a withdrawn code is for reading old messages."""
    return (codelist, number) in _current()


def local(moment: datetime) -> datetime:
    """The moment as a Dutch clock shows it; one without a zone is local already."""
    return moment.astimezone(AMSTERDAM) if moment.tzinfo else moment


@cache
def _current() -> frozenset[tuple[str, str]]:
    return frozenset((row["list"], row["code"]) for row in rows("codelists.csv") if not row["withdrawn"])


def _decimals(value: Decimal) -> str:
    whole, _, rest = format(value, "f").partition(".")
    return f"{whole}.{rest.rstrip('0').ljust(2, '0')}"
