"""The customer's own pages: *Mijn overzicht* with progress, what he has to do and whom he can reach, and *Gesprek*."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile

from handlers.conversations.views import MOST_CHARACTERS, OwnThread
from hub.ids import new_id
from portal_api.conversations import mark_shown, own_threads_of, say
from portal_api.counter import OWN_WRITE
from portal_api.forms import files_of, posted, text_of
from portal_api.handing_in import keep_file, place_of_point
from portal_api.pages.conversations import TEXT, files_in, typed_in
from portal_api.pages.dossiers import deadline
from portal_api.pages.rendering import page
from portal_api.pages.staff import Done, mistakes_in, status_of
from portal_api.plain_words import book_of, read_point
from portal_api.publications import own_documents_of
from portal_api.reaching import whom_to_reach
from portal_api.routes.documented import PathId
from portal_api.routes.own import own
from portal_api.who import Asking, OwnReader, OwnWriter
from schemas.errors import NotFound, Refused

_LATEST = 5
"""How much of a thread stands on the overview; all of it stands on its own page."""


async def _form(asking: OwnWriter, request: Request) -> AsyncGenerator[FormData, None]:
    async with posted(request, asking.counter.runtime.settings.max_file_bytes + TEXT, "upload-too-large") as form:
        yield form


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get("/mine")(mine)
    router.get("/mine/{dossier_id}/conversation")(conversation)
    router.post("/uploads/mine/{dossier_id}/say")(speak)
    router.post("/uploads/mine/{dossier_id}/points/{action_point_id}")(hand_in)
    return router


def mine(asking: OwnReader, request: Request, done: Done = "") -> Response:
    return _mine(asking, request, done=done)


def _mine(
    asking: Asking, request: Request, refused: Refused | None = None, *, at: str = "", done: str = ""
) -> Response:
    """All his dossiers, the latest first; most people have one. What he is shown here he has read."""
    found, today, book = own(asking, request), asking.counter.runtime.clock.business_date(), book_of(asking)
    whom = None if any(each.contacts for each in found) else whom_to_reach(request)
    threads, fresh = {}, {}
    for each in found:
        whole = own_threads_of(asking, each.id)
        open_points = {"", *(point.id for point in each.open)}
        shown = [_latest(thread) for thread in whole if thread.about in open_points]
        mark_shown(asking, each.id, shown, "office")
        threads[each.id] = {thread.about: thread for thread in (*whole, *shown)}
        fresh[each.id] = sum(thread.new for thread in whole)
    return page(
        asking,
        request,
        "customers/mine.html",
        status_of(refused),
        at=at,
        mistakes=mistakes_in(asking, refused),
        dossiers=found,
        threads=threads,
        fresh=fresh,
        papers={each.id: own_documents_of(asking, each.id) for each in found},
        deadline=partial(deadline, today=today),
        whom=whom,
        reading=partial(read_point, asking, book),
        done=done,
        **_writing(asking, {}),
    )


def conversation(asking: OwnReader, request: Request, dossier_id: PathId, done: Done = "") -> Response:
    return _conversation(asking, request, dossier_id, {}, done=done)


def speak(
    asking: OwnWriter, request: Request, dossier_id: PathId, form: Annotated[FormData, Depends(_form)]
) -> Response:
    own_threads_of(asking, dossier_id)
    typed = typed_in(form)
    try:
        say(asking, dossier_id, typed["about"], typed["text"], files_in(form), (typed["key"] or None, None))
    except Refused as refused:
        return _conversation(asking, request, dossier_id, typed, refused)
    whole = text_of(form, "back", 10) == "whole"
    place = f"/mine/{dossier_id}/conversation" if whole else "/mine"
    return RedirectResponse(f"{place}?done=sent#thread-{typed['about'] or 'all'}", 303)


def hand_in(
    asking: OwnWriter,
    request: Request,
    dossier_id: PathId,
    action_point_id: PathId,
    form: Annotated[FormData, Depends(_form)],
) -> Response:
    """What is asked, with one or more files."""
    try:
        place = place_of_point(asking, dossier_id, action_point_id)
        for each in _chosen(form):
            keep_file(asking, place, each.filename or "", each.size or 0, each.file.read)
    except NotFound:
        raise
    except Refused as refused:
        return _mine(asking, request, refused, at=action_point_id)
    return RedirectResponse("/mine?done=handed-in", 303)


def _chosen(form: FormData) -> list[UploadFile]:
    """Raises `Refused` (`file-empty`) for a form without a file."""
    came = files_of(form, "file")
    if not came:
        raise Refused("file-empty", path="file")
    return came


def _conversation(
    asking: Asking,
    request: Request,
    dossier_id: str,
    typed: dict[str, str],
    refused: Refused | None = None,
    *,
    done: str = "",
) -> Response:
    threads = own_threads_of(asking, dossier_id)
    shown = [each for each in threads if not each.about or each.sayings or each.about == typed.get("about")]
    mark_shown(asking, dossier_id, shown, "office")
    return page(
        asking,
        request,
        "customers/conversation.html",
        status_of(refused),
        dossier_id=dossier_id,
        threads=shown,
        mistakes=mistakes_in(asking, refused),
        done=done,
        **_writing(asking, typed),
    )


def _writing(asking: Asking, typed: dict[str, str]) -> dict[str, Any]:
    """What the forms need."""
    return {"typed": typed, "most": MOST_CHARACTERS, "key": new_id, "may_write": OWN_WRITE in asking.who.scopes}


def _latest(thread: OwnThread) -> OwnThread:
    """The last of a thread, and all of it from the first that is new."""
    fresh = next((place for place, each in enumerate(thread.sayings) if each.is_new), len(thread.sayings))
    return replace(thread, sayings=thread.sayings[min(fresh, max(0, len(thread.sayings) - _LATEST)) :])
