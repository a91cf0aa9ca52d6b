"""Carries applications to another dossier with the exchanges that speak about them, as they are."""

from dataclasses import replace

from handlers.applications.tables import ADDITIONS, APPLICATIONS, LINK_CHANGES, LINKS, VERSIONS
from hub.records import LANES, OUTGOING
from hub.work import Work
from schemas.merging import ThingsMoved


def carry_applications(event: ThingsMoved, work: Work) -> None:
    """What went out over an exchange goes with it; what was told and moved lately stays undoable."""
    place = (event.from_dossier_id, event.to_dossier_id)
    work.carry_rows(APPLICATIONS, *place, lambda each: event.has_application(each.id))
    work.carry_rows(VERSIONS, *place, lambda each: event.has_application(each.application_id))
    work.carry_rows(LINKS, *place, lambda each: event.has_application(each.application_id))
    work.carry_rows(ADDITIONS, *place, lambda each: event.has_application(each.application_id))
    _carry_changes(event, work)
    if event.everything:
        work.readdress(LANES, *place)
        work.readdress(OUTGOING, *place)
    else:
        work.readdress(LANES, *place, id=event.lanes)
        work.readdress(OUTGOING, *place, lane_id=event.lanes)


def _carry_changes(event: ThingsMoved, work: Work) -> None:
    """An exchange that came from where it goes now did not move at all."""
    for each in work.find(LINK_CHANGES, event.from_dossier_id):
        if not event.everything and each.lane_id not in event.lanes:
            continue
        work.remove(LINK_CHANGES, each)
        if each.from_dossier_id != event.to_dossier_id and each.to_dossier_id is not None:
            there = replace(each, dossier_id=event.to_dossier_id, to_dossier_id=event.to_dossier_id)
            work.put(LINK_CHANGES, there)
