"""People who stand twice in a dossier: kept by the office, and said by an application. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from handlers.dossiers.rules.content import Party
from handlers.dossiers.rules.keeping import checked_text
from schemas.dossiers import OWN, JoinPeople
from schemas.errors import Conflict, NotFound, Refused

_REASON_MAX = 200
_NAMES = frozenset({"reference", "role", "kind"})
"""Fields that say how a row is called, and nothing of the person."""


@dataclass(frozen=True, slots=True)
class Tie:
    """Somebody of an application who is `own`; `name` and `birth_date` are whom that row was about.

    A later version may use the reference for somebody else, and then nobody is tied.
    """

    dossier_id: str
    application_id: str
    reference: str
    own: str
    follows: list[Any]
    name: str
    birth_date: date | None
    made_by: str
    made_at: datetime


def tied(command: JoinPeople, parties: Iterable[Party], ties: Iterable[Tie], by: str, at: datetime) -> Tie:
    """Raises `NotFound` for a party that is not there, `Conflict` (`party-tied`), `Refused` (`request-invalid`)."""
    known = {(each.application_id, each.reference): each for each in parties}
    own = known.get((OWN, command.own))
    said = known.get((command.application_id, command.reference))
    if own is None or said is None or command.application_id == OWN:
        path, came = ("own", command.own) if own is None else ("reference", command.reference)
        raise NotFound("not-found", path=path, came=came, expected="een partij / a party")
    others = [each for each in ties if each.application_id == command.application_id and each.own == command.own]
    if any(each.reference != command.reference and _is_there(each, known) for each in others):
        raise Conflict("party-tied", path="reference", came=command.reference, expected=others[0].reference)
    check_follows(command.follows, said.facts)
    checked_text("reason", command.reason, _REASON_MAX)
    place = (command.dossier_id, command.application_id, command.reference)
    return Tie(*place, command.own, sorted(set(command.follows)), said.name, said.birth_date, by, at)


def check_follows(follows: Collection[str], facts: Mapping[str, Any]) -> None:
    """Raises `Refused` (`request-invalid`) for a field that the application does not say."""
    for name in follows:
        if name in _NAMES or not facts.get(name):
            expected = ", ".join(sorted(set(facts) - _NAMES))
            raise Refused("request-invalid", path="follows", came=name, expected=expected or "-")


def is_about(name: str, birth_date: date | None, known_name: str, known_birth: date | None) -> bool:
    """Whether the row is still about whom it was when it was tied: the same name, or the same day of birth."""
    same_name = " ".join(name.split()).casefold() == " ".join(known_name.split()).casefold()
    return same_name or (birth_date is not None and birth_date == known_birth)


def one_person(own: Mapping[str, Any], said: Mapping[str, Any], follows: Collection[str]) -> dict[str, Any]:
    """What is known of him: as the office says it, what it does not say and what `follows` as the application does."""
    kept = {name: value for name, value in own.items() if value not in {None, ""} and name not in follows}
    return {**said, **kept, **{name: own[name] for name in _NAMES if name in own}}


def differing(own: Mapping[str, Any], said: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    """Field, what the office says and what the application says, where both say something else; codes by their code."""
    names = [name for name in own if name not in _NAMES and own[name] and said.get(name)]
    return [(name, own[name], said[name]) for name in names if str(own[name]) != str(said[name])]


def both_of(tie: Tie, parties: Iterable[Party]) -> tuple[Party, Party]:
    """What the office keeps of him, and what the application says."""
    known = {(each.application_id, each.reference): each for each in parties}
    return known[OWN, tie.own], known[tie.application_id, tie.reference]


def _is_there(tie: Tie, known: Mapping[tuple[str, str], Party]) -> bool:
    party = known.get((tie.application_id, tie.reference))
    return party is not None and is_about(party.name, party.birth_date, tie.name, tie.birth_date)
