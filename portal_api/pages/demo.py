"""The first page of the demo: who there is to be, and becoming one of them with one click.

A hub that is no demo has no such pages: every address here is unknown there.
"""

import time
from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from handlers.applications.views import applications_in
from handlers.dossiers.views import timeline_for, visible
from hub.delivery.views import Wanted, outgoing_for
from hub.demo_clock import next_opening
from hub.demo_lenders import DemoLenders
from hub.outgoing import QUEUED
from hub.timers import next_due
from portal_api.counter import Demo, DemoTime
from portal_api.pages.rendering import page
from portal_api.pages.steps import device_of, follow, page_of, token_of
from portal_api.routes.documented import PathId
from portal_api.who import Anyone, Asking, DossierWriter, counter_of, recognised
from schemas.errors import NotFound

HERE = "/demo"
_LOOKS, _PAUSE_S, _SENT = 40, 0.05, 50
Turned = Annotated[Literal["real", "day", "week", "next"], Form()]
Back = Annotated[str, Form(max_length=2000, pattern=r"^/(?:[0-9A-Za-z?][\x21-\x7e]*)?$")]
"""A page of ours, which begins with one slash."""


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get(HERE)(people)
    router.get(f"{HERE}/clock")(moment)
    router.post(f"{HERE}/clock")(turn)
    router.post(f"{HERE}/{{person}}")(enter)
    router.post(f"{HERE}/answers/{{dossier_id}}/{{application_id}}")(answer)
    return router


def people(request: Request) -> Response:
    """A card per person, with what one sees as him or her."""
    demo, now = _demo(request), recognised(request)
    mine = now.viewer.actor.removeprefix("user:") if now else ""
    return page_of(request, "demo/people.html", people=demo.people(), mine=mine)


def enter(request: Request, person: PathId) -> Response:
    """A session as this person; the one that the browser had is over."""
    return follow(request, _demo(request).enter(person, device_of(request), token_of(request)))


def moment(asking: Anyone, request: Request) -> Response:
    """The demo's moment and pace, as every page of the demo shows them."""
    _time(request)
    return page(asking, request, "demo/clock.html")


def turn(asking: Anyone, request: Request, to: Turned, back: Back = "/") -> Response:
    """Another pace, or on to what is planned next or to the next working day; then back to the page that asked."""
    clock = _time(request)
    if to == "next":
        with asking.reading() as connection:
            planned = next_due(connection, clock.now())
        lenders = asking.counter.runtime.demo_lenders
        now, said = clock.now(), lenders.next_at if lenders else None
        clock.move_to(min(at for at in (planned, said, next_opening(now)) if at and at > now))
    else:
        clock.set_pace(to)
    return RedirectResponse(back, 303)


def answer(asking: DossierWriter, request: Request, dossier_id: PathId, application_id: PathId) -> Response:
    """The lender of this application says now what it would say next; the page comes when the dossier tells it."""
    lenders = _lenders(request)
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
        known = applications_in(dossier, connection) if dossier else ()
    found = next((each for each in known if each.id == application_id), None)
    if found is None:
        raise NotFound(
            "not-found", path="application_id", came=application_id, expected="an application of the dossier"
        )
    _wait(lambda: not _is_leaving(asking, dossier_id))
    before = _told(asking, dossier_id)
    answered = lenders.answer_now(found.partner, found.number)
    if answered:
        _wait(lambda: _told(asking, dossier_id) != before)
    return RedirectResponse(f"/dossiers/{dossier_id}?answered={'yes' if answered else 'no'}#sent", 303)


def _wait(is_true: Callable[[], bool]) -> None:
    """Other roles need a moment for what was just sent or journaled; a page that comes too early says less."""
    for _ in range(_LOOKS):
        if is_true():
            return
        time.sleep(_PAUSE_S)


def _is_leaving(asking: Asking, dossier_id: str) -> bool:
    """Whether something waits for nothing but its turn to go."""
    with asking.reading() as connection:
        gone = outgoing_for(asking.viewer, connection, Wanted(dossier=dossier_id), limit=_SENT)
    return any(each.state == QUEUED and not each.trouble and each.paused_at is None for each in gone)


def _told(asking: Asking, dossier_id: str) -> str:
    """The newest entry of the timeline."""
    with asking.reading() as connection:
        told = timeline_for(asking.viewer, connection, dossier_id, limit=1)
    return told.entries[0].id if told and told.entries else ""


def _lenders(request: Request) -> DemoLenders:
    found = counter_of(request).runtime.demo_lenders
    if found is None:
        raise NotFound("not-found", path="path")
    return found


def _time(request: Request) -> DemoTime:
    found = counter_of(request).demo_time
    if found is None:
        raise NotFound("not-found", path="path")
    return found


def _demo(request: Request) -> Demo:
    found = counter_of(request).demo
    if found is None:
        raise NotFound("not-found", path="path")
    return found
