"""The pages *Termijnen*: what passes soon over the office, the dates of a dossier, and the forms that set them.

A form shows on request what would be told before anything is kept, and is carried out on what it was made from only.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, StringConstraints, ValidationError

from handlers.accounts.views.staff import staff_for
from handlers.dates.views import DateView, preview_of
from handlers.dossiers.views import title_of, visible
from portal_api import paging
from portal_api.counter import DOSSIERS_WRITE
from portal_api.pages.conflicts import Field, Stale, conflict_page
from portal_api.pages.rendering import page
from portal_api.pages.seen import SeenState, digest, last_told, unless_changed
from portal_api.pages.staff import Done, mistakes_in, status_of, to
from portal_api.routes.dates import dates_of, near_of, today_of
from portal_api.routes.documented import PathId
from portal_api.shapes.dates import NearQuery
from portal_api.texts import text
from portal_api.who import Asking, DossierReader, DossierWriter
from schemas.commands import Command
from schemas.dates import Condition, ConditionTerms, DateKind, EndDate, ExtendDate, SetDeedDate, SetResolutiveCondition
from schemas.errors import NotFound, Refused

HERE, _OF = "/dates", "/dossiers/{dossier_id}/dates"
_A_PAGE = 25
_WITHIN = (5, 10, 20, 60)
_CONDITIONS = ("financiering", "nhg", "bouwkundig")
_KINDS = ("resolutive", "deed", "offer", "document")
_TOLD = frozenset(f"date-{what}" for what in ("set", "corrected", "extended", "dissolved", "waived", "passed"))
_Typed = Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00]*$")]
What = Literal["condition", "deed", "extend", "end"]


class DateForm(BaseModel):
    """The fields as a browser sends them; `seen` is the date as the form was made from it, `act` keep or preview."""

    seen: SeenState
    act: Literal["keep", "preview"] = "keep"
    kind: Condition = "financiering"
    day: _Typed = ""
    notice_days: _Typed = "0"
    notice_kind: _Typed = "working"
    rejections_required: _Typed = "1"
    guarantee_date: _Typed = ""
    termijnenwet: list[Literal["yes"]] = []
    ending: _Typed = ""
    rejections: _Typed = "0"
    reason: _Typed = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form is about: `before` is the date as it is now, `None` while it is not watched."""

    dossier_id: str
    what: What
    kind: DateKind
    date_id: str
    before: DateView | None

    @property
    def place(self) -> str:
        stem = f"/dossiers/{self.dossier_id}/dates"
        return f"{stem}/{self.what}" if self.what in {"condition", "deed"} else f"{stem}/{self.date_id}/{self.what}"

    @property
    def state(self) -> str:
        found = self.before
        if found is None:
            return digest()
        terms = (found.notice_days, found.notice_kind, found.rejections_required, found.guarantee_date)
        return digest(found.id, found.state, found.day, found.termijnenwet_applies, *terms)


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get(HERE)(near)
    router.get(_OF)(listed)
    router.get(f"{_OF}/condition")(condition)
    router.post(f"{_OF}/condition")(set_condition)
    router.get(f"{_OF}/deed")(deed)
    router.post(f"{_OF}/deed")(set_deed)
    router.get(f"{_OF}/{{date_id}}/extend")(extension)
    router.post(f"{_OF}/{{date_id}}/extend")(extend)
    router.get(f"{_OF}/{{date_id}}/end")(ending)
    router.post(f"{_OF}/{{date_id}}/end")(end)
    return router


def near(
    asking: DossierReader, request: Request, query: Annotated[NearQuery, Query()], cursor: paging.Cursor = None
) -> Response:
    """What has passed stands first, then what passes soon."""
    found, following = near_of(asking, query, cursor, _A_PAGE)
    with asking.reading() as connection:
        people = staff_for(asking.viewer, connection, asking.counter.runtime.doors.now())
    narrowed = query.model_dump(exclude_none=True, exclude_defaults=True)
    return page(
        asking,
        request,
        "dates/near.html",
        lines=found,
        today=today_of(asking),
        kinds=[(each, text(asking.language, f"dates.{each}")) for each in _KINDS],
        advisers=[(each.id, each.name) for each in people if each.organisation_id is None],
        withins=[(str(each), text(asking.language, "dates.within_days", count=each)) for each in _WITHIN],
        typed={name: str(value or "") for name, value in query.model_dump().items()},
        is_narrowed=bool(narrowed),
        first="" if cursor is None else _address(narrowed),
        next=_address(narrowed | {"cursor": following}) if following else "",
    )


