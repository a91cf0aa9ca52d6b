"""What our own mistakes stopped: the groups, the messages of one, a message with what it holds up, and advice."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from sqlalchemy.engine import Connection

from hub.advice import advise
from hub.decided import Decision, decisions_about
from hub.parked import ParkedMessage, groups, show
from hub.views import lane_for
from portal_api import paging
from portal_api.pages.operations.frame import Done, done_of, framed, told
from portal_api.routes.documented import PathId
from portal_api.routes.messages import message_of
from portal_api.routes.parked import GroupName, found
from portal_api.shapes.parked import MOST_TRIED, UnitId
from portal_api.who import Asking, Operating, OperatorReader
from schemas.errors import Conflict

_A_PAGE = 25
_DECISIONS = ("RetryParked", "DiscardParked")


def routes() -> APIRouter:
    router = APIRouter(prefix="/operations", include_in_schema=False)
    router.get("/parked")(listed)
    router.post("/parked/advise")(advice)
    router.get("/parked/{message_id}")(one)
    return router


def listed(
    asking: OperatorReader, request: Request, group: GroupName = "", cursor: paging.Cursor = None, done: Done = ""
) -> Response:
    """The groups; below them the messages, of one group when it is named."""
    lines, following = found(asking, group, cursor, _A_PAGE)
    with asking.reading() as connection:
        facts: dict[str, Any] = {"groups": groups(connection), "done": done_of(asking, connection, done)}
    facts |= {"lines": lines, "next": following, "group": group, "is_first": cursor is None, "most": MOST_TRIED}
    return framed(asking, request, "parked", "parked.html", facts)


def one(asking: OperatorReader, request: Request, message_id: PathId, done: Done = "") -> Response:
    """With what was decided about it; one that is no longer parked says what it became."""
    message = message_of(asking, message_id)
    with asking.reading() as connection:
        try:
            parked = show(connection, message_id)
        except Conflict:
            parked = None
        decisions = decisions_of(connection, asking, message_id, message.line.lane_id)
        facts = {"decisions": told(asking, connection, decisions), "done": done_of(asking, connection, done)}
    return framed(asking, request, "parked", "parked_one.html", {"parked": parked, "message": message, **facts})


def advice(
    asking: Operating, request: Request, about: Annotated[list[UnitId], Form(min_length=1, max_length=MOST_TRIED)]
) -> Response:
    """Each tried with today's code and undone; what somebody decided about meanwhile is left out and named."""
    runtime = asking.counter.runtime
    still, gone = parted(asking, about)
    advices = advise(runtime.database, runtime.registry, [each.unit_id for each in still], runtime.clock.now())
    tried = list(zip(still, advices, strict=True))
    return framed(asking, request, "parked", "advice.html", {"tried": tried, "gone": gone})


def parted(asking: Asking, message_ids: Sequence[str]) -> tuple[list[ParkedMessage], list[str]]:
    """Which of these are parked, and the ids of those that are not; raises `NotFound` for what is no message."""
    still: list[ParkedMessage] = []
    gone: list[str] = []
    with asking.reading() as connection:
        for each in dict.fromkeys(message_ids):
            try:
                still.append(show(connection, each))
            except Conflict:
                gone.append(each)
    return still, gone


def decisions_of(connection: Connection, asking: Asking, message_id: str, lane_id: str | None) -> list[Decision]:
    """What people decided about this message while it was parked, the latest first."""
    lane = lane_for(asking.viewer, connection, lane_id) if lane_id else None
    if lane is None:
        return []
    keys = dict.fromkeys((lane.key, lane.id))
    found_ = [each for key in keys for each in decisions_about(connection, key, _DECISIONS, limit=_MOST)]
    return [each for each in found_ if each.arguments.get("unit_id") == message_id]


_MOST = 200
