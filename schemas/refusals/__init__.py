"""Every slug of a refusal with its Dutch and English sentence.

One file per subject has the sentences of its slugs; here they are one table.
A sentence says what came, what was expected and what happens next; `{path}`, `{came}` and `{expected}` are filled in.
The runbook has one heading per slug; a test holds this table, the runbook and the code against each other.
"""

from typing import Literal

from schemas.refusals import (
    advice_exports,
    agreements,
    applications,
    conversations,
    dates,
    dossiers,
    files,
    merging,
    messages,
    notifications,
    offices,
    people,
    plain_words,
    requests,
    sending,
    service_agreements,
    workflows,
)

Language = Literal["nl", "en", "pl"]
"""The languages of pages. A refusal is written in Dutch and English; in another language it is told in English."""

_NOTHING_NL = "Er is niets gewijzigd."
_NOTHING_EN = "Nothing was changed."

_SUBJECTS = (
    *(messages, applications, dossiers, merging, workflows, dates, sending, files),
    *(agreements, people, offices, requests, notifications, service_agreements, advice_exports, plain_words),
    conversations,
)

SENTENCES: dict[str, tuple[str, str]] = {
    slug: both for subject in _SUBJECTS for slug, both in subject.SENTENCES.items()
}


def sentence(slug: str, language: Language, **facts: str) -> str:
    """The sentence of a refusal, filled in; it ends with what became of the message."""
    text = told(slug, language, **facts)
    if slug in _ONLY_READ:
        return text
    return f"{text} {_NOTHING_NL if language == 'nl' else _NOTHING_EN}"


def told(slug: str, language: Language, **facts: str) -> str:
    """What came and what was expected, filled in; an unlisted slug is our own mistake and raises `KeyError`."""
    dutch, english = SENTENCES[slug]
    text = dutch if language == "nl" else english
    return text.format_map(
        {name: value if name == "path" else _in(language, slug, name, value) for name, value in facts.items()}
    )


_ONLY_READ = frozenset(
    {"too-many-listeners", "not-found", "not-signed-in", "link-expired", "sign-in-failed", "code-wrong"}
)
"""Slugs of who only looked; that nothing was changed would puzzle them."""
_BOTH = " / "
_OWN_WORDS = frozenset(
    {
        "niets / nothing",
        "tekst na het einde / text after the end",
        "het begint niet met < / it does not begin with <",
        "een proces dat stopte / a process that died",
    }
)
"""What we say that came, when it is no value of the sender; a value may hold a slash of its own."""


def _in(language: Language, slug: str, name: str, value: str) -> str:
    """The half of a fact in two languages; what a sender wrote is left whole."""
    is_ours = value in _OWN_WORDS if name == "came" else slug != "envelope-mismatch"
    dutch, both, english = value.partition(_BOTH)
    if not (is_ours and both):
        return value
    return dutch if language == "nl" else english
