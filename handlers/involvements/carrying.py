"""Who has a part in a dossier when its things go to another: nobody sees more than a person said he may."""

from dataclasses import replace

from handlers.dossiers.views import parties_of
from handlers.involvements import rules
from hub.records import INVOLVEMENTS
from hub.work import Work, change
from schemas.involvements import Involvement
from schemas.merging import ThingsMoved


def carry_involvements(event: ThingsMoved, work: Work) -> None:
    """Raises `Refused` (`party-taken`) for two accounts of one party."""
    for each in event.restored:
        work.put(INVOLVEMENTS, replace(each, dossier_id=event.to_dossier_id))
    if event.everything:
        for each in work.find(INVOLVEMENTS, event.from_dossier_id):
            _merge(event, work, each)
    else:
        _split(event, work)


def _merge(event: ThingsMoved, work: Work, each: Involvement) -> None:
    there = work.find(INVOLVEMENTS, event.to_dossier_id)
    if each.part in {"adviser", "handler"}:
        _merge_staff(event, work, each)
    elif any((one.part, one.name) == (each.part, each.name) for one in there):
        work.leave(INVOLVEMENTS, each)
    elif rules.who(each) in (event.choices.sub_agents if each.part == "sub-agent" else event.choices.customers):
        _admit(event, work, each)
    else:
        work.leave(INVOLVEMENTS, each)
        _tell(work, event.to_dossier_id, each.part, before=rules.who(each), after="")


def _merge_staff(event: ThingsMoved, work: Work, each: Involvement) -> None:
    """One adviser and one case handler: those of the dossier that was chosen, else whoever there is."""
    there = [one for one in work.find(INVOLVEMENTS, event.to_dossier_id) if one.part == each.part]
    side = event.choices.adviser if each.part == "adviser" else event.choices.handler
    if there and side == "here":
        work.leave(INVOLVEMENTS, each)
        return
    for one in there:
        work.remove(INVOLVEMENTS, one)
    work.carry(INVOLVEMENTS, each, replace(each, dossier_id=event.to_dossier_id))
    before = rules.who(there[0]) if there else ""
    _tell(work, event.to_dossier_id, each.part, before=before, after=rules.who(each))


def _admit(event: ThingsMoved, work: Work, each: Involvement) -> None:
    party = event.party_there(each.party)
    if each.part == "customer":
        involved = work.find(INVOLVEMENTS, event.to_dossier_id)
        rules.check_party(involved, each.name, party, parties_of(work, event.to_dossier_id))
    work.carry(INVOLVEMENTS, each, replace(each, dossier_id=event.to_dossier_id, party=party))
    _tell(work, event.to_dossier_id, each.part, before="", after=rules.who(each))


def _split(event: ThingsMoved, work: Work) -> None:
    """A customer goes where the party goes that he is; whoever works on the one works on a new one as well."""
    has_staff = any(each.part in {"adviser", "handler"} for each in work.find(INVOLVEMENTS, event.to_dossier_id))
    for each in work.find(INVOLVEMENTS, event.from_dossier_id):
        if each.part == "customer" and event.has_party(each.party):
            _admit(event, work, each)
        elif each.part in {"adviser", "handler"} and not has_staff and not event.restored:
            work.put(INVOLVEMENTS, replace(each, dossier_id=event.to_dossier_id, since=work.cause.at))


def _tell(work: Work, dossier_id: str, part: str, *, before: str, after: str) -> None:
    changed = change(f"involved.{part}", before or None, after or None)
    work.tell("involvement-changed", about=part, changes=[changed], dossier_id=dossier_id)