def listed(asking: DossierReader, request: Request, dossier_id: PathId, done: Done = "") -> Response:
    found = dates_of(asking, dossier_id)
    return page(
        asking,
        request,
        "dates/dossier.html",
        dossier_id=dossier_id,
        title=_title(asking, dossier_id),
        dates=[each for each in found if each.state == "open"],
        ended=[each for each in found if each.state != "open"],
        today=today_of(asking),
        may_write=DOSSIERS_WRITE in asking.who.scopes,
        done=done,
    )


def condition(
    asking: DossierWriter, request: Request, dossier_id: PathId, kind: Annotated[Condition, Query()] = "financiering"
) -> Response:
    asked = _asked(asking, dossier_id, "condition", f"resolutive-{kind}")
    return _form(asking, request, asked, _typed_of(asked) | {"kind": kind})


def set_condition(
    asking: DossierWriter, request: Request, dossier_id: PathId, form: Annotated[DateForm, Form()]
) -> Response:
    asked = _asked(asking, dossier_id, "condition", f"resolutive-{form.kind}")
    return _carried_out(asking, request, asked, form)


def deed(asking: DossierWriter, request: Request, dossier_id: PathId) -> Response:
    asked = _asked(asking, dossier_id, "deed", "deed")
    return _form(asking, request, asked, _typed_of(asked))


def set_deed(
    asking: DossierWriter, request: Request, dossier_id: PathId, form: Annotated[DateForm, Form()]
) -> Response:
    return _carried_out(asking, request, _asked(asking, dossier_id, "deed", "deed"), form)


def extension(asking: DossierWriter, request: Request, dossier_id: PathId, date_id: PathId) -> Response:
    asked = _asked(asking, dossier_id, "extend", date_id)
    return _form(asking, request, asked, _typed_of(asked))


def extend(
    asking: DossierWriter, request: Request, dossier_id: PathId, date_id: PathId, form: Annotated[DateForm, Form()]
) -> Response:
    return _carried_out(asking, request, _asked(asking, dossier_id, "extend", date_id), form)


def ending(asking: DossierWriter, request: Request, dossier_id: PathId, date_id: PathId) -> Response:
    asked = _asked(asking, dossier_id, "end", date_id)
    return _form(asking, request, asked, _typed_of(asked))


def end(
    asking: DossierWriter, request: Request, dossier_id: PathId, date_id: PathId, form: Annotated[DateForm, Form()]
) -> Response:
    return _carried_out(asking, request, _asked(asking, dossier_id, "end", date_id), form)


def _asked(asking: Asking, dossier_id: str, what: What, date_id: str) -> Asked:
    """Raises `NotFound` outside the scope, and for a date that is not there to extend or end."""
    before = next((each for each in dates_of(asking, dossier_id) if each.id == date_id), None)
    if before is None and what in {"extend", "end"}:
        raise NotFound("not-found", path="date_id", came=date_id, expected="een termijn / a date of the dossier")
    kind = before.kind if before else "deed" if what == "deed" else "resolutive"
    return Asked(dossier_id, what, kind, date_id, before)


def _carried_out(asking: Asking, request: Request, asked: Asked, form: DateForm) -> Response:
    typed = form.model_dump(exclude={"seen", "act"})
    try:
        made = _command(asked, form)
        if form.act == "preview":
            return _form(asking, request, asked, typed, preview=_preview(asking, asked, form))
        now = unless_changed(asking, asked.dossier_id, form.seen, _look(asking, asked), made)
    except Refused as refused:
        return _form(asking, request, asked, typed, refused=refused)
    if now is None:
        return to(f"/dossiers/{asked.dossier_id}/dates", "changed")
    return _stale(asking, request, now, form)


def _look(asking: Asking, asked: Asked) -> Callable[[], tuple[Asked, str]]:
    def look() -> tuple[Asked, str]:
        now = _asked(asking, asked.dossier_id, asked.what, asked.date_id)
        return now, now.state

    return look


def _command(asked: Asked, form: DateForm) -> Command:
    """Raises `Refused` (`request-invalid`) with the field that cannot be."""
    try:
        return _made(asked, form)
    except ValidationError as error:
        first = error.errors()[0]
        path, came = str(first["loc"][-1]), str(first["input"])
        raise Refused("request-invalid", path=path, came=came, expected=str(first["msg"])) from None


