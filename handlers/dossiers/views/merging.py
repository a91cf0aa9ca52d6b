"""What merging asks of dossiers: who is in them, whom another one may be, and where one leads."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from handlers.dossiers.rules import keeping, merging
from handlers.dossiers.tables import DOSSIERS, PARTIES
from hub.work import Work
from schemas.applications import PartyFacts
from schemas.errors import Refused


def leads_to(work: Work, dossier_id: str) -> str:
    """The dossier that took over everything of this locked one; empty for one that has its own."""
    found = work.find(DOSSIERS, dossier_id)
    return found[0].merged_into if found else ""


def number_in(work: Work, dossier_id: str) -> str:
    """What people call a locked dossier by."""
    found = work.find(DOSSIERS, dossier_id)
    return found[0].number if found else ""


def own_in(work: Work, dossier_id: str) -> tuple[str, ...]:
    """The references of the parties that the office keeps in a locked dossier."""
    return tuple(each.reference for each in keeping.own_parties(work.find(PARTIES, dossier_id)))


def own_as_kept(work: Work, dossier_id: str, references: Collection[str]) -> list[dict[str, Any]]:
    """These parties of a locked dossier as JSON; raises `NotFound` for one that the office does not keep."""
    return [merging.kept_of(merging.found(work.find(PARTIES, dossier_id), each)) for each in references]


def new_references(
    work: Work,
    places: tuple[str, str],
    goes: Collection[str] | None = None,
    *,
    joined: Mapping[str, str] | None = None,
    taken: int = 0,
    once: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """How the parties that go from the one to the other are called there; raises `NotFound` as `own_as_kept`."""
    joined, once = joined or {}, once or {}
    here, there = (work.find(PARTIES, each) for each in places)
    for reference in (*joined, *(goes or ())):
        merging.found(here, reference)
    for reference in joined.values():
        merging.found(there, reference)
    return merging.references(here, there, goes=goes, joined=joined, taken=taken, once=once)


def check_reachable(work: Work, dossier_id: str, goes: Collection[str], people: Iterable[PartyFacts]) -> None:
    """A new dossier begins with an applicant who can be called or written; raises `Refused` (`request-invalid`)."""
    own = [each for each in keeping.own_parties(work.find(PARTIES, dossier_id)) if each.reference in goes]
    if not any(each.role == "applicant" and (each.email or each.phone) for each in own):
        try:
            keeping.check_reachable(people)
        except Refused as refused:
            path = refused.path.replace("parties", "people")
            raise Refused("request-invalid", path=path, came=refused.came, expected=refused.expected) from None
