"""Products of a dossier: their cards and parts, how they end, and which application is sent for them."""

from collections.abc import Iterable

from fastapi import APIRouter
from fastapi.responses import Response

from handlers.dossiers.views import visible
from handlers.products.views import ProductCard, card_of, kinds, products_of
from hub.ids import derived_id
from hub.records import Outcome
from portal_api.routes.documented import WRITE_PROBLEMS, PathId, problems
from portal_api.routes.dossiers import unknown
from portal_api.shapes.exchanges import DoneShape
from portal_api.shapes.products import (
    CardFieldShape,
    CardRequest,
    CardShape,
    CardsShape,
    EndProductRequest,
    MadeProductShape,
    PartLineShape,
    PartRequest,
    ProductRequest,
    ProductShape,
    ProductsShape,
    ReopenProductRequest,
    TieRequest,
)
from portal_api.who import Asking, DossierReader, DossierWriter
from portal_api.writes import IdempotencyKey, IfMatch, done, write
from schemas.commands import Command
from schemas.errors import NotFound, Refused
from schemas.products import (
    AddProduct,
    DropPart,
    EndProduct,
    KeepPart,
    KeepProduct,
    Kind,
    ReopenProduct,
    Said,
    TieProduct,
)


def routes() -> APIRouter:
    router = APIRouter(tags=["products"])
    said, of = problems(*WRITE_PROBLEMS), "/dossiers/{dossier_id}/products"
    one, part = f"{of}/{{product_id}}", f"{of}/{{product_id}}/parts/{{number}}"
    router.get("/product-cards", responses=problems(), summary="What each kind of product asks")(cards)
    router.get(of, responses=problems(404), summary="The products of a dossier")(listed)
    router.post(of, responses=said, summary="Add a product with its parts")(add)
    router.get(one, responses=problems(404), summary="One product")(shown)
    router.post(one, responses=said, summary="Say what its card says")(keep)
    router.post(f"{one}/parts", responses=said, summary="Add a part")(add_part)
    router.post(part, responses=said, summary="Say what a part says")(keep_part)
    router.post(f"{part}/drop", responses=said, summary="A part is none of it any more")(drop_part)
    router.post(f"{one}/end", responses=said, summary="It ran its course, or will not come")(end)
    router.post(f"{one}/reopen", responses=said, summary="It is open again")(reopen)
    router.post(f"{one}/tie", responses=said, summary="Say which application is sent for it")(tie)
    return router


def cards(_: DossierReader) -> CardsShape:
    def fields(found: tuple[object, ...]) -> tuple[CardFieldShape, ...]:
        return tuple(CardFieldShape.model_validate(each) for each in found)

    made = ((kind, card_of(kind)) for kind in kinds())
    return CardsShape(
        items=tuple(CardShape(kind=kind, fields=fields(card.fields), parts=fields(card.parts)) for kind, card in made)
    )


def listed(asking: DossierReader, dossier_id: PathId) -> ProductsShape:
    return ProductsShape(items=tuple(_shape(each) for each in products_in(asking, dossier_id)))


def shown(asking: DossierReader, dossier_id: PathId, product_id: PathId) -> ProductShape:
    return _shape(product_in(asking, dossier_id, product_id))


def add(
    asking: DossierWriter, dossier_id: PathId, body: ProductRequest, idempotency_key: IdempotencyKey = None
) -> MadeProductShape:
    """A service, a mortgage, a credit …; 422 `part-missing` without a part."""
    outcome, product_id = make(asking, dossier_id, idempotency_key, body.kind, body.card, body.parts)
    return MadeProductShape(product_id=product_id, unit_id=outcome.unit_id, state=outcome.state, at=outcome.at)


def make(
    asking: Asking, dossier_id: str, key: str | None, kind: Kind, card: Said, parts: tuple[Said, ...]
) -> tuple[Outcome, str]:
    """A new product, once per key; its outcome and id. Raises what `AddProduct` refuses."""
    products_in(asking, dossier_id)
    if key is None:
        raise Refused("idempotency-key-missing", path="Idempotency-Key")
    product_id = product_id_of(asking, key)
    made = AddProduct(dossier_id=dossier_id, product_id=product_id, kind=kind, card=card, parts=parts)
    return carry_out(asking, made, dossier_id, key), product_id


def product_id_of(asking: Asking, key: str) -> str:
    """The id of the product that this person makes, or made, with a key."""
    return derived_id("product", asking.viewer.actor, key)


