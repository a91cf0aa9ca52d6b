"""What a refusal of a step says to people: steps, states and needs by their names instead of their keys. Pure.

The keys stay in `came` and `expected`, for programs.
"""

from collections.abc import Iterable

from handlers.workflows.rules.definitions import Definition, State, Step
from schemas.errors import Conflict
from schemas.refusals import Language, sentence

Words = tuple[str, str]
"""In Dutch and in English."""
_NEEDS: dict[str, Words] = {
    "part": ("een rechterdeel", "a part"),
    "card": ("een productkaart zonder gaten", "a product card without gaps"),
    "application": ("een aanvraag", "an application"),
    "contact": ("een vastgelegd contact", "a recorded contact"),
    "agreement": ("een getekende opdracht", "a signed agreement"),
    "advice-file": ("een volledig adviesdossier", "a whole advice file"),
}
"""What a step may need first (`GUARDS`), as its page calls it."""
_LANGUAGES: tuple[Language, Language] = ("nl", "en")
_NONE: Words = ("niets", "nothing")


def step_not_allowed(definition: Definition, key: str, allowed: Iterable[str]) -> Conflict:
    """The step cannot be taken from where the product stands."""
    keys = list(allowed)
    said = [_step(definition, each) for each in keys]
    return _conflict("step-not-allowed", "step", (key, keys), (_step(definition, key), said))


def step_not_ready(definition: Definition, key: str, lacking: Iterable[str]) -> Conflict:
    """What the step needs is not there yet."""
    keys = list(lacking)
    said = [_NEEDS.get(each, (each, each)) for each in keys]
    return _conflict("step-not-ready", "step", (key, keys), (_step(definition, key), said))


def state_moved(definition: Definition, seen: str, state: str) -> Conflict:
    """The product stands elsewhere than whoever asks saw it."""
    said = [_state(definition, state)]
    return _conflict("state-moved", "seen", (seen, [state]), (_state(definition, seen), said))


def state_unknown(definition: Definition, wanted: str) -> Conflict:
    """The version does not know the state."""
    keys = [each.key for each in definition.states]
    said = [_state(definition, each) for each in keys]
    return _conflict("state-unknown", "state", (wanted, keys), (_state(definition, wanted), said))


def _conflict(slug: str, path: str, keys: tuple[str, list[str]], words: tuple[Words, list[Words]]) -> Conflict:
    """`keys` and `words` are what came and what was expected."""
    (came, expected), (first, others) = keys, words
    nl, en = (
        sentence(slug, language, path=path, came=first[place], expected=", ".join(e[place] for e in others or [_NONE]))
        for place, language in enumerate(_LANGUAGES)
    )
    return Conflict(slug, path=path, came=came, expected=", ".join(expected) or "-", nl=nl, en=en)


def _step(definition: Definition, key: str) -> Words:
    return _named(next((each for each in definition.steps if each.key == key), None), key)


def _state(definition: Definition, key: str) -> Words:
    return _named(definition.state(key), key)


def _named(found: Step | State | None, key: str) -> Words:
    """A name of an office may hold a slash, which parts the two languages in what a refusal says."""
    nl, en = (found.nl, found.en) if found else (key, key)
    return f"'{nl.replace(' / ', '/')}'", f"'{en.replace(' / ', '/')}'"
