"""The tab *Gesprek* of a dossier: what was said per subject, a form per thread, and taking back."""

from collections.abc import AsyncGenerator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel, StringConstraints
from starlette.datastructures import FormData

from handlers.conversations.views import MOST_CHARACTERS, Thread
from handlers.dossiers.views import title_of, visible
from hub.ids import new_id
from portal_api.conversations import File, mark_shown, say, threads_of
from portal_api.counter import DOSSIERS_WRITE
from portal_api.forms import files_of, posted, text_of
from portal_api.pages.rendering import page
from portal_api.pages.staff import Done, Key, mistakes_in, status_of, to
from portal_api.routes.appointments import carry_out
from portal_api.routes.conversations import AboutQuery
from portal_api.routes.documented import PathId
from portal_api.routes.dossiers import unknown
from portal_api.who import Asking, DossierWriter, PeopleReader
from schemas.conversations import MOST_ENCLOSURES, TakeBackSaying
from schemas.errors import Refused

_OF = "/dossiers/{dossier_id}/conversation"
SAY = "/uploads/conversations/{dossier_id}/say"
TEXT = 64 * 1024
"""Bytes that what is said may take in a form, beside its files."""
MOST_TYPED = 25_000
"""A form sends each line end as two characters."""


class WithdrawForm(BaseModel):
    key: Key = ""
    reason: Annotated[str, StringConstraints(max_length=1000, pattern=r"^[^\x00]*$")] = ""


async def _form(asking: DossierWriter, request: Request) -> AsyncGenerator[FormData, None]:
    async with posted(request, asking.counter.runtime.settings.max_file_bytes + TEXT, "upload-too-large") as form:
        yield form


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get(_OF)(overview)
    router.post(SAY)(speak)
    router.post(f"{_OF}/{{saying_id}}/withdraw")(withdraw)
    return router


def overview(
    asking: PeopleReader, request: Request, dossier_id: PathId, about: AboutQuery = "", done: Done = ""
) -> Response:
    """What customers said is read by whoever may answer it; who only looks on reads nothing for the office."""
    return _page(asking, request, dossier_id, {"about": about}, done=done)


def speak(
    asking: DossierWriter, request: Request, dossier_id: PathId, form: Annotated[FormData, Depends(_form)]
) -> Response:
    threads_of(asking, dossier_id)
    typed = typed_in(form)
    try:
        said = (typed["about"], typed["text"])
        say(asking, dossier_id, *said, files_in(form), (typed["key"] or None, None))
    except Refused as refused:
        return _page(asking, request, dossier_id, typed, refused)
    return to(f"/dossiers/{dossier_id}/conversation", "sent")


def withdraw(
    asking: DossierWriter,
    request: Request,
    dossier_id: PathId,
    saying_id: PathId,
    form: Annotated[WithdrawForm, Form()],
) -> Response:
    made = TakeBackSaying(dossier_id=dossier_id, saying_id=saying_id, reason=form.reason)
    threads_of(asking, dossier_id)
    try:
        carry_out(asking, made, dossier_id, form.key or None)
    except Refused as refused:
        return _page(asking, request, dossier_id, {}, refused)
    return to(f"/dossiers/{dossier_id}/conversation", "withdrawn")


def typed_in(form: FormData) -> dict[str, str]:
    """What a form says beside its files; raises `Refused` (`request-invalid`)."""
    about = text_of(form, "about", 64)
    if not about.replace("-", "").isalnum() and about:
        raise Refused("request-invalid", path="about", came="?", expected="een actiepunt / an action point")
    return {"about": about, "key": text_of(form, "key", 64), "text": text_of(form, "text", MOST_TYPED)}


def files_in(form: FormData) -> list[File]:
    """Raises `Refused` (`request-invalid`) for more files than may go along at once."""
    came = files_of(form, "file")
    if len(came) > MOST_ENCLOSURES:
        raise Refused("request-invalid", path="file", came=len(came), expected=f"<= {MOST_ENCLOSURES}")
    return [(each.file.read(), each.filename or "") for each in came]


def _page(
    asking: Asking,
    request: Request,
    dossier_id: str,
    typed: dict[str, Any],
    refused: Refused | None = None,
    *,
    done: str = "",
) -> Response:
    threads, may_write = threads_of(asking, dossier_id), DOSSIERS_WRITE in asking.who.scopes
    shown = [each for each in threads if not each.about or each.sayings or each.about == typed.get("about")]
    if may_write:
        mark_shown(asking, dossier_id, shown, "customer")
    with asking.reading() as connection:
        dossier = visible(asking.viewer, connection, dossier_id)
        if dossier is None:
            raise unknown(dossier_id)
        title = title_of(dossier, connection)
    return page(
        asking,
        request,
        "conversations/dossier.html",
        status_of(refused),
        dossier_id=dossier_id,
        title=title,
        threads=sorted(shown, key=lambda each: _latest(each, str(typed.get("about", ""))), reverse=True),
        others=[each for each in threads if each not in shown and each.subject],
        at=typed.get("about", ""),
        typed=typed,
        most=MOST_CHARACTERS,
        mistakes=mistakes_in(asking, refused),
        key=new_id,
        done=done,
        may_write=may_write,
    )


def _latest(thread: Thread, asked: str) -> tuple[bool, bool, int]:
    """What was asked for comes first, then that of the dossier, then what was said last."""
    last = thread.sayings[-1].number if thread.sayings else 0
    return bool(asked) and thread.about == asked, not thread.about, last
