"""People who stand twice in a dossier: who may be one, who was said to be, and taking that back."""

from fastapi import APIRouter
from fastapi.responses import Response

from handlers.dossiers.views import Pair
from portal_api.keeping import change, pairs
from portal_api.routes.documented import WRITE_PROBLEMS, PathId, problems
from portal_api.shapes.exchanges import DoneShape
from portal_api.shapes.keeping import DiffersShape, JoinRequest, PairShape, PairsShape, PartRequest
from portal_api.who import DossierReader, DossierWriter
from portal_api.writes import IdempotencyKey, IfMatch, done
from schemas.dossiers import JoinPeople, PartPeople


def routes() -> APIRouter:
    router = APIRouter(prefix="/dossiers/{dossier_id}/people", tags=["dossiers"])
    said = problems(*WRITE_PROBLEMS)
    router.get("", responses=problems(404), summary="Who stands twice, or may")(listed)
    router.post("/join", responses=said, summary="Somebody of an application is whom the office keeps")(join)
    router.post("/part", responses=said, summary="He is somebody else after all")(part)
    return router


def listed(asking: DossierReader, dossier_id: PathId) -> PairsShape:
    """The likeliest for each applicant of an application, with what each of the two says."""
    return PairsShape(items=tuple(_shape(each) for each in pairs(asking, dossier_id)))


def join(
    asking: DossierWriter,
    dossier_id: PathId,
    body: JoinRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """Later messages about him go to that one person. 409 `party-tied` when another of that application is he."""
    made = JoinPeople(dossier_id=dossier_id, **body.model_dump())
    outcome, name = change(asking, idempotency_key, made, dossier_id, if_match)
    return done(outcome, name, response)


def part(
    asking: DossierWriter,
    dossier_id: PathId,
    body: PartRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """They stand twice again, each with what is said of him."""
    made = PartPeople(dossier_id=dossier_id, **body.model_dump())
    outcome, name = change(asking, idempotency_key, made, dossier_id, if_match)
    return done(outcome, name, response)


def _shape(pair: Pair) -> PairShape:
    differs = tuple(DiffersShape(field=name, own=own, said=said) for name, own, said in pair.differs)
    known = {name: getattr(pair, name) for name in PairShape.model_fields if name != "differs"}
    return PairShape.model_validate({**known, "differs": differs})
