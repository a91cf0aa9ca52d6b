"""Carries what a dossier says to another one: parties, products, properties; and what both keep of themselves."""

from dataclasses import replace

from handlers.dossiers import rules
from handlers.dossiers.rules import Dossier, Party, keeping, merging
from handlers.dossiers.tables import DOSSIERS, PARTIES, PARTS, PRODUCTS, PROPERTIES, TIES
from hub.addresses import check_email
from hub.clock import AMSTERDAM
from hub.work import Work, change
from schemas.dossiers import OWN
from schemas.merging import ThingsMoved


def carry_content(event: ThingsMoved, work: Work) -> None:
    """The dossier that takes over is made when it is new; both are called after who is in them now."""
    _open(event, work)
    place = (event.from_dossier_id, event.to_dossier_id)
    work.carry_rows(PRODUCTS, *place, lambda each: event.has_application(each.application_id))
    work.carry_rows(PARTS, *place, lambda each: event.has_application(each.application_id))
    work.carry_rows(PROPERTIES, *place, lambda each: event.has_application(each.application_id))
    for party in work.find(PARTIES, event.from_dossier_id):
        _carry_party(event, work, party)
    _carry_ties(event, work)
    for each in event.restored_parties:
        work.put(PARTIES, merging.restored(each, event.to_dossier_id))
    _keep_own(event, work)
    for dossier_id in place:
        _retitle(work, dossier_id)


def _open(event: ThingsMoved, work: Work) -> None:
    """A new dossier has the people that were said, in the office and environment of the other."""
    (source,) = work.find(DOSSIERS, event.from_dossier_id)
    if work.find(DOSSIERS, event.to_dossier_id):
        return
    at, today = work.cause.at, work.cause.at.astimezone(AMSTERDAM).date()
    made = keeping.opened(
        event.to_dossier_id,
        source.office_id,
        source.environment,
        at,
        standing=source.standing,  # type: ignore[arg-type]  # a column of text; `Standing` wrote it
        lead_source=source.lead_source,
    )
    work.put(DOSSIERS, made)
    for number, party in enumerate(event.people):
        email = check_email(party.email, f"people.{number}.email") if party.email else ""
        own = keeping.own_parties(work.find(PARTIES, made.id))
        said = party.model_copy(update={"email": email, "reference": ""})
        work.put(PARTIES, keeping.kept(made.id, said, own, today, f"people.{number}."))


def _carry_party(event: ThingsMoved, work: Work, party: Party) -> None:
    if not event.has_party(f"{party.application_id}/{party.reference}"):
        return
    if party.application_id != OWN:
        work.carry(PARTIES, party, replace(party, dossier_id=event.to_dossier_id))
    elif party.reference in event.joined:
        _join(event, work, party)
    else:
        named = event.renamed[party.reference]
        facts = party.facts | {"reference": named}
        work.carry(PARTIES, party, replace(party, dossier_id=event.to_dossier_id, reference=named, facts=facts))


def _carry_ties(event: ThingsMoved, work: Work) -> None:
    """Who was one person stays one where both go; where they part, he is two again."""
    for tie in work.find(TIES, event.from_dossier_id):
        own = event.party_there(f"{OWN}/{tie.own}").partition("/")[2]
        goes = event.has_application(tie.application_id)
        if goes and own:
            work.carry(TIES, tie, replace(tie, dossier_id=event.to_dossier_id, own=own))
        elif goes or own:
            work.leave(TIES, tie)


def _join(event: ThingsMoved, work: Work, party: Party) -> None:
    """He is there already: what is known of him there stays, and what is not is taken from here."""
    there: Party = merging.found(work.find(PARTIES, event.to_dossier_id), event.joined[party.reference])
    after = merging.joined(there, party)
    work.leave(PARTIES, party)
    work.put(PARTIES, after)
    changed = rules.changes(there.facts, after.facts, f"party.{there.reference}", {})
    left = merging.left_out(there, party)
    facts = {"name": party.name} | ({"note": left} if left else {})
    work.tell("party-joined", about=there.reference, facts=facts, changes=changed, dossier_id=event.to_dossier_id)


def _keep_own(event: ThingsMoved, work: Work) -> None:
    """What its people are to the office, where they came from, and whether the other leads to it from here on."""
    (source,), (target,) = work.find(DOSSIERS, event.from_dossier_id), work.find(DOSSIERS, event.to_dossier_id)
    if event.reopens:
        work.put(DOSSIERS, replace(target, merged_into=""))
    elif event.everything:
        after = merging.taken_over(target, source, event.choices)
        work.put(DOSSIERS, after)
        work.put(DOSSIERS, replace(source, merged_into=target.id))
        _tell_changes(work, target, after)


def _tell_changes(work: Work, before: Dossier, after: Dossier) -> None:
    names = [name for name in ("standing", "lead_source") if getattr(before, name) != getattr(after, name)]
    if names:
        changed = [change(name, getattr(before, name), getattr(after, name)) for name in names]
        work.tell("merge-kept", changes=changed, dossier_id=after.id)


def _retitle(work: Work, dossier_id: str) -> None:
    (dossier,) = work.find(DOSSIERS, dossier_id)
    title = rules.title_of(work.find(PARTIES, dossier_id), dossier.title or dossier.number)
    if title != dossier.title:
        work.put(DOSSIERS, rules.titled(dossier, title))
