"""The page *Kantoorgegevens*: who the office is on paper and to those who receive its messages."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel, StringConstraints

from handlers.offices.views import SetBy, set_by_in
from portal_api.brands import office_of
from portal_api.pages.conflicts import Field, Stale, conflict_page
from portal_api.pages.rendering import page
from portal_api.pages.seen import SeenState, digest
from portal_api.pages.setting import told_in_words
from portal_api.pages.staff import Done, mistakes_in, status_of, to
from portal_api.routes.office import PLACE, details_of
from portal_api.texts import text
from portal_api.who import Asking, OfficeWriter
from schemas.errors import Refused

_Field = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]


class DetailsForm(BaseModel):
    """`seen` is what stood there when the form was made."""

    seen: SeenState
    company: _Field = ""
    kvk_number: _Field = ""
    afm_number: _Field = ""
    phone: _Field = ""
    email: _Field = ""
    website: _Field = ""
    street: _Field = ""
    house_number: _Field = ""
    house_number_suffix: _Field = ""
    postcode: _Field = ""
    city: _Field = ""


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get(PLACE)(read)
    router.post(PLACE)(keep)
    return router


def read(asking: OfficeWriter, request: Request, done: Done = "") -> Response:
    return _page(asking, request, details_of(asking).model_dump(), done=done)


def keep(asking: OfficeWriter, request: Request, form: Annotated[DetailsForm, Form()]) -> Response:
    now = details_of(asking).model_dump()
    typed = form.model_dump(exclude={"seen"})
    if form.seen != _state(now):
        return _stale(asking, request, now, typed)
    try:
        asking.counter.offices.set_details(asking.viewer, office_of(asking), typed)
    except Refused as refused:
        return _page(asking, request, typed, refused=refused)
    return to(PLACE, "kept")


def _page(
    asking: Asking, request: Request, typed: dict[str, str], *, refused: Refused | None = None, done: str = ""
) -> Response:
    now = details_of(asking).model_dump()
    return page(
        asking,
        request,
        "office/details.html",
        status_of(refused),
        typed=typed,
        told=told_in_words(asking, _set_by(asking)).get("profile", ""),
        names=tuple(now),
        seen=_state(now),
        mistakes=mistakes_in(asking, refused),
        done=done,
    )


def _stale(asking: Asking, request: Request, now: dict[str, str], typed: dict[str, str]) -> Response:
    """Somebody else changed it since: both stand side by side, and nothing that was typed is lost."""
    fields = [
        Field(text(asking.language, f"details.{name}"), "", now[name], typed[name])
        for name in now
        if now[name] != typed[name]
    ]
    again = typed | {"seen": _state(now)}
    last = _set_by(asking).get("profile")
    actor, at = (last.actor, last.at) if last else ("", None)
    stale = Stale(text(asking.language, "details.title"), actor, at, fields, PLACE, again, PLACE)
    return conflict_page(asking, request, stale)


def _set_by(asking: Asking) -> dict[str, SetBy]:
    with asking.reading() as connection:
        return set_by_in(connection, office_of(asking))


def _state(now: dict[str, str]) -> str:
    return digest(*now.values())
