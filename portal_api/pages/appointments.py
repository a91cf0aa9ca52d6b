"""The pages *Afspraken*: what is to come, everybody's and one's own, and the appointments of a dossier.

A form that was refused comes back with what was typed; each does what an operation of the API does. A colleague who is
taken already is shown before anything is made, and it is made all the same when that is said.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response

from handlers.appointments.views import STANDING, Overlap
from handlers.customers.views import customers_in
from handlers.dossiers.views import title_of, visible
from handlers.involvements.views import involved_in
from hub.ids import new_id
from portal_api import paging
from portal_api.counter import DOSSIERS_WRITE
from portal_api.pages.appointment_forms import (
    AppointmentForm,
    EndForm,
    Times,
    filled,
    local_of,
    talk_of,
    terms_of,
    times_of,
)
from portal_api.pages.colleagues import colleagues
from portal_api.pages.rendering import page
from portal_api.pages.staff import Done, mistakes_in, status_of, to
from portal_api.routes.appointments import appointments_of, carry_out, kept_of, overlaps_of
from portal_api.routes.documented import PathId
from portal_api.routes.dossiers import unknown
from portal_api.shapes.appointments import AppointmentsQuery
from portal_api.who import Asking, DossierWriter, PeopleReader
from schemas.appointments import (
    AppointmentTerms,
    CancelAppointment,
    HoldAppointment,
    MakeAppointment,
    MoveAppointment,
    Place,
)
from schemas.commands import Command
from schemas.errors import Refused

HERE, _OF = "/appointments", "/dossiers/{dossier_id}/appointments"
_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page says beside the appointments: what was refused or overlaps, in which form, and what was typed."""

    at: str = ""
    typed: dict[str, Any] | None = None
    refused: Refused | None = None
    taken: tuple[Overlap, ...] = ()
    done: str = ""


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    one = f"{_OF}/{{appointment_id}}"
    router.get(HERE)(all_)
    router.get(_OF)(overview)
    router.post(_OF)(make)
    router.post(f"{one}/reschedule")(move)
    router.post(f"{one}/cancel")(cancel)
    router.post(f"{one}/hold")(hold)
    return router


def all_(
    asking: PeopleReader, request: Request, query: Annotated[AppointmentsQuery, Query()], cursor: paging.Cursor = None
) -> Response:
    """The next first, under their day."""
    found, count, following = appointments_of(asking, query, cursor, _A_PAGE)
    here = request.url
    return page(
        asking,
        request,
        "appointments/list.html",
        days=[(day, list(those)) for day, those in groupby(found, lambda each: local_of(each.starts).date())],
        clock=_clock,
        count=count,
        next=str(here.include_query_params(cursor=following).replace(scheme="", netloc="")) if following else "",
        first=str(here.remove_query_params("cursor").replace(scheme="", netloc="")) if cursor else "",
        typed={"assignee": query.assignee, "since": query.since.isoformat() if query.since else ""},
        colleagues=colleagues(asking),
    )


def overview(asking: PeopleReader, request: Request, dossier_id: PathId, done: Done = "") -> Response:
    return _page(asking, request, dossier_id, Shown(done=done))


def make(
    asking: DossierWriter, request: Request, dossier_id: PathId, form: Annotated[AppointmentForm, Form()]
) -> Response:
    def made(times: Times, terms: AppointmentTerms) -> Command:
        held = form.held == "yes"
        return MakeAppointment(dossier_id=dossier_id, starts=times[0], ends=times[1], terms=terms, held=held)

    return _timed(asking, request, dossier_id, form, made, "new")


def move(
    asking: DossierWriter,
    request: Request,
    dossier_id: PathId,
    appointment_id: PathId,
    form: Annotated[AppointmentForm, Form()],
) -> Response:
    def made(times: Times, terms: AppointmentTerms) -> Command:
        which = {"dossier_id": dossier_id, "appointment_id": appointment_id}
        return MoveAppointment(**which, starts=times[0], ends=times[1], terms=terms)

    return _timed(asking, request, dossier_id, form, made, appointment_id)


