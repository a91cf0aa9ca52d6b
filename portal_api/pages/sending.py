"""The page *Stukken versturen* of an application: what goes when everything that is approved goes, what stays and why.

What is refused stands on the page; a form that is sent twice does it once.
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel

from handlers.dossiers.views import title_of, version_for, visible
from handlers.stock_lists.views import LineDifference, Step, counted
from hub.ids import new_id
from portal_api.counter import DOCUMENTS_JUDGE, MESSAGES_READ
from portal_api.exchanges import lender_name
from portal_api.pages.rendering import page
from portal_api.pages.seen import SeenState, digest
from portal_api.pages.sentences import Change, change_text, difference_text
from portal_api.pages.staff import Done, Key, mistakes_in, status_of, to
from portal_api.routes.applications import application_in
from portal_api.routes.documented import PathId
from portal_api.routes.dossiers import unknown
from portal_api.routes.sending import send_all, steps_of
from portal_api.sending import Leaving, leaving_of
from portal_api.who import Asking, DocumentJudge, DossierReader
from portal_api.writes import etag
from schemas.errors import Refused

HERE = "/dossiers/{dossier_id}/applications/{application_id}/stukken"


class SendForm(BaseModel):
    """`seen` is what would go as the page showed it."""

    key: Key
    seen: SeenState


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get(HERE)(overview)
    router.post(f"{HERE}/send")(send)
    return router


def overview(
    asking: DossierReader, request: Request, dossier_id: PathId, application_id: PathId, done: Done = ""
) -> Response:
    return _page(asking, request, (dossier_id, application_id), done=done)


def send(
    asking: DocumentJudge,
    request: Request,
    dossier_id: PathId,
    application_id: PathId,
    form: Annotated[SendForm, Form()],
) -> Response:
    """What the person saw goes, all of it; what came meanwhile is shown first."""
    place = (dossier_id, application_id)
    try:
        send_all(asking, *place, form.key, _tag_when_as_seen(asking, place, form))
    except Refused as refused:
        return _page(asking, request, place, refused)
    return to(f"/dossiers/{dossier_id}/applications/{application_id}/stukken", "sent")


def _tag_when_as_seen(asking: Asking, place: tuple[str, str], form: SendForm) -> str:
    """The version of the dossier in which all is as the page showed it; one that no dossier has when it is not."""
    with asking.reading() as connection:
        version = version_for(asking.viewer, connection, place[0])
    if version is None:
        raise unknown(place[0])
    return etag(version) if _state(leaving_of(asking, *place)) == form.seen else etag(-1)


def _state(found: tuple[Leaving, ...]) -> str:
    going = (each.stuk for each in found if each.goes)
    return digest(*((each.number, each.prepared.blob if each.prepared else "") for each in going))


@dataclass(frozen=True, slots=True)
class _Shown:
    """A DA on the page: what it changed in a sentence, and per line its kind and its changes in words."""

    step: Step
    said: str
    lines: tuple[tuple[LineDifference, tuple[Change, ...]], ...]


def _steps(asking: Asking, dossier_id: str, application_id: str) -> tuple[_Shown, ...]:
    return tuple(_shown(asking, each) for each in steps_of(asking, dossier_id, application_id))


def _shown(asking: Asking, step: Step) -> _Shown:
    names = {f"line.{each.number}": "" for each in step.lines}
    lines = (
        (each, tuple(change_text(change, asking.language, names) for change in each.changes)) for each in step.lines
    )
    return _Shown(step, difference_text(counted(step.lines), asking.language), tuple(lines))


def _page(
    asking: Asking, request: Request, place: tuple[str, str], refused: Refused | None = None, done: str = ""
) -> Response:
    dossier_id, application_id = place
    application = application_in(asking, dossier_id, application_id)
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
        if dossier is None:
            raise unknown(dossier_id)
        title = title_of(dossier, connection)
    found = leaving_of(asking, dossier_id, application_id)
    return page(
        asking,
        request,
        "dossiers/stukken.html",
        status_of(refused),
        dossier_id=dossier_id,
        application_id=application_id,
        title=title,
        lender=lender_name(application.partner),
        going=[each for each in found if each.goes],
        staying=[each for each in found if not each.goes and not each.never],
        never=[each for each in found if each.never],
        steps=_steps(asking, dossier_id, application_id),
        state=_state(found),
        key=new_id(),
        trouble=tuple(mistakes_in(asking, refused).values()),
        done=done,
        may_read_messages=MESSAGES_READ in asking.who.scopes,
        may_judge=DOCUMENTS_JUDGE in asking.who.scopes,
    )
