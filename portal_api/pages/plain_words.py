"""The pages *Gewone taal*: what customers read about each document, an office's own words, and the form of address.

A form that was refused, or that somebody else was before, comes back with everything that was typed.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field, StringConstraints

from handlers.accounts.views import names_of
from handlers.plain_words.views import FIELDS, PlainWords, WordsView, office_form_for, words_for, words_of_for
from hub.ids import new_id
from portal_api.brands import office_of
from portal_api.counter import OFFICE_WRITE
from portal_api.pages.rendering import page
from portal_api.pages.staff import Done, Key, mistakes_in, status_of, to
from portal_api.routes.plain_words import Document, Language, read_in_both
from portal_api.who import Asking, DossierReader, OfficeWriter
from portal_api.writes import write
from schemas.commands import Command
from schemas.errors import Refused
from schemas.notifications import Form as FormOfAddress
from schemas.plain_words import SetFormOfAddress, SetPlainWords, WordsLanguage, Written

HERE = "/office/plain-words"
Words = Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00]*$")]


class WordsForm(BaseModel):
    """`seen` is the version that the form was made from."""

    key: Key = ""
    language: WordsLanguage = "nl"
    seen: int = Field(default=0, ge=0)
    name: Written = ""
    what: Written = ""
    where: Written = ""
    age: Written = ""
    often_wrong: Written = ""

    def typed(self) -> dict[str, str]:
        """What stands in the fields, with the line ends that are kept."""
        return {each: getattr(self, each).replace("\r\n", "\n") for each in FIELDS}


def routes() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    router.get(HERE)(listed)
    router.get(f"{HERE}/{{document}}")(one)
    router.post(f"{HERE}/{{document}}")(keep)
    router.post(f"{HERE}/{{document}}/preview")(preview)
    router.post("/office/form-of-address")(set_address)
    return router


def listed(asking: DossierReader, request: Request, q: Annotated[Words, Query()] = "", done: Done = "") -> Response:
    """Every kind of document; first what was asked and has no plain words."""
    office_of(asking)
    sought = q.strip().casefold()
    with asking.reading() as connection:
        lines = words_for(asking.viewer, connection, asking.counter.runtime.clock.now())
        form = office_form_for(asking.viewer, connection)
    fits = [each for each in lines if sought in f"{each.document} {each.text} {each.name}".casefold()]
    return page(
        asking,
        request,
        "plain_words/list.html",
        lines=fits,
        q=q,
        address_chosen=form,
        key=new_id(),
        done=done,
        may_write=OFFICE_WRITE in asking.who.scopes,
    )


def one(
    asking: DossierReader, request: Request, document: Document, language: Language = "nl", done: Done = ""
) -> Response:
    """The words of one document, to be read in both forms and changed."""
    return _page(asking, request, _words(asking, document, language), done=done)


def keep(asking: OfficeWriter, request: Request, document: Document, form: Annotated[WordsForm, Form()]) -> Response:
    """The next version; refused, or changed by somebody else meanwhile, it is shown again as typed."""
    before, typed = _words(asking, document, form.language), form.typed()
    made = SetPlainWords(
        office_id=office_of(asking), document=document, language=form.language, seen=form.seen, **typed
    )
    try:
        _write(asking, form.key, made)
    except Refused as refused:
        return _page(asking, request, before, typed=typed, refused=refused)
    return RedirectResponse(f"{HERE}/{document}?language={form.language}&done=kept", 303)


def preview(
    asking: DossierReader, request: Request, document: Document, form: Annotated[WordsForm, Form()]
) -> Response:
    """As a customer would read it, in both forms; nothing is kept."""
    now, typed = _words(asking, document, form.language), form.typed()
    try:
        shown = read_in_both(document, form.language, typed)
    except Refused as refused:
        return _page(asking, request, now, typed=typed, refused=refused)
    return _page(asking, request, now, typed=typed, shown=shown, seen=form.seen)


def set_address(asking: OfficeWriter, form: Annotated[FormOfAddress, Form()], key: Key = "") -> Response:
    """How customers are addressed who chose nothing themselves."""
    _write(asking, key, SetFormOfAddress(office_id=office_of(asking), form=form))
    return to(HERE, "kept")


def _words(asking: Asking, document: str, language: str) -> WordsView:
    office_of(asking)
    with asking.reading() as connection:
        return words_of_for(asking.viewer, connection, document, language)


def _page(  # noqa: PLR0913 - one for each thing that the page may say besides the words
    asking: Asking,
    request: Request,
    words: WordsView,
    *,
    typed: dict[str, str] | None = None,
    refused: Refused | None = None,
    shown: tuple[PlainWords, PlainWords] | None = None,
    seen: int | None = None,
    done: str = "",
) -> Response:
    with asking.reading() as connection:
        names = names_of(connection, {each.set_by for each in words.versions})
    facts: dict[str, Any] = {
        "words": words,
        "fields": FIELDS,
        "typed": typed or {each: getattr(words.own, each) for each in FIELDS},
        "seen": words.version if seen is None else seen,
        "is_stale": bool(refused and refused.slug == "stale"),
        "shown": shown,
        "names": names,
        "key": new_id(),
        "mistakes": mistakes_in(asking, refused),
        "done": done,
        "may_write": OFFICE_WRITE in asking.who.scopes,
    }
    return page(asking, request, "plain_words/one.html", status_of(refused), **facts)


def _write(asking: Asking, key: str, command: Command) -> None:
    given = {"command": type(command).__name__, **command.model_dump(mode="json")}
    write(asking, key or new_id(), given, lambda: command)
