"""What somebody reads about a document that is asked of him; without plain words it is the lender's own text.

A document without them is counted and logged once per office and process, by its code and nothing else.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from handlers.plain_words.views import Book, PlainWords, book_for, office_form_for, says_more, text_of
from hub.logs import log
from hub.metrics import METRICS
from portal_api.who import Asking
from schemas.notifications import Form

_KNOWN_AT_ONCE = 4096
_NO_CODE = "other"
"""The label of a code that the standard does not have, so that a lender cannot make labels."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One action point as it is read: `title` first, `more` when its own words say more, and what is told about it.

    `words` is `None` for a document without plain words, and for what is no document.
    """

    title: str
    more: str
    words: PlainWords | None


class Asked(Protocol):
    """An action point, whoever looks at it."""

    @property
    def document(self) -> str: ...
    @property
    def subject(self) -> str: ...


def book_of(asking: Asking, form: Form | None = None) -> Book:
    """In the language of the page and, without `form`, in the form of address of whoever asks."""
    with asking.reading() as connection:
        return book_for(asking.viewer, connection, asking.language, form)


def customers_book_of(asking: Asking) -> Book:
    """What customers of the office read, for its own people: in the form in which the office addresses them."""
    with asking.reading() as connection:
        form = office_form_for(asking.viewer, connection)
        return book_for(asking.viewer, connection, asking.language, form)


def reading_of(asking: Asking, book: Book, document: str, subject: str) -> Reading:
    """What is asked, in plain words where there are any."""
    words = book.of(document)
    if words is None:
        if document:
            _note(asking.viewer.office_id or "", document)
        return Reading(subject, "", None)
    return Reading(words.name, subject if says_more(document, subject, words) else "", words)


def read_point(asking: Asking, book: Book, point: Asked) -> Reading:
    """As `reading_of`, of an action point in any view, for a template."""
    return reading_of(asking, book, point.document, point.subject)


@lru_cache(maxsize=_KNOWN_AT_ONCE)
def _note(office: str, document: str) -> None:
    """Once: the cache holds what was noted."""
    METRICS.without_plain_words.labels(document=document if text_of(document) else _NO_CODE).inc()
    log.warning("no-plain-words", office=office, code=document)
