"""The advice file of a product: which of its items are present, missing or waived."""

from fastapi import APIRouter
from fastapi.responses import Response

from handlers.advice_files.views import AdviceFile, PolicyView, advice_file_of, policies_of
from handlers.dossiers.views import visible
from hub.records import Outcome
from portal_api.brands import office_of
from portal_api.proofs import check_proof, proofs_of
from portal_api.routes.documented import WRITE_PROBLEMS, PathId, problems
from portal_api.routes.dossiers import unknown
from portal_api.routes.products import carry_out, product_in
from portal_api.shapes.advice_files import (
    AdviceFileShape,
    AdviceItemRequest,
    AdvicePoliciesShape,
    AdvicePolicyRequest,
    AdvicePolicyShape,
    ProofShape,
    ProofsShape,
)
from portal_api.shapes.exchanges import DoneShape
from portal_api.who import Asking, DossierReader, DossierWriter, OfficeWriter
from portal_api.writes import IdempotencyKey, IfMatch, done, write
from schemas.advice_files import RecordAdviceItem, SetAdvicePolicy
from schemas.errors import Refused
from schemas.products import Kind


def routes() -> APIRouter:
    router = APIRouter(tags=["products"])
    said, of = problems(*WRITE_PROBLEMS), "/dossiers/{dossier_id}/products/{product_id}/advice-file"
    router.get(of, responses=problems(404), summary="The advice file of a product")(shown)
    router.post(of, responses=said, summary="Say how an item of it stands")(record)
    router.get(f"{of}/proofs", responses=problems(404), summary="What of the dossier may show an item of it")(proofs)
    here = "/office/advice-files"
    router.get(
        here, responses=problems(404), summary="Whether gaps in advice files stop what is sent", tags=["office"]
    )(policies)
    router.post(here, responses=said, summary="Decide whether gaps stop what is sent", tags=["office"])(set_policy)
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
    """409 `product-ended`; 422 for an item that the kind does not ask, without where it is or why not, for no proof."""
    check_proof(asking, dossier_id, product_id, body.proof)
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


def proofs(asking: DossierReader, dossier_id: PathId, product_id: PathId) -> ProofsShape:
    """Files, reports, agreements, contact, monthly costs, and steps of its workflow, each with its page."""
    product_in(asking, dossier_id, product_id)
    found = proofs_of(asking, dossier_id, product_id)
    return ProofsShape(items=tuple(ProofShape.model_validate(each) for each in found))


def policies(asking: OfficeWriter) -> AdvicePoliciesShape:
    """For each kind that an application is sent for; told only, until somebody decides otherwise."""
    return AdvicePoliciesShape(items=tuple(AdvicePolicyShape.model_validate(each) for each in policies_in(asking)))


def set_policy(
    asking: OfficeWriter, body: AdvicePolicyRequest, response: Response, idempotency_key: IdempotencyKey = None
) -> DoneShape:
    """For what is sent from here on; then a gap refuses with `advice-file-incomplete`."""
    outcome = decide_policy(asking, body.kind, idempotency_key, blocks=body.blocks)
    return done(outcome, "SetAdvicePolicy", response)


def policies_in(asking: Asking) -> tuple[PolicyView, ...]:
    """Raises `NotFound` for who has no office."""
    office_id = office_of(asking)
    with asking.reading() as connection:
        return policies_of(connection, office_id)


def decide_policy(asking: Asking, kind: Kind, key: str | None, *, blocks: bool) -> Outcome:
    """Once per key; raises `NotFound`, and `Refused` (`request-invalid`) for a kind that nothing is sent for."""
    known = [each.kind for each in policies_in(asking)]
    if kind not in known:
        raise Refused("request-invalid", path="kind", came=kind, expected=", ".join(known))
    made = SetAdvicePolicy(office_id=office_of(asking), kind=kind, blocks=blocks)
    given = {"command": "SetAdvicePolicy", **made.model_dump(mode="json")}
    return write(asking, key, given, lambda: made)[0]
