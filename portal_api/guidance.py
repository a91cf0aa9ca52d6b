"""The help texts of pages: a file per page and language under `portal_api/help/`, with the date of its last review."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from schemas.refusals import Language

_WRITTEN: tuple[Language, ...] = ("nl", "en")


@dataclass(frozen=True, slots=True)
class Help:
    """`language` is the one that it is written in; `points` are what one can do on the page."""

    page: str
    language: Language
    title: str
    reviewed: date
    paragraphs: tuple[str, ...]
    points: tuple[str, ...]


def page_of(template: str) -> str:
    """The name under which the help of a template stands: `dossiers/list.html` is `dossiers-list`."""
    return template.removesuffix(".html").replace("/", "-")


@cache
def pages() -> tuple[str, ...]:
    """The pages that have a help text, by name."""
    folder = files("portal_api").joinpath("help", "nl")
    return tuple(sorted(each.name.removesuffix(".toml") for each in folder.iterdir() if each.name.endswith(".toml")))


@cache
def help_of(page: str, language: Language) -> Help:
    """The text in this language, else in English; raises `KeyError` for a page without one."""
    if page not in pages():
        raise KeyError(page)
    written = language if language in _WRITTEN else "en"
    read = files("portal_api").joinpath("help", written, f"{page}.toml").read_text(encoding="utf-8")
    found = tomllib.loads(read)
    return Help(page, written, found["title"], found["reviewed"], tuple(found["paragraphs"]), tuple(found["points"]))
