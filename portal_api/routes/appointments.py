"""Appointments (afspraken): made, moved, cancelled and held in a dossier, and listed for who may see them."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response
from sqlalchemy.engine import Connection

from handlers.appointments.views import (
    AppointmentView,
    Overlap,
    Wanted,
    appointments_for,
    appointments_in,
    calendar_of,
    count_for,
    moment_of,
    overlapping,
)
from handlers.dossiers.views import visible
from hub.clock import AMSTERDAM
from hub.records import Outcome
from portal_api import paging
from portal_api.routes.documented import WRITE_PROBLEMS, PathId, problems
from portal_api.routes.dossiers import unknown
from portal_api.shapes.appointments import (
    AppointmentPageShape,
    AppointmentRequest,
    AppointmentShape,
    AppointmentsQuery,
    AppointmentsShape,
    CancelRequest,
    HoldRequest,
    MoveRequest,
    OverlapShape,
    OverlapsQuery,
    OverlapsShape,
)
from portal_api.shapes.exchanges import DoneShape
from portal_api.who import Asking, DossierWriter, PeopleReader
from portal_api.writes import IdempotencyKey, IfMatch, done, write
from schemas.appointments import CancelAppointment, HoldAppointment, MakeAppointment, MoveAppointment
from schemas.commands import Command
from schemas.errors import NotFound, Refused
from schemas.values import is_in_calendar


def routes() -> APIRouter:
    router = APIRouter(tags=["appointments"])
    said, of = problems(*WRITE_PROBLEMS), "/dossiers/{dossier_id}/appointments"
    one = f"{of}/{{appointment_id}}"
    router.get("/appointments", responses=problems(), summary="Appointments to come, the next first")(all_)
    router.get("/appointments/overlaps", responses=problems(), summary="When a colleague is taken already")(overlaps)
    router.get(of, responses=problems(404), summary="The appointments of a dossier")(listed)
    router.post(of, responses=said, summary="Make an appointment; who is invited gets a mail")(make)
    router.get(f"{one}/calendar", responses=problems(404), summary="An appointment for a calendar (iCalendar)")(
        calendar
    )
    router.post(f"{one}/reschedule", responses=said, summary="Another time, or other terms")(move)
    router.post(f"{one}/cancel", responses=said, summary="It does not take place")(cancel)
    router.post(f"{one}/hold", responses=said, summary="It took place")(hold)
    return router


def all_(
    asking: PeopleReader,
    query: Annotated[AppointmentsQuery, Query()],
    cursor: paging.Cursor = None,
    limit: paging.Limit = 50,
) -> AppointmentPageShape:
    found, count, following = appointments_of(asking, query, cursor, limit)
    items = tuple(AppointmentShape.model_validate(each) for each in found)
    return AppointmentPageShape(items=items, count=count, next=following)


def appointments_of(
    asking: Asking, query: AppointmentsQuery, cursor: str | None, limit: int
) -> tuple[tuple[AppointmentView, ...], int, str | None]:
    """One page, how many fit, and the cursor of the next; raises `Refused` (`request-invalid`)."""
    who = asking.viewer.actor.rpartition(":")[2] if query.assignee == "me" else query.assignee
    now = asking.counter.runtime.clock.now()
    since = datetime.combine(query.since, time(), AMSTERDAM) if query.since else now
    after = paging.moment_and_id(cursor)
    with asking.reading() as connection:
        wanted = Wanted(since, who)
        found = appointments_for(asking.viewer, connection, wanted, after=after, limit=limit + 1)
        count = count_for(asking.viewer, connection, wanted)
    shown, following = paging.cut(found, limit, lambda each: (each.starts.isoformat(), each.id))
    return shown, count, following


def overlaps(asking: PeopleReader, query: Annotated[OverlapsQuery, Query()]) -> OverlapsShape:
    """An appointment that overlaps another may be made all the same."""
    times = moment("starts", query.starts), moment("ends", query.ends)
    found = overlaps_of(asking, query.assignee, times, query.but)
    return OverlapsShape(items=tuple(OverlapShape.model_validate(each) for each in found))


def overlaps_of(asking: Asking, assignee: str, times: tuple[datetime, datetime], but: str = "") -> tuple[Overlap, ...]:
    with asking.reading() as connection:
        return overlapping(asking.viewer, connection, assignee, *times, but)


def listed(asking: PeopleReader, dossier_id: PathId) -> AppointmentsShape:
    found = kept_of(asking, dossier_id)
    return AppointmentsShape(items=tuple(AppointmentShape.model_validate(each) for each in found))


def kept_of(asking: Asking, dossier_id: str) -> tuple[AppointmentView, ...]:
    """The appointments of a dossier; raises `NotFound` outside the scope."""
    with asking.reading() as connection:
        return _kept(asking, connection, dossier_id)


def _kept(asking: Asking, connection: Connection, dossier_id: str) -> tuple[AppointmentView, ...]:
    dossier = visible(asking.viewer, connection, dossier_id)
    if dossier is None:
        raise unknown(dossier_id)
    return appointments_in(dossier, connection)


def calendar(asking: PeopleReader, dossier_id: PathId, appointment_id: PathId) -> Response:
    """A file that a calendar takes over; it asks nobody anything."""
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
        if dossier is None:
            raise unknown(dossier_id)
        found = calendar_of(dossier, connection, appointment_id)
    if found is None:
        raise NotFound("not-found", path="appointment_id", came=appointment_id, expected="an appointment")
    headers = {"Content-Disposition": 'attachment; filename="afspraak.ics"'}
    return Response(found, media_type="text/calendar; charset=utf-8", headers=headers)


def make(
    asking: DossierWriter,
    dossier_id: PathId,
    body: AppointmentRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """Who is invited and has an address gets a mail with an entry for his calendar. 422 `appointment-past`,
    `time-skipped` and `time-twice` for a time that cannot be.
    """
    given = {**body.model_dump(exclude={"starts", "ends"}), **_times(body.starts, body.ends)}
    made = MakeAppointment.model_validate({"dossier_id": dossier_id, **given})
    return _done(asking, made, dossier_id, response, (idempotency_key, if_match))


def move(
    asking: DossierWriter,
    dossier_id: PathId,
    appointment_id: PathId,
    body: MoveRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """409 `appointment-over` for one that was cancelled or held."""
    given = {**body.model_dump(exclude={"starts", "ends"}), **_times(body.starts, body.ends)}
    made = MoveAppointment.model_validate({"dossier_id": dossier_id, "appointment_id": appointment_id, **given})
    return _done(asking, made, dossier_id, response, (idempotency_key, if_match))


def cancel(
    asking: DossierWriter,
    dossier_id: PathId,
    appointment_id: PathId,
    body: CancelRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    made = CancelAppointment(dossier_id=dossier_id, appointment_id=appointment_id, reason=body.reason)
    return _done(asking, made, dossier_id, response, (idempotency_key, if_match))


def hold(
    asking: DossierWriter,
    dossier_id: PathId,
    appointment_id: PathId,
    body: HoldRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> DoneShape:
    """422 `appointment-ahead` before it began."""
    given = {"dossier_id": dossier_id, "appointment_id": appointment_id, **body.model_dump()}
    made = HoldAppointment.model_validate(given)
    return _done(asking, made, dossier_id, response, (idempotency_key, if_match))


def moment(path: str, given: datetime, *, second: bool | None = None) -> datetime:
    """A time of the office's clock, or one with an offset, as a moment.

    Raises `Refused` (`request-invalid`, `time-skipped`, `time-twice`).
    """
    if not is_in_calendar(given):
        raise Refused("request-invalid", path=path, came=given.isoformat(), expected="2026-11-24T10:00:00+01:00")
    return moment_of(given, path, second=second)


def carry_out(asking: Asking, made: Command, dossier_id: str, key: str | None, if_match: str | None = None) -> Outcome:
    """Once per key, in a dossier in scope; raises `NotFound`, and what the command refuses."""
    with asking.reading() as connection:
        if visible(asking.viewer, connection, dossier_id) is None:
            raise unknown(dossier_id)
    given = {"command": type(made).__name__, **made.model_dump(mode="json")}
    return write(asking, key, given, _just(made), seen=(dossier_id, if_match))[0]


def _just(made: Command) -> Callable[[], Command]:
    return lambda: made


def _times(starts: datetime, ends: datetime) -> dict[str, Any]:
    return {"starts": moment("starts", starts), "ends": moment("ends", ends)}


def _done(
    asking: Asking, made: Command, dossier_id: str, response: Response, of_the_write: tuple[str | None, str | None]
) -> DoneShape:
    return done(carry_out(asking, made, dossier_id, *of_the_write), type(made).__name__, response)
