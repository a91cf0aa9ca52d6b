"""Doing something from a page: first what it will do and the question why, then once, however often it is sent."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Form, Path, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy.engine import Connection

from hub.decided import Decision, decisions_about
from hub.ids import derived_id, new_id
from hub.parked import parked_messages
from hub.problems import problem_of
from hub.views import journaled_command
from portal_api.pages.operations.acts import ACTS, Act, Preview, parked_unit
from portal_api.pages.operations.frame import framed, told
from portal_api.pages.operations.parked import decisions_of
from portal_api.routes.messages import message_of
from portal_api.routes.parked import GroupName
from portal_api.shapes.parked import MOST_AT_ONCE, UnitId
from portal_api.who import Asking, Operating
from schemas.errors import Conflict, NotFound

_LONGEST_REASON = 500

ActName = Annotated[str, Path(pattern=r"^[a-z-]{1,20}$")]


class Given(BaseModel):
    """What the form brings: about what, why, its own key, the state that was seen, and whether it was meant."""

    model_config = ConfigDict(frozen=True, str_strip_whitespace=True)

    about: tuple[UnitId, ...] = Field(min_length=1, max_length=MOST_AT_ONCE)
    key: Annotated[str, StringConstraints(pattern=r"^[0-9a-f-]{36}$")]
    seen: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{0,32}$")] = ""
    reason: Annotated[str, StringConstraints(pattern=r"^[^\x00]*$")] = ""
    sure: str = ""


def routes() -> APIRouter:
    router = APIRouter(prefix="/operations", include_in_schema=False)
    router.get("/acts/{act}")(confirm)
    router.post("/acts/{act}")(carry_out)
    return router


def confirm(
    asking: Operating,
    request: Request,
    act: ActName,
    about: Annotated[tuple[UnitId, ...], Query(max_length=MOST_AT_ONCE)] = (),
    group: GroupName = "",
) -> Response:
    """What the act will do to these, or to the oldest of a group of what is parked."""
    found = _act(act)
    named = about
    try:
        named = named or _of_group(asking, found, group)
        preview = found.look(asking, named)
    except Conflict as conflict:
        return _too_late(asking, request, act, named, conflict)
    return _asked(asking, request, act, Given(about=named, key=new_id()), preview)


def carry_out(asking: Operating, request: Request, act: ActName, given: Annotated[Given, Form()]) -> Response:
    """The same form does it once; another state than was seen does nothing and says what happened meanwhile."""
    found = _act(act)
    try:
        if not _was_done(asking, given):
            preview = found.look(asking, given.about)
            missing = _missing(found, given)
            if missing:
                return _asked(asking, request, act, given, preview, missing)
            _check_seen(preview, given)
        unit_id = found.carry_out(asking, given.about, given.reason, given.key)
    except Conflict as conflict:
        return _too_late(asking, request, act, given.about, conflict, given.reason)
    return RedirectResponse(f"{_back(found, given.about)}?done={unit_id}", 303)


def _act(name: str) -> Act:
    if name not in ACTS:
        raise NotFound("not-found", path="act", came=name, expected=", ".join(ACTS))
    return ACTS[name]


def _of_group(asking: Asking, act: Act, group: str) -> tuple[str, ...]:
    if act.place != "parked" or not group:
        raise NotFound("not-found", path="about", came=group, expected="something that it is about")
    with asking.reading() as connection:
        found = tuple(each.unit_id for each in parked_messages(connection, group, limit=MOST_AT_ONCE))
    if not found:
        raise Conflict("not-parked", path="group", came=group, expected="a group of parked messages")
    return found


def _check_seen(preview: Preview, given: Given) -> None:
    """Raises `Conflict("changed-meanwhile")` when the thing is not as the confirmation showed it."""
    if preview.seen != given.seen:
        raise Conflict("changed-meanwhile", path="seen", came=len(preview.subjects), expected=len(given.about))


def _was_done(asking: Asking, given: Given) -> bool:
    """Whether this very form was carried out before: sent twice, or again after the back button."""
    actor = asking.viewer.actor
    units = [derived_id("request", actor, given.key), parked_unit(asking, given.about[0], given.key)]
    with asking.reading() as connection:
        return any(journaled_command(connection, unit) for unit in units)


def _missing(act: Act, given: Given) -> tuple[str, ...]:
    """What the form lacks, as words of the catalogue."""
    lacks = []
    if not given.reason:
        lacks.append("reason_missing")
    elif len(given.reason) > _LONGEST_REASON:
        lacks.append("reason_long")
    if act.is_final and not given.sure:
        lacks.append("sure_missing")
    return tuple(lacks)


def _back(act: Act, about: Sequence[str]) -> str:
    return f"/operations/{act.place}/{about[0]}" if len(about) == 1 else f"/operations/{act.place}"


def _asked(
    asking: Asking, request: Request, name: str, given: Given, preview: Preview, missing: tuple[str, ...] = ()
) -> Response:
    act = ACTS[name]
    facts: dict[str, Any] = {"name": name, "act": act, "preview": preview, "given": given, "missing": missing}
    facts |= {"longest": _LONGEST_REASON}
    return framed(asking, request, act.place, "act.html", facts, 422 if missing else 200)


def _too_late(
    asking: Asking, request: Request, name: str, about: Sequence[str], conflict: Conflict, reason: str = ""
) -> Response:
    """409, with what somebody else did meanwhile; the reason that was typed is kept to be used again."""
    act = ACTS[name]
    with asking.reading() as connection:
        found = [decision for each in about[:_SHOWN] for decision in _decided_about(asking, connection, act, each)]
        meanwhile = told(asking, connection, found[:_SHOWN])
    facts = {"name": name, "back": _back(act, about), "reason": reason, "problem": problem_of(conflict)}
    return framed(asking, request, act.place, "too_late.html", facts | {"meanwhile": meanwhile}, 409)


def _decided_about(asking: Asking, connection: Connection, act: Act, about: str) -> Sequence[Decision]:
    if act.place == "parked":
        return decisions_of(connection, asking, about, message_of(asking, about).line.lane_id)
    return decisions_about(connection, about, _COMMANDS[act.place], limit=_SHOWN)


_SHOWN = 5
_COMMANDS = {"partners": ("PausePartner", "ResumePartner"), "outgoing": ("SendAgain", "WithdrawOutgoing")}
