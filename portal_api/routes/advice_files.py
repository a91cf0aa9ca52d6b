"""The advice file of a product: which of its items are present, missing or waived."""

from fastapi import APIRouter
from fastapi.responses import Response

from handlers.advice_files.views import AdviceFile, advice_file_of
from handlers.dossiers.views import visible
from portal_api.routes.documented import WRITE_PROBLEMS, PathId, problems
from portal_api.routes.dossiers import unknown
from portal_api.routes.products import carry_out, product_in
from portal_api.shapes.advice_files import AdviceFileShape, AdviceItemRequest
from portal_api.shapes.exchanges import DoneShape
from portal_api.who import Asking, DossierReader, DossierWriter
from portal_api.writes import IdempotencyKey, IfMatch, done
from schemas.advice_files import RecordAdviceItem


def routes() -> APIRouter:
    router = APIRouter(tags=["products"])
    said, of = problems(*WRITE_PROBLEMS), "/dossiers/{dossier_id}/products/{product_id}/advice-file"
    router.get(of, responses=problems(404), summary="The advice file of a product")(shown)
    router.post(of, responses=said, summary="Say how an item of it stands")(record)
    return router


def shown(asking: DossierReader, dossier_id: PathId, product_id: PathId) -> AdviceFileShape:
    return AdviceFileShape.model_validate(file_of(asking, dossier_id, product_id))


def record(
    asking: DossierWriter,
    dossier_id: PathId,
    product_id: PathId,
    body: AdviceItemRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """409 `product-ended`; 422 for an item that the kind does not ask, and without where it is or why not."""
    made = RecordAdviceItem(dossier_id=dossier_id, product_id=product_id, **body.model_dump())
    outcome = carry_out(asking, made, dossier_id, idempotency_key, if_match)
    return done(outcome, type(made).__name__, response)


def file_of(asking: Asking, dossier_id: str, product_id: str) -> AdviceFile:
    """Raises `NotFound`."""
    product = product_in(asking, dossier_id, product_id)
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
        if dossier is None:
            raise unknown(dossier_id)
        return advice_file_of(dossier, connection, product_id, product.kind)
