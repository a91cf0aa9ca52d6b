"""Documents: files that somebody delivered."""

from datetime import datetime

from schemas.commands import Command, Event
from schemas.offers import OfferFile
from schemas.values import CodedText, Provenance


class RegisterDocument(Command):
    """A DX: one file for one line of a stock list. `moment` is the status moment of the line (local, no zone)."""

    domain: str
    lender_reference: str
    line_number: str
    document: CodedText
    description: str = ""
    file: OfferFile
    number: str | None = None
    request_version: int = 1
    moment: datetime | None = None
    sent_at: datetime | None = None
    content_hash: str
    source: Provenance = {}


class DocumentJudged(Event):
    """The lender could not take one document (an SX in answer to a DX). `rank` is the answer's place in time."""

    dossier_id: str
    application_id: str
    lane_id: str
    line_number: str
    rank: str
    moment: datetime
    status: CodedText
    lines: tuple[str, ...] = ()
