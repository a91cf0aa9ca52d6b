"""A list as a file for a spreadsheet: XLSX or CSV, in which no cell is ever a formula, and each is written down.

What is exported is what the list shows with the same filters and columns, in the scope of whoever asks.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qsl

import xlsxwriter  # type: ignore[import-untyped]  # it has no types of its own

from portal_api.cells import rows_of
from portal_api.lists import LISTS, read
from portal_api.looking import note_look
from portal_api.texts import text
from portal_api.who import Asking
from schemas.errors import Refused
from schemas.looks import Glance

Format = Literal["xlsx", "csv"]
Which = Literal["dossiers", "tasks", "products", "stukken"]
MOST = 5000
"""Rows of one file; what is more is narrowed first."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_TYPES: dict[Format, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Exported:
    body: bytes
    name: str
    media_type: str


def export(asking: Asking, which: Which, form: Format, query: str, reason: str) -> Exported:
    """The list as a file, with the reason in the access log.

    Raises `Refused` (`request-invalid`) without a reason, for a filter that the list does not know, and for too much.
    """
    why = " ".join(reason.split())
    if not why:
        raise Refused("request-invalid", path="reason", came="", expected="een reden / a reason")
    asked = read(LISTS[which].query, query)
    columns, rows = rows_of(asking, which, asked, MOST + 1)
    if len(rows) > MOST:
        raise Refused("request-invalid", path="query", came=f"> {MOST}", expected=f"<= {MOST}; een filter / a filter")
    heads = [text(asking.language, f"columns.{each}") for each in columns]
    note_look(asking, Glance("export", which, {}, dict(parse_qsl(query)) | {"rows": str(len(rows))}, why[:200]))
    body = as_xlsx(heads, rows) if form == "xlsx" else as_csv(heads, rows)
    day = asking.counter.runtime.clock.business_date().isoformat()
    return Exported(body, f"{text(asking.language, f'export.{which}')} {day}.{form}", _TYPES[form])


def as_csv(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """With semicolons and a mark of its encoding, as Dutch spreadsheets expect."""
    made = io.StringIO()
    writer = csv.writer(made, delimiter=";", lineterminator="\r\n")
    writer.writerows([heads, *([harmless(cell) for cell in row] for row in rows)])
    return made.getvalue().encode("utf-8-sig")


def as_xlsx(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Every cell is text, also one that looks like a formula or an address."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(
        made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    sheet = book.add_worksheet()
    for number, row in enumerate([heads, *rows]):
        for place, cell in enumerate(row):
            sheet.write_string(number, place, cell)
    sheet.freeze_panes(1, 0)
    sheet.autofit()
    book.close()
    return made.getvalue()


def harmless(cell: str) -> str:
    """A spreadsheet that opens it reads text, never a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
