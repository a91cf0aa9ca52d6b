"""To which dossiers a message may belong, and the dossiers that a message opened and nobody has taken on."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.engine import Connection

from handlers.applications.views import known_by_number
from handlers.dossiers.rules import Dossier, Party, matching
from handlers.dossiers.tables import DOSSIERS, PARTIES, PRODUCTS
from handlers.dossiers.views.scope import mine
from handlers.offers.views import known_by_reference as known_by_offer
from handlers.statuses.views import known_by_reference as known_by_status
from hub import rows as statements
from hub.counting import MOST_COUNTED
from hub.records import INVOLVEMENTS, LANES
from schemas.applications import PartyFacts
from schemas.viewer import Viewer, VisibleDossier

Key = TypeVar("Key", bound=Hashable)
_MOST_LOOKED_AT, _MOST_SHOWN = 40, 5
_CLOSED = ("former", "declined")


@dataclass(frozen=True, slots=True)
class Match:
    """A dossier to which a message may belong; `is_sure` by the rule of Elements, `grounds` say why."""

    id: str
    number: str
    title: str
    standing: str
    is_sure: bool
    grounds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sought:
    """What a message says of where it belongs; `but` is a dossier that is none of them."""

    parties: tuple[PartyFacts, ...] = ()
    number: str = ""
    kenmerk: str = ""
    but: str = ""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A dossier that a message opened; `lane_id` is its first exchange, `partner` who it is with."""

    id: str
    number: str
    title: str
    opened_at: datetime
    lane_id: str
    partner: str


def matches_for(viewer: Viewer, connection: Connection, sought: Sequence[Sought]) -> tuple[tuple[Match, ...], ...]:
    """Per message the viewer's dossiers that fit, the surest first and at most five; a few statements for all."""
    numbers = known_by_number(connection, (each.number for each in sought if each.number))
    kenmerken = {each.kenmerk for each in sought if each.kenmerk}
    references = known_by_status(connection, kenmerken) | known_by_offer(connection, kenmerken)
    asked = [party for each in sought for party in each.parties]
    named = {dossier_id for _, dossier_id in numbers | references}
    known = {each.id: each for each in _candidates(viewer, connection, asked, named, len(sought))} if sought else {}
    people = _people(connection, known)
    near, by_name = _by_mark(people), _grouped(sorted(numbers | references))
    return tuple(_fitting(each, known, people, numbers, references, _near(each, near, by_name)) for each in sought)


def _by_mark(people: Mapping[str, list[Party]]) -> dict[tuple[str, str], list[str]]:
    """What people have in common with others → the dossiers that have it, the newest first."""
    return _grouped(
        (mark, dossier_id)
        for dossier_id, parties in people.items()
        for mark in {mark for each in parties for mark in matching.marks(each)}
    )


def _grouped(pairs: Iterable[tuple[Key, str]]) -> dict[Key, list[str]]:
    found: dict[Key, list[str]] = {}
    for key, dossier_id in pairs:
        found.setdefault(key, []).append(dossier_id)
    return found


def _near(
    sought: Sought, near: Mapping[tuple[str, str], list[str]], by_name: Mapping[str, list[str]]
) -> dict[str, None]:
    """The dossiers that have something of what is sought, in a fixed order; of what everybody has, the newest."""
    marks = sorted({mark for each in sought.parties for mark in matching.marks(each)})
    lists = [by_name.get(sought.number, []), by_name.get(sought.kenmerk, []), *(near.get(mark, []) for mark in marks)]
    return dict.fromkeys(each for found in lists for each in found[:_MOST_LOOKED_AT] if each != sought.but)


def _fitting(
    sought: Sought,
    known: Mapping[str, Dossier],
    people: Mapping[str, list[Party]],
    numbers: set[tuple[str, str]],
    references: set[tuple[str, str]],
    near: Iterable[str],
) -> tuple[Match, ...]:
    found = []
    for dossier_id in near:
        if dossier_id not in known:
            continue
        by = {
            "by_number": (sought.number, dossier_id) in numbers,
            "by_kenmerk": (sought.kenmerk, dossier_id) in references,
        }
        why = matching.grounds(sought.parties, people[dossier_id], **by)
        if why:
            each = known[dossier_id]
            found.append(Match(each.id, each.number, each.title, each.standing, why[0] == matching.PEOPLE, why))
    return tuple(sorted(found, key=_strength, reverse=True)[:_MOST_SHOWN])


