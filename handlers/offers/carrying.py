"""Carries offers to another dossier with their applications."""

from handlers.offers.tables import OFFERS
from hub.work import Work
from schemas.merging import ThingsMoved


def carry_offers(event: ThingsMoved, work: Work) -> None:
    place = (event.from_dossier_id, event.to_dossier_id)
    work.carry_rows(OFFERS, *place, lambda each: event.has_application(each.application_id))
