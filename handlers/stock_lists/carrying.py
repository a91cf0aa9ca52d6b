"""Carries stock lists to another dossier with their applications."""

from handlers.stock_lists.tables import LIST_VERSIONS, STOCK_LINES, STOCK_LISTS
from hub.work import Work
from schemas.merging import ThingsMoved


def carry_stock_lists(event: ThingsMoved, work: Work) -> None:
    place = (event.from_dossier_id, event.to_dossier_id)
    work.carry_rows(STOCK_LISTS, *place, lambda each: event.has_application(each.application_id))
    work.carry_rows(STOCK_LINES, *place, lambda each: event.has_application(each.application_id))
    work.carry_rows(LIST_VERSIONS, *place, lambda each: event.has_application(each.application_id))
