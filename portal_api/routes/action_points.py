"""Action points: what the customer has to do, letting it through, and what the office decided about that."""

from fastapi import APIRouter
from fastapi.responses import Response

from handlers.action_points.views import action_points_in, is_at_once_for
from handlers.dossiers.views import visible
from portal_api.routes.documented import WRITE_PROBLEMS, PathId, problems
from portal_api.shapes.action_points import (
    ActionPointShape,
    ActionPointsShape,
    PolicyRequest,
    PolicyShape,
    ReleaseRequest,
)
from portal_api.shapes.exchanges import DoneShape
from portal_api.who import Asking, DocumentJudge, DossierReader, OfficeWriter
from portal_api.writes import IdempotencyKey, IfMatch, done, write
from schemas.action_points import ReleaseActionPoints, SetActionPointPolicy
from schemas.errors import NotFound


def routes() -> APIRouter:
    router = APIRouter(tags=["action points"])
    said = problems(*WRITE_PROBLEMS)
    points = "/dossiers/{dossier_id}/action-points"
    router.get(points, responses=problems(404), summary="What the customer has to do, the most urgent first")(listed)
    router.post(f"{points}/release", responses=said, summary="Let the customer see these")(release)
    router.get("/office/action-points", responses=problems(404), summary="Whether they reach customers at once")(policy)
    router.post("/office/action-points", responses=said, summary="Decide whether they reach customers at once")(
        set_policy
    )
    return router


def listed(asking: DossierReader, dossier_id: PathId) -> ActionPointsShape:
    """Those that wait for a look of the adviser are `held`; what is done or over stands last."""
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
        found = action_points_in(dossier, connection) if dossier else None
    if found is None:
        raise NotFound("not-found", path="dossier_id", came=dossier_id, expected="a dossier")
    return ActionPointsShape(items=tuple(ActionPointShape.model_validate(each) for each in found))


def release(
    asking: DocumentJudge,
    dossier_id: PathId,
    body: ReleaseRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """They stay released when they are asked again."""
    listed(asking, dossier_id)
    made = ReleaseActionPoints(dossier_id=dossier_id, action_points=body.action_points)
    given = {"command": "ReleaseActionPoints", **made.model_dump(mode="json")}
    outcome, name = write(asking, idempotency_key, given, lambda: made, seen=(dossier_id, if_match))
    return done(outcome, name, response)


def policy(asking: DossierReader) -> PolicyShape:
    """False as long as the office decided nothing: the adviser looks first."""
    office_of(asking)
    with asking.reading() as connection:
        return PolicyShape(at_once=is_at_once_for(asking.viewer, connection))


def set_policy(
    asking: OfficeWriter, body: PolicyRequest, response: Response, idempotency_key: IdempotencyKey = None
) -> DoneShape:
    """For what is asked from here on."""
    made = SetActionPointPolicy(office_id=office_of(asking), at_once=body.at_once)
    given = {"command": "SetActionPointPolicy", **made.model_dump(mode="json")}
    outcome, name = write(asking, idempotency_key, given, lambda: made)
    return done(outcome, name, response)


def office_of(asking: Asking) -> str:
    """The office of who asks; an operator has none."""
    if asking.viewer.office_id is None:
        raise NotFound("not-found", path="office", came="operator", expected="an office")
    return asking.viewer.office_id
