"""Exchanges without a dossier, with what their waiting messages say about where they belong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy.engine import Connection

from handlers.applications.views import ExchangeView, unlinked_count_for, unlinked_for
from handlers.dossiers.views import Match, Sought, called, matches_for
from hub.lanes import waiting_units
from portal_api.who import Asking
from schemas.applications import PartyFacts
from schemas.hdn.codes import texts


@dataclass(frozen=True, slots=True)
class Unlinked:
    """An exchange that a person has to place.

    `number` (AanvraagVolgNr), `kenmerk` and `parties` are hints from the messages; `kinds` are the commands
    that wait, first come first. `matches` are the dossiers where it may belong, with why.
    """

    id: str
    partner: str
    lender: str
    node: str
    opened_at: datetime
    waiting: int
    held: bool
    number: str
    kenmerk: str
    kinds: tuple[str, ...]
    parties: tuple[PartyFacts, ...]
    matches: tuple[Match, ...]

    @property
    def people(self) -> tuple[str, ...]:
        """How the applicants are called, as the messages say it."""
        return tuple(called(each) for each in self.parties if each.role == "applicant")


@dataclass(frozen=True, slots=True)
class _Hints:
    number: str = ""
    kenmerk: str = ""
    kinds: tuple[str, ...] = ()
    parties: tuple[PartyFacts, ...] = ()


def unlinked(asking: Asking, *, after: str | None = None, limit: int = 50) -> tuple[Unlinked, ...]:
    """Exchanges of the viewer's office without a dossier, the newest first."""
    with asking.reading() as connection:
        found = unlinked_for(asking.viewer, connection, after=after, limit=limit)
        hints = _hints(connection, [each.id for each in found])
        return _with_matches(asking, connection, found, hints)


def unlinked_one(asking: Asking, lane_id: str) -> Unlinked | None:
    """One exchange without a dossier; `None` for any other."""
    with asking.reading() as connection:
        found = unlinked_for(asking.viewer, connection, only=lane_id)
        hints = _hints(connection, [each.id for each in found])
        return next(iter(_with_matches(asking, connection, found, hints)), None)


def unlinked_count(asking: Asking) -> int:
    with asking.reading() as connection:
        return unlinked_count_for(asking.viewer, connection)


def lender_name(partner: str) -> str:
    """The lender of a code of the standard; the code itself when it is in no list."""
    return texts("Maatschappij").get(partner, partner)


def _with_matches(
    asking: Asking, connection: Connection, found: Sequence[ExchangeView], hints: dict[str, _Hints]
) -> tuple[Unlinked, ...]:
    known = [hints.get(each.id, _Hints()) for each in found]
    sought = [Sought(each.parties, each.number, each.kenmerk) for each in known]
    matches = matches_for(asking.viewer, connection, sought)
    return tuple(_unlinked(*each) for each in zip(found, known, matches, strict=True))


def _unlinked(each: ExchangeView, hints: _Hints, matches: tuple[Match, ...]) -> Unlinked:
    return Unlinked(
        id=each.id,
        partner=each.partner,
        lender=lender_name(each.partner),
        node=each.node,
        opened_at=each.opened_at,
        waiting=each.waiting,
        held=each.held,
        number=hints.number,
        kenmerk=hints.kenmerk,
        kinds=hints.kinds,
        parties=hints.parties,
        matches=matches,
    )


def _hints(connection: Connection, lane_ids: list[str]) -> dict[str, _Hints]:
    """Exchange → AanvraagVolgNr and Kenmerk of its newest waiting message that has them, and what waits in it."""
    made: dict[str, _Hints] = {}
    for unit in waiting_units(connection, lane_ids):
        before = made.get(str(unit.lane_id), _Hints())
        command = unit.commands[0]
        said = orjson.loads(command.arguments)
        made[str(unit.lane_id)] = _Hints(
            number=said.get("number") or before.number,
            kenmerk=said.get("lender_reference") or before.kenmerk,
            kinds=(*before.kinds, command.name) if command.name not in before.kinds else before.kinds,
            parties=_parties(said) or before.parties,
        )
    return made


def _parties(said: dict[str, Any]) -> tuple[PartyFacts, ...]:
    return tuple(PartyFacts.model_validate(each) for each in said.get("parties") or ())
