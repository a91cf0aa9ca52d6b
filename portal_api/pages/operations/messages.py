"""Searching the journal. An address holds references only; what a partner calls an exchange is asked by POST."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, StringConstraints

from hub.clock import AMSTERDAM
from hub.outcomes import IN_FLIGHT, STATES
from hub.search import exchanges_named
from portal_api.looking import note_look
from portal_api.pages.operations.frame import framed
from portal_api.paging import LONGEST_CURSOR
from portal_api.routes.messages import found
from portal_api.shapes.messages import MessageQuery
from portal_api.who import OperatorReader
from schemas.looks import Glance
from schemas.values import is_in_calendar

_A_PAGE = 50
_LONGEST_NAME = 100
_A_DAY = timedelta(days=1)

Reference = Annotated[str, StringConstraints(max_length=64, pattern=r"^[0-9A-Za-z-]*$", strip_whitespace=True)]
Day = Annotated[str, StringConstraints(pattern=r"^(\d{4}-\d{2}-\d{2})?$")]
Cursor = Annotated[str, StringConstraints(max_length=LONGEST_CURSOR)]
_STATES = (IN_FLIGHT, *STATES)


class MessageFilters(BaseModel):
    """The filters of `GET /api/v2/messages` as the form gives them; days are those of the Netherlands."""

    model_config = ConfigDict(frozen=True)

    id: Reference = ""
    type: Annotated[str, StringConstraints(max_length=40, pattern=r"^[0-9A-Za-z ]*$", strip_whitespace=True)] = ""
    sender: Reference = ""
    state: Annotated[str, StringConstraints(pattern=f"^({'|'.join(_STATES)})?$")] = ""
    slug: Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00]*$")] = ""
    lane: Reference = ""
    dossier: Reference = ""
    since: Day = ""
    until: Day = ""
    cursor: Cursor = ""


def routes() -> APIRouter:
    router = APIRouter(prefix="/operations", include_in_schema=False)
    router.get("/messages")(search)
    router.post("/messages")(by_name)
    return router


def search(asking: OperatorReader, request: Request, wanted: Annotated[MessageFilters, Query()]) -> Response:
    asked = wanted.model_dump(include={"type", "sender", "state", "slug", "lane", "dossier"})
    asked |= {"id": wanted.id.lower(), "cursor": wanted.cursor or None}
    received = {"received_from": begin_of(wanted.since), "received_to": begin_of(wanted.until, 1)}
    lines, following = found(asking, MessageQuery.model_validate(asked | received | {"limit": _A_PAGE}))
    facts = {"lines": lines, "next": following, "is_first": not wanted.cursor} | _typed(wanted)
    return framed(asking, request, "messages", "messages.html", facts | {"state_names": _STATES, "lanes": None})


def by_name(asking: OperatorReader, request: Request, name: Annotated[str, Form()] = "") -> Response:
    """The exchange that partners know by this name: its messages, a choice of several, or that there is none.

    What stands on this page was looked at as well; of one exchange the page that follows writes it down.
    """
    named = name.strip()[:_LONGEST_NAME].replace("\x00", "")
    with asking.reading() as connection:
        lanes = exchanges_named(connection, asking.viewer.environment, named) if named else []
    if len(lanes) == 1:
        return RedirectResponse(f"/operations/messages?lane={lanes[0]}", 303)
    note_look(asking, Glance("search", "messages", {}, {"name": named}))
    facts = {"lines": (), "next": None, "is_first": True} | _typed(MessageFilters())
    return framed(asking, request, "messages", "messages.html", facts | {"state_names": _STATES, "lanes": lanes})


def _typed(wanted: MessageFilters) -> dict[str, Any]:
    return {"wanted": wanted, "typed": wanted.model_dump(exclude={"cursor"})}


def begin_of(day: str, later: int = 0) -> datetime | None:
    """Midnight of a day in the Netherlands, or of one `later`; a day that does not exist is none."""
    try:
        found_day = date.fromisoformat(day) + later * _A_DAY if day else None
    except (ValueError, OverflowError):
        return None
    is_day = found_day is not None and is_in_calendar(found_day)
    return datetime.combine(found_day, time.min, AMSTERDAM) if found_day and is_day else None
