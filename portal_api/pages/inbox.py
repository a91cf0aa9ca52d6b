"""The pages *HDN-inbox*: what waits for a dossier, and one exchange with what placing it would make.

Each does what an operation of the API does; a preview is tried and undone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, StringConstraints

from handlers.applications.views import ApplicationView, applications_in
from handlers.dossiers.views import DossierLine, Match, Wanted, dossier_for, dossiers_for, visible
from hub.ids import derived_id, new_id
from hub.records import Lane
from portal_api.counter import DOSSIERS_WRITE
from portal_api.exchanges import Unlinked, lender_name, unlinked_one
from portal_api.inbox import (
    LATELY,
    Act,
    Preview,
    carry_out,
    command_of,
    inbox,
    lane_of,
    matches_of,
    previewed,
    undoable,
)
from portal_api.pages.messages import Names
from portal_api.pages.offers import line_names
from portal_api.pages.rendering import page
from portal_api.pages.sentences import Told, tell
from portal_api.pages.staff import Done, Key, mistakes_in, status_of
from portal_api.routes.documented import PathId
from portal_api.who import Asking, DossierReader, DossierWriter
from schemas.errors import Refused

HERE = "/inbox"
_FOUND = 8
_PLACE: dict[Act, str] = {"link": "linked", "open": "opened", "move": "moved", "unlink": "unlinked", "undo": "undone"}
_Id = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{0,64}$")]
_NO_APPLICATION = "new"


class Chosen(BaseModel):
    """What is previewed: an act and where to; `q` looks for another dossier. Empty acts take what is proposed."""

    model_config = ConfigDict(frozen=True)

    act: Annotated[str, StringConstraints(pattern=r"^(link|open|move|unlink|undo)?$")] = ""
    to: _Id = ""
    application: _Id = ""
    q: Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00]*$")] = ""


class PlaceForm(BaseModel):
    key: Key = ""
    act: Act
    to: _Id = ""
    application: _Id = ""
    reason: Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00]*$")] = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is about to be done: act, dossier, application, in the words of an address."""

    act: Act
    to: str = ""
    application: str = ""


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get(HERE)(overview)
    router.get(f"{HERE}/{{lane_id}}")(one)
    router.post(f"{HERE}/{{lane_id}}")(place)
    return router


def overview(asking: DossierReader, request: Request, done: Done = "") -> Response:
    """What waits for a dossier first, then what opened one that is nobody's, then what was placed today."""
    found = inbox(asking)
    return page(asking, request, "inbox/list.html", inbox=found, done=done)


def one(asking: DossierReader, request: Request, lane_id: PathId, chosen: Annotated[Chosen, Query()]) -> Response:
    """One exchange: what it says, where it may belong, and what the chosen act would make."""
    return _page(asking, request, lane_of(asking, lane_id), chosen)


def place(asking: DossierWriter, request: Request, lane_id: PathId, form: Annotated[PlaceForm, Form()]) -> Response:
    """Done once; back to the inbox, at the same place."""
    lane, application = lane_of(asking, lane_id), "" if form.application == _NO_APPLICATION else form.application
    try:
        made = command_of(asking, form.act, lane_id, form.to, application, form.reason)
        given = {"command": type(made).__name__, **made.model_dump(mode="json")}
        carry_out(asking, form.key or None, given, lambda: made)
    except Refused as refused:
        chosen = Chosen(act=form.act, to=form.to, application=form.application)
        return _page(asking, request, lane, chosen, refused=refused)
    return RedirectResponse(f"{HERE}?done={_PLACE[form.act]}#m-{lane_id}", 303)


