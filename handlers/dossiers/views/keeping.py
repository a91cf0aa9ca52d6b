"""What an office keeps by hand, and dossiers in which somebody may already be."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.engine import Connection

from handlers.dossiers.rules import Dossier, Party, keeping
from handlers.dossiers.rules.keeping import Completeness
from handlers.dossiers.rules.matching import said_of
from handlers.dossiers.tables import DOSSIERS, PARTIES
from handlers.dossiers.views.scope import mine
from hub import rows as statements
from hub.addresses import check_email
from schemas.applications import PartyFacts
from schemas.viewer import Viewer, VisibleDossier

WHY = ("birth", "email", "phone", "name")
"""Why two people may be one, strongest first."""
_MOST_LOOKED_AT, _MOST_SHOWN = 60, 10


@dataclass(frozen=True, slots=True)
class OwnParty:
    """A party that the office keeps, as it was said."""

    reference: str
    role: str
    name: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AlikeDossier:
    """A dossier in which one of those may already be; `reasons` as `WHY`, `who` is the party that is alike."""

    id: str
    number: str
    title: str
    who: str
    standing: str
    reasons: tuple[str, ...]


def own_parties_in(dossier: VisibleDossier, connection: Connection) -> tuple[OwnParty, ...]:
    """The parties that the office keeps itself, by reference."""
    own = keeping.own_parties(_parties(connection, [dossier.id]))
    return tuple(OwnParty(each.reference, each.role, each.name, each.facts) for each in own)


def completeness_in(dossier: VisibleDossier, connection: Connection) -> Completeness:
    """What is still wanted of the applicants."""
    return keeping.completeness(_parties(connection, [dossier.id]))


def check_opening(parties: Iterable[PartyFacts], today: date) -> None:
    """As opening a dossier checks its parties, for a counter that looks for others alike first; raises `Refused`."""
    asked = list(parties)
    for number, each in enumerate(asked):
        if each.email:
            check_email(each.email, f"parties.{number}.email")
    keeping.check_opening(asked, today)


def facts_part(connection: Connection, dossier_id: str) -> dict[str, Any]:
    """What the office keeps by hand, for `facts.py`."""
    found = statements.select(connection, DOSSIERS, "id", [dossier_id])
    own = keeping.own_parties(_parties(connection, [dossier_id]))
    standing = {"standing": found[0].standing, "lead_source": found[0].lead_source} if found else {}
    return {**standing, "parties": {each.reference: each.facts for each in own}}


def alike_for(viewer: Viewer, connection: Connection, parties: Iterable[PartyFacts]) -> tuple[AlikeDossier, ...]:
    """The viewer's dossiers in which one of these people may already be, the likeliest first; at most ten.

    Looked for by e-mail address, birth date, and name; a dossier outside the scope is not told of.
    """
    asked = list(parties)
    known = {each.id: each for each in _candidates(viewer, connection, asked)}
    found: dict[str, AlikeDossier] = {}
    for party in _parties(connection, list(known)):
        reasons = max((keeping.likeness(each, party) for each in asked), key=_strength)
        dossier = known[party.dossier_id]
        alike = AlikeDossier(dossier.id, dossier.number, dossier.title, party.name, dossier.standing, reasons)
        if reasons and _strength(reasons) > _strength(found[dossier.id].reasons if dossier.id in found else ()):
            found[dossier.id] = alike
    return tuple(
        sorted(found.values(), key=lambda each: (_strength(each.reasons), each.id), reverse=True)[:_MOST_SHOWN]
    )


@dataclass(frozen=True, slots=True)
class SamePerson:
    """A party that the office keeps in one dossier, and the one of another dossier who he may be."""

    reference: str
    name: str
    here: str
    name_here: str
    reasons: tuple[str, ...]


def same_people(here: VisibleDossier, there: VisibleDossier, connection: Connection) -> tuple[SamePerson, ...]:
    """Who of `there` may be somebody of `here`, of those that the office keeps; the likeliest for each."""
    ours, theirs = (keeping.own_parties(_parties(connection, [each.id])) for each in (here, there))
    found = []
    for party in theirs:
        told = said_of(party)
        alike = [(keeping.likeness(told, each), each) for each in ours]
        reasons, likeliest = max(alike, key=lambda each: _strength(each[0]), default=((), None))
        if reasons and likeliest:
            found.append(SamePerson(party.reference, party.name, likeliest.reference, likeliest.name, reasons))
    return tuple(found)


def _strength(reasons: tuple[str, ...]) -> int:
    return sum(1 << (len(WHY) - WHY.index(why)) for why in reasons)


def _candidates(viewer: Viewer, connection: Connection, asked: list[PartyFacts]) -> list[Dossier]:
    table, parties = DOSSIERS.table.c, PARTIES.table.c
    emails = {each.email.lower() for each in asked if each.email}
    born = {each.birth_date for each in asked if each.birth_date}
    named = [table.search.contains(name, autoescape=True) for name in sorted(keeping.surnames(asked))]
    same = select(parties.dossier_id).where(or_(parties.email.in_(emails), parties.birth_date.in_(born)))
    query = mine(viewer).where(or_(table.id.in_(same), *named)).order_by(table.opened_at.desc(), table.id.desc())
    return [Dossier(*row) for row in connection.execute(query.limit(_MOST_LOOKED_AT))]


def _parties(connection: Connection, dossier_ids: list[str]) -> list[Party]:
    return statements.select(connection, PARTIES, "dossier_id", dossier_ids)