def arrived_for(
    viewer: Viewer, connection: Connection, *, after: tuple[datetime, str] | None = None, limit: int = 25
) -> tuple[Arrived, ...]:
    """Dossiers that came with a message and are nobody's yet, the newest first."""
    table, lanes = DOSSIERS.table.c, LANES.table.c
    of_it = LANES.table.alias("of_it").c
    first = select(func.min(of_it.id)).where(of_it.dossier_id == table.id).scalar_subquery()
    query = (
        _arrived(viewer)
        .with_only_columns(table.id, table.number, table.title, table.opened_at, lanes.id, lanes.partner)
        .select_from(DOSSIERS.table.join(LANES.table, lanes.id == first))
        .order_by(table.opened_at.desc(), table.id.desc())
        .limit(limit)
    )
    if after:
        at, last = after
        query = query.where(or_(table.opened_at < at, (table.opened_at == at) & (table.id < last)))
    return tuple(Arrived(*row) for row in connection.execute(query))


def arrived_count_for(viewer: Viewer, connection: Connection) -> int:
    """How many `arrived_for` lists; one more than `MOST_COUNTED` when there are more."""
    some = _arrived(viewer).with_only_columns(DOSSIERS.table.c.id).limit(MOST_COUNTED + 1).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar_one()


def people_of(connection: Connection, dossiers: Iterable[VisibleDossier]) -> dict[str, tuple[PartyFacts, ...]]:
    """Dossier id → what tells who its parties are."""
    found = _people(connection, [each.id for each in dossiers])
    return {key: tuple(matching.said_of(each) for each in people) for key, people in found.items()}


def product_names(connection: Connection, dossiers: Iterable[VisibleDossier]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Dossier and application → what their products are called."""
    made: dict[tuple[str, str], tuple[str, ...]] = {}
    for each in statements.select(connection, PRODUCTS, "dossier_id", [each.id for each in dossiers]):
        key = (each.dossier_id, each.application_id)
        made[key] = (*made.get(key, ()), each.name or each.lender)
    return made


def _arrived(viewer: Viewer) -> Select[Any]:
    table, part, lanes = DOSSIERS.table.c, INVOLVEMENTS.table.c, LANES.table.alias("came").c
    taken = exists().where(part.dossier_id == table.id, part.part.in_(("adviser", "handler")))
    came = exists().where(lanes.dossier_id == table.id)
    return mine(viewer).where(~taken, came, table.standing.not_in(_CLOSED))


def _candidates(
    viewer: Viewer, connection: Connection, asked: list[PartyFacts], named: set[str], times: int
) -> list[Dossier]:
    table, parties = DOSSIERS.table.c, PARTIES.table.c
    emails = {each.email.lower() for each in asked if each.email}
    born = {each.birth_date for each in asked if each.birth_date}
    written = {said for each in asked for said in matching.spellings(each.phone)}
    alike = (parties.email.in_(emails), parties.birth_date.in_(born), parties.phone.in_(written))
    same = select(parties.dossier_id).where(or_(*alike))
    query = mine(viewer).where(or_(table.id.in_(same), table.id.in_(named))).limit(_MOST_LOOKED_AT * times)
    return [Dossier(*row) for row in connection.execute(query.order_by(table.opened_at.desc(), table.id.desc()))]


def _people(connection: Connection, dossier_ids: Iterable[str]) -> dict[str, list[Party]]:
    found = sorted(
        statements.select(connection, PARTIES, "dossier_id", list(dossier_ids)), key=attrgetter("dossier_id")
    )
    grouped = {key: list(each) for key, each in groupby(found, key=attrgetter("dossier_id"))}
    return {dossier_id: grouped.get(dossier_id, []) for dossier_id in dossier_ids}


def _strength(match: Match) -> tuple[int, str]:
    return sum(1 << (len(matching.GROUNDS) - matching.GROUNDS.index(why)) for why in match.grounds), match.id
