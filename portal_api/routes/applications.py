"""Applications: sending one to its lender."""

from fastapi import APIRouter
from fastapi.responses import Response

from handlers.applications.views import ApplicationView, applications_in
from handlers.dossiers.views import visible
from portal_api.routes.documented import WRITE_PROBLEMS, PathId, problems
from portal_api.shapes.applications import SendRequest
from portal_api.shapes.exchanges import DoneShape
from portal_api.who import Asking, DossierWriter
from portal_api.writes import IdempotencyKey, IfMatch, done, write
from schemas.errors import Conflict, NotFound
from schemas.sending import SendApplication


def routes() -> APIRouter:
    router = APIRouter(prefix="/dossiers/{dossier_id}/applications", tags=["dossiers"])
    router.post("/{application_id}/send", responses=problems(*WRITE_PROBLEMS), summary="Send it to its lender")(send)
    return router


def send(
    asking: DossierWriter,
    dossier_id: PathId,
    application_id: PathId,
    body: SendRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """The newest version goes out with your service provider data; every mistake is named and nothing is sent then."""
    application = application_in(asking, dossier_id, application_id)
    command = sending_of(asking, dossier_id, application, body)
    given = {"command": "SendApplication", **command.model_dump(mode="json")}
    outcome, name = write(asking, idempotency_key, given, lambda: command, seen=(dossier_id, if_match))
    return done(outcome, name, response)


def application_in(asking: Asking, dossier_id: str, application_id: str) -> ApplicationView:
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
        found = applications_in(dossier, connection) if dossier else ()
    for application in found:
        if application.id == application_id:
            return application
    raise NotFound("not-found", path="application_id", came=application_id, expected="an application of the dossier")


def sending_of(asking: Asking, dossier_id: str, application: ApplicationView, body: SendRequest) -> SendApplication:
    current = next((version for version in application.versions if version.is_current), None)
    if current is None:
        raise Conflict("application-missing", path="application_id", came=application.id, expected="a version")
    directory = asking.counter.runtime.directory
    lender = directory.find(body.receiver) if body.receiver else directory.of_lender(application.partner)
    if lender is None or lender.code != application.partner:
        came = body.receiver or application.partner
        raise Conflict("lender-unknown", path="receiver", came=came, expected=f"een node van {application.partner}")
    return SendApplication(
        dossier_id=dossier_id,
        lane_id=current.lane_id,
        application_id=application.id,
        receiver=lender.node,
        receiver_code=lender.code,
        receiver_name=lender.name,
        additions=tuple(each.addition() for each in body.additions),
        reason=body.reason,
    )
