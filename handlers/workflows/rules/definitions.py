"""What a definition may say, and what it is refused for: every mistake at once, each with its place. Pure.

A definition is TOML: `[[states]]` in the order of the way, `[[moves]]` by messages and acts, `[[steps]]` by people.
python-statemachine judges the graph: every state can be reached, and each one that does not end leads on.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from statemachine import StateMachine
from statemachine.exceptions import InvalidDefinition
from statemachine.io import create_machine_class_from_definition

from schemas.errors import Refused

ACTS = ("agreement", "sent")
"""What people do elsewhere in the dossier: the OTD was signed, the application was sent."""
GUARDS = ("part", "card", "application", "contact", "agreement", "advice-file")
"""What a step may need first: a part, a card without gaps, an application, a contact, a signed OTD, and an advice file
of which nothing is missing."""
PLACES = ("", "products", "tasks", "dates", "customers", "agreements", "appointments", "hdn", "for-the-customer")
"""The tabs that a step may point at."""
_MESSAGES = ("AX", "KX", "LX", "OX:indicative", "OX:binding", "OX:other", "DA")
_MOST, _LONGEST = 60, 30_000
_KEY_SIGNS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
_STATE = {"key", "nl", "en", "ends", "within"}
_MOVE = {"on", "to"}
_STEP = {"key", "nl", "en", "from", "to", "needs", "asks", "place"}
_STATES = "in_"
_ASKS = ("", "reason", "evidence")


@dataclass(frozen=True, slots=True)
class State:
    """Where a product can stand; `within` is for how many working days it may, 0 for as long as it takes."""

    key: str
    nl: str
    en: str
    ends: bool
    within: int


@dataclass(frozen=True, slots=True)
class Move:
    """A message (`SX:10`, `OX:binding`, `DA`, `AX`) or an act brings a product forward to a state."""

    on: str
    to: str


@dataclass(frozen=True, slots=True)
class Step:
    """What people may do in some states; `asks` is what they have to say, `place` the tab where it is done."""

    key: str
    nl: str
    en: str
    origins: tuple[str, ...]
    to: str
    needs: tuple[str, ...]
    asks: str
    place: str


@dataclass(frozen=True, slots=True)
class Definition:
    """The states in the order of the way; a message never leads back to an earlier one of the same version."""

    name: str
    states: tuple[State, ...]
    moves: tuple[Move, ...]
    steps: tuple[Step, ...]

    def state(self, key: str) -> State | None:
        return next((each for each in self.states if each.key == key), None)

    def place_of(self, key: str) -> int:
        """Where a state stands on the way; -1 for one that the definition does not know."""
        return next((place for place, each in enumerate(self.states) if each.key == key), -1)

    def target(self, on: str) -> str:
        """Where this message or act leads; empty when nothing listens."""
        return next((each.to for each in self.moves if each.on == on), "")

    def machine(self, state: str) -> StateMachine:
        """The statechart of the definition, standing in a state."""
        return _machine_of(self)(start_value=_id_of(state))

    def after(self, state: str, name: str) -> str:
        """Where a message, act or step leads from a state that hears it."""
        machine = self.machine(state)
        machine.send(event_of(name))
        return str(machine.current_state_value).removeprefix(_STATES)

    def hears(self, state: str) -> frozenset[str]:
        """The events of the statechart that lead on from a state."""
        return frozenset(str(each.id) for each in self.machine(state).allowed_events)


@lru_cache(maxsize=256)
def read(text: str) -> Definition:
    """The definition that this text is.

    Raises `Refused` (`workflow-invalid`), which names every mistake with its place.
    """
    mistakes: list[str] = []
    if len(text) > _LONGEST:
        raise _invalid([f"{len(text)} > {_LONGEST}"])
    try:
        said = tomllib.loads(text)
    except RecursionError:
        raise _invalid(["[[[["]) from None
    except ValueError as error:  # also a number of more digits than Python reads
        raise _invalid([str(error)]) from None
    _check_keys("", said, {"name", "states", "moves", "steps"}, mistakes)
    made = Definition(
        _text(said, "name", "name", mistakes),
        tuple(_state(each, at, mistakes) for at, each in _rows(said, "states", mistakes)),
        tuple(_move(each, at, mistakes) for at, each in _rows(said, "moves", mistakes)),
        tuple(_step(each, at, mistakes) for at, each in _rows(said, "steps", mistakes)),
    )
    mistakes += _references(made)
    if not mistakes:
        mistakes += _graph(made)
    if mistakes:
        raise _invalid(mistakes)
    return made


def _invalid(mistakes: Iterable[str]) -> Refused:
    return Refused("workflow-invalid", path="text", came="; ".join(mistakes), expected="docs/workflows.md")


def _rows(said: Mapping[str, Any], name: str, mistakes: list[str]) -> list[tuple[str, Mapping[str, Any]]]:
    rows = said.get(name, [])
    if not isinstance(rows, list) or len(rows) > _MOST or not all(isinstance(each, dict) for each in rows):
        mistakes.append(f"{name}: [[{name}]], <= {_MOST}")
        return []
    return [(f"{name}.{number}", each) for number, each in enumerate(rows, start=1)]


def _state(row: Mapping[str, Any], at: str, mistakes: list[str]) -> State:
    _check_keys(at, row, _STATE, mistakes)
    within = row.get("within", 0)
    if not isinstance(within, int) or not 0 <= within <= 365:  # noqa: PLR2004 - a year of working days is no term
        mistakes.append(f"{at}.within: {within} (0–365)")
        within = 0
    return State(
        _key(row, at, mistakes),
        _text(row, "nl", at, mistakes),
        _text(row, "en", at, mistakes),
        row.get("ends") is True,
        within,
    )


def _move(row: Mapping[str, Any], at: str, mistakes: list[str]) -> Move:
    _check_keys(at, row, _MOVE, mistakes)
    on, to = str(row.get("on", "")), str(row.get("to", ""))
    is_status = on.startswith("SX:") and on[3:].isalnum() and len(on) <= 6  # noqa: PLR2004 - a code has two or three signs
    if not is_status and on not in (*_MESSAGES, *ACTS):
        mistakes.append(f"{at}.on: {on} (SX:10, {', '.join((*_MESSAGES, *ACTS))})")
    return Move(on, to)


def _step(row: Mapping[str, Any], at: str, mistakes: list[str]) -> Step:
    _check_keys(at, row, _STEP, mistakes)
    needs = _list(row, "needs", at, mistakes)
    mistakes += [f"{at}.needs: {each} ({', '.join(GUARDS)})" for each in needs if each not in GUARDS]
    asks, place = str(row.get("asks", "")), str(row.get("place", ""))
    if asks not in _ASKS:
        mistakes.append(f"{at}.asks: {asks} ({', '.join(_ASKS[1:])})")
    if place not in PLACES:
        mistakes.append(f"{at}.place: {place} ({', '.join(PLACES[1:])})")
    named = (_key(row, at, mistakes), _text(row, "nl", at, mistakes), _text(row, "en", at, mistakes))
    return Step(*named, _list(row, "from", at, mistakes), str(row.get("to", "")), needs, asks, place)


def _check_keys(at: str, row: Mapping[str, Any], known: set[str], mistakes: list[str]) -> None:
    mistakes += [f"{at}.{name}".lstrip(".") + f": ({', '.join(sorted(known))})" for name in row if name not in known]


def _key(row: Mapping[str, Any], at: str, mistakes: list[str]) -> str:
    key = str(row.get("key", ""))
    if not key or not _KEY_SIGNS.issuperset(key) or not key[0].isalpha():
        mistakes.append(f"{at}.key: {key!r} (a-z, 0-9, -)")
    return key


def _text(row: Mapping[str, Any], name: str, at: str, mistakes: list[str]) -> str:
    text = row.get(name, "")
    if not isinstance(text, str) or not text.strip() or len(text) > 80:  # noqa: PLR2004 - a name fits on a line
        mistakes.append(f"{at}.{name}: 1–80" if at != name else f"{name}: 1–80")
        return ""
    return text.strip()


def _list(row: Mapping[str, Any], name: str, at: str, mistakes: list[str]) -> tuple[str, ...]:
    found = row.get(name, [])
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        mistakes.append(f'{at}.{name}: ["…"]')
        return ()
    return tuple(found)


def _references(made: Definition) -> list[str]:
    """States and steps that are named twice or not at all."""
    states = [each.key for each in made.states]
    mistakes = [f"states: {key} × {states.count(key)}" for key in dict.fromkeys(states) if states.count(key) > 1]
    steps = [each.key for each in made.steps]
    mistakes += [f"steps: {key} × {steps.count(key)}" for key in dict.fromkeys(steps) if steps.count(key) > 1]
    heard = [each.on for each in made.moves]
    mistakes += [f"moves: {on} × {heard.count(on)}" for on in dict.fromkeys(heard) if heard.count(on) > 1]
    for number, move in enumerate(made.moves, start=1):
        mistakes += [f"moves.{number}.to: {move.to}"] if move.to not in states else []
    for number, step in enumerate(made.steps, start=1):
        unknown = [each for each in (*step.origins, *([step.to] if step.to else [])) if each not in states]
        mistakes += [f"steps.{number}: {each}" for each in unknown]
        mistakes += [] if step.origins else [f"steps.{number}.from"]
    return mistakes if states else [*mistakes, "states"]


def _graph(made: Definition) -> list[str]:
    try:
        _machine_of(made)
    except InvalidDefinition as error:
        return [str(error).replace(f"'{_STATES}", "'")]
    return []


@lru_cache(maxsize=256)
def _machine_of(made: Definition) -> type[StateMachine]:
    """A message leads on from every earlier state; a step from those that it names."""
    states: dict[str, Any] = {}
    for place, state in enumerate(made.states):
        leads: dict[str, list[dict[str, str]]] = {}
        for move in made.moves:
            if made.place_of(move.to) > place and not state.ends:
                leads.setdefault(event_of(move.on), []).append({"target": _id_of(move.to)})
        for step in made.steps:
            if state.key in step.origins and step.to:
                leads.setdefault(event_of(step.key), []).append({"target": _id_of(step.to)})
        is_final = state.ends and not leads
        states[_id_of(state.key)] = {"initial": place == 0, "final": is_final} | ({} if is_final else {"on": leads})
    return create_machine_class_from_definition("Workflow", states=states)  # type: ignore[return-value]


def _id_of(state: str) -> str:
    """A state as the statechart calls it, so that none is named like a part of the statechart itself."""
    return _STATES + state


def event_of(name: str) -> str:
    """`SX:10` and `otd-signed` as names of events of the statechart."""
    return "on_" + name.replace(":", "_").replace("-", "_")
