"""Who has a part in a dossier: its adviser, its case handler, a sub-agent."""

from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import Response

from handlers.dossiers.views import visible
from handlers.involvements.views import InvolvementView, involved_in
from portal_api.routes.documented import WRITE_PROBLEMS, PathId, problems
from portal_api.routes.dossiers import unknown
from portal_api.shapes.exchanges import DoneShape
from portal_api.shapes.staff import AssignRequest, InvolvementShape, InvolvementsShape, SubAgentRequest
from portal_api.who import Asking, DossierAssigner, DossierReader
from portal_api.writes import IdempotencyKey, IfMatch, done, write
from schemas.commands import Command
from schemas.involvements import AssignDossier, LinkSubAgent, StaffPart, UnlinkSubAgent

Part = Annotated[StaffPart, Path(description="adviser or handler.")]


def routes() -> APIRouter:
    router = APIRouter(prefix="/dossiers/{dossier_id}", tags=["involvements"])
    said = problems(*WRITE_PROBLEMS)
    router.get("/involvements", responses=problems(404), summary="Who has a part in the dossier")(listed)
    router.post("/involvements/{part}", responses=said, summary="Make a colleague its adviser or case handler")(assign)
    router.post("/sub-agents", responses=said, summary="Let a sub-agent see the dossier")(link)
    router.post("/sub-agents/{organisation_id}/unlink", responses=said, summary="A sub-agent sees the dossier no more")(
        unlink
    )
    return router


def listed(asking: DossierReader, dossier_id: PathId) -> InvolvementsShape:
    return InvolvementsShape(
        items=tuple(InvolvementShape.model_validate(each) for each in involved(asking, dossier_id))
    )


def involved(asking: Asking, dossier_id: str) -> tuple[InvolvementView, ...]:
    """Raises `NotFound` outside the scope."""
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
        if dossier is None:
            raise unknown(dossier_id)
        return involved_in(dossier, connection)


def assign(
    asking: DossierAssigner,
    dossier_id: PathId,
    part: Part,
    body: AssignRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """A part is one person's; who had it before has it no more."""
    made = AssignDossier(
        dossier_id=dossier_id,
        part=part,
        person_id=body.person_id or "",
        instead_of=body.instead_of,
        reason=body.reason,
    )
    return _done(asking, made, dossier_id, response, idempotency_key, if_match)


def link(
    asking: DossierAssigner,
    dossier_id: PathId,
    body: SubAgentRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """It may begin at the start point (startpunt)."""
    made = LinkSubAgent(dossier_id=dossier_id, organisation_id=body.organisation_id, start_point=body.start_point)
    return _done(asking, made, dossier_id, response, idempotency_key, if_match)


def unlink(
    asking: DossierAssigner,
    dossier_id: PathId,
    organisation_id: PathId,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    made = UnlinkSubAgent(dossier_id=dossier_id, organisation_id=organisation_id)
    return _done(asking, made, dossier_id, response, idempotency_key, if_match)


def _done(
    asking: Asking, made: Command, dossier_id: str, response: Response, key: str | None, if_match: str | None
) -> DoneShape:
    involved(asking, dossier_id)
    given = {"command": type(made).__name__, **made.model_dump(mode="json")}
    outcome, name = write(asking, key, given, lambda: made, seen=(dossier_id, if_match))
    return done(outcome, name, response)
