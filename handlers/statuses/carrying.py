"""Carries statuses to another dossier with their applications."""

from handlers.statuses.tables import CURRENT_STATUSES, STATUS_HISTORY
from hub.work import Work
from schemas.merging import ThingsMoved


def carry_statuses(event: ThingsMoved, work: Work) -> None:
    place = (event.from_dossier_id, event.to_dossier_id)
    work.carry_rows(CURRENT_STATUSES, *place, lambda each: event.has_application(each.application_id))
    work.carry_rows(STATUS_HISTORY, *place, lambda each: event.has_application(each.application_id))
