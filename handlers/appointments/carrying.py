"""Carries appointments to another dossier; who was invited is the same person there."""

from dataclasses import replace

from handlers.appointments.tables import APPOINTMENTS
from hub.work import Work
from schemas.merging import ThingsMoved


def carry_appointments(event: ThingsMoved, work: Work) -> None:
    for each in work.find(APPOINTMENTS, event.from_dossier_id):
        if event.has("appointment", each.id):
            guests = [{**guest, "party": event.party_there(guest["party"])} for guest in each.guests]
            work.carry(APPOINTMENTS, each, replace(each, dossier_id=event.to_dossier_id, guests=guests))
