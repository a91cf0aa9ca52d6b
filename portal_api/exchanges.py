"""Exchanges without a dossier, with what their waiting messages say about where they belong."""

from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy.engine import Connection

from handlers.applications.views import ExchangeView, unlinked_for
from hub.lanes import waiting_units
from portal_api.who import Asking
from schemas.hdn.codes import texts


@dataclass(frozen=True, slots=True)
class Unlinked:
    """`number` (AanvraagVolgNr) and `kenmerk` are hints from the messages; `since` is when the exchange was opened."""

    id: str
    partner: str
    lender: str
    node: str
    opened_at: datetime
    waiting: int
    held: bool
    number: str
    kenmerk: str


def unlinked(asking: Asking, *, after: str | None = None, limit: int = 50) -> tuple[Unlinked, ...]:
    """Exchanges of the viewer's office without a dossier, the newest first."""
    with asking.reading() as connection:
        found = unlinked_for(asking.viewer, connection, after=after, limit=limit)
        hints = _hints(connection, [each.id for each in found])
    return tuple(_unlinked(each, *hints.get(each.id, ("", ""))) for each in found)


def lender_name(partner: str) -> str:
    """The lender of a code of the standard; the code itself when it is in no list."""
    return texts("Maatschappij").get(partner, partner)


def _unlinked(each: ExchangeView, number: str, kenmerk: str) -> Unlinked:
    return Unlinked(
        id=each.id,
        partner=each.partner,
        lender=lender_name(each.partner),
        node=each.node,
        opened_at=each.opened_at,
        waiting=each.waiting,
        held=each.held,
        number=number,
        kenmerk=kenmerk,
    )


def _hints(connection: Connection, lane_ids: list[str]) -> dict[str, tuple[str, str]]:
    """Exchange → AanvraagVolgNr and Kenmerk of its newest waiting message that has them."""
    made: dict[str, tuple[str, str]] = {}
    for unit in waiting_units(connection, lane_ids):
        before = made.get(str(unit.lane_id), ("", ""))
        said = orjson.loads(unit.commands[0].arguments)
        made[str(unit.lane_id)] = (said.get("number") or before[0], said.get("lender_reference") or before[1])
    return made
