"""The reading side of offers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.engine import Connection

from handlers.offers import rules
from handlers.offers.rules import Offer
from handlers.offers.tables import OFFERS
from hub import rows as statements
from hub.work import Work
from schemas.viewer import VisibleDossier


@dataclass(frozen=True, slots=True)
class OfferView:
    """An offer; `is_current` is the newest of its kind. `valid_until` includes an extension. Amounts in euros."""

    kind: str
    is_current: bool
    request_version: int
    lender_reference: str
    moment: str
    amount: Decimal | None
    accept_before: date | None
    valid_until: date | None
    extension_possible: bool | None
    extended: bool | None
    extension_until: date | None
    latest_passing_date: date | None
    parts: tuple[dict[str, Any], ...]
    files: tuple[dict[str, Any], ...]
    flags: tuple[str, ...]
    unit_id: str


@dataclass(frozen=True, slots=True)
class StandingOffer:
    """The offer that counts, for another capability; `holds_until` includes an extension."""

    kind: str
    lender_reference: str
    holds_until: date | None


@dataclass(frozen=True, slots=True)
class OfferLine:
    """The offer that a list shows; amount in euros."""

    kind: str
    amount: Decimal | None
    valid_until: date | None


def standing_offer_of(work: Work, dossier_id: str, application_id: str) -> StandingOffer | None:
    """The offer of an application of a locked dossier that counts: the newest binding one, else the newest proposal."""
    own = [each for each in work.find(OFFERS, dossier_id) if each.application_id == application_id]
    found = rules.current_of(own, "binding") or rules.current_of(own, "indicative")
    return StandingOffer(found.kind, found.lender_reference, rules.holds_until(found)) if found else None


def offers_in(dossier: VisibleDossier, connection: Connection) -> dict[str, tuple[OfferView, ...]]:
    """Application id → its offers, the newest first."""
    made: dict[str, tuple[OfferView, ...]] = {}
    for application_id, own in _by_application(connection, dossier.id).items():
        current = {kind: rules.current_of(own, kind) for kind in {offer.kind for offer in own}}
        views = [_view(offer, flags, offer == current[offer.kind]) for offer, flags in rules.flagged(own)]
        made[application_id] = tuple(reversed(views))
    return made


def known_by_reference(connection: Connection, kenmerken: Iterable[str]) -> set[tuple[str, str]]:
    """Each Kenmerk with the dossiers that a lender calls so, in any office."""
    table = OFFERS.table.c
    query = select(table.lender_reference, table.dossier_id).where(table.lender_reference.in_(set(kenmerken)))
    return {(row[0], row[1]) for row in connection.execute(query)}


def referred(kenmerk: str) -> Select[tuple[str]]:
    """The dossiers that a lender calls by this Kenmerk in an offer, for use inside another query."""
    offers = OFFERS.table.c
    return select(offers.dossier_id).where(offers.lender_reference == kenmerk)


def newest_for_list(connection: Connection, dossiers: tuple[VisibleDossier, ...]) -> dict[str, OfferLine]:
    """Dossier id → its newest offer, a binding one before any other, for a list of dossiers."""
    newest: dict[str, tuple[bool, str, OfferLine]] = {}
    for offer in statements.select(connection, OFFERS, "dossier_id", [each.id for each in dossiers]):
        line = (offer.kind == "binding", offer.rank, OfferLine(offer.kind, offer.amount, offer.valid_until))
        if line[:2] > newest.get(offer.dossier_id, (False, ""))[:2]:
            newest[offer.dossier_id] = line
    return {dossier_id: line for dossier_id, (_, _, line) in newest.items()}


def facts_part(connection: Connection, dossier_id: str) -> dict[str, list[dict[str, Any]]]:
    """Application id → its offers by place in time, whatever the order of arrival."""
    left_out = {"dossier_id", "application_id", "lane_id", "unit_id"}
    return {
        application_id: [
            {
                **{name: getattr(offer, name) for name in OFFERS.columns if name not in left_out},
                "is_current": offer == rules.current_of(own, offer.kind),
                "flags": flags,
            }
            for offer, flags in rules.flagged(own)
        ]
        for application_id, own in _by_application(connection, dossier_id).items()
    }


def _by_application(connection: Connection, dossier_id: str) -> dict[str, list[Offer]]:
    """One offer per content, also when two lanes brought it."""
    found: dict[str, dict[str, Offer]] = {}
    for offer in statements.select(connection, OFFERS, "dossier_id", [dossier_id]):
        found.setdefault(offer.application_id, {})[offer.rank] = offer
    return {application_id: list(own.values()) for application_id, own in found.items()}


def _view(offer: Offer, flags: list[str], is_current: bool) -> OfferView:  # noqa: FBT001 - one of the two shapes of a row
    return OfferView(
        kind=offer.kind,
        is_current=is_current,
        request_version=offer.request_version,
        lender_reference=offer.lender_reference,
        moment=offer.moment,
        amount=offer.amount,
        accept_before=offer.accept_before,
        valid_until=offer.valid_until,
        extension_possible=offer.extension_possible,
        extended=offer.extended,
        extension_until=offer.extension_until,
        latest_passing_date=offer.latest_passing_date,
        parts=tuple(offer.parts),
        files=tuple(offer.files),
        flags=tuple(flags),
        unit_id=offer.unit_id,
    )
