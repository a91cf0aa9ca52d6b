"""What goes out: the list with its filters, one message with its moments, and what people decided about it."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, StringConstraints

from hub.decided import decisions_about
from hub.outgoing import STATES
from portal_api.pages.operations.frame import Done, done_of, framed, told
from portal_api.pages.operations.messages import Cursor, Day, Reference, begin_of
from portal_api.routes.documented import PathId
from portal_api.routes.outgoing import found, view_of
from portal_api.shapes.outgoing import OutgoingQuery
from portal_api.who import OperatorReader
from schemas.operations import APPLICATIONS

_A_PAGE = 50


def routes() -> APIRouter:
    router = APIRouter(prefix="/operations", include_in_schema=False)
    router.get("/outgoing")(search)
    router.get("/outgoing/{outgoing_id}")(one)
    return router


class OutgoingFilters(BaseModel):
    """The filters of `GET /api/v2/outgoing` as the form gives them; days are those of the Netherlands."""

    model_config = ConfigDict(frozen=True)

    id: Reference = ""
    state: Annotated[str, StringConstraints(pattern=f"^({'|'.join(STATES)})?$")] = ""
    receiver: Reference = ""
    code: Reference = ""
    lane: Reference = ""
    dossier: Reference = ""
    since: Day = ""
    until: Day = ""
    cursor: Cursor = ""


def search(asking: OperatorReader, request: Request, wanted: Annotated[OutgoingFilters, Query()]) -> Response:
    asked = wanted.model_dump(include={"state", "receiver", "lane", "dossier"})
    asked |= {"id": wanted.id.lower(), "code": wanted.code.upper(), "cursor": wanted.cursor or None}
    made = {"made_from": begin_of(wanted.since), "made_to": begin_of(wanted.until, 1)}
    lines, following = found(asking, OutgoingQuery.model_validate(asked | made | {"limit": _A_PAGE}))
    facts = {"lines": lines, "next": following, "wanted": wanted, "is_first": not wanted.cursor, "state_names": STATES}
    typed = wanted.model_dump(exclude={"cursor"})
    return framed(asking, request, "outgoing", "outgoing.html", facts | {"typed": typed})


def one(asking: OperatorReader, request: Request, outgoing_id: PathId, done: Done = "") -> Response:
    view = view_of(asking, outgoing_id)
    with asking.reading() as connection:
        decisions = decisions_about(connection, outgoing_id, ("SendAgain", "WithdrawOutgoing"))
        facts: dict[str, Any] = {"decisions": told(asking, connection, decisions)}
        facts["done"] = done_of(asking, connection, done)
    facts |= {"message": view, "may_be_new": view.line.code not in APPLICATIONS}
    return framed(asking, request, "outgoing", "outgoing_one.html", facts)
