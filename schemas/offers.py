"""Offers: the OX of a lender, indicative or binding."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from schemas.applications import PartFacts
from schemas.commands import Command, Event
from schemas.values import CodedText, Provenance, Value

OfferKind = Literal["indicative", "binding", "other"]


class OfferFile(Value):
    """A file inside the message, kept as a blob. `size` in bytes of the decoded file."""

    blob: str
    size: int
    kind: CodedText
    description: str = ""
    file_type: CodedText | None = None
    source: str = ""


class RegisterOffer(Command):
    """An OX. Dates are dates of the message; `moment` is its own sending moment (local, no zone)."""

    domain: str
    kind: OfferKind
    lender: CodedText | None = None
    lender_reference: str
    number: str | None = None
    request_version: int = 1
    moment: datetime | None = None
    sent_at: datetime | None = None
    content_hash: str
    accept_before: date | None = None
    valid_until: date | None = None
    extension_possible: bool | None = None
    extended: bool | None = None
    extension_until: date | None = None
    extends_automatically: bool | None = None
    latest_passing_date: date | None = None
    latest_passing_date_extended: date | None = None
    amount: Decimal | None = None
    parts: tuple[PartFacts, ...] = ()
    files: tuple[OfferFile, ...] = ()
    source: Provenance = {}


class OfferRegistered(Event):
    """An offer or proposal was issued; `rank` is its place in time, `kind` what it is."""

    dossier_id: str
    application_id: str
    lane_id: str
    kind: OfferKind
    rank: str
    message_id: str
    request_version: int = 1
