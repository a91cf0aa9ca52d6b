"""Statuses: what a lender says about an application, and what a person sets by hand."""

from datetime import date, datetime

from schemas.commands import Command
from schemas.values import CodedText, Provenance


class RegisterStatus(Command):
    """An SX. `domain` is the answered message (`AX`), `moment` the message's own date and time (local, no zone)."""

    domain: str
    status: CodedText
    moment: datetime
    request_version: int = 1
    sent_at: datetime | None = None
    content_hash: str
    number: str | None = None
    lender_reference: str = ""
    lines: tuple[str, ...] = ()
    offer_date: date | None = None
    passing_date: date | None = None
    document_number: str = ""
    source: Provenance = {}


class SetStatus(Command):
    """A person sets the status by hand; marked as such, and outranked by the next message of the lender."""

    dossier_id: str
    application_id: str
    code: str
    note: str = ""
