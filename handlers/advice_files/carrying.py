"""Carries advice files to another dossier with their products."""

from handlers.advice_files.tables import ADVICE_LINES
from hub.work import Work
from schemas.merging import ThingsMoved


def carry_advice_files(event: ThingsMoved, work: Work) -> None:
    place = (event.from_dossier_id, event.to_dossier_id)
    work.carry_rows(ADVICE_LINES, *place, lambda each: event.has_product(each.product_id))