def cancel(
    asking: DossierWriter,
    request: Request,
    dossier_id: PathId,
    appointment_id: PathId,
    form: Annotated[EndForm, Form()],
) -> Response:
    def made() -> Command:
        return CancelAppointment(dossier_id=dossier_id, appointment_id=appointment_id, reason=form.reason)

    return _carry(asking, request, dossier_id, form, made, f"off-{appointment_id}")


def hold(
    asking: DossierWriter,
    request: Request,
    dossier_id: PathId,
    appointment_id: PathId,
    form: Annotated[EndForm, Form()],
) -> Response:
    def made() -> Command:
        return HoldAppointment(dossier_id=dossier_id, appointment_id=appointment_id, talk=talk_of(form))

    return _carry(asking, request, dossier_id, form, made, f"held-{appointment_id}")


def _timed(
    asking: Asking,
    request: Request,
    dossier_id: str,
    form: AppointmentForm,
    made: Callable[[Times, AppointmentTerms], Command],
    at: str,
) -> Response:
    """Makes or moves one, once it was seen with what it overlaps."""
    kept_of(asking, dossier_id)
    try:
        times, terms = times_of(form), terms_of(form)
        host = terms.assignee or _host(asking, dossier_id)
        taken = () if form.anyway or form.held else overlaps_of(asking, host, times, "" if at == "new" else at)
        if taken:
            return _page(asking, request, dossier_id, Shown(at, form.model_dump(), taken=taken))
    except Refused as refused:
        return _page(asking, request, dossier_id, Shown(at, form.model_dump(), refused))
    return _carry(asking, request, dossier_id, form, lambda: made(times, terms), at)


def _carry(
    asking: Asking,
    request: Request,
    dossier_id: str,
    form: AppointmentForm | EndForm,
    made: Callable[[], Command],
    at: str,
) -> Response:
    kept_of(asking, dossier_id)
    try:
        carry_out(asking, made(), dossier_id, form.key or None)
    except Refused as refused:
        return _page(asking, request, dossier_id, Shown(at, form.model_dump(), refused))
    return to(f"/dossiers/{dossier_id}/appointments", "kept")


def _page(asking: Asking, request: Request, dossier_id: str, shown: Shown) -> Response:
    found = kept_of(asking, dossier_id)
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
        if dossier is None:
            raise unknown(dossier_id)
        title = title_of(dossier, connection)
        customers = customers_in(dossier, connection, asking.counter.runtime.doors.now())
    ahead = [each for each in found if each.state in STANDING]
    mistakes = mistakes_in(asking, shown.refused)
    places = {"new", *(f"{act}{each.id}" for each in ahead for act in ("", "off-", "held-"))}
    now = asking.counter.runtime.clock.now()
    return page(
        asking,
        request,
        "appointments/dossier.html",
        status_of(shown.refused),
        dossier_id=dossier_id,
        title=title,
        ahead=ahead,
        over=[each for each in found if each.state not in STANDING],
        people=[(each.party, each.name, each.account_email or each.email) for each in customers if each.party],
        places=get_args(Place),
        colleagues=colleagues(asking),
        host=_host(asking, dossier_id),
        now=now,
        clock=_clock,
        day_of=lambda at: local_of(at).date(),
        filled=filled,
        key=new_id,
        at=shown.at,
        given=shown.typed or {},
        mistakes=mistakes,
        is_twice=bool(shown.refused and shown.refused.slug == "time-twice"),
        trouble=() if shown.at in places else tuple(mistakes.values()),
        taken=shown.taken,
        done=shown.done,
        may_write=DOSSIERS_WRITE in asking.who.scopes,
    )


def _host(asking: Asking, dossier_id: str) -> str:
    """With whom it is when nobody is named: the dossier's adviser, else who asks."""
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
        involved = involved_in(dossier, connection) if dossier else ()
    advisers = [each.id for each in involved if each.part == "adviser"]
    return advisers[0] if advisers else asking.viewer.actor.rpartition(":")[2]


def _clock(at: datetime) -> str:
    return f"{local_of(at):%H:%M}"
