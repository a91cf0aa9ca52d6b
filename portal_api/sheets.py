"""A sheet that somebody hands in: CSV or XLSX as rows of text, with the names of its columns; nothing is calculated."""

import csv
import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from schemas.errors import Refused

LARGEST = 2 * 1024 * 1024
"""Bytes of a file."""
MOST_ROWS, _MOST_COLUMNS, _LONGEST_CELL = 300, 60, 300
_MOST_UNPACKED = 40 * 1024 * 1024
_ZIP = b"PK\x03\x04"
_SIGNS = ";,\t|"
_BROKEN = (
    *(zipfile.BadZipFile, InvalidFileException, zlib.error, struct.error, SyntaxError, OSError, EOFError),
    *(ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RuntimeError),
)
"""What the readers of a workbook raise when its parts are cut off, missing or not what they say.

A mistake in its XML is a `SyntaxError`."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` are as long as `columns`; a row without any text is left out, and `numbers` says where each one stood."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]


def read_sheet(body: bytes) -> Sheet:
    """The first sheet of a workbook, or a CSV in UTF-8 or Windows-1252.

    Raises `Refused` (`sheet-unreadable`) for what is neither, has no rows, or too many.
    """
    if not body:
        raise _unreadable("0 bytes")
    lines = list(_of_workbook(body) if body.startswith(_ZIP) else _of_text(body))
    named = next((number for number, line in enumerate(lines) if any(line)), None)
    if named is None:
        raise _unreadable("0 rijen / rows")
    columns = tuple(name or f"kolom {place}" for place, name in enumerate(lines[named], start=1))
    filled = [(number, line) for number, line in enumerate(lines[named + 1 :], start=named + 2) if any(line)]
    rows = tuple(tuple((*line, *[""] * len(columns))[: len(columns)]) for _, line in filled)
    return checked(Sheet(columns, rows, tuple(number for number, _ in filled)))


def checked(sheet: Sheet) -> Sheet:
    """The sheet, when it may be read in; raises `Refused` (`sheet-unreadable`) for too much or too little."""
    width = len(sheet.columns)
    if not 0 < len(sheet.rows) <= MOST_ROWS or not 0 < width <= _MOST_COLUMNS:
        raise _unreadable(f"{len(sheet.rows)} × {width}")
    if len(sheet.numbers) != len(sheet.rows) or {len(row) for row in sheet.rows} != {width}:
        raise _unreadable(f"{len(sheet.rows)} × {width}")
    return sheet


def _of_text(body: bytes) -> Iterator[list[str]]:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = body.decode("cp1252", "replace")
    if "\x00" in text:
        raise _unreadable("bytes")
    first = text.splitlines()[0] if text.splitlines() else ""
    sign = max(_SIGNS, key=first.count)
    try:
        for line in csv.reader(io.StringIO(text), delimiter=sign):
            yield _cells(line)
    except csv.Error as error:
        raise _unreadable(str(error)) from None


def _of_workbook(body: bytes) -> Iterator[list[str]]:
    """Values as they were last calculated; a workbook that unpacks to more than it should is not opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            unpacked = sum(each.file_size for each in packed.infolist())
        found = _cells_of(body) if unpacked <= _MOST_UNPACKED else None
    except _BROKEN as error:
        raise _unreadable(type(error).__name__) from None
    if found is None:
        raise _unreadable(f"> {_MOST_UNPACKED} bytes")
    yield from found


def _cells_of(body: bytes) -> list[list[str]]:
    book = load_workbook(io.BytesIO(body), read_only=True, data_only=True)
    rows = book.worksheets[0].iter_rows(max_row=MOST_ROWS * 2, max_col=_MOST_COLUMNS, values_only=True)
    return [_cells(row) for row in rows]


def _cells(row: Iterable[Any]) -> list[str]:
    cells = [_text(each) for each in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).replace("\x00", "").split())[:_LONGEST_CELL]


def _unreadable(came: str) -> Refused:
    expected = f"CSV of XLSX, 1–{MOST_ROWS} rijen, <= {_MOST_COLUMNS} kolommen / rows and columns"
    return Refused("sheet-unreadable", path="file", came=came, expected=expected)
