"""Registers offers and gives up those that came through an exchange that left."""

from handlers.applications.views import application_id_of, lane_of
from handlers.offers import rules
from handlers.offers.rules import Offer
from handlers.offers.tables import OFFERS
from hub.work import Work
from schemas.applications import ExchangeUnlinked
from schemas.offers import RegisterOffer


def register_offer(command: RegisterOffer, work: Work) -> None:
    """An offer for the lane's application; raises `Waiting` when the lane has none yet."""
    about = (application_id_of(work), lane_of(work).id)
    offer = rules.offer_of(command, work.dossier_id or "", work.cause.unit_id, about)
    known = [each for each in work.find(OFFERS) if each.application_id == offer.application_id]
    current = rules.current_of(known, offer.kind)
    work.put(OFFERS, offer)
    newer = rules.is_newer(offer, current)
    if not newer:
        work.superseded()
    _tell(work, offer, rules.changes(current, offer, command) if newer else [], current if newer else None)
    work.publish(rules.issued(offer))
    work.publish(rules.answer_of(offer, command))


def give_up_offers(event: ExchangeUnlinked, work: Work) -> None:
    """Removes what the lane brought."""
    for offer in work.find(OFFERS, event.dossier_id):
        if offer.lane_id == event.lane_id:
            work.remove(OFFERS, offer)


def _tell(work: Work, offer: Offer, changes: list[dict[str, object]], current: Offer | None) -> None:
    facts = {
        "kind": offer.kind,
        "lender_reference": offer.lender_reference,
        "request_version": offer.request_version,
        "files": len(offer.files),
        "flags": rules.flags(offer, current),
    }
    work.tell("offer-registered", about=offer.application_id, facts=facts, changes=changes)
