"""Carries publications to another dossier, and never to the eyes of a customer who did not have them before."""

from dataclasses import replace

from handlers.publications.rules import Publication
from handlers.publications.tables import OPENINGS, PUBLICATIONS, VERSIONS
from hub.work import Work
from schemas.merging import ThingsMoved

_WHY = "Samengevoegd met een ander dossier; publiceer het opnieuw voor wie het mag zien."


def carry_publications(event: ThingsMoved, work: Work) -> None:
    """All of them or none: what is split off takes its documents along, and those are seen no more where they were."""
    if not event.everything:
        return
    from_id, to_id = event.from_dossier_id, event.to_dossier_id
    for each in work.find(PUBLICATIONS, from_id):
        work.carry(PUBLICATIONS, each, _there(event, work, each))
    work.carry_rows(VERSIONS, from_id, to_id, lambda _: True)
    work.carry_rows(OPENINGS, from_id, to_id, lambda _: True)


def _there(event: ThingsMoved, work: Work, publication: Publication) -> Publication:
    """For whom it was, as they are named there; withdrawn when others would see it, or when nobody of them is there."""
    parties = [named for each in publication.parties if (named := event.party_there(each))]
    there = replace(publication, dossier_id=event.to_dossier_id, parties=parties or publication.parties)
    if publication.withdrawn_at or not (event.withheld or (publication.parties and not parties)):
        return there
    return replace(there, withdrawn_by=work.cause.actor, withdrawn_at=work.cause.at, withdrawn_why=_WHY)
