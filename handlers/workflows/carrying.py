"""Carries where products stand to another dossier, with the way they came."""

from handlers.workflows.tables import TAKEN, WORKFLOWS
from hub.work import Work
from schemas.merging import ThingsMoved


def carry_workflows(event: ThingsMoved, work: Work) -> None:
    place = (event.from_dossier_id, event.to_dossier_id)
    work.carry_rows(WORKFLOWS, *place, lambda each: event.has_product(each.product_id, each.application_id))
    work.carry_rows(TAKEN, *place, lambda each: event.has_product(each.product_id))
