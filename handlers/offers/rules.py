"""Offers: which one counts per kind, and what is strange about one. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from schemas.offers import OfferFile, OfferKind, OfferRegistered, RegisterOffer
from schemas.sending import AnswerRegistered
from schemas.values import rank

SHOWN = (
    "amount",
    "accept_before",
    "valid_until",
    "extension_possible",
    "extended",
    "extension_until",
    "extends_automatically",
    "latest_passing_date",
    "latest_passing_date_extended",
    "lender_reference",
)
"""The fields whose changes the timeline tells."""
_PART_FIELDS = ("amount", "rate_pct", "effective_rate_pct", "term_months", "fixed_months")


@dataclass(frozen=True, slots=True)
class Offer:
    """An OX. Amounts in euros; `moment` is the message's own, local, as text; `parts` and `files` are JSON values."""

    dossier_id: str
    application_id: str
    rank: str
    lane_id: str
    unit_id: str
    kind: OfferKind
    request_version: int
    lender_reference: str
    moment: str
    amount: Decimal | None
    accept_before: date | None
    valid_until: date | None
    extension_possible: bool | None
    extended: bool | None
    extension_until: date | None
    extends_automatically: bool | None
    latest_passing_date: date | None
    latest_passing_date_extended: date | None
    parts: list[dict[str, Any]]
    files: list[dict[str, Any]]


def offer_of(command: RegisterOffer, dossier_id: str, unit_id: str, about: tuple[str, str]) -> Offer:
    """The offer that this message is; `about` is its application and lane."""
    return Offer(
        dossier_id=dossier_id,
        application_id=about[0],
        rank=rank(command.request_version, command.moment, command.sent_at, command.content_hash),
        lane_id=about[1],
        unit_id=unit_id,
        kind=command.kind,
        request_version=command.request_version,
        lender_reference=command.lender_reference,
        moment=command.moment.isoformat() if command.moment else "",
        amount=command.amount,
        accept_before=command.accept_before,
        valid_until=command.valid_until,
        extension_possible=command.extension_possible,
        extended=command.extended,
        extension_until=command.extension_until,
        extends_automatically=command.extends_automatically,
        latest_passing_date=command.latest_passing_date,
        latest_passing_date_extended=command.latest_passing_date_extended,
        parts=[part.model_dump(mode="json", exclude={"source"}, exclude_defaults=True) for part in command.parts],
        files=[_file(file) for file in command.files],
    )


def current_of(offers: Iterable[Offer], kind: OfferKind) -> Offer | None:
    """The newest offer of a kind: a maximum, so the order of arrival plays no part."""
    return max((offer for offer in offers if offer.kind == kind), key=lambda offer: offer.rank, default=None)


def holds_until(offer: Offer) -> date | None:
    """The last day of an offer: GeldigheidsDt, or the end of the extension for a lender that leaves it out of that."""
    known = [offer.valid_until, offer.extension_until if offer.extended else None]
    return max((day for day in known if day), default=None)


def is_newer(offer: Offer, current: Offer | None) -> bool:
    return current is None or offer.rank > current.rank


def issued(offer: Offer) -> OfferRegistered:
    """The news that an offer or proposal was issued."""
    return OfferRegistered(
        dossier_id=offer.dossier_id,
        application_id=offer.application_id,
        lane_id=offer.lane_id,
        kind=offer.kind,
        rank=offer.rank,
        message_id=offer.unit_id,
        request_version=offer.request_version,
    )


def answer_of(offer: Offer, command: RegisterOffer) -> AnswerRegistered:
    """The news that the lender answered, for what went out to it."""
    return AnswerRegistered(
        dossier_id=offer.dossier_id,
        lane_id=offer.lane_id,
        code="OX",
        domain=command.domain,
        lender_reference=offer.lender_reference,
        number=command.number,
        request_version=offer.request_version,
    )


def changes(before: Offer | None, new: Offer, command: RegisterOffer) -> list[dict[str, object]]:
    """What a newer offer of a kind changed, its parts included, each field with its element."""
    made = [
        _change(name, getattr(before, name, None), getattr(new, name), command.source.get(name, "")) for name in SHOWN
    ]
    known = {part["number"]: part for part in before.parts} if before else {}
    for part, facts in zip(new.parts, command.parts, strict=True):
        old = known.get(part["number"], {})
        made += [
            _change(f"part.{facts.number}.{name}", old.get(name), part.get(name), facts.source.get(name, ""))
            for name in _PART_FIELDS
        ]
    return [change for change in made if change["old"] != change["new"]]


def flags(offer: Offer, before: Offer | None) -> list[str]:
    """What is strange about an offer that came after `before`, the one of its kind and version before it.

    `validity-went-back`: GeldigheidsDt may not go back (agreement HDN 19, i).
    `validity-without-extension`: GeldigheidsDt includes the extension (the same agreement).
    """
    found = []
    if before and before.valid_until and offer.valid_until and offer.valid_until < before.valid_until:
        found.append("validity-went-back")
    extended = offer.extended and offer.extension_until and offer.valid_until
    if extended and offer.extension_until and offer.valid_until and offer.valid_until < offer.extension_until:
        found.append("validity-without-extension")
    return found


def flagged(offers: Iterable[Offer]) -> list[tuple[Offer, list[str]]]:
    """Each offer once, old to new, with its flags; the order of arrival plays no part."""
    last: dict[tuple[str, int], Offer] = {}
    made = []
    for offer in sorted({each.rank: each for each in offers}.values(), key=lambda each: each.rank):
        key = (offer.kind, offer.request_version)
        made.append((offer, flags(offer, last.get(key))))
        last[key] = offer
    return made


def _change(name: str, old: object, new: object, path: str) -> dict[str, object]:
    return {"field": name, "old": old, "new": new, "path": path}


def _file(file: OfferFile) -> dict[str, Any]:
    return {
        "blob": file.blob,
        "size": file.size,
        "kind": f"{file.kind.code} {file.kind.text}".strip(),
        "description": file.description,
        "path": file.source,
    }
