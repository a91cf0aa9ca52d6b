"""Keeps an office's own words and its forms of address."""

from handlers.plain_words import rules
from handlers.plain_words.rules import FIELDS, FormOfAddress, PlainWords
from handlers.plain_words.shipped import shipped
from handlers.plain_words.tables import FORMS, PLAIN_WORDS
from hub.work import Work
from schemas.errors import Refused
from schemas.hdn.deliverers import default_deliverers
from schemas.plain_words import SetFormOfAddress, SetPlainWords


def set_plain_words(command: SetPlainWords, work: Work) -> None:
    """The next version; the same words again are none.

    Raises `Refused` (`request-invalid`, `words-braces`, `words-addressed`, `stale`).
    """
    if command.document not in default_deliverers():
        raise Refused("request-invalid", path="document", came=command.document, expected="SoortDocument")
    typed = PlainWords(*(getattr(command, each) for each in FIELDS))
    kept = rules.written(typed, command.language, shipped(command.language).get(command.document))
    before = rules.newest(work.find(PLAIN_WORDS, command.office_id), command.document, command.language)
    after = rules.rewritten(before, command, kept, work.cause.actor, work.cause.at)
    if after:
        work.add(PLAIN_WORDS, after)


def set_form_of_address(command: SetFormOfAddress, work: Work) -> None:
    """Of the office, or of one of its people; without a form what was said is taken back."""
    for each in work.find(FORMS, command.office_id):
        if each.person == command.person and not command.form:
            work.remove(FORMS, each)
    if command.form:
        said = (command.office_id, command.person, command.form)
        work.put(FORMS, FormOfAddress(*said, work.cause.actor, work.cause.at))
