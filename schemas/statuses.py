"""Statuses: what a lender says about an application, and what a person sets by hand."""

from datetime import date, datetime
from decimal import Decimal

from schemas.commands import Command, Event
from schemas.values import CodedText, Provenance


class RegisterStatus(Command):
    """An SX. `domain` is the answered message (`AX`), `moment` the message's own date and time (local, no zone).

    `lines` are the text lines, `importance` is the weightiest MeldingBelang among them.
    `passing_amount` is in euros, `new_request_version` the version that a changed application was given.
    """

    domain: str
    status: CodedText
    moment: datetime
    request_version: int = 1
    sent_at: datetime | None = None
    content_hash: str
    number: str | None = None
    lender_reference: str = ""
    lines: tuple[str, ...] = ()
    importance: CodedText | None = None
    offer_date: date | None = None
    passing_date: date | None = None
    passing_amount: Decimal | None = None
    start_date: date | None = None
    customer_accept_date: date | None = None
    medical_approval_date: date | None = None
    new_request_version: int | None = None
    document_number: str = ""
    source: Provenance = {}


class SetStatus(Command):
    """A person sets the status by hand; marked as such, and outranked by the next message of the lender."""

    dossier_id: str
    application_id: str
    code: str
    note: str = ""


class StatusMoved(Event):
    """An application stands elsewhere now; `is_over` when its status ends it."""

    dossier_id: str
    application_id: str
    is_over: bool
