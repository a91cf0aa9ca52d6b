"""Carries products to another dossier with all that people said of them."""

from handlers.products.tables import KEPT_PRODUCTS
from hub.work import Work
from schemas.merging import ThingsMoved


def carry_products(event: ThingsMoved, work: Work) -> None:
    place = (event.from_dossier_id, event.to_dossier_id)
    work.carry_rows(KEPT_PRODUCTS, *place, lambda each: event.has_product(each.id, each.application_id))
