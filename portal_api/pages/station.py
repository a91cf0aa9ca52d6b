"""The page *Gegevens voor geldverstrekkers*: who an office is to its receivers, and its number at each lender."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel, StringConstraints

from hub.directory import all_nodes
from hub.ids import new_id
from portal_api.exchanges import lender_name
from portal_api.pages.rendering import page
from portal_api.pages.setting import told_in_words
from portal_api.pages.staff import Done, Key, mistakes_in, status_of, to
from portal_api.routes.station import keep_number, keep_profile, station_of
from portal_api.shapes.station import ProfileShape
from portal_api.who import Asking, OfficeWriter
from schemas.errors import Refused

HERE = "/office/station"
FIELDS = tuple(ProfileShape.model_fields)
_Field = Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00]*$")]


class ProfileForm(BaseModel):
    key: Key = ""
    company: _Field = ""
    phone: _Field = ""
    email: _Field = ""
    afm_number: _Field = ""
    website: _Field = ""
    street: _Field = ""
    house_number: _Field = ""
    house_number_suffix: _Field = ""
    postcode: _Field = ""
    city: _Field = ""


class NumberForm(BaseModel):
    key: Key = ""
    lender: _Field = ""
    number: _Field = ""


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get(HERE)(overview)
    router.post(f"{HERE}/profile")(set_profile)
    router.post(f"{HERE}/numbers")(set_number)
    return router


def overview(asking: OfficeWriter, request: Request, done: Done = "") -> Response:
    return _page(asking, request, done=done)


def set_profile(asking: OfficeWriter, request: Request, form: Annotated[ProfileForm, Form()]) -> Response:
    said = form.model_dump(exclude={"key"})
    return _kept(asking, request, form, lambda: keep_profile(asking, said, form.key or None, Response()))


def set_number(asking: OfficeWriter, request: Request, form: Annotated[NumberForm, Form()]) -> Response:
    """An empty number takes away what was there."""
    return _kept(
        asking, request, form, lambda: keep_number(asking, form.lender, form.number, form.key or None, Response())
    )


def _kept(asking: Asking, request: Request, form: ProfileForm | NumberForm, act: Callable[[], object]) -> Response:
    try:
        act()
    except Refused as refused:
        return _page(asking, request, refused, form.model_dump())
    return to(HERE, "kept")


def _page(
    asking: Asking,
    request: Request,
    refused: Refused | None = None,
    typed: dict[str, str] | None = None,
    done: str = "",
) -> Response:
    found = station_of(asking)
    with asking.reading() as connection:
        codes = sorted({each.code for each in all_nodes(connection) if each.kind == "lender" and each.code})
    shown = {name: getattr(found.profile, name) for name in FIELDS}
    return page(
        asking,
        request,
        "office/station.html",
        status_of(refused),
        station=found,
        fields=FIELDS,
        typed=shown | (typed or {}),
        lenders=[(code, lender_name(code)) for code in codes],
        told=told_in_words(asking, found.set),
        names={code: lender_name(code) for code in {*codes, *found.numbers} if code},
        mistakes=mistakes_in(asking, refused),
        key=new_id,
        done=done,
    )
