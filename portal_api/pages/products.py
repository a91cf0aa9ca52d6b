"""The pages *Producten* of a dossier and the card of one of them.

A form that was refused comes back with what was typed; each does what an operation of the API does.
The fields of a form follow from the card of its kind: `card.…` for the product, `part.…` for a part.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, StringConstraints

from handlers.advice_files.views import AdviceFile, advice_file_of
from handlers.applications.views import applications_in
from handlers.dossiers.views import title_of, visible
from handlers.products.views import ProductCard, card_of, kinds, typed_again
from handlers.workflows.views import State, WorkflowView, stages_in, workflow_of
from hub.ids import new_id
from portal_api.counter import DOSSIERS_WRITE
from portal_api.pages.conflicts import Field, Stale, conflict_page
from portal_api.pages.rendering import page
from portal_api.pages.seen import SeenState, digest, last_told, unless_changed
from portal_api.pages.sentences import shown
from portal_api.pages.staff import Done, Key, mistakes_in, status_of, to
from portal_api.routes.documented import PathId
from portal_api.routes.dossiers import unknown
from portal_api.routes.products import carry_out, check_number, make, picked, product_in, products_in
from portal_api.texts import text
from portal_api.who import Asking, DossierReader, DossierWriter
from schemas.commands import Command
from schemas.errors import NotFound, Refused
from schemas.products import DropPart, EndProduct, KeepPart, KeepProduct, Kind, ReopenProduct, TieProduct

_OF = "/dossiers/{dossier_id}/products"
_ONE = f"{_OF}/{{product_id}}"
_PART = f"{_ONE}/parts/{{number}}"
_Field = Annotated[str, StringConstraints(max_length=2100, pattern=r"^[^\x00]*$")]
_Chosen = Annotated[str, Query(max_length=30, pattern=r"^[a-z_]*$")]
_TOLD = frozenset({"product-added", "product-changed"})
_MOST_FIELDS = 60


class ProductForm(BaseModel):
    """The fields of a card as a browser sends them."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, _Field]

    key: Key = ""
    kind: _Field = ""

    def below(self, place: str) -> dict[str, str]:
        """What was typed of the product (`card`) or the part (`part`), by the names of the card."""
        return _below(self.__pydantic_extra__, place)


class SeenForm(ProductForm):
    """`seen` is what was kept when the form was made."""

    seen: SeenState


class EndForm(BaseModel):
    key: Key = ""
    ending: _Field = ""
    reason: _Field = ""


class TieForm(BaseModel):
    key: Key = ""
    application_id: Annotated[str, StringConstraints(max_length=64, pattern=r"^[0-9A-Za-z-]*$")] = ""


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get(_OF)(overview)
    router.post(_OF)(add)
    router.get(_ONE)(one)
    router.post(_ONE)(keep)
    router.post(f"{_ONE}/parts")(add_part)
    router.post(_PART)(keep_part)
    router.post(f"{_PART}/drop")(drop_part)
    router.post(f"{_ONE}/end")(end)
    router.post(f"{_ONE}/reopen")(reopen)
    router.post(f"{_ONE}/tie")(tie)
    return router


def overview(
    asking: DossierReader, request: Request, dossier_id: PathId, kind: _Chosen = "", done: Done = ""
) -> Response:
    return _overview(asking, request, dossier_id, kind, done=done)


def add(asking: DossierWriter, request: Request, dossier_id: PathId, form: Annotated[ProductForm, Form()]) -> Response:
    products_in(asking, dossier_id)
    try:
        kind = _kind(form.kind)
        _, product_id = make(asking, dossier_id, form.key or None, kind, form.below("card"), _parts(form))
    except NotFound:
        raise
    except Refused as refused:
        return _overview(asking, request, dossier_id, form.kind, refused=refused, typed=_typed(form))
    return to(f"/dossiers/{dossier_id}/products/{product_id}", "kept")


def one(asking: DossierReader, request: Request, dossier_id: PathId, product_id: PathId, done: Done = "") -> Response:
    return _one(asking, request, (dossier_id, product_id), done=done)


def keep(
    asking: DossierWriter,
    request: Request,
    dossier_id: PathId,
    product_id: PathId,
    form: Annotated[SeenForm, Form()],
) -> Response:
    made = KeepProduct(dossier_id=dossier_id, product_id=product_id, card=form.below("card"))
    return _unless_changed(asking, request, made, form, at="card")


