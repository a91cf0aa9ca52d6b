"""The tab *Belangrijke documenten* of a dossier: what customers see, who opened it, publishing and withdrawing."""

from collections.abc import AsyncGenerator, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel, StringConstraints
from starlette.datastructures import FormData

from handlers.customers.views import customers_in
from handlers.dossiers.views import title_of
from handlers.publications.views import categories_in, publications_in, sources_in
from hub.ids import new_id
from portal_api.counter import DOSSIERS_WRITE
from portal_api.forms import BESIDE, file_of, posted, text_of
from portal_api.pages.rendering import page
from portal_api.pages.staff import Done, Key, mistakes_in, status_of, to
from portal_api.publications import Choice, dossier_of, publish, replace_with
from portal_api.routes.appointments import carry_out
from portal_api.routes.documented import PathId
from portal_api.who import Asking, DossierWriter, PeopleReader
from schemas.errors import Refused
from schemas.publications import WithdrawPublished

_OF = "/dossiers/{dossier_id}/publications"
_UP = "/uploads/publications/{dossier_id}"
_FIELDS = ("key", "category", "title", "source")


class WithdrawForm(BaseModel):
    key: Key = ""
    reason: Annotated[str, StringConstraints(max_length=1000, pattern=r"^[^\x00]*$")] = ""


async def _form(asking: DossierWriter, request: Request) -> AsyncGenerator[FormData, None]:
    async with posted(request, asking.counter.runtime.settings.max_file_bytes + BESIDE, "upload-too-large") as form:
        yield form


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get(_OF)(overview)
    router.post(f"{_UP}/publish")(make)
    router.post(f"{_UP}/{{publication_id}}/replace")(replace)
    router.post(f"{_OF}/{{publication_id}}/withdraw")(withdraw)
    return router


def overview(asking: PeopleReader, request: Request, dossier_id: PathId, done: Done = "") -> Response:
    return _page(asking, request, dossier_id, done=done)


def make(
    asking: DossierWriter, request: Request, dossier_id: PathId, form: Annotated[FormData, Depends(_form)]
) -> Response:
    """A chosen document of the dossier, or the file that comes along."""
    typed = _typed(form)
    parties = [typed["party"]] if typed["party"] else []

    def act() -> object:
        about = (typed["category"], typed["title"], parties)
        return publish(asking, dossier_id, about, _choice(form, typed["source"]), (typed["key"] or None, None))

    return _carry(asking, request, dossier_id, act, "published", typed, "new")


def replace(
    asking: DossierWriter,
    request: Request,
    dossier_id: PathId,
    publication_id: PathId,
    form: Annotated[FormData, Depends(_form)],
) -> Response:
    typed = _typed(form)

    def act() -> object:
        choice = _choice(form, typed["source"])
        return replace_with(asking, dossier_id, publication_id, choice, (typed["key"] or None, None))

    return _carry(asking, request, dossier_id, act, "replaced", typed, publication_id)


def withdraw(
    asking: DossierWriter,
    request: Request,
    dossier_id: PathId,
    publication_id: PathId,
    form: Annotated[WithdrawForm, Form()],
) -> Response:
    made = WithdrawPublished(dossier_id=dossier_id, publication_id=publication_id, reason=form.reason)

    def act() -> object:
        return carry_out(asking, made, dossier_id, form.key or None)

    return _carry(asking, request, dossier_id, act, "withdrawn", form.model_dump(), publication_id)


def _typed(form: FormData) -> dict[str, str]:
    """What a form says beside its file; raises `Refused` (`request-invalid`)."""
    return {name: text_of(form, name, 400) for name in (*_FIELDS, "party")}


def _choice(form: FormData, source: str) -> Choice:
    """What was brought counts before what was chosen; raises `Refused` (`request-invalid`) for neither."""
    file = file_of(form, "file")
    if file:
        return file.file.read(), file.filename or ""
    if not source:
        expected = "een document van het dossier of een bestand / a document of the file, or one you bring"
        raise Refused("request-invalid", path="source", came="niets / nothing", expected=expected)
    return source


def _carry(
    asking: Asking,
    request: Request,
    dossier_id: str,
    act: Callable[[], object],
    done: str,
    typed: dict[str, Any],
    at: str,
) -> Response:
    dossier_of(asking, dossier_id)
    try:
        act()
    except Refused as refused:
        return _page(asking, request, dossier_id, refused=refused, typed=typed, at=at)
    return to(f"/dossiers/{dossier_id}/publications", done)


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
    dossier, may_write = dossier_of(asking, dossier_id), DOSSIERS_WRITE in asking.who.scopes
    with asking.reading() as connection:
        found = publications_in(dossier, connection)
        categories = categories_in(dossier, connection)
        sources = sources_in(dossier, connection) if may_write else ()
        customers = customers_in(dossier, connection, asking.counter.runtime.doors.now())
        title = title_of(dossier, connection)
    return page(
        asking,
        request,
        "publications/dossier.html",
        status_of(refused),
        dossier_id=dossier_id,
        title=title,
        standing=[each for each in found if not each.withdrawn_at],
        withdrawn=[each for each in found if each.withdrawn_at],
        categories=categories,
        sources=sources,
        people={each.party: each.name or each.account_name for each in customers if each.party},
        at=at,
        typed=typed or {},
        mistakes=mistakes_in(asking, refused),
        key=new_id,
        done=done,
        may_write=may_write,
    )
