"""Action points that staff make for a customer by hand: made, changed, taken back, and judged."""

from fastapi import APIRouter
from fastapi.responses import Response

from handlers.action_points.views import checklists
from portal_api.routes.appointments import carry_out
from portal_api.routes.documented import WRITE_PROBLEMS, PathId, problems
from portal_api.shapes.action_points import (
    AssessRequest,
    ChecklistShape,
    ChecklistsShape,
    PointRequest,
    StartChecklistRequest,
    TakeBackRequest,
)
from portal_api.shapes.exchanges import DoneShape
from portal_api.who import Asking, DocumentJudge, DossierReader, DossierWriter
from portal_api.writes import IdempotencyKey, IfMatch, done
from schemas.action_points import (
    ChangeActionPoint,
    JudgeActionPoint,
    MakeActionPoint,
    PointTerms,
    StartChecklist,
    WithdrawActionPoint,
)
from schemas.commands import Command


def routes() -> APIRouter:
    router = APIRouter(tags=["action points"])
    said, of = problems(*WRITE_PROBLEMS), "/dossiers/{dossier_id}/action-points"
    one = f"{of}/{{action_point_id}}"
    router.post(f"{of}/by-hand", responses=said, summary="Ask something of the customer")(make)
    router.get("/checklists", responses=problems(), summary="What is asked per profile of customers")(profiles)
    router.post(f"{of}/checklist", responses=said, summary="Ask what belongs to a customer's profile")(start)
    router.post(f"{one}/change", responses=said, summary="Ask it otherwise")(change)
    router.post(f"{one}/take-back", responses=said, summary="Ask it no more")(take_back)
    router.post(f"{one}/assess", responses=said, summary="It was done, is right, or is asked again")(assess)
    return router


def make(
    asking: DossierWriter,
    dossier_id: PathId,
    body: PointRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """The customer sees it at once; what a stock list asks is asked by the list."""
    made = MakeActionPoint(dossier_id=dossier_id, terms=PointTerms(**body.model_dump()))
    return _done(asking, made, dossier_id, response, (idempotency_key, if_match))


def profiles(_: DossierReader) -> ChecklistsShape:
    return ChecklistsShape(items=tuple(ChecklistShape.model_validate(each) for each in checklists()))


def start(
    asking: DossierWriter,
    dossier_id: PathId,
    body: StartChecklistRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """What he is asked already is not asked again; 409 `checklist-there` when that is all of it."""
    made = StartChecklist(dossier_id=dossier_id, **body.model_dump())
    return _done(asking, made, dossier_id, response, (idempotency_key, if_match))


def change(
    asking: DossierWriter,
    dossier_id: PathId,
    action_point_id: PathId,
    body: PointRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """409 `action-point-follows` for one of a stock list, `action-point-state` for one that is not open."""
    terms = PointTerms(**body.model_dump())
    made = ChangeActionPoint(dossier_id=dossier_id, action_point_id=action_point_id, terms=terms)
    return _done(asking, made, dossier_id, response, (idempotency_key, if_match))


def take_back(
    asking: DossierWriter,
    dossier_id: PathId,
    action_point_id: PathId,
    body: TakeBackRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    made = WithdrawActionPoint(dossier_id=dossier_id, action_point_id=action_point_id, reason=body.reason)
    return _done(asking, made, dossier_id, response, (idempotency_key, if_match))


def assess(
    asking: DocumentJudge,
    dossier_id: PathId,
    action_point_id: PathId,
    body: AssessRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """Rejected asks a reason and opens the same action point in a next round."""
    made = JudgeActionPoint(
        dossier_id=dossier_id, action_point_id=action_point_id, verdict=body.verdict, reason=body.reason
    )
    return _done(asking, made, dossier_id, response, (idempotency_key, if_match))


def _done(
    asking: Asking, made: Command, dossier_id: str, response: Response, of_the_write: tuple[str | None, str | None]
) -> DoneShape:
    return done(carry_out(asking, made, dossier_id, *of_the_write), type(made).__name__, response)
