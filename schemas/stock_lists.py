"""Stock lists (stukkenlijsten): the documents that a lender wants, line by line."""

from datetime import date, datetime

from schemas.commands import Command
from schemas.values import CodedText, Provenance, Value


class StockLineFacts(Value):
    """One DocumentKenmerk of a DA. `number` is the lender's DocumentMijNr, unique within the dossier.

    `status_moment` is local, without a zone.
    `person` is the name of the applicant whom the line is about, his reference within the message when it has no name.
    """

    number: str
    document: CodedText
    description: str = ""
    status: CodedText
    status_note: str = ""
    status_moment: datetime
    delivery_moment: CodedText | None = None
    deliver_before: date | None = None
    originals: bool = False
    original_kind: CodedText | None = None
    from_source: bool = False
    source_name: CodedText | None = None
    source_number: str = ""
    file_type: CodedText | None = None
    delivery_reason: CodedText | None = None
    chain_status: CodedText | None = None
    chain_status_note: str = ""
    person: str = ""
    property_number: int | None = None
    source: Provenance = {}


class RegisterDocumentRequest(Command):
    """A DA: the whole list with a status per line. `moment` is the latest status moment of its lines (local)."""

    domain: str
    lender_reference: str
    number: str | None = None
    request_version: int = 1
    moment: datetime | None = None
    sent_at: datetime | None = None
    content_hash: str
    lines: tuple[StockLineFacts, ...]
    source: Provenance = {}
