"""The page *Betrokkenen* of a dossier: its adviser and case handler, and the sub-agents that see it."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from handlers.accounts.views.staff import may_take_over, staff_for
from handlers.offices.views import organisations_for
from portal_api.pages.rendering import page
from portal_api.pages.staff import Done, Typed, mistakes_in, status_of, to
from portal_api.routes.documented import PathId
from portal_api.routes.involvements import Part, involved
from portal_api.who import Asking, DossierAssigner
from schemas.errors import Refused
from schemas.involvements import AssignDossier, LinkSubAgent, UnlinkSubAgent


def routes() -> APIRouter:
    router = APIRouter(prefix="/dossiers/{dossier_id}", include_in_schema=False)
    router.get("/involved")(involved_page)
    router.post("/involved/{part}")(assign)
    router.post("/sub-agents")(link)
    router.post("/sub-agents/{organisation_id}/unlink")(unlink)
    return router


def involved_page(asking: DossierAssigner, request: Request, dossier_id: PathId, done: Done = "") -> Response:
    return _involved(asking, request, dossier_id, done=done)


def assign(
    asking: DossierAssigner,
    request: Request,
    dossier_id: PathId,
    part: Part,
    person_id: Typed = "",
    was: Typed = "",
    reason: Typed = "",
) -> Response:
    """Only when the part is still whose it was when the form was made."""
    before = {each.part: each.id for each in involved(asking, dossier_id)}.get(part, "")
    try:
        if before != was:
            raise Refused("stale", path=part, came=before or "-", expected=was or "-")  # noqa: TRY301
        made = AssignDossier(dossier_id=dossier_id, part=part, person_id=person_id, instead_of=was, reason=reason)
        asking.counter.runtime.execute(made, actor=asking.viewer.actor)
    except Refused as refused:
        return _involved(asking, request, dossier_id, refused=refused, typed={part: person_id, "reason": reason})
    return to(f"/dossiers/{dossier_id}/involved", "changed")


def link(
    asking: DossierAssigner,
    request: Request,
    dossier_id: PathId,
    organisation_id: Typed = "",
    start_point: Typed = "",
) -> Response:
    involved(asking, dossier_id)
    try:
        made = LinkSubAgent(dossier_id=dossier_id, organisation_id=organisation_id, start_point=start_point)
        asking.counter.runtime.execute(made, actor=asking.viewer.actor)
    except Refused as refused:
        return _involved(asking, request, dossier_id, refused=refused, typed={"start_point": start_point})
    return to(f"/dossiers/{dossier_id}/involved", "changed")


def unlink(asking: DossierAssigner, dossier_id: PathId, organisation_id: PathId, reason: Typed = "") -> Response:
    involved(asking, dossier_id)
    made = UnlinkSubAgent(dossier_id=dossier_id, organisation_id=organisation_id, reason=reason)
    asking.counter.runtime.execute(made, actor=asking.viewer.actor)
    return to(f"/dossiers/{dossier_id}/involved", "changed")


def _involved(
    asking: Asking,
    request: Request,
    dossier_id: str,
    *,
    refused: Refused | None = None,
    typed: dict[str, str] | None = None,
    done: str = "",
) -> Response:
    found = involved(asking, dossier_id)
    with asking.reading() as connection:
        people = staff_for(asking.viewer, connection, asking.counter.runtime.doors.now())
        organisations = organisations_for(asking.viewer, connection)
    colleagues = [each for each in people if may_take_over(each)]
    open_agents = [each for each in organisations if each.kind == "sub-agent" and each.closed_at is None]
    return page(
        asking,
        request,
        "dossiers/involved.html",
        status_of(refused),
        dossier_id=dossier_id,
        holders={each.part: each for each in found if each.part in {"adviser", "handler"}},
        sub_agents=[each for each in found if each.part == "sub-agent"],
        customers=[each for each in found if each.part == "customer"],
        colleagues=[("", "–"), *((each.id, each.name) for each in colleagues)],
        organisations=[(each.id, each.name) for each in open_agents],
        typed=typed or {},
        mistakes=mistakes_in(asking, refused),
        done=done,
    )
