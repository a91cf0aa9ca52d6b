"""The page *Voor de klant*: how far the customer is, who has access, what is asked of him, and judging what he did."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Annotated, Any, Literal, get_args

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel, StringConstraints

from handlers.access.views import LooksAsked, looks_in
from handlers.action_points.views import BY_HAND, action_points_in, checklists, progress_in
from handlers.conversations.views import counts_in
from handlers.customers.views import CustomerView, customers_in
from handlers.dossiers.views import title_of, visible
from hub.ids import new_id
from portal_api.counter import DOCUMENTS_JUDGE, DOSSIERS_WRITE
from portal_api.pages.rendering import page
from portal_api.pages.staff import Done, Key, mistakes_in, status_of, to
from portal_api.pages.typed import day_typed
from portal_api.plain_words import customers_book_of, read_point
from portal_api.routes.appointments import carry_out
from portal_api.routes.documented import PathId
from portal_api.routes.dossiers import unknown
from portal_api.who import Asking, DocumentJudge, DossierWriter, PeopleReader
from schemas.action_points import (
    ChangeActionPoint,
    JudgeActionPoint,
    Kind,
    MakeActionPoint,
    PointTerms,
    ReleaseActionPoints,
    StartChecklist,
    WithdrawActionPoint,
)
from schemas.commands import Command
from schemas.errors import Refused
from schemas.viewer import VisibleDossier

_OF = "/dossiers/{dossier_id}/for-the-customer"
_Field = Annotated[str, StringConstraints(max_length=4000, pattern=r"^[^\x00]*$")]


class PointForm(BaseModel):
    key: Key = ""
    kind: _Field = "upload"
    subject: _Field = ""
    remark: _Field = ""
    due: _Field = ""
    party: _Field = ""


class ChecklistForm(BaseModel):
    key: Key = ""
    profile: Annotated[str, StringConstraints(max_length=40, pattern=r"^[a-z-]*$")] = ""
    party: _Field = ""
    due: _Field = ""


class ActForm(BaseModel):
    """`verdict` is what it is said to be; `action_point` the one that is let through."""

    key: Key = ""
    verdict: Literal["", "done", "approved", "rejected"] = ""
    reason: _Field = ""
    action_point: Annotated[str, StringConstraints(max_length=64, pattern=r"^[0-9A-Za-z-]*$")] = ""


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get(_OF)(overview)
    router.post(_OF)(make)
    router.post(f"{_OF}/release")(release)
    router.post(f"{_OF}/checklist")(start)
    router.post(f"{_OF}/{{action_point_id}}/change")(change)
    router.post(f"{_OF}/{{action_point_id}}/take-back")(take_back)
    router.post(f"{_OF}/{{action_point_id}}/assess")(assess)
    return router


def overview(asking: PeopleReader, request: Request, dossier_id: PathId, done: Done = "") -> Response:
    return _page(asking, request, dossier_id, done=done)


def make(asking: DossierWriter, request: Request, dossier_id: PathId, form: Annotated[PointForm, Form()]) -> Response:
    def made() -> Command:
        return MakeActionPoint(dossier_id=dossier_id, terms=_terms(form))

    return _carry(asking, request, dossier_id, form, made, "new")


def start(
    asking: DossierWriter, request: Request, dossier_id: PathId, form: Annotated[ChecklistForm, Form()]
) -> Response:
    def made() -> Command:
        return StartChecklist(dossier_id=dossier_id, profile=form.profile, party=form.party, due=_day(form.due))

    return _carry(asking, request, dossier_id, form, made, "checklist")


def change(
    asking: DossierWriter,
    request: Request,
    dossier_id: PathId,
    action_point_id: PathId,
    form: Annotated[PointForm, Form()],
) -> Response:
    def made() -> Command:
        return ChangeActionPoint(dossier_id=dossier_id, action_point_id=action_point_id, terms=_terms(form))

    return _carry(asking, request, dossier_id, form, made, action_point_id)


def take_back(
    asking: DossierWriter,
    request: Request,
    dossier_id: PathId,
    action_point_id: PathId,
    form: Annotated[ActForm, Form()],
) -> Response:
    def made() -> Command:
        return WithdrawActionPoint(dossier_id=dossier_id, action_point_id=action_point_id, reason=form.reason)

    return _carry(asking, request, dossier_id, form, made, action_point_id)


def assess(
    asking: DocumentJudge,
    request: Request,
    dossier_id: PathId,
    action_point_id: PathId,
    form: Annotated[ActForm, Form()],
) -> Response:
    def made() -> Command:
        if not form.verdict:
            raise Refused("request-invalid", path="verdict", came="", expected="done, approved, rejected")
        point = {"dossier_id": dossier_id, "action_point_id": action_point_id}
        return JudgeActionPoint(**point, verdict=form.verdict, reason=form.reason)

    return _carry(asking, request, dossier_id, form, made, action_point_id)


def release(asking: DocumentJudge, request: Request, dossier_id: PathId, form: Annotated[ActForm, Form()]) -> Response:
    def made() -> Command:
        return ReleaseActionPoints(dossier_id=dossier_id, action_points=(form.action_point,))

    return _carry(asking, request, dossier_id, form, made, form.action_point)


def _carry(
    asking: Asking,
    request: Request,
    dossier_id: str,
    form: PointForm | ActForm | ChecklistForm,
    made: Callable[[], Command],
    at: str,
) -> Response:
    _dossier_of(asking, dossier_id)
    try:
        carry_out(asking, made(), dossier_id, form.key or None)
    except Refused as refused:
        return _page(asking, request, dossier_id, refused=refused, typed=form.model_dump(), at=at)
    return to(f"/dossiers/{dossier_id}/for-the-customer", "kept")


def _page(
    asking: Asking,
    request: Request,
    dossier_id: str,
    *,
    refused: Refused | None = None,
    typed: dict[str, Any] | None = None,
    at: str = "",
    done: str = "",
) -> Response:
    dossier = _dossier_of(asking, dossier_id)
    book = customers_book_of(asking)
    with asking.reading() as connection:
        points = action_points_in(dossier, connection)
        progress = progress_in(dossier, connection)
        title, talked = title_of(dossier, connection), counts_in(dossier, connection)
        customers = customers_in(dossier, connection, asking.counter.runtime.doors.now())
    return page(
        asking,
        request,
        "for_the_customer/dossier.html",
        status_of(refused),
        dossier_id=dossier_id,
        title=title,
        points=points,
        reading=partial(read_point, asking, book),
        progress=progress,
        talked=talked,
        customers=[(each, _last_look(asking, dossier, each)) for each in customers],
        people=[("", ""), *((each.party, each.name) for each in customers if each.party)],
        kinds=get_args(Kind),
        by_hand=BY_HAND,
        today=asking.counter.runtime.clock.business_date(),
        key=new_id,
        at=at,
        typed=typed or {},
        mistakes=mistakes_in(asking, refused),
        checklists=checklists(),
        known={"new", "checklist", *(each.id for each in points)},
        done=done,
        may_write=DOSSIERS_WRITE in asking.who.scopes,
        may_judge=DOCUMENTS_JUDGE in asking.who.scopes,
    )


def _last_look(asking: Asking, dossier: VisibleDossier, customer: CustomerView) -> Any:
    """When this customer last saw his page, as the access log has it; `None` when he never did."""
    if not customer.person_id:
        return None
    with asking.reading() as connection:
        found = looks_in(dossier, connection, LooksAsked(actor=f"user:{customer.person_id}", limit=1))
    return found[0].at if found else None


def _dossier_of(asking: Asking, dossier_id: str) -> VisibleDossier:
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
    if dossier is None:
        raise unknown(dossier_id)
    return dossier


def _terms(form: PointForm) -> PointTerms:
    """Raises `Refused` (`request-invalid`)."""
    if form.kind not in get_args(Kind):
        raise Refused("request-invalid", path="kind", came=form.kind, expected=", ".join(get_args(Kind)))
    said = form.model_dump(include={"kind", "subject", "remark", "party"})
    return PointTerms.model_validate({**said, "due": _day(form.due)})


def _day(given: str) -> date | None:
    return day_typed("due", given) if given.strip() else None
