"""The page *Toegang voor de klant* of a dossier: who has access, an invitation, a new link, taking access away."""

from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, ValidationError

from hub.ids import new_id
from hub.problems import problem_of
from portal_api.counter import CUSTOMERS_VIEW
from portal_api.customers import customers_for, dismiss, invite, invite_again, party_of
from portal_api.looking import note_look
from portal_api.pages.rendering import page
from portal_api.pages.steps import token_of, without_viewing
from portal_api.routes.documented import PathId
from portal_api.shapes.customers import LetterRequest, ResetRequest
from portal_api.texts import told_in
from portal_api.viewing import END
from portal_api.ways_back import CHECKS, channels_of, letter, letter_answer, reset
from portal_api.who import Asking, CustomerViewer, CustomerWriter, counter_of, is_secure, viewing_cookie
from schemas.errors import NotFound, Refused
from schemas.looks import Glance

Asked = Annotated[str, Query(max_length=140, pattern=r"^[^\x00]*$")]
Typed = Annotated[str, Form(max_length=400, pattern=r"^[^\x00]*$")]
Key = Annotated[str, Form(max_length=64, pattern=r"^[0-9A-Za-z-]{1,64}$")]
_ASKED = {
    "check": "een van de drie manieren / one of the three ways",
    "reason": "een reden van hooguit 300 tekens / a reason of at most 300 characters",
}
_DONE = {"invited", "resent", "dismissed", "reset_done"}


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    here = "/dossiers/{dossier_id}/customers"
    router.get(here)(read)
    router.post(here)(give)
    router.post(f"{here}/{{person_id}}/invite")(again)
    router.post(f"{here}/{{person_id}}/dismiss")(take)
    router.post(f"{here}/{{person_id}}/reset")(start_again)
    router.post(f"{here}/{{person_id}}/letter")(print_letter)
    router.post(f"{here}/{{person_id}}/view")(view)
    router.post(END)(end_view)
    return router


def read(  # noqa: PLR0913, PLR0917 - one question each
    asking: CustomerWriter,
    request: Request,
    dossier_id: PathId,
    party: Asked = "",
    ends: Asked = "",
    views: Asked = "",
    resets: Asked = "",
    writes: Asked = "",
    kept: Asked = "",
) -> Response:
    """`party` opens the form of one person, `ends` and `views` the question before access ends, or a look as him.

    `resets` opens the form that lets somebody in again, `writes` the one of a letter.
    """
    opened: dict[str, Any] = {"party": party, "ends": ends, "views": views, "resets": resets, "writes": writes}
    return _page(asking, request, dossier_id, kept=kept if kept in _DONE else "", **opened)


def give(
    asking: CustomerWriter,
    request: Request,
    dossier_id: PathId,
    party: Typed,
    key: Key,
    email: Typed = "",
    name: Typed = "",
) -> Response:
    try:
        invite(asking, key, dossier_id, party, email.strip(), name.strip())
    except Refused as refused:
        typed = {"email": email, "name": name, "key": key}
        return _again(asking, request, dossier_id, refused, party=party, typed=typed)
    return _kept(dossier_id, "invited")


def again(asking: CustomerWriter, request: Request, dossier_id: PathId, person_id: PathId, key: Key) -> Response:
    try:
        invite_again(asking, key, dossier_id, person_id)
    except Refused as refused:
        return _again(asking, request, dossier_id, refused)
    return _kept(dossier_id, "resent")


def take(
    asking: CustomerWriter, request: Request, dossier_id: PathId, person_id: PathId, key: Key, reason: Typed = ""
) -> Response:
    try:
        dismiss(asking, key, dossier_id, person_id, reason.strip())
    except Refused as refused:
        return _again(asking, request, dossier_id, refused, ends=person_id, typed={"reason": reason, "key": key})
    return _kept(dossier_id, "dismissed")


def start_again(  # noqa: PLR0913, PLR0917 - one field of the form each
    asking: CustomerWriter,
    request: Request,
    dossier_id: PathId,
    person_id: PathId,
    key: Key,
    check: Typed = "",
    reason: Typed = "",
    link_by: Typed = "email",
    factors: Typed = "",
) -> Response:
    said = {"check": check, "reason": reason, "link_by": link_by, "and_factors": bool(factors)}
    try:
        reset(asking, key, dossier_id, person_id, **_read(ResetRequest, said).model_dump())
    except Refused as refused:
        typed = {**said, "factors": factors, "key": key}
        return _again(asking, request, dossier_id, refused, resets=person_id, typed=typed)
    return _kept(dossier_id, "reset_done")


