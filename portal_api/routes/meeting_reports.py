"""Reports of meetings (gespreksverslagen): seen before they go, sent once, and read as they were sent."""

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy.engine import Connection

from handlers.customers.views import CustomerView, customers_in
from handlers.dossiers.views import visible
from handlers.meeting_reports.views import Meeting, MeetingReportView, meeting_reports_in, meetings_in, preview_of
from portal_api.routes.appointments import carry_out
from portal_api.routes.documented import WRITE_PROBLEMS, PathId, problems
from portal_api.routes.dossiers import unknown
from portal_api.shapes.exchanges import DoneShape
from portal_api.shapes.meeting_reports import (
    LetterShape,
    MeetingReportRequest,
    MeetingReportShape,
    MeetingReportsShape,
)
from portal_api.who import Asking, DossierWriter, PeopleReader
from portal_api.writes import IdempotencyKey, IfMatch, done
from schemas.errors import NotFound
from schemas.meeting_reports import SendMeetingReport
from schemas.viewer import VisibleDossier


def routes() -> APIRouter:
    router = APIRouter(tags=["reports of meetings"])
    said, of = problems(*WRITE_PROBLEMS), "/dossiers/{dossier_id}/meeting-reports"
    router.get(of, responses=problems(404), summary="The reports of meetings of a dossier")(listed)
    router.post(f"{of}/draft", responses=problems(404), summary="A report as it would be read")(preview)
    router.post(of, responses=said, summary="Mail a report; from then on it changes no more")(send)
    return router


def listed(asking: PeopleReader, dossier_id: PathId) -> MeetingReportsShape:
    found = reports_of(asking, dossier_id)
    return MeetingReportsShape(items=tuple(MeetingReportShape.model_validate(each) for each in found))


def reports_of(asking: Asking, dossier_id: str) -> tuple[MeetingReportView, ...]:
    """The reports of a dossier; raises `NotFound` outside the scope."""
    with asking.reading() as connection:
        return meeting_reports_in(_dossier(asking, connection, dossier_id), connection)


def around(asking: Asking, dossier_id: str) -> tuple[tuple[Meeting, ...], tuple[CustomerView, ...]]:
    """What may be reported, and the people of the dossier; raises `NotFound` outside the scope."""
    with asking.reading() as connection:
        dossier = _dossier(asking, connection, dossier_id)
        people = customers_in(dossier, connection, asking.counter.runtime.doors.now())
        return meetings_in(dossier, connection), tuple(each for each in people if each.party)


def preview(asking: DossierWriter, dossier_id: PathId, body: MeetingReportRequest) -> LetterShape:
    """Nothing is sent or kept."""
    asked = SendMeetingReport(dossier_id=dossier_id, **body.model_dump())
    subject, text = letter_of(asking, asked)
    return LetterShape(subject=subject, text=text)


def letter_of(asking: Asking, asked: SendMeetingReport) -> tuple[str, str]:
    """The mail as its first reader would get it; raises `NotFound`, `Refused` (`request-invalid`)."""
    meetings, people = around(asking, asked.dossier_id)
    met_at = next((each.at for each in meetings if each.about == asked.about), None)
    if met_at is None:
        expected = "een contact of gehouden afspraak / a contact or held appointment"
        raise NotFound("not-found", path="about", came=asked.about, expected=expected)
    first = asked.recipients[0] if asked.recipients else ""
    name = next((each.account_name or each.name for each in people if each.party == first), "")
    sender = asking.who.name if asking.viewer.actor.startswith("user:") else ""
    to = (name, sender, asked.language, asked.form)
    with asking.reading() as connection:
        dossier = _dossier(asking, connection, asked.dossier_id)
        return preview_of(dossier, connection, (asked.subject, asked.text), met_at, to)


def send(
    asking: DossierWriter,
    dossier_id: PathId,
    body: MeetingReportRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """404 for a contact or appointment that is not there; 422 `address-missing` for who has no e-mail address."""
    made = SendMeetingReport(dossier_id=dossier_id, **body.model_dump())
    return done(carry_out(asking, made, dossier_id, idempotency_key, if_match), type(made).__name__, response)


def _dossier(asking: Asking, connection: Connection, dossier_id: str) -> VisibleDossier:
    dossier = visible(asking.viewer, connection, dossier_id)
    if dossier is None:
        raise unknown(dossier_id)
    return dossier
