"""How the text of an element becomes a value.

Every `Kind` reads one text and raises `ValueError` when it cannot; `fields.py` turns that into a refusal with its path.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any

from schemas.hdn import codes
from schemas.hdn.messages import message_type
from schemas.values import CodedText

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}:[0-9]{2}")
_AMOUNT = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,2})?")
_PERCENTAGE = re.compile(r"-?[0-9]{1,11}(\.[0-9]{1,3})?")
_WHOLE = re.compile(r"[0-9]{1,9}")
_NODE = re.compile(r"[0-9]{6}")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of value: how a text is read, and what is expected of it, for the refusal (Dutch / English)."""

    read: Callable[[str], Any]
    expected: str


def as_date(text: str) -> date:
    return date.fromisoformat(_fitting(_DATE, text))


def as_time(text: str) -> time:
    return time.fromisoformat(_fitting(_TIME, text))


def as_amount(text: str) -> Decimal:
    return Decimal(_fitting(_AMOUNT, text))


def as_percentage(text: str) -> Decimal:
    return Decimal(_fitting(_PERCENTAGE, text))


def as_whole(text: str) -> int:
    return int(_fitting(_WHOLE, text))


def as_yes(text: str) -> bool:
    """`J Ja` is true and `N Nee` is false."""
    return _YES_NO[codes.number(text)]


def as_node(text: str) -> str:
    return _fitting(_NODE, text)


def as_version(text: str) -> int:
    """A request version, from 1 on (KET-003)."""
    version = as_whole(text)
    if not 1 <= version <= _HIGHEST_VERSION:
        raise ValueError(text)
    return version


def as_message_code(text: str) -> str:
    """The two letters of a message type, written as `AX`, `OfferteAanvraag` or `AX OfferteAanvraag`.

    A `BerichtSoort` in an element is not proven by a sample, so every notation is read.
    """
    letters = codes.number(text)
    known = message_type(text) or message_type(letters)
    return known.code if known and known.code else letters


def local_moment(day: date | None, clock: time | None) -> datetime | None:
    """Date and time as the message writes them, without a zone; `None` when either is absent."""
    return None if day is None or clock is None else datetime.combine(day, clock)


@lru_cache(maxsize=4096)
def _coded(codelist: str, text: str) -> CodedText:
    parsed = codes.parse(text, codelist)
    return CodedText(code=parsed.code, text=parsed.text, known=parsed.known)


def coded(codelist: str) -> Kind:
    """A code of one list; an unknown one is kept with `known` false and never refused."""
    return Kind(partial(_coded, codelist), f"een code van {codelist} / a code of {codelist}")


def _fitting(pattern: re.Pattern[str], text: str) -> str:
    if pattern.fullmatch(text) is None:
        raise ValueError(text)
    return text


_YES_NO = {"J": True, "N": False}
_HIGHEST_VERSION = 999

TEXT = Kind(str, "een tekst / a text")
DATE = Kind(as_date, "een datum als 2026-11-21 / a date like 2026-11-21")
TIME = Kind(as_time, "een tijd als 14:30:00 / a time like 14:30:00")
AMOUNT = Kind(as_amount, "een bedrag als 145000.00 / an amount like 145000.00")
PERCENTAGE = Kind(as_percentage, "een percentage als 3.875 / a percentage like 3.875")
WHOLE = Kind(as_whole, "een getal van hoogstens 9 cijfers / a number of at most 9 digits")
YES_NO = Kind(as_yes, "J Ja of N Nee / J Ja or N Nee")
NODE = Kind(as_node, "zes cijfers / six digits")
VERSION = Kind(as_version, "een getal van 1 tot en met 999 / a number from 1 to 999")
MESSAGE_CODE = Kind(as_message_code, "een berichtsoort / a message type")
