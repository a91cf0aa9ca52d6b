"""A person of the office says that two of a dossier's people are one, and takes that back."""

from handlers.dossiers.rules import people
from handlers.dossiers.tables import PARTIES, TIES
from handlers.dossiers.views import check_there
from hub.work import Work, change
from schemas.dossiers import JoinPeople, PartPeople
from schemas.errors import NotFound


def join_people(command: JoinPeople, work: Work) -> None:
    """Raises `NotFound`, `Conflict` (`party-tied`), `Refused` (`request-invalid`)."""
    check_there(work, command.dossier_id)
    parties, ties = work.find(PARTIES, command.dossier_id), work.find(TIES, command.dossier_id)
    made = people.tied(command, parties, ties, work.cause.actor, work.cause.at)
    work.put(TIES, made)
    own, said = people.both_of(made, parties)
    changed = [change(f"party.{made.own}.{n}", own.facts.get(n), said.facts.get(n)) for n in made.follows]
    work.tell("people-joined", about=made.own, facts=_facts(command.reason), changes=changed)


def part_people(command: PartPeople, work: Work) -> None:
    """Raises `NotFound`."""
    check_there(work, command.dossier_id)
    tie = work.get(TIES, command.dossier_id, command.application_id, command.reference)
    if tie is None:
        expected = "een persoon die dezelfde is / a person who is the same"
        raise NotFound("not-found", path="reference", came=command.reference, expected=expected)
    work.remove(TIES, tie)
    work.tell("people-parted", about=tie.own, facts=_facts(command.reason))


def _facts(reason: str) -> dict[str, str]:
    said = " ".join(reason.split())
    return {"reason": said} if said else {}
