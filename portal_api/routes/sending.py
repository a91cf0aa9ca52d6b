"""Sending all stukken of an application that may go: what would go, and doing it."""

from dataclasses import asdict

from fastapi import APIRouter
from fastapi.responses import Response

from handlers.dossiers.views import visible
from handlers.stock_lists.views import Step, counted, steps_in
from hub.records import Outcome
from portal_api.routes.applications import application_in
from portal_api.routes.documented import WRITE_PROBLEMS, PathId, problems
from portal_api.sending import Leaving, leaving_of, sending_all_of, sent_by
from portal_api.shapes.documents import (
    LeavingShape,
    LeavingsShape,
    ListStepShape,
    ListStepsShape,
    SentStukShape,
    StukkenSentShape,
)
from portal_api.who import Asking, DocumentJudge, DossierReader
from portal_api.writes import IdempotencyKey, IfMatch, done, write


def routes() -> APIRouter:
    router = APIRouter(prefix="/dossiers/{dossier_id}/applications/{application_id}/stukken", tags=["documents"])
    router.get("", responses=problems(404), summary="What would go when everything goes, and what stays")(leaving)
    router.post("/send", responses=problems(*WRITE_PROBLEMS), summary="Send every stuk that may go")(send)
    router.get("/versions", responses=problems(404), summary="What each document request changed in the list")(versions)
    return router


def leaving(asking: DossierReader, dossier_id: PathId, application_id: PathId) -> LeavingsShape:
    """As the sending itself would judge it now, agreements of the chain included."""
    application_in(asking, dossier_id, application_id)
    found = leaving_of(asking, dossier_id, application_id)
    return LeavingsShape(items=tuple(_shape(each) for each in found), goes=sum(each.goes for each in found))


def versions(asking: DossierReader, dossier_id: PathId, application_id: PathId) -> ListStepsShape:
    """The newest first; what the lender asked first comes whole."""
    application_in(asking, dossier_id, application_id)
    found = (
        {**asdict(each), "message_id": each.unit_id, "counts": counted(each.lines)}
        for each in steps_of(asking, dossier_id, application_id)
    )
    return ListStepsShape(items=tuple(ListStepShape.model_validate(each) for each in found))


def steps_of(asking: Asking, dossier_id: str, application_id: str) -> tuple[Step, ...]:
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
        return steps_in(dossier, connection, application_id) if dossier else ()


def send(
    asking: DocumentJudge,
    dossier_id: PathId,
    application_id: PathId,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> StukkenSentShape:
    """Each goes as a document of its own; 409 `stukken-none-ready` when none may, so a second request sends nothing."""
    outcome, name = send_all(asking, dossier_id, application_id, idempotency_key, if_match)
    stukken = tuple(SentStukShape.model_validate(each) for each in sent_by(asking, dossier_id, outcome))
    return StukkenSentShape(**done(outcome, name, response).model_dump(), stukken=stukken)


def send_all(
    asking: Asking, dossier_id: str, application_id: str, key: str | None, if_match: str | None = None
) -> tuple[Outcome, str]:
    """Once per key; raises `NotFound`, `stale`, and what the command refuses."""
    application_in(asking, dossier_id, application_id)
    command = sending_all_of(asking, dossier_id, application_id)
    given = {"command": "SendStukken", "dossier_id": dossier_id, "application_id": application_id}
    return write(asking, key, given, lambda: command, seen=(dossier_id, if_match))


def _shape(each: Leaving) -> LeavingShape:
    return LeavingShape.model_validate(
        {
            "stuk_id": each.stuk.id,
            "number": each.stuk.number,
            "title": each.stuk.title,
            "state": each.stuk.state,
            "goes": each.goes,
            "never": each.never,
            "why": each.why,
        }
    )
