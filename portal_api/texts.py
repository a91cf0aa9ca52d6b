"""The words of the pages in every language; the catalogues stand in `portal_api/catalogues/`, one file per language."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import get_args

from fastapi import Request

from schemas.refusals import Language

LANGUAGES: tuple[Language, ...] = get_args(Language)
COOKIE = "lang"
NAMES: dict[Language, str] = {"nl": "Nederlands", "en": "English", "pl": "Polski"}
"""What each language calls itself, in the order in which they are offered."""
FALLBACK: dict[Language, Language] = {"pl": "en"}
"""A section that a catalogue does not have is read in this language (docs/decisions/0019)."""


@cache
def catalogue(language: Language) -> dict[str, str]:
    """Key → text; a key is `section.name`. What this language does not have comes from its fallback."""
    before = catalogue(FALLBACK[language]) if language in FALLBACK else {}
    return before | written(language)


@cache
def written(language: Language) -> dict[str, str]:
    """The texts that stand in the catalogue of this language itself."""
    return _read(language)


def _read(name: str) -> dict[str, str]:
    source = files("portal_api").joinpath("catalogues", f"{name}.toml").read_text(encoding="utf-8")
    return {f"{section}.{name}": text for section, own in tomllib.loads(source).items() for name, text in own.items()}


def text(language: Language, key: str, *, addressed: str = "u", **facts: object) -> str:
    """The text of a key, filled in; an unknown key is our own mistake and raises `KeyError`.

    `addressed` is how the reader is addressed, for the texts that customers read: only Dutch has two.
    """
    other = informal().get(key, "") if (language, addressed) == ("nl", "je") else ""
    return (other or catalogue(language)[key]).format(**facts)


@cache
def informal() -> dict[str, str]:
    """What a customer who is addressed with je reads otherwise in Dutch."""
    return _read("nl_je")


def has(key: str) -> bool:
    return key in catalogue("nl")


def language_of(request: Request) -> Language:
    """What the address asks for, else what was chosen before, else the browser's first language that we have."""
    wanted = [request.query_params.get("lang", ""), request.cookies.get(COOKIE, "")]
    wanted += [part.strip()[:2].lower() for part in request.headers.get("accept-language", "").split(",")]
    return next((language for each in wanted for language in LANGUAGES if language == each), "nl")


def told_in(language: Language) -> Language:
    """The language in which this language's pages show a refusal: it is written in Dutch and English only."""
    return "nl" if language == "nl" else "en"
