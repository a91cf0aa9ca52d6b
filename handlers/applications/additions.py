"""Additions (aanvullingen): what an office fills in itself when an application is sent. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from schemas.errors import NotFound, Refused
from schemas.letters import Addition
from schemas.sending import SetAddition

MOST = 100


@dataclass(frozen=True, slots=True)
class KeptAddition:
    """One field, filled in each time that the application is sent; who decided it and when."""

    dossier_id: str
    application_id: str
    place: str
    value: str
    replaces: bool
    set_by: str
    set_at: datetime


def made(command: SetAddition, known: Sequence[KeptAddition], *, by: str, at: datetime) -> KeptAddition:
    """Raises `Refused` (`request-invalid`) for one more than an application may have."""
    if len({each.place for each in known} | {command.place}) > MOST:
        raise Refused("request-invalid", path="place", came=len(known) + 1, expected=f"≤ {MOST}")
    return KeptAddition(
        command.dossier_id, command.application_id, command.place, command.value, command.replaces, by, at
    )


def found(known: Iterable[KeptAddition], place: str) -> KeptAddition:
    """The addition at this place; raises `NotFound`."""
    held = next((each for each in known if each.place == place), None)
    if held is None:
        raise NotFound("not-found", path="place", came=place, expected="een aanvulling / an addition")
    return held


def together(kept: Iterable[KeptAddition], given: Sequence[Addition]) -> tuple[Addition, ...]:
    """What goes along: what is kept, by place, and what is given this once; that outweighs what is kept there."""
    now = {each.place for each in given}
    ordered = sorted((each for each in kept if each.place not in now), key=lambda each: each.place)
    held = (Addition(place=each.place, value=each.value, replaces=each.replaces) for each in ordered)
    return (*held, *given)
