"""Prints the letter with which a customer comes in who reads no mail: PDF/A-2b, tagged, the same facts the same bytes.

The code stands on the paper and is kept nowhere.
"""

import io
import json
import tomllib
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Any

import pikepdf
import typst
from babel.dates import format_date

from adapters.papers.printing import OWN_COLOUR, Printed
from schemas.customers import CodeLetter

_FOLDER = files("adapters.papers.printed")


def print_code_letter(letter: CodeLetter, logo: bytes) -> Printed:
    """One page; `logo` is a PNG, empty for none."""
    day = letter.day
    made = typst.compile(
        _FOLDER.joinpath("code_letter.typ").read_bytes(),
        sys_inputs={"data": json.dumps(letter_data(letter, logo))},
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards=["a-2b", "ua-1"],
        timestamp=int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()),
    )
    with pikepdf.open(io.BytesIO(made)) as pdf:
        return Printed(made, len(pdf.pages))


def letter_data(letter: CodeLetter, logo: bytes) -> dict[str, Any]:
    """What the layout shows, every sentence whole."""
    words, office = _words(letter.language), letter.office
    place = f"{office.postcode} {office.city}".strip()
    lines = [each for each in (office.address, place, office.phone, office.email) if each]
    until = format_date(letter.until, "d MMMM y", locale=letter.language)
    called = ", ".join(each for each in (office.name, office.phone) if each)
    return {
        "words": words,
        "language": letter.language,
        "colour": office.colour or OWN_COLOUR,
        "logo": list(logo),
        "office": {"name": office.name, "lines": lines},
        "to": [letter.name, *letter.address],
        "date": format_date(letter.day, "d MMMM y", locale=letter.language),
        "year": letter.day.year,
        "month": letter.day.month,
        "day": letter.day.day,
        "dear": words["dear"].format(name=letter.name),
        "intro": words["intro"].format(office=office.name),
        "steps": [words["step_site"].format(site=letter.site), words["step_code"], words["step_choose"]],
        "code": letter.code,
        "until": words["until"].format(day=until),
        "not_you": words["not_you"].format(call=called),
    }


@cache
def _words(language: str) -> dict[str, str]:
    return tomllib.loads(_FOLDER.joinpath(f"code_letter.{language}.toml").read_text(encoding="utf-8"))