def print_letter(
    asking: CustomerWriter, request: Request, dossier_id: PathId, person_id: PathId, key: Key, reason: Typed = ""
) -> Response:
    """The letter as a file; the form once more when it cannot be made."""
    try:
        why = _read(LetterRequest, {"reason": reason}).reason
        return letter_answer(letter(asking, key, dossier_id, person_id, why))
    except Refused as refused:
        return _again(asking, request, dossier_id, refused, writes=person_id, typed={"reason": reason, "key": key})


def view(
    asking: CustomerViewer, request: Request, dossier_id: PathId, person_id: PathId, reason: Typed = ""
) -> Response:
    """On to the customer's own page, as he sees it; with the reason in the access log before anything is shown."""
    customers_for(asking, dossier_id)
    settings = asking.counter.runtime.settings
    try:
        token, until = asking.counter.customers.view_as(token_of(request), dossier_id, person_id, reason)
    except Refused as refused:
        return _again(asking, request, dossier_id, refused, views=person_id, typed={"reason": reason})
    place = {"dossier_id": dossier_id, "person_id": person_id}
    note_look(asking, Glance("impersonate", "own-dossier", place, {}, " ".join(reason.split())))
    answer = RedirectResponse("/mine", 303)
    lasts = int((until - asking.counter.runtime.doors.now()).total_seconds())
    name, secure = viewing_cookie(settings), is_secure(settings)
    answer.set_cookie(name, token, max_age=lasts, path="/", httponly=True, samesite="lax", secure=secure)
    return answer


def end_view(request: Request) -> Response:
    """Back to one's own work, whether the look was over already or not."""
    counter = counter_of(request)
    token = request.cookies.get(viewing_cookie(counter.runtime.settings), "")
    dossier = counter.customers.end_view(token, token_of(request)) if token else ""
    return without_viewing(request, RedirectResponse(f"/dossiers/{dossier}/customers" if dossier else "/", 303))


M = TypeVar("M", bound=BaseModel)


def _read(shape: type[M], said: dict[str, Any]) -> M:
    """What a form said; raises `Refused` (`request-invalid`) with the first field that cannot be."""
    try:
        return shape.model_validate(said)
    except ValidationError as error:
        found = error.errors(include_input=False)[0]
        path = str(found["loc"][0])
        came = str(said.get(path, ""))[:40]
        raise Refused("request-invalid", path=path, came=came, expected=_ASKED.get(path, found["msg"])) from None


def _kept(dossier_id: str, what: str) -> Response:
    return RedirectResponse(f"/dossiers/{dossier_id}/customers?kept={what}", 303)


def _again(asking: Asking, request: Request, dossier_id: str, refused: Refused, **facts: Any) -> Response:
    """The page with what is wrong; nothing that was typed is lost."""
    if isinstance(refused, NotFound):
        raise refused
    said = refused.nl if told_in(asking.language) == "nl" else refused.en
    path = refused.path if refused.path in {"email", "name"} and facts.get("party") else "form"
    return _page(asking, request, dossier_id, problem_of(refused).status, mistakes={path: said}, **facts)


def _page(asking: Asking, request: Request, dossier_id: str, http_status: int = 200, **facts: Any) -> Response:
    """`party` and `ends` open a form, with what was `typed` and its `mistakes`; `kept` is what was just done."""
    found = customers_for(asking, dossier_id)
    chosen = party_of(found, facts.get("party", ""))
    ends, views = facts.get("ends", ""), facts.get("views", "")
    resets, writes = facts.get("resets", ""), facts.get("writes", "")
    resetting = next((each for each in found if resets and each.person_id == resets), None)
    may_view = CUSTOMERS_VIEW in asking.who.scopes
    filled = {"email": chosen.email, "name": chosen.name} if chosen else {}
    return page(
        asking,
        request,
        "customers/list.html",
        http_status,
        dossier_id=dossier_id,
        customers=found,
        chosen=chosen if chosen and chosen.access == "none" else None,
        leaving=next((each for each in found if ends and each.person_id == ends), None),
        looking=next((each for each in found if views and each.person_id == views and may_view), None),
        may_view=may_view,
        resetting=resetting,
        writing=next((each for each in found if writes and each.person_id == writes), None),
        channels=channels_of(asking, resetting) if resetting else (),
        checks=CHECKS,
        kept=facts.get("kept", ""),
        typed={"key": new_id(), "check": "", "link_by": "", "factors": "", **filled, **facts.get("typed", {})},
        mistakes=facts.get("mistakes", {}),
        sends_mail=bool(asking.counter.runtime.settings.mail),
        new_key=new_id,
    )
