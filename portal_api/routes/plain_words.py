"""Plain words: what a customer reads about a document, an office's own words, and how customers are addressed."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from handlers.plain_words.views import (
    FIELDS,
    Book,
    PlainWords,
    book_for,
    form_for,
    office_form_for,
    own_form_for,
    preview_of,
    wordless_for,
    words_for,
    words_of_for,
)
from portal_api.brands import office_of
from portal_api.routes.documented import WRITE_PROBLEMS, problems
from portal_api.shapes.exchanges import DoneShape
from portal_api.shapes.plain_words import (
    AddressRequest,
    AddressShape,
    GuidanceQuery,
    GuidanceShape,
    GuidancesShape,
    KeptWordsRequest,
    OwnAddressRequest,
    OwnAddressShape,
    OwnWordsShape,
    ReadWordsShape,
    WordlessShape,
    WordsLineShape,
    WordsLinesShape,
    WordsRequest,
    WordsShape,
)
from portal_api.who import Anyone, Asking, DossierReader, OfficeWriter, OwnReader
from portal_api.writes import IdempotencyKey, done, write
from schemas.commands import Command
from schemas.errors import NotFound
from schemas.plain_words import SetFormOfAddress, SetPlainWords, WordsLanguage

Document = Annotated[str, Path(pattern=r"^[0-9]{3}$", description="A code of SoortDocument.", examples=["009"])]
Language = Annotated[WordsLanguage, Query(description="nl or en.")]


def routes() -> APIRouter:
    router, said = APIRouter(tags=["plain words"]), problems(*WRITE_PROBLEMS)
    router.get("/guidance/documents", responses=problems(), summary="Every document in plain words")(guidance)
    router.get("/guidance/documents/{document}", responses=problems(404), summary="One document in plain words")(one)
    own = "/office/plain-words"
    router.get(own, responses=problems(404), summary="The plain words of your office")(listed)
    router.get(f"{own}/{{document}}", responses=problems(404), summary="Your own words for one document")(of_document)
    router.post(f"{own}/{{document}}", responses=said, summary="Write your own words")(keep)
    router.post(f"{own}/{{document}}/preview", responses=problems(404), summary="See words as a customer does")(preview)
    router.get("/office/form-of-address", responses=problems(404), summary="How customers are addressed")(address)
    router.post("/office/form-of-address", responses=said, summary="Choose how customers are addressed")(set_address)
    router.get("/own/form-of-address", responses=problems(), summary="How you are addressed")(own_address)
    router.post("/own/form-of-address", responses=said, summary="Choose how you are addressed")(set_own_address)
    return router


def guidance(asking: Anyone, asked: Annotated[GuidanceQuery, Query()]) -> GuidancesShape:
    """Your office's own words stand in the place of the hub's; a document that is missing has none."""
    book = _book(asking, asked)
    return GuidancesShape(items=tuple(_guidance(book, each) for each in sorted(book.words)))


def one(asking: Anyone, document: Document, asked: Annotated[GuidanceQuery, Query()]) -> GuidanceShape:
    """404 for a document without plain words: then the lender's own text is all there is."""
    book = _book(asking, asked)
    if document not in book.words:
        raise NotFound("not-found", path="document", came=document, expected="a document with plain words")
    return _guidance(book, document)


def listed(asking: DossierReader) -> WordsLinesShape:
    """First what was asked of customers and has no plain words, then by code."""
    office_of(asking)
    now = asking.counter.runtime.clock.now()
    with asking.reading() as connection:
        lines, wordless = words_for(asking.viewer, connection, now), wordless_for(asking.viewer, connection, now)
    return WordsLinesShape(
        items=tuple(WordsLineShape.model_validate(each) for each in lines),
        wordless=tuple(WordlessShape.model_validate(each) for each in wordless),
    )


def of_document(asking: DossierReader, document: Document, language: Language = "nl") -> OwnWordsShape:
    """With every version: who wrote what, and when."""
    office_of(asking)
    with asking.reading() as connection:
        return OwnWordsShape.model_validate(words_of_for(asking.viewer, connection, document, language))


def keep(
    asking: OfficeWriter,
    document: Document,
    body: KeptWordsRequest,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> DoneShape:
    """The next version; the same words again are none. Refused with the field by name."""
    made = SetPlainWords(office_id=office_of(asking), document=document, **body.model_dump())
    return _given(asking, idempotency_key, made, response)


def preview(_: DossierReader, document: Document, body: WordsRequest) -> ReadWordsShape:
    """In both forms of address, over the hub's own; refused as keeping is."""
    u, je = read_in_both(document, body.language, body.model_dump())
    return ReadWordsShape(u=WordsShape.model_validate(u), je=WordsShape.model_validate(je))


def read_in_both(document: str, language: str, typed: dict[str, str]) -> tuple[PlainWords, PlainWords]:
    """Also for the page. Raises as keeping does."""
    return preview_of(document, language, PlainWords(*(typed[each] for each in FIELDS)))


def address(asking: DossierReader) -> AddressShape:
    """U as long as your office chose nothing."""
    office_of(asking)
    with asking.reading() as connection:
        return AddressShape(form=office_form_for(asking.viewer, connection))


def set_address(
    asking: OfficeWriter, body: AddressRequest, response: Response, idempotency_key: IdempotencyKey = None
) -> DoneShape:
    """A customer who chose himself keeps his own."""
    return _given(asking, idempotency_key, SetFormOfAddress(office_id=office_of(asking), form=body.form), response)


def own_address(asking: OwnReader) -> OwnAddressShape:
    with asking.reading() as connection:
        return OwnAddressShape(
            form=own_form_for(asking.viewer, connection),
            office=office_form_for(asking.viewer, connection),
            read=form_for(asking.viewer, connection),
        )


def set_own_address(
    asking: OwnReader, body: OwnAddressRequest, response: Response, idempotency_key: IdempotencyKey = None
) -> DoneShape:
    """For what you read from here on."""
    made = SetFormOfAddress(office_id=office_of(asking), person=asking.viewer.actor, form=body.form)
    return _given(asking, idempotency_key, made, response)


def _book(asking: Asking, asked: GuidanceQuery) -> Book:
    with asking.reading() as connection:
        return book_for(asking.viewer, connection, asked.language, asked.form)


def _guidance(book: Book, document: str) -> GuidanceShape:
    words = WordsShape.model_validate(book.of(document))
    return GuidanceShape(document=document, language=book.language, form=book.form, words=words)


def _given(asking: Asking, key: str | None, command: Command, response: Response) -> DoneShape:
    given = {"command": type(command).__name__, **command.model_dump(mode="json")}
    outcome, name = write(asking, key, given, lambda: command)
    return done(outcome, name, response)
