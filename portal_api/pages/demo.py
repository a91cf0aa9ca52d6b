"""The first page of the demo: who there is to be, and becoming one of them with one click.

A hub that is no demo has no such pages: every address here is unknown there.
"""

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from hub.demo_clock import next_opening
from hub.timers import next_due
from portal_api.counter import Demo, DemoTime
from portal_api.pages.rendering import page
from portal_api.pages.steps import device_of, follow, page_of, token_of
from portal_api.routes.documented import PathId
from portal_api.who import Anyone, counter_of, recognised
from schemas.errors import NotFound

HERE = "/demo"
Turned = Annotated[Literal["real", "day", "week", "next"], Form()]
Back = Annotated[str, Form(max_length=2000, pattern=r"^/(?:[0-9A-Za-z?][\x21-\x7e]*)?$")]
"""A page of ours, which begins with one slash."""


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get(HERE)(people)
    router.get(f"{HERE}/clock")(moment)
    router.post(f"{HERE}/clock")(turn)
    router.post(f"{HERE}/{{person}}")(enter)
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
        opening = next_opening(clock.now())
        clock.move_to(min(planned or opening, opening))
    else:
        clock.set_pace(to)
    return RedirectResponse(back, 303)


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