def add_part(
    asking: DossierWriter,
    request: Request,
    dossier_id: PathId,
    product_id: PathId,
    form: Annotated[ProductForm, Form()],
) -> Response:
    def made() -> Command:
        return KeepPart(dossier_id=dossier_id, product_id=product_id, part=form.below("part"))

    return _carry(asking, request, (dossier_id, product_id), form, made, at="part-new")


def keep_part(
    asking: DossierWriter,
    request: Request,
    dossier_id: PathId,
    product_id: PathId,
    number: int,
    form: Annotated[SeenForm, Form()],
) -> Response:
    check_number(number)
    made = KeepPart(dossier_id=dossier_id, product_id=product_id, number=number, part=form.below("part"))
    return _unless_changed(asking, request, made, form, at=f"part-{number}")


def drop_part(
    asking: DossierWriter,
    request: Request,
    dossier_id: PathId,
    product_id: PathId,
    number: int,
    form: Annotated[ProductForm, Form()],
) -> Response:
    def made() -> Command:
        return DropPart(dossier_id=dossier_id, product_id=product_id, number=number)

    return _carry(asking, request, (dossier_id, product_id), form, made, at=f"part-{number}")


def end(
    asking: DossierWriter, request: Request, dossier_id: PathId, product_id: PathId, form: Annotated[EndForm, Form()]
) -> Response:
    def made() -> Command:
        ending = "withdrawn" if form.ending == "withdrawn" else "done"
        return EndProduct(dossier_id=dossier_id, product_id=product_id, ending=ending, reason=form.reason)

    return _carry(asking, request, (dossier_id, product_id), form, made, at="end")


def reopen(
    asking: DossierWriter, request: Request, dossier_id: PathId, product_id: PathId, form: Annotated[EndForm, Form()]
) -> Response:
    def made() -> Command:
        return ReopenProduct(dossier_id=dossier_id, product_id=product_id, reason=form.reason)

    return _carry(asking, request, (dossier_id, product_id), form, made, at="end")


def tie(
    asking: DossierWriter, request: Request, dossier_id: PathId, product_id: PathId, form: Annotated[TieForm, Form()]
) -> Response:
    def made() -> Command:
        return TieProduct(dossier_id=dossier_id, product_id=product_id, application_id=form.application_id)

    return _carry(asking, request, (dossier_id, product_id), form, made, at="tie")


def _carry(
    asking: Asking, request: Request, place: tuple[str, str], form: Any, made: Callable[[], Command], *, at: str
) -> Response:
    product_in(asking, *place)
    try:
        carry_out(asking, made(), place[0], form.key or None)
    except NotFound:
        raise
    except Refused as refused:
        return _one(asking, request, place, refused=refused, typed=_typed(form), at=at)
    return to(f"/dossiers/{place[0]}/products/{place[1]}", "kept")


def _unless_changed(
    asking: Asking, request: Request, made: KeepProduct | KeepPart, form: SeenForm, *, at: str
) -> Response:
    """Carries it out unless somebody else changed the product since the form was made."""
    place = (made.dossier_id, made.product_id)

    def look() -> tuple[ProductCard, str]:
        now = product_in(asking, *place)
        return now, _state(now)

    try:
        now = unless_changed(asking, made.dossier_id, form.seen, look, made)
    except NotFound:
        raise
    except Refused as refused:
        return _one(asking, request, place, refused=refused, typed=_typed(form), at=at)
    if now is None:
        return to(f"/dossiers/{place[0]}/products/{place[1]}", "kept")
    return _stale(asking, request, now, form, made)


def _stale(
    asking: Asking, request: Request, now: ProductCard, form: SeenForm, made: KeepProduct | KeepPart
) -> Response:
    """What was typed beside what is kept now."""
    kept = _part_kept(now, made.number) if isinstance(made, KeepPart) else now.card
    fields = [
        Field(text(asking.language, f"field.{name}"), "", shown(name, kept.get(name), asking.language), value)
        for name, value in form.below("part" if isinstance(made, KeepPart) else "card").items()
        if value
    ]
    entry = last_told(asking, now.dossier_id, now.id, _TOLD)
    actor, at = (entry.actor, entry.at) if entry else ("", None)
    again = {**_typed(form), "seen": _state(now)}
    back = f"/dossiers/{now.dossier_id}/products/{now.id}"
    title = text(asking.language, f"product_kind.{now.kind}")
    return conflict_page(asking, request, Stale(title, actor, at, fields, request.url.path, again, back))


def _part_kept(product: ProductCard, number: int) -> dict[str, Any]:
    return next((each.facts for each in product.parts if each.is_kept and each.number == number), {})