def keep(
    asking: DossierWriter,
    dossier_id: PathId,
    product_id: PathId,
    body: CardRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """What is left out is known no more."""
    made = KeepProduct(dossier_id=dossier_id, product_id=product_id, card=body.card)
    return _done(asking, made, dossier_id, response, (idempotency_key, if_match))


def add_part(
    asking: DossierWriter,
    dossier_id: PathId,
    product_id: PathId,
    body: PartRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    made = KeepPart(dossier_id=dossier_id, product_id=product_id, part=body.part)
    return _done(asking, made, dossier_id, response, (idempotency_key, if_match))


def keep_part(
    asking: DossierWriter,
    dossier_id: PathId,
    product_id: PathId,
    number: int,
    body: PartRequest,
    *,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    check_number(number)
    made = KeepPart(dossier_id=dossier_id, product_id=product_id, number=number, part=body.part)
    return _done(asking, made, dossier_id, response, (idempotency_key, if_match))


def drop_part(
    asking: DossierWriter,
    dossier_id: PathId,
    product_id: PathId,
    number: int,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """409 `last-part` for the only one."""
    made = DropPart(dossier_id=dossier_id, product_id=product_id, number=number)
    return _done(asking, made, dossier_id, response, (idempotency_key, if_match))


def end(
    asking: DossierWriter,
    dossier_id: PathId,
    product_id: PathId,
    body: EndProductRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    made = EndProduct(dossier_id=dossier_id, product_id=product_id, ending=body.ending, reason=body.reason)
    return _done(asking, made, dossier_id, response, (idempotency_key, if_match))


def reopen(
    asking: DossierWriter,
    dossier_id: PathId,
    product_id: PathId,
    body: ReopenProductRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    made = ReopenProduct(dossier_id=dossier_id, product_id=product_id, reason=body.reason)
    return _done(asking, made, dossier_id, response, (idempotency_key, if_match))


def tie(
    asking: DossierWriter,
    dossier_id: PathId,
    product_id: PathId,
    body: TieRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """409 `already-tied` when it is sent for another product."""
    made = TieProduct(dossier_id=dossier_id, product_id=product_id, application_id=body.application_id or "")
    return _done(asking, made, dossier_id, response, (idempotency_key, if_match))


def products_in(asking: Asking, dossier_id: str) -> tuple[ProductCard, ...]:
    """Raises `NotFound` outside the scope."""
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
        if dossier is None:
            raise unknown(dossier_id)
        return products_of(dossier, connection)


def product_in(asking: Asking, dossier_id: str, product_id: str) -> ProductCard:
    """Raises `NotFound`."""
    return picked(products_in(asking, dossier_id), product_id)


def picked(products: Iterable[ProductCard], product_id: str) -> ProductCard:
    """Raises `NotFound`."""
    for each in products:
        if each.id == product_id:
            return each
    raise NotFound("not-found", path="product_id", came=product_id, expected="een product / a product")


def carry_out(asking: Asking, made: Command, dossier_id: str, key: str | None, if_match: str | None = None) -> Outcome:
    """Once per key, in a dossier in scope; raises `NotFound`, and what the command refuses."""
    products_in(asking, dossier_id)
    given = {"command": type(made).__name__, **made.model_dump(mode="json")}
    return write(asking, key, given, lambda: made, seen=(dossier_id, if_match))[0]


def check_number(number: int) -> None:
    """Parts are counted from 1; raises `Refused` (`request-invalid`)."""
    if number < 1:
        raise Refused("request-invalid", path="number", came=number, expected=">= 1")


def _done(
    asking: Asking, made: Command, dossier_id: str, response: Response, of_the_write: tuple[str | None, str | None]
) -> DoneShape:
    return done(carry_out(asking, made, dossier_id, *of_the_write), type(made).__name__, response)


def _shape(product: ProductCard) -> ProductShape:
    return ProductShape(
        id=product.id,
        dossier_id=product.dossier_id,
        kind=product.kind,
        lender=product.lender,
        state=product.state,
        reason=product.reason,
        application_id=product.application.id if product.application else "",
        card=product.card,
        said=product.said,
        facts=product.facts,
        parts=tuple(PartLineShape.model_validate(each) for each in product.parts),
        missing=product.missing,
        made_at=product.made_at,
        ended_at=product.ended_at,
    )
