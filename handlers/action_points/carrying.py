"""Carries action points to another dossier, and never to the eyes of a customer who did not have them before."""

from dataclasses import replace

from handlers.action_points import rules
from handlers.action_points.rules import ActionPoint
from handlers.action_points.tables import ACTION_POINTS
from hub.ids import derived_id
from hub.work import Work
from schemas.merging import ThingsMoved


def carry_action_points(event: ThingsMoved, work: Work) -> None:
    """One that follows from a thing has its identity from the dossier, so that news of the thing finds it there."""
    withheld = 0
    for each in work.find(ACTION_POINTS, event.from_dossier_id):
        if not _goes(event, each):
            continue
        there = _there(event, each)
        if event.withheld and there.released_by:
            there, withheld = rules.withheld(there, work.cause.at), withheld + 1
        work.carry(ACTION_POINTS, each, there)
    if withheld:
        work.tell("action-points-withheld", facts={"count": withheld}, dossier_id=event.to_dossier_id)


def _goes(event: ThingsMoved, point: ActionPoint) -> bool:
    if point.about != rules.BY_HAND or point.application_id:
        return event.has_application(point.application_id)
    return event.has("point", point.id) or (bool(point.party) and event.has_party(point.party))


def _there(event: ThingsMoved, point: ActionPoint) -> ActionPoint:
    dossier_id = event.to_dossier_id
    named = (
        point.id
        if point.about == rules.BY_HAND
        else derived_id(dossier_id, "action point", point.about, point.about_id)
    )
    return replace(point, dossier_id=dossier_id, id=named, party=event.party_there(point.party))
