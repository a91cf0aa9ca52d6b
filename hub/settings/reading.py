"""Reading the settings from the surroundings: variables, files of secrets, and every mistake at once."""

import difflib
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from hub.settings.model import PREFIX, SECRETS, Settings, variable
from schemas.errors import SettingsError

_FILE = "_FILE"


def load(**overrides: Any) -> Settings:
    """Read the settings; an override wins from a variable, and an override of None counts as not given.

    Raises SettingsError with one line per mistake.
    """
    mistakes = _unknown(os.environ)
    values = _from_files(os.environ, mistakes) | {name: value for name, value in overrides.items() if value is not None}
    try:
        settings = Settings(**values)
    except ValidationError as error:
        mistakes += [_sentence(found) for found in error.errors()]
    if mistakes:
        count = "1 setting does" if len(mistakes) == 1 else f"{len(mistakes)} settings do"
        raise SettingsError("\n".join([f"{count} not fit; the hub does not start.", *sorted(mistakes)]))
    return settings


def load_unsigned(**overrides: Any) -> Settings:
    """Read the settings for a command that signs nothing, such as `hub ingest`; it needs no secret key.

    It gets a key of its own that nobody else has, so that what it would sign by mistake is worth nothing.
    """
    return load(**({"secret_key": secrets.token_hex(32)} | overrides))


def _from_files(environ: Mapping[str, str], mistakes: list[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in SECRETS:
        name = variable(field)
        path = environ.get(name + _FILE)
        if path and environ.get(name):
            mistakes.append(f"{name}: also {name}{_FILE} is set; keep one of the two.")
        elif path:
            try:
                values[field] = Path(path).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                mistakes.append(
                    f"{name}{_FILE}: {path} cannot be read ({type(error).__name__}); name a readable text file."
                )
    return values


def _unknown(environ: Mapping[str, str]) -> list[str]:
    """Names that are nearly a setting; a misspelt name would otherwise be a default in silence."""
    known = [variable(field) for field in Settings.model_fields]
    known += [variable(field) + _FILE for field in SECRETS]
    strange = [name for name in environ if name.startswith(PREFIX) and name not in known]
    near = {name: difflib.get_close_matches(name, known, n=1, cutoff=0.85) for name in strange}
    return [f"{name}: is not a setting; {match[0]} is." for name, match in near.items() if match]


def _sentence(found: ErrorDetails) -> str:
    field = str(found["loc"][0])
    came = "" if field in SECRETS else f" {found['input']!r} came;"
    return f"{variable(field)}:{came} {found['msg'].removeprefix('Value error, ')}."