def _page(asking: Asking, request: Request, lane: Lane, chosen: Chosen, *, refused: Refused | None = None) -> Response:
    waiting = unlinked_one(asking, lane.id)
    matches = matches_of(asking, lane, waiting)
    asked = _asked(lane, chosen, matches)
    applications = _applications(asking, lane, asked)
    if asked and not asked.application:
        asked = Asked(asked.act, asked.to, _likely(applications, waiting))
    preview, trouble = _tried(asking, lane, asked) if asked and refused is None else (None, refused)
    with asking.reading() as connection:
        here = dossier_for(asking.viewer, connection, lane.dossier_id) if lane.dossier_id else None
        target = dossier_for(asking.viewer, connection, asked.to) if asked and asked.to else None
    return page(
        asking,
        request,
        "inbox/one.html",
        status_of(refused),
        lane=lane,
        lender=lender_name(lane.partner),
        waiting=waiting,
        matches=matches,
        asked=asked,
        q=chosen.q,
        found=_found(asking, chosen.q, lane),
        here=here,
        target=target,
        applications=[(each.id, each.number or each.partner) for each in applications],
        other_number=_other_number(applications, asked, waiting),
        preview=preview,
        told=_told(asking, preview),
        trouble=tuple(mistakes_in(asking, trouble).values()),
        undoable=undoable(asking, lane.id),
        hours=int(LATELY.total_seconds()) // 3600,
        key=new_id(),
        may_write=DOSSIERS_WRITE in asking.who.scopes,
    )


def _asked(lane: Lane, chosen: Chosen, matches: Iterable[Match]) -> Asked | None:
    """What was chosen, else the surest proposal for what waits; nothing for what has its place."""
    if chosen.act:
        act: Act = chosen.act  # type: ignore[assignment]  # the pattern of the query says which
        return Asked(act, chosen.to, chosen.application)
    first = next(iter(matches), None)
    if lane.dossier_id or first is None or chosen.q:
        return None
    return Asked("link", first.id)


def _applications(asking: Asking, lane: Lane, asked: Asked | None) -> list[ApplicationView]:
    """The applications with this lender in the dossier that is chosen."""
    if asked is None or asked.act not in {"link", "move"} or not asked.to:
        return []
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, asked.to)
        found = applications_in(dossier, connection) if dossier else ()
    return [each for each in found if each.partner == lane.partner]


def _likely(applications: list[ApplicationView], waiting: Unlinked | None) -> str:
    """The application that an answer of a lender is about when there is one only; an application brings its own."""
    if waiting is None or "RegisterApplication" in waiting.kinds:
        return ""
    named = [each.id for each in applications if waiting.number and each.number == waiting.number]
    if named or len(applications) == 1:
        return (named or [applications[0].id])[0]
    return ""


def _other_number(applications: list[ApplicationView], asked: Asked | None, waiting: Unlinked | None) -> str:
    """The number of the chosen application when the messages name another one: they may be of another family."""
    found = next((each.number for each in applications if asked and each.id == asked.application), "")
    return found if waiting and waiting.number and found and found != waiting.number else ""


def _tried(asking: Asking, lane: Lane, asked: Asked) -> tuple[Preview | None, Refused | None]:
    if DOSSIERS_WRITE not in asking.who.scopes or (asked.act in {"link", "move"} and not asked.to):
        return None, None
    application = "" if asked.application == _NO_APPLICATION else asked.application
    try:
        made = command_of(asking, asked.act, lane.id, asked.to, application)
        return previewed(asking, asked.act, lane, made), None
    except Refused as refused:
        return None, refused


def _found(asking: Asking, words: str, lane: Lane) -> tuple[DossierLine, ...]:
    if not words.strip():
        return ()
    with asking.reading() as connection:
        found = dossiers_for(asking.viewer, connection, Wanted(words), limit=_FOUND).lines
    return tuple(each for each in found if each.id not in {lane.dossier_id, derived_id(lane.id, "dossier")})


def _told(asking: Asking, preview: Preview | None) -> list[Told]:
    if preview is None:
        return []
    directory = Names(asking.counter.runtime.directory)
    names: dict[str, str] = {asking.viewer.actor: asking.who.name}
    if preview.dossier:
        names |= {party.reference: party.name for party in preview.dossier.parties}
        names |= line_names(preview.dossier)
    names |= {each.actor: name for each in preview.entries if (name := directory.get(each.actor))}
    return [tell(entry, asking.language, names) for entry in preview.entries]
