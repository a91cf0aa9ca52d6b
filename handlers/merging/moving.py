"""What goes from one locked dossier to the other, and what is kept of it, for those who merge, follow and split."""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from handlers.applications.views import lanes_of_applications
from handlers.contacts.views import follow_ups_in
from handlers.dossiers.views import place_of
from handlers.dossiers.views.merging import check_reachable, leads_to, new_references, number_in, own_as_kept, own_in
from handlers.merging import rules
from handlers.merging.rules import DossierMove
from handlers.merging.tables import MOVES
from handlers.products.views import tied_in
from hub.records import INVOLVEMENTS, TIMELINE
from hub.work import Work
from schemas.errors import Conflict
from schemas.involvements import Involvement
from schemas.merging import MergeDossiers, SplitDossier, ThingsMoved


def check_pair(work: Work, here: str, there: str, *, new: bool = False) -> None:
    """Raises `Refused` (`same-dossier`), `NotFound`, `Conflict` (`dossier-merged`); the second may be `new`."""
    rules.check_two(here, there)
    other = place_of(work, there)
    rules.check_together(place_of(work, here), place_of(work, here) if new and other is None else other, there)
    check_own(work, here)


def check_went(command: SplitDossier, work: Work) -> None:
    """What was chosen went, and something stays; raises `Conflict` (`split-changed`, `split-whole`)."""
    dossier_id = command.dossier_id
    rules.check_went(command.chosen, work.carried)
    if command.undoes:
        return
    if not (own_in(work, dossier_id) or tied_in(work, dossier_id) or lanes_of_applications(work, dossier_id, None)):
        raise Conflict("split-whole", path="chosen")


def check_own(work: Work, dossier_id: str) -> None:
    """Raises `Conflict` (`dossier-merged`)."""
    if taken_over_by := leads_to(work, dossier_id):
        raise Conflict("dossier-merged", path="dossier_id", came=dossier_id, expected=taken_over_by)


def whole(command: MergeDossiers, work: Work) -> ThingsMoved:
    """Everything of the other dossier. Raises `NotFound` for a party that is not there."""
    here, there, choices = command.dossier_id, command.with_dossier_id, command.choices
    return ThingsMoved(
        from_dossier_id=there,
        to_dossier_id=here,
        everything=True,
        renamed=new_references(work, (there, here), joined=choices.people),
        joined=choices.people,
        choices=choices,
        withheld=bool(_customers(work, here) - _customers(work, there)),
    )


def strayed(work: Work, here: str, there: str) -> ThingsMoved:
    """What came to a dossier after the other took over all that it had."""
    renamed = new_references(work, (there, here))
    lanes = lanes_of_applications(work, there, None)
    return ThingsMoved(from_dossier_id=there, to_dossier_id=here, everything=True, renamed=renamed, lanes=lanes)


def chosen(command: SplitDossier, work: Work, undoes: DossierMove | None) -> ThingsMoved:
    """What was chosen with all that belongs to it. Raises `NotFound`, `Refused` (`request-invalid`)."""
    here, there, asked = command.dossier_id, command.with_dossier_id, command.chosen
    applications, products = rules.closed_over(asked, tied_in(work, here))
    taken = len(command.people)
    renamed = new_references(work, (here, there), asked.parties, taken=taken, once=_once(undoes))
    if not place_of(work, there):
        check_reachable(work, here, asked.parties, command.people)
    return ThingsMoved(
        from_dossier_id=here,
        to_dossier_id=there,
        everything=False,
        applications=applications,
        products=products,
        parties=frozenset(asked.parties),
        things=rules.things_of(asked, follow_ups_in(work, here)),
        lanes=lanes_of_applications(work, here, applications),
        renamed=renamed,
        withheld=bool(_customers(work, there) - _customers(work, here)),
        people=command.people,
        reopens=undoes is not None,
        restored=_restored(undoes),
        restored_parties=tuple(undoes.left["parties"]) if undoes else (),
    )


def carry(work: Work, moved: ThingsMoved) -> None:
    """Every capability carries its own rows, and what is still to be given there is given here."""
    work.publish(moved)
    about = None
    if not moved.everything:
        about = moved.applications | moved.products | moved.lanes | {each.partition(":")[2] for each in moved.things}
    work.carry_timers(moved.from_dossier_id, moved.to_dossier_id, about)


def carry_history(work: Work, moved: ThingsMoved) -> None:
    """What was told goes along; of a dossier that is split what is about the things that go."""
    place = (moved.from_dossier_id, moved.to_dossier_id)
    if moved.everything:
        work.readdress(TIMELINE, *place)
        return
    about = [*moved.applications, *moved.products, *(each.partition(":")[2] for each in moved.things)]
    own = moved.to_dossier_id if moved.reopens else ""
    work.readdress(TIMELINE, *place, lane_id=moved.lanes, about=about, handled_in=own)


def keep(work: Work, kind: str, moved: ThingsMoved, reason: str, left: dict[str, Any]) -> None:
    """What went, with the dossier that has been asked: where it came to, or what it left."""
    to_id, from_id = moved.to_dossier_id, moved.from_dossier_id
    here, other = (to_id, from_id) if kind == "merge" else (from_id, to_id)
    figures, carried = rules.figures_of((*work.carried, *work.left)), rules.grouped(work.carried)
    cause = work.cause
    move = DossierMove(here, cause.unit_id, other, kind, cause.at, cause.actor, reason, figures, carried, left)
    work.put(MOVES, move)


def left_behind(command: MergeDossiers, work: Work) -> dict[str, Any]:
    """What does not go along as it is, for the day that the merge is undone."""
    there = command.with_dossier_id
    involved = [asdict(each) | {"since": each.since.isoformat()} for each in work.find(INVOLVEMENTS, there)]
    renamed = new_references(work, (there, command.dossier_id), joined=command.choices.people)
    parties = own_as_kept(work, there, command.choices.people)
    return {"parties": parties, "involvements": involved, "renamed": renamed}


def undone(command: SplitDossier, work: Work) -> DossierMove | None:
    """The merge that this takes back, marked so. Raises `NotFound`, `Conflict` (`merge-undone`, `dossier-merged`)."""
    if not command.undoes:
        check_own(work, command.with_dossier_id)
        return None
    move = work.get(MOVES, command.dossier_id, command.undoes)
    found = rules.undoable(move, command.undoes, command.with_dossier_id)
    work.put(MOVES, replace(found, undone_at=work.cause.at))
    work.lead(command.with_dossier_id, "")
    return found


def tell(work: Work, kinds: tuple[str, str], here: str, there: str, reason: str) -> None:
    """On both, each about the other."""
    for kind, dossier_id, other in ((kinds[0], here, there), (kinds[1], there, here)):
        work.tell(kind, about=other, facts={"reason": reason, "number": number_in(work, other)}, dossier_id=dossier_id)


def _customers(work: Work, dossier_id: str) -> set[str]:
    return {each.name for each in work.find(INVOLVEMENTS, dossier_id) if each.part == "customer"}


def _once(undoes: DossierMove | None) -> dict[str, str]:
    """Party of the dossier → what it was called in the one that was merged."""
    return {named: before for before, named in undoes.left["renamed"].items()} if undoes else {}


def _restored(undoes: DossierMove | None) -> tuple[Involvement, ...]:
    """Who had a part in the dossier when it was merged."""
    said = undoes.left["involvements"] if undoes else []
    return tuple(Involvement(**{**each, "since": datetime.fromisoformat(each["since"])}) for each in said)
