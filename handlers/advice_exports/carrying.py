"""Carries what went out to adviser software to another dossier: what comes back under its number is born there."""

from handlers.advice_exports.tables import ADVICE_EXPORTS
from hub.work import Work
from schemas.merging import ThingsMoved


def carry_exports(event: ThingsMoved, work: Work) -> None:
    place = (event.from_dossier_id, event.to_dossier_id)
    work.carry_rows(ADVICE_EXPORTS, *place, lambda each: event.has("export", each.id))
