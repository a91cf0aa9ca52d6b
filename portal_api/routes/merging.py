"""Two dossiers that become one, and one that becomes two: first tried, then done; a merge can be taken back."""

from fastapi import APIRouter
from fastapi.responses import Response

from handlers.dossiers.views import visible
from handlers.merging.views import moves_in
from hub.ids import new_id
from portal_api.merging import merge, merge_plan
from portal_api.routes.documented import WRITE_PROBLEMS, PathId, problems
from portal_api.routes.dossiers import unknown
from portal_api.shapes.exchanges import DoneShape
from portal_api.shapes.merging import (
    HeldShape,
    MergePreviewRequest,
    MergeRequest,
    MoveShape,
    MovesShape,
    PlanShape,
    SplitPlanShape,
    SplitPreviewRequest,
    SplitRequest,
    plan_of,
)
from portal_api.splitting import came_with_merge, held_of, split, split_figures, split_of
from portal_api.who import Asking, DossierAssigner, DossierReader
from portal_api.writes import IdempotencyKey, done


def routes() -> APIRouter:
    router = APIRouter(prefix="/dossiers/{dossier_id}", tags=["dossiers"])
    tried, said = problems(404, 409), problems(*WRITE_PROBLEMS)
    router.get("/merges", responses=problems(404, 409), summary="What was merged and split, and what can go")(listed)
    router.post("/merge/preview", responses=tried, summary="What a merge would move, and what clashes")(preview_merge)
    router.post("/merge", responses=said, summary="Another dossier is merged into this one")(merge_)
    router.post("/split/preview", responses=tried, summary="What a split would move")(preview_split)
    router.post("/split", responses=said, summary="What is chosen goes to another dossier")(split_)
    return router


def listed(asking: DossierReader, dossier_id: PathId) -> MovesShape:
    """409 `dossier-merged` for a dossier that was merged itself; `expected` is where it leads."""
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
        if dossier is None:
            raise unknown(dossier_id)
        moves = moves_in(dossier, connection)
    holds = tuple(HeldShape.model_validate(each) for each in held_of(asking, dossier_id))
    return MovesShape(moves=tuple(MoveShape.model_validate(each) for each in moves), holds=holds)


def preview_merge(asking: DossierAssigner, dossier_id: PathId, body: MergePreviewRequest) -> PlanShape:
    """Tried and undone: nothing is written. Refused as the merge itself would be."""
    return plan_of(merge_plan(asking, dossier_id, body.with_dossier_id, body.choices.chosen()))


def merge_(
    asking: DossierAssigner,
    dossier_id: PathId,
    body: MergeRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> DoneShape:
    """That dossier is empty afterwards and leads here; 409 `merge-changed` when it has something else than was seen."""
    outcome, name = merge(asking, idempotency_key, body.command(dossier_id))
    return done(outcome, name, response)


def preview_split(asking: DossierAssigner, dossier_id: PathId, body: SplitPreviewRequest) -> SplitPlanShape:
    """Tried and undone: nothing is written. With `undoes` and nothing chosen: all that came with that merge."""
    made = split_of(asking, new_id(), dossier_id, _filled(asking, dossier_id, body).asked())
    return SplitPlanShape(figures=split_figures(asking, made))


def split_(
    asking: DossierAssigner,
    dossier_id: PathId,
    body: SplitRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> DoneShape:
    """What hangs below what is chosen goes with it. With `undoes` and nothing chosen: all that came with that merge."""
    filled = _filled(asking, dossier_id, body)
    made = split_of(asking, idempotency_key, dossier_id, filled.asked(body.reason, body.seen))
    outcome, name = split(asking, idempotency_key, made)
    return done(outcome, name, response)


def _filled(asking: Asking, dossier_id: str, body: SplitPreviewRequest) -> SplitPreviewRequest:
    if not body.undoes or body.applications or body.products or body.parties or body.things:
        return body
    _, chosen = came_with_merge(asking, dossier_id, body.undoes)
    return body.model_copy(update=chosen.model_dump())
