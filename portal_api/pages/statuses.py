"""Setting the status of an application by hand, from a form that knows which status it was made from."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, StringConstraints

from handlers.dossiers.views import DossierApplication, DossierView, dossier_for
from handlers.statuses.views import choices_for
from hub.problems import problem_of
from portal_api.pages.conflicts import Field, Stale, conflict_page
from portal_api.pages.rendering import page
from portal_api.pages.seen import SeenState, digest, last_told, unless_changed
from portal_api.routes.documented import PathId
from portal_api.routes.dossiers import found
from portal_api.texts import text, told_in
from portal_api.who import Asking, DossierWriter
from schemas.errors import NotFound, Refused
from schemas.statuses import SetStatus

_PLACE = "/dossiers/{dossier_id}/applications/{application_id}/status"
_TOLD = frozenset({"status-registered", "status-set-by-hand"})
_LONGEST_NOTE = 500


class Given(BaseModel):
    """What the form brings: the status and note that were chosen, and the state and status that it was made from."""

    model_config = ConfigDict(frozen=True)

    seen: SeenState
    code: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z]{0,4}$")] = ""
    note: Annotated[str, StringConstraints(max_length=_LONGEST_NOTE, pattern=r"^[^\x00]*$")] = ""
    was: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z]{0,4}$")] = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """One application of a dossier, with the status that it has now."""

    dossier: DossierView
    each: DossierApplication

    @property
    def code(self) -> str:
        return self.each.status.code if self.each.status else ""

    @property
    def note(self) -> str:
        return self.each.status.note if self.each.status else ""

    @property
    def state(self) -> str:
        status = self.each.status
        return digest(*((status.code, status.by_hand, status.note, status.moment) if status else ()))

    @property
    def choices(self) -> dict[str, str]:
        return choices_for(self.each.application.domain)


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get(_PLACE)(ask)
    router.post(_PLACE)(set_status)
    return router


def ask(asking: DossierWriter, request: Request, dossier_id: PathId, application_id: PathId) -> Response:
    now = _standing(asking, dossier_id, application_id)
    return _form(asking, request, now, {"code": now.code, "note": ""}, {}, 200)


def set_status(
    asking: DossierWriter,
    request: Request,
    dossier_id: PathId,
    application_id: PathId,
    given: Annotated[Given, Form()],
) -> Response:
    """What is there already is done; what somebody else set since is shown beside what was chosen here."""
    standing = _standing(asking, dossier_id, application_id)
    if given.code not in standing.choices:
        refused = Refused("status-unknown", path="code", came=given.code, expected=", ".join(sorted(standing.choices)))
        return _again(asking, request, standing, given, refused)
    command = SetStatus(dossier_id=dossier_id, application_id=application_id, code=given.code, note=given.note)

    def look() -> tuple[Standing, str]:
        now = _standing(asking, dossier_id, application_id)
        return now, now.state

    now = unless_changed(asking, dossier_id, given.seen, look, command)
    if now is None or (now.code, now.note) == (given.code, given.note):
        return RedirectResponse(f"/dossiers/{dossier_id}", 303)
    return _stale(asking, request, now, given)


def _standing(asking: Asking, dossier_id: str, application_id: str) -> Standing:
    with asking.reading() as connection:
        dossier = found(dossier_for(asking.viewer, connection, dossier_id), dossier_id)
    each = next((one for one in dossier.applications if one.application.id == application_id), None)
    if each is None:
        raise NotFound("not-found", path="application_id", came=application_id, expected="an application")
    return Standing(dossier, each)


def _again(asking: Asking, request: Request, standing: Standing, given: Given, refused: Refused) -> Response:
    said = refused.nl if told_in(asking.language) == "nl" else refused.en
    typed = {"code": given.code, "note": given.note}
    return _form(asking, request, standing, typed, {"code": said}, problem_of(refused).status)


def _form(
    asking: Asking,
    request: Request,
    now: Standing,
    typed: dict[str, str],
    mistakes: dict[str, str],
    http_status: int,
) -> Response:
    facts = {"now": now, "typed": typed, "mistakes": mistakes, "longest": _LONGEST_NOTE}
    return page(asking, request, "dossiers/status.html", http_status, **facts)


def _stale(asking: Asking, request: Request, now: Standing, given: Given) -> Response:
    place = f"/dossiers/{now.dossier.id}/applications/{now.each.application.id}/status"
    entry = last_told(asking, now.dossier.id, now.each.application.id, _TOLD)
    shown = [_named(now, each) for each in (given.was, now.code, given.code)]
    fields = [
        Field(text(asking.language, "status.title"), *shown),
        Field(text(asking.language, "status.note"), "", now.note, given.note),
    ]
    again = {"code": given.code, "note": given.note, "was": now.code, "seen": now.state}
    title, back = text(asking.language, "status.set"), f"/dossiers/{now.dossier.id}"
    actor, at = (entry.actor, entry.at) if entry else ("", None)
    return conflict_page(asking, request, Stale(title, actor, at, fields, place, again, back))


def _named(now: Standing, code: str) -> str:
    return f"{code} {now.choices.get(code, '')}".strip()
