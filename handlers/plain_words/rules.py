"""What plain words may be, and how one text is read in both forms of address. Pure.

A text says `{u}`, `{uw}`, `{U}` or `{Uw}` for the customer, and `{formal|informal}` where more than that differs: a
verb after which the customer stands (`{krijgt u|krijg je}`), or a word after `voor` (`{u|jou}`).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from schemas.errors import Refused
from schemas.notifications import Form
from schemas.plain_words import SetPlainWords

NAME_MOST, FIELD_MOST = 40, 300
FIELDS = ("name", "what", "where", "age", "often_wrong")
FALLBACK: Form = "u"

_SHORT = {"u": ("u", "je"), "uw": ("uw", "je"), "U": ("U", "Je"), "Uw": ("Uw", "Je")}
_BRACED = re.compile(r"\{([^{}]*)\}")
_ADDRESSED = re.compile(r"\b(u|uw|je|jij|jou|jouw|jullie)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PlainWords:
    """What is written about one document; a field may be empty. In words, as `FIELDS` names them."""

    name: str = ""
    what: str = ""
    where: str = ""
    age: str = ""
    often_wrong: str = ""

    @property
    def is_empty(self) -> bool:
        return not any(getattr(self, each) for each in FIELDS)


@dataclass(frozen=True, slots=True)
class OwnWords:
    """One version of an office's own words; the highest counts, and one without any text is the hub's own again."""

    office_id: str
    document: str
    language: str
    version: int
    name: str
    what: str
    where: str
    age: str
    often_wrong: str
    set_by: str
    set_at: datetime

    @property
    def words(self) -> PlainWords:
        return PlainWords(*(getattr(self, each) for each in FIELDS))


@dataclass(frozen=True, slots=True)
class FormOfAddress:
    """`person` is `user:…`, empty for what the office says to everybody else."""

    office_id: str
    person: str
    form: str
    set_by: str
    set_at: datetime


def said(text: str, form: Form) -> str:
    """The text as somebody who is addressed so reads it; what is no place of ours stays as it is."""
    return _BRACED.sub(lambda found: _one_of(found[1], form) or found[0], text)


def told(words: PlainWords, form: Form) -> PlainWords:
    """Every field in this form of address."""
    return PlainWords(*(said(getattr(words, each), form) for each in FIELDS))


def form_of(known: Iterable[FormOfAddress], person: str) -> Form:
    """His own choice, else the office's, else u."""
    by = {each.person: each.form for each in known}
    return "je" if (by.get(person) or by.get("") or FALLBACK) == "je" else "u"


def newest(known: Iterable[OwnWords], document: str, language: str) -> OwnWords | None:
    """What counts now of an office's own words."""
    found = [each for each in known if (each.document, each.language) == (document, language)]
    return max(found, key=lambda each: each.version, default=None)


def over(own: PlainWords | None, shipped: PlainWords | None) -> PlainWords | None:
    """The office's own before the hub's, field by field; `None` when neither says anything."""
    if own is None or own.is_empty:
        return shipped
    under = shipped or PlainWords()
    return PlainWords(*(getattr(own, each) or getattr(under, each) for each in FIELDS))


def written(typed: PlainWords, language: str, shipped: PlainWords | None) -> PlainWords:
    """The words as they are kept.

    Raises `Refused`: `request-invalid` for what is too long or has no name, `words-braces`, `words-addressed`.
    """
    kept = PlainWords(*(" ".join(getattr(typed, each).split()) for each in FIELDS))
    for field in FIELDS:
        _check(field, getattr(kept, field), language)
    if not kept.is_empty and not kept.name and shipped is None:
        raise Refused("request-invalid", path="name", came="", expected="een naam / a name")
    return kept


def rewritten(
    before: OwnWords | None, command: SetPlainWords, kept: PlainWords, by: str, at: datetime
) -> OwnWords | None:
    """The next version, or `None` when it says what is there. Raises `Refused` (`stale`)."""
    version = before.version if before else 0
    if kept == (before.words if before else PlainWords()):
        return None
    if command.seen is not None and command.seen != version:
        raise Refused("stale", path="document", came=version, expected=command.seen)
    said = command.model_dump(include={"office_id", "document", "language"})
    fields = {each: getattr(kept, each) for each in FIELDS}
    return OwnWords(**said, version=version + 1, **fields, set_by=by, set_at=at)


def _check(field: str, text: str, language: str) -> None:
    most = NAME_MOST if field == "name" else FIELD_MOST
    for form in ("u", "je"):
        if len(said(text, form)) > most:
            raise Refused("request-invalid", path=field, came=len(said(text, form)), expected=f"<= {most}")
    odd = next((each for each in _BRACED.findall(text) if not _one_of(each, "u")), None)
    bare = _BRACED.sub("", text)
    if odd is not None or "{" in bare or "}" in bare:
        raise Refused("words-braces", path=field, came=odd or "{ }", expected="{u}, {uw}, {U}, {Uw}")
    if language == "nl" and (found := _ADDRESSED.search(bare)):
        raise Refused("words-addressed", path=field, came=found[0], expected="{u}, {uw}")


def _one_of(place: str, form: Form) -> str:
    """What stands in this place; empty for what is no place."""
    both = _SHORT.get(place) or tuple(place.split("|"))
    known = len(both) == len(_SHORT["u"]) and all(each.strip() for each in both)
    return both[0 if form == "u" else 1] if known else ""
