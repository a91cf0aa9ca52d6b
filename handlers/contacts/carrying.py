"""Carries contacts to another dossier; with whom it was is the same person there."""

from dataclasses import replace

from handlers.contacts.tables import CONTACTS
from hub.work import Work
from schemas.merging import ThingsMoved


def carry_contacts(event: ThingsMoved, work: Work) -> None:
    for each in work.find(CONTACTS, event.from_dossier_id):
        if event.has("contact", each.id):
            party = event.party_there(each.party)
            work.carry(CONTACTS, each, replace(each, dossier_id=event.to_dossier_id, party=party))
