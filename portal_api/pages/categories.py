"""The page *Documentcategorieën*: under what customers find documents; names, order, and which are used."""

import re
import unicodedata
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel, StringConstraints, ValidationError

from handlers.publications.views import categories_for
from hub.ids import new_id
from portal_api.pages.rendering import page
from portal_api.pages.staff import Done, Key, mistakes_in, status_of, to
from portal_api.routes.action_points import office_of
from portal_api.routes.publications import CATEGORIES, keep_category
from portal_api.shapes.publications import CategoryRequest
from portal_api.who import Asking, OfficeWriter
from schemas.errors import Refused

_Field = Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00]*$")]
_ODD = re.compile(r"[^0-9a-z]+")


class CategoryForm(BaseModel):
    """`category` is empty for a new one, whose name says what it is known by; `active` is ticked or not there."""

    key: Key = ""
    category: Annotated[str, StringConstraints(max_length=64, pattern=r"^[0-9a-z-]*$")] = ""
    nl: _Field = ""
    en: _Field = ""
    position: Annotated[str, StringConstraints(max_length=10)] = ""
    active: Annotated[str, StringConstraints(max_length=10)] = ""


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get(CATEGORIES)(overview)
    router.post(CATEGORIES)(keep)
    return router


def overview(asking: OfficeWriter, request: Request, done: Done = "") -> Response:
    return _page(asking, request, done=done)


def keep(asking: OfficeWriter, request: Request, form: Annotated[CategoryForm, Form()]) -> Response:
    try:
        asked = _asked(form)
        keep_category(asking, form.category or _called(form.nl), asked, form.key or None, Response())
    except Refused as refused:
        return _page(asking, request, refused, form.model_dump())
    return to(CATEGORIES, "kept")


def _asked(form: CategoryForm) -> CategoryRequest:
    """Raises `Refused` (`request-invalid`)."""
    said = {"nl": form.nl, "en": form.en or form.nl, "position": form.position, "active": bool(form.active)}
    try:
        return CategoryRequest.model_validate(said)
    except ValidationError:
        raise Refused("request-invalid", path="position", came=form.position, expected="0–999") from None


def _called(name: str) -> str:
    """What a new category is known by; raises `Refused` (`request-invalid`) for a name without a letter."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    made = _ODD.sub("-", plain).strip("-")[:64].strip("-")
    if not made:
        raise Refused("request-invalid", path="nl", came=name[:40], expected="een naam met letters / a name in letters")
    return made


def _page(
    asking: Asking,
    request: Request,
    refused: Refused | None = None,
    typed: dict[str, Any] | None = None,
    *,
    done: str = "",
) -> Response:
    office_of(asking)
    with asking.reading() as connection:
        found = categories_for(asking.viewer, connection)
    return page(
        asking,
        request,
        "publications/categories.html",
        status_of(refused),
        categories=found,
        typed=typed or {},
        mistakes=mistakes_in(asking, refused),
        key=new_id,
        done=done,
    )
