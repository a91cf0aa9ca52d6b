"""The words of the pages in every language; the catalogues stand in `portal_api/texts/`, one file per language."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import get_args

from fastapi import Request

from schemas.refusals import Language

LANGUAGES: tuple[Language, ...] = get_args(Language)
COOKIE = "lang"


@cache
def catalogue(language: Language) -> dict[str, str]:
    """Key → text; a key is `section.name`."""
    source = files("portal_api").joinpath("catalogues", f"{language}.toml").read_text(encoding="utf-8")
    return {f"{section}.{name}": text for section, own in tomllib.loads(source).items() for name, text in own.items()}


def text(language: Language, key: str, **facts: object) -> str:
    """The text of a key, filled in; an unknown key is our own mistake and raises `KeyError`."""
    return catalogue(language)[key].format(**facts)


def has(key: str) -> bool:
    return key in catalogue("nl")


def language_of(request: Request) -> Language:
    """What the address asks for, else what was chosen before, else the browser's first language that we have."""
    wanted = [request.query_params.get("lang", ""), request.cookies.get(COOKIE, "")]
    wanted += [part.strip()[:2].lower() for part in request.headers.get("accept-language", "").split(",")]
    return next((language for each in wanted for language in LANGUAGES if language == each), "nl")