def _made(asked: Asked, form: DateForm) -> Command:
    match asked.what:
        case "condition":
            said = _terms(form)
            return SetResolutiveCondition(dossier_id=asked.dossier_id, kind=form.kind, terms=said, reason=form.reason)
        case "deed":
            return SetDeedDate(dossier_id=asked.dossier_id, day=_day("day", form.day), reason=form.reason)
        case "extend":
            day = _day("day", form.day)
            return ExtendDate(dossier_id=asked.dossier_id, date_id=asked.date_id, day=day, reason=form.reason)
        case "end":
            facts = {"ending": form.ending, "rejections": form.rejections or "0", "reason": form.reason}
            return EndDate.model_validate({"dossier_id": asked.dossier_id, "date_id": asked.date_id, **facts})


def _terms(form: DateForm) -> ConditionTerms:
    said: dict[str, Any] = {
        "ov_date": _day("day", form.day),
        "notice_days": form.notice_days or "0",
        "notice_kind": form.notice_kind,
        "rejections_required": form.rejections_required or "0",
        "guarantee_date": _day("guarantee_date", form.guarantee_date) if form.guarantee_date.strip() else None,
        "termijnenwet_applies": bool(form.termijnenwet),
    }
    return ConditionTerms.model_validate(said)


def _day(path: str, typed: str) -> date:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise Refused("request-invalid", path=path, came=typed, expected="JJJJ-MM-DD") from None


def _preview(asking: Asking, asked: Asked, form: DateForm) -> tuple[date, Any]:
    is_moved = bool(form.termijnenwet)
    if asked.what == "extend":
        is_moved = bool(asked.before and asked.before.termijnenwet_applies)
    now: datetime = asking.counter.runtime.clock.now()
    return preview_of(asked.kind, _day("day", form.day), now, is_moved=is_moved)


def _typed_of(asked: Asked) -> dict[str, Any]:
    """The form as it begins: what stands there now, else what the NVM model has."""
    found = asked.before
    typed: dict[str, Any] = DateForm(seen=asked.state, termijnenwet=["yes"]).model_dump(exclude={"seen", "act"})
    if found is None or asked.what in {"extend", "end"}:
        return typed
    return typed | {
        "day": found.day.isoformat(),
        "notice_days": str(found.notice_days),
        "notice_kind": found.notice_kind,
        "rejections_required": str(found.rejections_required),
        "guarantee_date": found.guarantee_date.isoformat() if found.guarantee_date else "",
        "termijnenwet": ["yes"] if found.termijnenwet_applies else [],
    }


def _form(
    asking: Asking,
    request: Request,
    asked: Asked,
    typed: dict[str, Any],
    *,
    refused: Refused | None = None,
    preview: tuple[date, Any] | None = None,
) -> Response:
    mistakes = {name.rpartition(".")[2]: said for name, said in mistakes_in(asking, refused).items()}
    if "ov_date" in mistakes:
        mistakes["day"] = mistakes.pop("ov_date")
    return page(
        asking,
        request,
        "dates/form.html",
        status_of(refused),
        asked=asked,
        title=_title(asking, asked.dossier_id),
        typed=typed,
        mistakes=mistakes,
        preview=preview,
        conditions=[(each, text(asking.language, f"dates.{each}")) for each in _CONDITIONS],
    )


def _stale(asking: Asking, request: Request, now: Asked, form: DateForm) -> Response:
    """Somebody else moved or ended it since: both stand side by side, and nothing that was typed is lost."""
    entry = last_told(asking, now.dossier_id, now.date_id, _TOLD)
    there = f"{now.before.day:%d-%m-%Y}" if now.before else ""
    state = text(asking.language, f"dates.state_{now.before.state}") if now.before else ""
    fields = [
        Field(text(asking.language, "dates.day"), "", there, form.day),
        Field(text(asking.language, "dates.state"), "", state, ""),
        Field(text(asking.language, "dates.reason"), "", "", form.reason),
    ]
    again = form.model_dump(exclude={"seen", "act", "termijnenwet"}) | {"seen": now.state}
    again |= {"termijnenwet": "yes"} if form.termijnenwet else {}
    title = text(asking.language, f"dates.{now.what}_title")
    actor, at = (entry.actor, entry.at) if entry else ("", None)
    back = f"/dossiers/{now.dossier_id}/dates"
    return conflict_page(asking, request, Stale(title, actor, at, fields, now.place, again, back))


def _title(asking: Asking, dossier_id: str) -> str:
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
        return title_of(dossier, connection) if dossier else ""


def _address(said: dict[str, Any]) -> str:
    return f"{HERE}?{urlencode(said)}" if said else HERE
