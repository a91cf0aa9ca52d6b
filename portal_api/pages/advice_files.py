"""The page *Adviesdossier* of a product: each item with how it stands, and a form to record it.

A form that was refused comes back with what was typed; it does what the operation of the API does.
"""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel, StringConstraints, ValidationError

from handlers.advice_files.views import SAID_MAX, advice_file_of
from handlers.dossiers.views import title_of, visible
from hub.ids import new_id
from portal_api.counter import DOSSIERS_WRITE
from portal_api.pages.rendering import page
from portal_api.pages.staff import Done, Key, mistakes_in, status_of, to
from portal_api.proofs import check_proof, proofs_of
from portal_api.routes.documented import PathId
from portal_api.routes.dossiers import unknown
from portal_api.routes.products import carry_out, product_in
from portal_api.who import Asking, DossierReader, DossierWriter
from schemas.advice_files import RecordAdviceItem
from schemas.errors import NotFound, Refused

HERE = "/dossiers/{dossier_id}/products/{product_id}/advice-file"
_EXPECTED = {"said": f"<= {SAID_MAX}", "standing": "present, waived, missing"}
_Field = Annotated[str, StringConstraints(max_length=1000, pattern=r"^[^\x00]*$")]


class ItemForm(BaseModel):
    """`seen` is the number of the line that counted when the form was made."""

    key: Key = ""
    item: _Field = ""
    standing: _Field = ""
    said: _Field = ""
    proof: _Field = ""
    seen: Annotated[int, Form(ge=0, le=1_000_000)] = 0


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get(HERE)(overview)
    router.post(HERE)(record)
    return router


def overview(
    asking: DossierReader, request: Request, dossier_id: PathId, product_id: PathId, done: Done = ""
) -> Response:
    return _page(asking, request, (dossier_id, product_id), done=done)


def record(
    asking: DossierWriter, request: Request, dossier_id: PathId, product_id: PathId, form: Annotated[ItemForm, Form()]
) -> Response:
    place = (dossier_id, product_id)
    product_in(asking, *place)
    try:
        made = _made(place, form)
        check_proof(asking, *place, made.proof)
        carry_out(asking, made, dossier_id, form.key or None)
    except NotFound:
        raise
    except Refused as refused:
        return _page(asking, request, place, refused, form)
    return to(f"/dossiers/{dossier_id}/products/{product_id}/advice-file", "kept")


def _made(place: tuple[str, str], form: ItemForm) -> RecordAdviceItem:
    """Raises `Refused` (`request-invalid`) with the field that is none."""
    given = form.model_dump(include={"item", "standing", "said", "proof", "seen"})
    try:
        return RecordAdviceItem.model_validate({"dossier_id": place[0], "product_id": place[1], **given})
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        came = len(form.said) if name == "said" else given[name]
        expected = _EXPECTED.get(name, "een onderdeel / an item")
        raise Refused("request-invalid", path=name, came=came, expected=expected) from error


def _page(
    asking: Asking,
    request: Request,
    place: tuple[str, str],
    refused: Refused | None = None,
    form: ItemForm | None = None,
    *,
    done: str = "",
) -> Response:
    product = product_in(asking, *place)
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, place[0])
        if dossier is None:
            raise unknown(place[0])
        title, found = title_of(dossier, connection), advice_file_of(dossier, connection, place[1], product.kind)
    return page(
        asking,
        request,
        "advice_files/one.html",
        status_of(refused),
        product=product,
        title=title,
        found=found,
        proofs={each.proof: each for each in proofs_of(asking, *place)},
        typed=form.model_dump() if form else {},
        mistakes=mistakes_in(asking, refused),
        key=new_id,
        most=SAID_MAX,
        done=done,
        may_write=DOSSIERS_WRITE in asking.who.scopes,
    )
