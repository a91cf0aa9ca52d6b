"""The kinds of notification that ship with the hub, read from `templates/*.toml`: one file per kind.

A file says what the kind is (urgent, optional, how long it is kept), which fields it has with an example each, which
of them are sealed, which must stand in every text, and its texts per channel, language and form of address.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from schemas.errors import Refused

GIVEN = {"name": "Anna de Wit", "office": "Hypotheekkantoor De Brug"}
"""Fields that every text has: the addressee's name and who sends it."""
FALLBACK_LANGUAGE, FALLBACK_FORM = "en", "u"


@dataclass(frozen=True, slots=True)
class Wording:
    """One text. `html` is empty when it is made of the text; an SMS has neither subject nor HTML."""

    subject: str
    text: str
    html: str = ""


Place = tuple[str, str, str]
"""Channel, language and form of address."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What may be told. `fields` has an example per field, those that every text has included."""

    name: str
    is_urgent: bool
    can_switch_off: bool
    keep_days: int
    fields: Mapping[str, str]
    sealed: frozenset[str]
    required: frozenset[str]
    wordings: Mapping[Place, Wording]

    @property
    def channels(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(channel for channel, _, _ in self.wordings))


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by its name."""
    folder = files("handlers.notifications").joinpath("templates")
    sources = sorted((each for each in folder.iterdir() if each.name.endswith(".toml")), key=lambda each: each.name)
    found = [
        _kind(each.name.removesuffix(".toml"), tomllib.loads(each.read_text(encoding="utf-8"))) for each in sources
    ]
    return {kind.name: kind for kind in found}


def kind_of(name: str) -> Kind:
    """Raises `Refused("template-unknown")`."""
    try:
        return kinds()[name]
    except KeyError:
        raise Refused("template-unknown", path="template", came=name, expected=", ".join(kinds())) from None


def place_in(known: Mapping[Place, Any], channel: str, language: str, form: str) -> Place | None:
    """The nearest text there is: this language before English, this form of address before the other."""
    for spoken in (language, FALLBACK_LANGUAGE):
        for addressed in dict.fromkeys((form, FALLBACK_FORM, "je")):
            if (channel, spoken, addressed) in known:
                return channel, spoken, addressed
    return None


def _kind(name: str, said: Mapping[str, Any]) -> Kind:
    wordings = {
        (channel, language, form): Wording(**each)
        for channel in ("email", "sms")
        for language, forms in said.get(channel, {}).items()
        for form, each in forms.items()
    }
    return Kind(
        name=name,
        is_urgent=said["urgent"],
        can_switch_off=said["optional"],
        keep_days=said["keep_days"],
        fields=GIVEN | said["fields"],
        sealed=frozenset(said.get("sealed", ())),
        required=frozenset(said.get("required", ())),
        wordings=wordings,
    )
