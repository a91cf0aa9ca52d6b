"""What an office does on the page of a stuk: judging a file or taking it off, choosing and turning pages, sending it.

Each form carries the state that it was made from; what is refused stands on the page, with what was typed.
"""

from collections.abc import Callable, Sequence
from typing import Annotated, Literal, TypeVar, get_args

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field, StringConstraints

from handlers.documents.views.stukken import AttachmentView, StukView
from hub.problems import problem_of
from portal_api.pages.seen import SeenState, unless_changed
from portal_api.pages.stukken import judged_state, pages_state, stuk_page
from portal_api.routes.documented import PathId
from portal_api.shapes.exchanges import Reason
from portal_api.stukken import sending_of, stuk_of
from portal_api.texts import told_in
from portal_api.who import Asking, DocumentJudge
from schemas.commands import Command
from schemas.documents import MOST_PAGES, ArrangePages, JudgeAttachment, PageChoice, RemoveAttachment, Turn
from schemas.errors import NotFound, Refused

HERE = "/dossiers/{dossier_id}/stukken/{stuk_id}"
_TURNS = get_args(Turn)
T = TypeVar("T")
SheetName = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{1,64}:[0-9]{1,5}$")]
"""An attachment and the index of one of its pages."""


class JudgeForm(BaseModel):
    """`reason` counts for a rejection."""

    verdict: Literal["approve", "reject", "remove"]
    seen: SeenState
    reason: Reason = ""


class PagesForm(BaseModel):
    """Three lists about the same pages; place 0 leaves one out."""

    seen: SeenState
    page: Annotated[list[SheetName], Field(max_length=MOST_PAGES)]
    place: Annotated[list[Annotated[int, Field(ge=0, le=MOST_PAGES)]], Field(max_length=MOST_PAGES)]
    turn: Annotated[list[int], Field(max_length=MOST_PAGES)]


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.post(f"{HERE}/files/{{attachment_id}}")(judge)
    router.post(f"{HERE}/pages")(arrange)
    router.post(f"{HERE}/send")(send)
    return router


def judge(
    asking: DocumentJudge,
    request: Request,
    dossier_id: PathId,
    stuk_id: PathId,
    attachment_id: PathId,
    form: Annotated[JudgeForm, Form()],
) -> Response:
    """Approve, reject with a reason, or take the file off its stuk."""
    _file(stuk_of(asking, dossier_id, stuk_id), attachment_id)
    about = {"dossier_id": dossier_id, "attachment_id": attachment_id}
    command: Command = RemoveAttachment(**about)
    if form.verdict != "remove":
        reason = form.reason if form.verdict == "reject" else ""
        command = JudgeAttachment(**about, approved=form.verdict == "approve", reason=reason)

    def look() -> tuple[AttachmentView, str]:
        now = _file(stuk_of(asking, dossier_id, stuk_id), attachment_id)
        return now, judged_state(now)

    def act() -> None:
        _carry_out(asking, dossier_id, form.seen, look, command)

    return _done(asking, request, (dossier_id, stuk_id), act, {attachment_id: form.reason})


def arrange(
    asking: DocumentJudge,
    request: Request,
    dossier_id: PathId,
    stuk_id: PathId,
    form: Annotated[PagesForm, Form()],
) -> Response:
    """The pages by their place; one at place 0 stays out."""
    stuk = stuk_of(asking, dossier_id, stuk_id)
    line = {"dossier_id": dossier_id, "application_id": stuk.application_id, "line_number": stuk.number}

    def act() -> None:
        command = ArrangePages(**line, pages=_chosen(form.page, form.place, form.turn))
        _carry_out(asking, dossier_id, form.seen, lambda: _look(asking, dossier_id, stuk_id), command)

    return _done(asking, request, (dossier_id, stuk_id), act)


def send(
    asking: DocumentJudge,
    request: Request,
    dossier_id: PathId,
    stuk_id: PathId,
    seen: Annotated[SeenState, Form()],
) -> Response:
    """The document goes to the lender; a mistake is told before anything goes out."""
    stuk = stuk_of(asking, dossier_id, stuk_id)

    def act() -> None:
        command = sending_of(asking, dossier_id, stuk)
        _carry_out(asking, dossier_id, seen, lambda: _look(asking, dossier_id, stuk_id), command)

    return _done(asking, request, (dossier_id, stuk_id), act)


def _look(asking: Asking, dossier_id: str, stuk_id: str) -> tuple[StukView, str]:
    now = stuk_of(asking, dossier_id, stuk_id)
    return now, pages_state(now)


def _carry_out(asking: Asking, dossier_id: str, seen: str, look: Callable[[], tuple[T, str]], command: Command) -> None:
    """Raises what the command refuses, and `Refused` (`stale`) when somebody else was first."""
    if unless_changed(asking, dossier_id, seen, look, command) is not None:
        raise Refused("stale", path="seen", came="een andere stand / another state", expected="de stand van toen")


def _done(
    asking: Asking,
    request: Request,
    place: tuple[str, str],
    act: Callable[[], None],
    typed: dict[str, str] | None = None,
) -> Response:
    """Back to the page; or the page as it stands now, with what was refused and what was typed."""
    dossier_id, stuk_id = place
    try:
        act()
    except Refused as refused:
        said = refused.nl if told_in(asking.language) == "nl" else refused.en
        now = stuk_of(asking, dossier_id, stuk_id)
        return stuk_page(asking, request, dossier_id, now, said, problem_of(refused).status, typed)
    return RedirectResponse(f"/dossiers/{dossier_id}/stukken/{stuk_id}", 303)


def _file(stuk: StukView, attachment_id: str) -> AttachmentView:
    """A file of this stuk; raises `NotFound`."""
    found = next((each for each in stuk.attachments if each.id == attachment_id), None)
    if found is None:
        raise NotFound("not-found", path="attachment_id", came=attachment_id, expected="a file of the stuk")
    return found


def _chosen(names: Sequence[str], places: Sequence[int], turns: Sequence[int]) -> tuple[PageChoice, ...]:
    """Raises `Refused` (`request-invalid`) for lists that are not about the same pages, and for an odd turn."""
    if not len(names) == len(places) == len(turns):
        came = f"{len(names)}, {len(places)}, {len(turns)}"
        raise Refused("request-invalid", path="page", came=came, expected="page, place, turn")
    if any(turn not in _TURNS for turn in turns):
        raise Refused("request-invalid", path="turn", came="?", expected=", ".join(str(each) for each in _TURNS))
    ordered = sorted(zip(places, names, turns, strict=True), key=lambda each: each[0])
    return tuple(_choice(name, turn) for place, name, turn in ordered if place)


def _choice(name: str, turn: int) -> PageChoice:
    attachment, _, index = name.partition(":")
    return PageChoice.model_validate({"attachment": attachment, "index": int(index), "turn": turn})
