"""The page of one stuk: who delivers it, its files, and handing one in, with progress or as a plain form.

Judging its files, choosing its pages and sending it live in `stuk_acts.py`.
"""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from typing import Annotated, get_args

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile

from handlers.documents.views.stukken import AttachmentView, StukView
from handlers.dossiers.views import dossier_for
from hub.problems import problem_of
from portal_api.counter import DOCUMENTS_JUDGE, DOCUMENTS_WRITE
from portal_api.forms import files_of, posted
from portal_api.handing_in import keep_file
from portal_api.pages.conflicts import Field, Stale, conflict_page
from portal_api.pages.rendering import page
from portal_api.pages.seen import SeenState, digest, last_told, unless_changed
from portal_api.plain_words import customers_book_of, reading_of
from portal_api.routes.documented import PathId
from portal_api.routes.dossiers import found
from portal_api.stukken import stuk_of
from portal_api.texts import text, told_in
from portal_api.who import Asking, DocumentJudge, DocumentWriter, DossierReader
from schemas.documents import SetDeliverer, Turn
from schemas.errors import Refused
from schemas.hdn.deliverers import Deliverer

FILES = "/uploads/"
_TOLD = frozenset({"deliverer-set"})
_TONES = {"approved": "good", "accepted": "good", "rejected": "alert", "refused": "alert", "requested": "warn"}


async def _form(asking: DocumentWriter, request: Request) -> AsyncGenerator[FormData, None]:
    """One form may bring as much as one file; more goes with progress."""
    most = asking.counter.runtime.settings.max_file_bytes
    async with posted(request, most, "upload-too-large") as form:
        yield form


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get("/dossiers/{dossier_id}/stukken/{stuk_id}")(one)
    router.post("/dossiers/{dossier_id}/stukken/{stuk_id}/deliverer")(set_deliverer)
    router.post(f"{FILES}{{dossier_id}}/{{stuk_id}}")(hand_in)
    return router


def one(asking: DossierReader, request: Request, dossier_id: PathId, stuk_id: PathId) -> Response:
    return stuk_page(asking, request, dossier_id, stuk_of(asking, dossier_id, stuk_id))


def set_deliverer(
    asking: DocumentJudge,
    request: Request,
    dossier_id: PathId,
    stuk_id: PathId,
    deliverer: Annotated[Deliverer, Form()],
    seen: Annotated[SeenState, Form()],
    was: Annotated[Deliverer | None, Form()] = None,
) -> Response:
    stuk = stuk_of(asking, dossier_id, stuk_id)
    command = SetDeliverer(
        dossier_id=dossier_id, application_id=stuk.application_id, line_number=stuk.number, deliverer=deliverer
    )

    def look() -> tuple[StukView, str]:
        now = stuk_of(asking, dossier_id, stuk_id)
        return now, _state(now)

    now = unless_changed(asking, dossier_id, seen, look, command)
    here = f"/dossiers/{dossier_id}/stukken/{stuk_id}"
    if now is None or now.deliverer == deliverer:
        return RedirectResponse(here, 303)
    label = text(asking.language, "stuk.deliverer")
    shown = [text(asking.language, f"stuk.by_{each}") if each else "" for each in (was, now.deliverer, deliverer)]
    entry = last_told(asking, dossier_id, stuk.application_id, _TOLD)
    again = {"deliverer": deliverer, "was": now.deliverer, "seen": _state(now)}
    actor, at = (entry.actor, entry.at) if entry else ("", None)
    stale = Stale(now.title, actor, at, [Field(label, *shown)], f"{here}/deliverer", again, here)
    return conflict_page(asking, request, stale)


def hand_in(
    asking: DocumentWriter,
    request: Request,
    dossier_id: PathId,
    stuk_id: PathId,
    form: Annotated[FormData, Depends(_form)],
) -> Response:
    """The way of the resumable API in one step, for a browser without scripts."""
    stuk = stuk_of(asking, dossier_id, stuk_id)
    try:
        for file in _chosen(form):
            _keep(asking, dossier_id, stuk, file)
    except Refused as refused:
        said = refused.nl if told_in(asking.language) == "nl" else refused.en
        now = stuk_of(asking, dossier_id, stuk_id)
        return stuk_page(asking, request, dossier_id, now, said, problem_of(refused).status)
    return RedirectResponse(f"/dossiers/{dossier_id}/stukken/{stuk_id}", 303)


def _chosen(form: FormData) -> list[UploadFile]:
    """Raises `Refused` (`file-empty`) for a form without a file."""
    came = files_of(form, "file")
    if not came:
        raise Refused("file-empty", path="file")
    return came


def _keep(asking: Asking, dossier_id: str, stuk: StukView, file: UploadFile) -> None:
    """Announces the file, takes it in pieces and attaches it; raises what each of these refuses."""
    place = (dossier_id, stuk.application_id, stuk.number)
    keep_file(asking, place, file.filename or "", file.size or 0, file.file.read)


def _state(stuk: StukView) -> str:
    return digest(stuk.deliverer, stuk.is_default_deliverer)


def judged_state(file: AttachmentView) -> str:
    """What a form about this file was made from."""
    return digest(file.id, file.judgement, file.reason, file.is_sent)


def pages_state(stuk: StukView) -> str:
    """What a form about its pages, or about sending it, was made from."""
    judged = ((each.id, each.judgement, each.is_sent) for each in stuk.attachments)
    return digest(*stuk.pages, *judged, stuk.sent)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of a file that may go along; `place` counts from 1, 0 for one that stays out; `turn` in degrees."""

    attachment: str
    name: str
    index: int
    turn: int
    place: int


def sheets(stuk: StukView) -> list[Sheet]:
    """The pages that go out in their order, then those of its clean files that do not."""
    names = {each.id: each.name for each in stuk.attachments}
    going = [
        Sheet(each.attachment, names.get(each.attachment, ""), each.index, each.turn, place)
        for place, each in enumerate(stuk.pages, 1)
    ]
    known = {(each.attachment, each.index) for each in going}
    may_go = (
        each for each in stuk.attachments if each.may_be_opened and each.is_asked and each.judgement != "rejected"
    )
    out = [Sheet(each.id, each.name, index, 0, 0) for each in may_go for index in range(each.pages)]
    return going + [each for each in out if (each.attachment, each.index) not in known]


def stuk_page(
    asking: Asking,
    request: Request,
    dossier_id: str,
    stuk: StukView,
    mistake: str = "",
    http_status: int = 200,
    typed: Mapping[str, str] | None = None,
) -> Response:
    """The page; `typed` are reasons that were typed and not kept, by the id of their file."""
    with asking.reading() as connection:
        dossier = found(dossier_for(asking.viewer, connection, dossier_id), dossier_id)
    facts = {
        "dossier": dossier,
        "stuk": stuk,
        "read": reading_of(asking, customers_book_of(asking), stuk.document, stuk.title),
        "state": _state(stuk),
        "judged_state": judged_state,
        "pages_state": pages_state(stuk),
        "sheets": sheets(stuk),
        "typed": typed or {},
        "turns": get_args(Turn),
        "deliverers": get_args(Deliverer),
        "tones": _TONES,
        "mistake": mistake,
        "most_bytes": asking.counter.runtime.settings.max_file_bytes,
        "may_hand_in": DOCUMENTS_WRITE in asking.who.scopes,
        "may_judge": DOCUMENTS_JUDGE in asking.who.scopes,
    }
    return page(asking, request, "dossiers/stuk.html", http_status, **facts)
