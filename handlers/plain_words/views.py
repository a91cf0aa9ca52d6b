"""The reading side of plain words: what a customer reads, what an office wrote itself, and what has no words yet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy.engine import Connection

from handlers.action_points.views import asked_documents_for, checklists
from handlers.plain_words import rules
from handlers.plain_words.rules import FIELDS, OwnWords, PlainWords
from handlers.plain_words.shipped import LANGUAGES, shipped
from handlers.plain_words.tables import FORMS, PLAIN_WORDS
from hub import rows as statements
from schemas.errors import NotFound
from schemas.hdn.deliverers import default_deliverers
from schemas.notifications import Form
from schemas.viewer import Viewer

__all__ = ["FIELDS", "LANGUAGES", "Book", "OwnWords", "PlainWords", "preview_of"]

ASKED_SINCE = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Book:
    """The plain words for one reader: in his language and form of address, his office's own before the hub's."""

    language: str
    form: Form
    words: Mapping[str, PlainWords]

    def of(self, document: str) -> PlainWords | None:
        """`None` for a document about which nobody wrote anything: then the lender's own text is all there is."""
        found = self.words.get(document)
        return rules.told(found, self.form) if found else None


@dataclass(frozen=True, slots=True)
class Wordless:
    """A kind of document without plain words; `asked` counts the action points of customers that asked for it."""

    document: str
    text: str
    asked: int


@dataclass(frozen=True, slots=True)
class WordsLine:
    """One kind of document in the list of an office; `text` is the standard's own, `own` the languages it wrote."""

    document: str
    text: str
    name: str
    deliverer: str
    own: tuple[str, ...]
    asked: int


@dataclass(frozen=True, slots=True)
class WordsVersion:
    """`words` are as they were written, with their places for the form of address."""

    version: int
    words: PlainWords
    set_by: str
    set_at: datetime


@dataclass(frozen=True, slots=True)
class WordsView:
    """One kind of document in one language: the hub's words, the office's own, its versions (newest first), and both
    as a customer reads them. `version` is 0 as long as the office wrote nothing.
    """

    document: str
    text: str
    language: str
    shipped: PlainWords | None
    own: PlainWords
    version: int
    versions: tuple[WordsVersion, ...]
    read_u: PlainWords | None
    read_je: PlainWords | None


def form_for(viewer: Viewer, connection: Connection) -> Form:
    """How the viewer himself is addressed; a colleague who looks as a customer reads what that customer reads."""
    person = viewer.involved_as[0] if viewer.involved_as else viewer.actor
    return rules.form_of(statements.select(connection, FORMS, "office_id", [viewer.office_id or ""]), person)


def own_form_for(viewer: Viewer, connection: Connection) -> str:
    """What the viewer chose himself; empty as long as he follows his office."""
    known = statements.select(connection, FORMS, "office_id", [viewer.office_id or ""])
    return next((each.form for each in known if each.person == viewer.actor), "")


def office_form_for(viewer: Viewer, connection: Connection) -> Form:
    """How the viewer's office addresses its customers."""
    return rules.form_of(statements.select(connection, FORMS, "office_id", [viewer.office_id or ""]), "")


def book_for(viewer: Viewer, connection: Connection, language: str, form: Form | None = None) -> Book:
    """Everything there is to read in this language, else in English; `form` is left out for the viewer's own."""
    written = language if language in LANGUAGES else "en"
    own = statements.select(connection, PLAIN_WORDS, "office_id", [viewer.office_id or ""])
    known = dict(shipped(written))
    # A text that an office wrote in the other language only is better than none.
    for tongue in (*(each for each in LANGUAGES if each != written), written):
        for document in {each.document for each in own}:
            said, under = _newest(own, document, tongue), known.get(document)
            if not said.is_empty and (tongue == written or under is None):
                known[document] = rules.over(said, under) or said
    return Book(written, form or form_for(viewer, connection), known)


def wordless_for(viewer: Viewer, connection: Connection, at: datetime) -> tuple[Wordless, ...]:
    """What customers of the viewer's dossiers were asked in the last ninety days and nobody wrote plain words for."""
    known = book_for(viewer, connection, "nl").words
    asked = asked_documents_for(viewer, connection, at - ASKED_SINCE)
    return tuple(
        Wordless(document, text_of(document), count)
        for document, count in sorted(asked.items())
        if document not in known
    )


def words_for(viewer: Viewer, connection: Connection, at: datetime) -> tuple[WordsLine, ...]:
    """Every kind of document of the standard: first those that were asked and have no words, then by code."""
    own = statements.select(connection, PLAIN_WORDS, "office_id", [viewer.office_id or ""])
    known, asked = book_for(viewer, connection, "nl", "u"), asked_documents_for(viewer, connection, at - ASKED_SINCE)
    lines = []
    for row in default_deliverers().values():
        words = known.of(row.document)
        wrote = tuple(each for each in LANGUAGES if not _newest(own, row.document, each).is_empty)
        name, count = words.name if words else "", asked.get(row.document, 0)
        lines.append(WordsLine(row.document, row.text, name, row.deliverer, wrote, count))
    return tuple(sorted(lines, key=lambda each: (bool(each.name) or not each.asked, each.document)))


def words_of_for(viewer: Viewer, connection: Connection, document: str, language: str) -> WordsView:
    """Raises `NotFound` for a code that the standard does not know."""
    if document not in default_deliverers():
        raise NotFound("not-found", path="document", came=document, expected="SoortDocument")
    every = statements.select(connection, PLAIN_WORDS, "office_id", [viewer.office_id or ""])
    own = [each for each in every if (each.document, each.language) == (document, language)]
    own.sort(key=lambda each: each.version, reverse=True)
    now = own[0].words if own else PlainWords()
    both = rules.over(now, shipped(language).get(document))
    return WordsView(
        document=document,
        text=text_of(document),
        language=language,
        shipped=shipped(language).get(document),
        own=now,
        version=own[0].version if own else 0,
        versions=tuple(WordsVersion(each.version, each.words, each.set_by, each.set_at) for each in own),
        read_u=rules.told(both, "u") if both else None,
        read_je=rules.told(both, "je") if both else None,
    )


def preview_of(document: str, language: str, typed: PlainWords) -> tuple[PlainWords, PlainWords]:
    """What a customer would read, in both forms; refused as keeping it is."""
    under = shipped(language).get(document)
    both = rules.over(rules.written(typed, language, under), under) or PlainWords()
    return rules.told(both, "u"), rules.told(both, "je")


def text_of(document: str) -> str:
    """What the standard calls it; empty for a code that it does not know."""
    row = default_deliverers().get(document)
    return row.text if row else ""


@cache
def _usual() -> frozenset[tuple[str, str]]:
    """What the hub itself calls documents when it asks for them: the texts of the standard and of the profiles."""
    standard = {(row.document, row.text.casefold()) for row in default_deliverers().values()}
    asked = {(item.document, item.subject.casefold()) for each in checklists() for item in each.items}
    return frozenset(standard | asked)


def says_more(document: str, subject: str, words: PlainWords) -> bool:
    """Whether the words of an action point tell something that its plain name does not, like whose paper it is."""
    said = " ".join(subject.split()).casefold()
    return said != words.name.casefold() and (document, said) not in _usual()


def _newest(own: Iterable[OwnWords], document: str, language: str) -> PlainWords:
    found = rules.newest(own, document, language)
    return found.words if found else PlainWords()
