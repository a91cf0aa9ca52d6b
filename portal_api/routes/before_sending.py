"""Before an application is sent: what would stop it, and what the office fills in itself."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from portal_api.before_sending import before_sending
from portal_api.routes.applications import application_in
from portal_api.routes.documented import WRITE_PROBLEMS, PathId, problems
from portal_api.shapes.applications import AdditionShape, BeforeSendingShape, DropAdditionRequest
from portal_api.shapes.exchanges import DoneShape
from portal_api.who import Asking, DossierReader, DossierWriter
from portal_api.writes import IdempotencyKey, IfMatch, done, write
from schemas.commands import Command
from schemas.errors import Refused
from schemas.sending import DropAddition, SetAddition

Receiver = Annotated[str, Query(pattern=r"^([0-9]{6})?$", description="The node, when the lender has several.")]


def routes() -> APIRouter:
    router = APIRouter(prefix="/dossiers/{dossier_id}/applications/{application_id}", tags=["dossiers"])
    said = problems(*WRITE_PROBLEMS)
    router.get("/before-sending", responses=problems(404), summary="Everything that stops the sending, at once")(read)
    router.post("/additions", responses=said, summary="Fill in a field, each time that it is sent")(add)
    router.post("/additions/drop", responses=said, summary="Fill in that field no longer")(drop)
    return router


def read(
    asking: DossierReader, dossier_id: PathId, application_id: PathId, receiver: Receiver = ""
) -> BeforeSendingShape:
    """Schema, conditions and agreements, by the road that sends it; nothing is sent and nothing is kept."""
    return BeforeSendingShape.model_validate(before_sending(asking, dossier_id, application_id, receiver))


def add(
    asking: DossierWriter,
    dossier_id: PathId,
    application_id: PathId,
    body: AdditionShape,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """It goes along with every version, until it is dropped; another value at the same place replaces it."""
    made = made_addition(dossier_id, application_id, body.model_dump())
    return _done(asking, made, response, (idempotency_key, if_match))


def drop(
    asking: DossierWriter,
    dossier_id: PathId,
    application_id: PathId,
    body: DropAdditionRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    made = DropAddition(dossier_id=dossier_id, application_id=application_id, place=body.place)
    return _done(asking, made, response, (idempotency_key, if_match))


def keep(asking: Asking, made: SetAddition | DropAddition, key: str | None, if_match: str | None = None) -> DoneShape:
    """Carries it out once per key, in an application in scope; raises `NotFound`, and what the command refuses."""
    return _done(asking, made, Response(), (key, if_match))


def made_addition(dossier_id: str, application_id: str, said: dict[str, object]) -> SetAddition:
    """Raises `Refused` (`request-invalid`) for a place or a value that is none."""
    try:
        return SetAddition.model_validate({"dossier_id": dossier_id, "application_id": application_id, **said})
    except ValueError as error:
        wrong = "value" if not str(said["value"]).strip() else "place"
        expected = "een plaats zoals de hub hem noemt, en een waarde / a place as the hub names it, and a value"
        raise Refused("request-invalid", path=wrong, came=said[wrong], expected=expected) from error


def _done(
    asking: Asking, made: SetAddition | DropAddition, response: Response, of_the_write: tuple[str | None, str | None]
) -> DoneShape:
    application_in(asking, made.dossier_id, made.application_id)
    key, if_match = of_the_write
    command: Command = made
    given = {"command": type(made).__name__, **made.model_dump(mode="json")}
    outcome, name = write(asking, key, given, lambda: command, seen=(made.dossier_id, if_match))
    return done(outcome, name, response)
