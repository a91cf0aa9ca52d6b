"""Carries what was said to another dossier, and never to the eyes of a customer who did not have it before."""

from dataclasses import replace

from handlers.action_points.views import point_there
from handlers.conversations.rules import Saying
from handlers.conversations.tables import READINGS, SAYINGS
from hub.work import Work
from schemas.merging import ThingsMoved

_WHY = "Samengevoegd met een ander dossier; wie er nu meekijkt, las dit eerder niet."


def carry_conversations(event: ThingsMoved, work: Work) -> None:
    """What is about an action point goes with it; the thread of a dossier goes when everything does."""
    goes = [each for each in work.find(SAYINGS, event.from_dossier_id) if _goes(event, each)]
    named = {each.id for each in goes}
    for reading in work.find(READINGS, event.from_dossier_id):
        if reading.saying_id in named:
            work.carry(READINGS, reading, replace(reading, dossier_id=event.to_dossier_id))
    for each in goes:
        about = each.about and point_there(work, event.from_dossier_id, event.to_dossier_id, each.about)
        there = replace(each, dossier_id=event.to_dossier_id, about=about)
        if event.withheld and not there.withdrawn_at:
            by = work.cause.actor
            there = replace(there, withdrawn_at=work.cause.at, withdrawn_by=by, withdrawn_why=_WHY)
        work.carry(SAYINGS, each, there)


def _goes(event: ThingsMoved, saying: Saying) -> bool:
    return event.everything or (bool(saying.about) and event.has("point", saying.about))
