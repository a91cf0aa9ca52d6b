"""The page *Relaties inlezen*: a file, which column is what, what each row would become, and doing it.

Nothing waits on the server between the steps: the rows travel with the form, and the mapping is kept for the next file.
"""

import json
from collections.abc import AsyncGenerator, Mapping
from hashlib import sha256
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import BaseModel, StringConstraints, ValidationError
from starlette.datastructures import FormData, UploadFile

from handlers.preferences.views import saved_views_for
from portal_api.forms import posted
from portal_api.importing import FIELDS, RowOutcome, guessed, imported, mapped
from portal_api.pages.rendering import page
from portal_api.pages.staff import mistakes_in, status_of
from portal_api.routes.imports import counted
from portal_api.sheets import LARGEST, Sheet, checked, read_sheet
from portal_api.who import Asking, DossierWriter
from schemas.errors import Refused

HERE, FILE = "/import", "/import/file"
_Text = Annotated[str, StringConstraints(max_length=1_500_000, pattern=r"^[^\x00]*$")]
_Place = Annotated[str, StringConstraints(max_length=4, pattern=r"^[0-9]+$")]
_SHOWN = 5


class RowsForm(BaseModel):
    """`sheet` is what was read, `mapping` the column of each field; `act` is try or keep."""

    sheet: _Text = ""
    act: Literal["try", "keep"] = "try"
    confirmed: bool = False
    mapping: dict[str, _Place] = {}


async def _file(request: Request) -> AsyncGenerator[FormData, None]:
    async with posted(request, LARGEST, "upload-too-large") as form:
        yield form


async def _body(form: Annotated[FormData, Depends(_file)]) -> bytes:
    found = form.get("file")
    return await found.read() if isinstance(found, UploadFile) else b""


async def _rows(form: Annotated[FormData, Depends(_file)]) -> RowsForm:
    """Raises `Refused` (`request-invalid`) for what no page sent."""
    said = {name: value for name, value in form.items() if isinstance(value, str)}
    given = {"sheet": said.get("sheet", ""), "act": said.get("act", "try"), "confirmed": said.get("confirmed") == "yes"}
    try:
        return RowsForm(**given, mapping={field: said[field] for field in FIELDS if said.get(field)})
    except ValidationError as error:
        first = error.errors()[0]
        path = ".".join(str(each) for each in first["loc"])
        raise Refused("request-invalid", path=path, came="-", expected=first["msg"]) from None


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get(HERE)(ask)
    router.post(FILE)(read)
    router.post(HERE)(try_or_keep)
    return router


def ask(asking: DossierWriter, request: Request) -> Response:
    return _page(asking, request)


def read(asking: DossierWriter, request: Request, body: Annotated[bytes, Depends(_body)]) -> Response:
    """The columns of the file, each with the field that it probably is."""
    try:
        sheet = read_sheet(body)
    except Refused as refused:
        return _page(asking, request, refused=refused)
    return _page(asking, request, sheet=sheet, mapping=_kept_mapping(asking, sheet) or guessed(sheet.columns))


def try_or_keep(asking: DossierWriter, request: Request, form: Annotated[RowsForm, Depends(_rows)]) -> Response:
    """What each row would become, or what became of it."""
    try:
        sheet = _sheet(form.sheet)
        mapping = {field: int(place) for field, place in form.mapping.items()}
        rows = mapped(sheet, mapping)
        keep = form.act == "keep"
        made = imported(asking, rows, sheet.numbers, keep=keep, confirmed=form.confirmed)
    except Refused as refused:
        return _page(asking, request, refused=refused)
    _keep_mapping(asking, sheet, mapping)
    return _page(asking, request, sheet=sheet, mapping=mapping, made=made, kept=keep)


def _page(
    asking: Asking,
    request: Request,
    *,
    sheet: Sheet | None = None,
    mapping: Mapping[str, int] | None = None,
    made: tuple[RowOutcome, ...] = (),
    kept: bool = False,
    refused: Refused | None = None,
) -> Response:
    return page(
        asking,
        request,
        "imports/page.html",
        status_of(refused),
        sheet=sheet,
        packed=_packed(sheet) if sheet else "",
        fields=FIELDS,
        mapping=mapping or {},
        made=made,
        counts=counted(made),
        kept=kept,
        first=sheet.rows[:_SHOWN] if sheet else (),
        mistakes=mistakes_in(asking, refused),
    )


def _packed(sheet: Sheet) -> str:
    return json.dumps([sheet.columns, sheet.rows, sheet.numbers], ensure_ascii=False)


def _sheet(packed: str) -> Sheet:
    """Raises `Refused` (`sheet-unreadable`) for what no page made."""
    try:
        columns, rows, numbers = json.loads(packed)
        made = Sheet(
            tuple(str(each) for each in columns),
            tuple(tuple(str(cell) for cell in row) for row in rows),
            tuple(int(each) for each in numbers),
        )
    except (ValueError, TypeError, OverflowError, RecursionError):
        raise _no_sheet() from None
    return checked(made)


def _no_sheet() -> Refused:
    return Refused(
        "sheet-unreadable", path="sheet", came="-", expected="kies het bestand opnieuw / choose the file again"
    )


def _kept_mapping(asking: Asking, sheet: Sheet) -> dict[str, int]:
    """What this person chose for a file with these columns before."""
    with asking.reading() as connection:
        views = saved_views_for(asking.viewer, connection, HERE)
    found: Any = next((each.query for each in views if each.name == _name_of(sheet)), "")
    return {field: int(place) for field, place in parse_qsl(found) if field in FIELDS and place.isdecimal()}


def _keep_mapping(asking: Asking, sheet: Sheet, mapping: Mapping[str, int]) -> None:
    runtime = asking.counter.runtime
    query = urlencode(sorted(mapping.items()))
    with runtime.database.transaction() as connection:
        at = runtime.clock.now()
        asking.counter.views.save_view(connection, asking.viewer, HERE, _name_of(sheet), query, at)


def _name_of(sheet: Sheet) -> str:
    return sha256("\x1f".join(sheet.columns).encode()).hexdigest()[:16]
