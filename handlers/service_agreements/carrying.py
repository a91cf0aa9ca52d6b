"""Carries service agreements to another dossier: those that were chosen, and those of a product that goes."""

from handlers.service_agreements.rules import ServiceAgreement
from handlers.service_agreements.tables import SERVICE_AGREEMENTS
from hub.work import Work
from schemas.merging import ThingsMoved


def carry_agreements(event: ThingsMoved, work: Work) -> None:
    def goes(each: ServiceAgreement) -> bool:
        return event.has("agreement", each.id) or (bool(each.product_id) and event.has_product(each.product_id))

    work.carry_rows(SERVICE_AGREEMENTS, event.from_dossier_id, event.to_dossier_id, goes)
