"""The plain words that ship with the hub: one table per code of SoortDocument, in Dutch and in English."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from handlers.plain_words.rules import FIELDS, PlainWords

LANGUAGES = ("nl", "en")


@cache
def shipped(language: str) -> Mapping[str, PlainWords]:
    """Code → words; raises `KeyError` for a language without texts."""
    if language not in LANGUAGES:
        raise KeyError(language)
    read = files("handlers.plain_words").joinpath("texts", f"{language}.toml").read_text(encoding="utf-8")
    return {code: PlainWords(*(said[each] for each in FIELDS)) for code, said in tomllib.loads(read).items()}
