"""Carries dates to another dossier; where both have the same one a person said whose counts, and no history is lost."""

from handlers.dates import planning
from handlers.dates.rules import watching
from handlers.dates.rules.watching import WatchedDate
from handlers.dates.tables import DATE_CHANGES, WATCHED_DATES
from handlers.dates.weighing import weigh_documents
from hub.work import Work
from schemas.merging import ThingsMoved


def carry_dates(event: ThingsMoved, work: Work) -> None:
    """Documents are held against the deed of the dossier that they are in now."""
    place = (event.from_dossier_id, event.to_dossier_id)
    goes = [each for each in work.find(WATCHED_DATES, event.from_dossier_id) if _goes(event, each)]
    named = {each.id for each in goes}
    work.carry_rows(DATE_CHANGES, *place, lambda each: each.date_id in named)
    for each in goes:
        _carry(event, work, each)
    for dossier_id in place:
        weigh_documents(work, dossier_id)


def _goes(event: ThingsMoved, watched: WatchedDate) -> bool:
    if watched.application_id:
        return event.has_application(watched.application_id)
    return event.has("date", watched.id)


def _carry(event: ThingsMoved, work: Work, watched: WatchedDate) -> None:
    there = work.get(WATCHED_DATES, event.to_dossier_id, watched.id)
    if there and not watching.counts_before(watched, there, event.choices.dates.get(watched.id, "here")):
        planning.leave(work, watched)
        work.leave(WATCHED_DATES, watched)
        return
    planning.carry(work, watched, event.to_dossier_id)