def _overview(
    asking: Asking,
    request: Request,
    dossier_id: str,
    kind: str,
    *,
    refused: Refused | None = None,
    typed: dict[str, str] | None = None,
    done: str = "",
) -> Response:
    products, title = products_in(asking, dossier_id), _title(asking, dossier_id)
    known = kind if kind in kinds() else ""
    return page(
        asking,
        request,
        "products/list.html",
        status_of(refused),
        dossier_id=dossier_id,
        title=title,
        products=products,
        stages=_stages(asking, dossier_id),
        kinds=kinds(),
        kind=known,
        asked=card_of(_kind(known)) if known else None,
        shown=lambda name, value: shown(name, value, asking.language),
        key=new_id,
        typed_again=typed_again,
        below=_below,
        typed=typed or {},
        mistakes=_first_part(mistakes_in(asking, refused)),
        done=done,
        may_write=DOSSIERS_WRITE in asking.who.scopes,
    )


def _one(
    asking: Asking,
    request: Request,
    place: tuple[str, str],
    *,
    refused: Refused | None = None,
    typed: dict[str, str] | None = None,
    at: str = "",
    done: str = "",
) -> Response:
    products, title = products_in(asking, place[0]), _title(asking, place[0])
    product = picked(products, place[1])
    return page(
        asking,
        request,
        "products/one.html",
        status_of(refused),
        product=product,
        title=title,
        walked=_walked(asking, place),
        advised=_advised(asking, product),
        asked=card_of(product.kind),
        free=_free(asking, products, product),
        shown=lambda name, value: shown(name, value, asking.language),
        seen=_state(product),
        key=new_id,
        typed_again=typed_again,
        below=_below,
        typed={at: typed} if typed else {},
        mistakes={at: mistakes_in(asking, refused)},
        done=done,
        may_write=DOSSIERS_WRITE in asking.who.scopes,
    )


def refused_step(
    asking: Asking, request: Request, place: tuple[str, str], refused: Refused, typed: dict[str, str]
) -> Response:
    """The card of a product whose step was refused, with why."""
    return _one(asking, request, place, refused=refused, typed=typed, at="step")


def _stages(asking: Asking, dossier_id: str) -> dict[str, State]:
    """Where each product stands, for the list."""
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
        return stages_in(dossier, connection) if dossier else {}


def _walked(asking: Asking, place: tuple[str, str]) -> WorkflowView | None:
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, place[0])
        return workflow_of(dossier, connection, place[1]) if dossier else None


def _advised(asking: Asking, product: ProductCard) -> AdviceFile | None:
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, product.dossier_id)
        return advice_file_of(dossier, connection, product.id, product.kind) if dossier else None


def _free(asking: Asking, products: Iterable[ProductCard], product: ProductCard) -> list[tuple[str, str]]:
    """The applications of the dossier that are sent for no other product: id and number."""
    taken = {each.application.id for each in products if each.application and each.id != product.id}
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, product.dossier_id)
        found = applications_in(dossier, connection) if dossier else ()
    return [(each.id, each.number or each.id[:8]) for each in found if each.id not in taken]


def _title(asking: Asking, dossier_id: str) -> str:
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
        if dossier is None:
            raise unknown(dossier_id)
        return title_of(dossier, connection)


def _state(product: ProductCard) -> str:
    """What is kept of a product, in one word; what its application says does not make a form stale."""
    kept = [(each.number, sorted(each.facts.items())) for each in product.parts if each.is_kept]
    return digest(product.state, sorted(product.card.items()), kept)


def _typed(form: BaseModel) -> dict[str, str]:
    typed = {name: str(value) for name, value in form.model_dump().items()}
    if len(typed) > _MOST_FIELDS:
        raise Refused("request-invalid", path="form", came=len(typed), expected=f"<= {_MOST_FIELDS}")
    return typed


def _parts(form: ProductForm) -> tuple[dict[str, str], ...]:
    """The part beside the card, when anything of it was typed."""
    part = form.below("part")
    return (part,) if any(value.strip() for value in part.values()) else ()


def _first_part(mistakes: dict[str, str]) -> dict[str, str]:
    """A form with a new product has one part, whose fields go without its number."""
    return {name.replace("parts.0.", "part."): said for name, said in mistakes.items()}


def _below(typed: Mapping[str, str], place: str) -> dict[str, str]:
    return {name.removeprefix(f"{place}."): value for name, value in typed.items() if name.startswith(f"{place}.")}


def _kind(given: str) -> Kind:
    for kind in kinds():
        if kind == given:
            return kind
    raise Refused("request-invalid", path="kind", came=given, expected=", ".join(kinds()))
