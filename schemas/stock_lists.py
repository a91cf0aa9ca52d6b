"""Stock lists (stukkenlijsten): the documents that a lender wants, line by line."""

from dataclasses import dataclass
from datetime import date, datetime

from schemas.commands import Command, Event
from schemas.values import CodedText, Provenance, Value

REQUESTED, IN_TREATMENT, RECEIVED, APPROVED = "01", "02", "03", "04"
PROVISIONAL, REDELIVER, DROPPED = "06", "07", "08"
"""The codes of DocumentStatus."""


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


class LinesChanged(Event):
    """These lines of an application's stock list stand elsewhere now, or are gone."""

    dossier_id: str
    application_id: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LineStand:
    """A line as other capabilities need it; moments are the lender's own, local, as text that sorts.

    `asked_rank` and `asked_moment` are the place in time of the DA that asks for it and the status moment that it gave;
    both are empty when the lender does not ask.
    """

    application_id: str
    number: str
    document: str
    document_text: str
    description: str
    status: str
    status_text: str
    note: str
    moment: str
    asked_rank: str
    asked_moment: str
    on_list: bool
    from_source: bool
    deliver_before: date | None
    person: str
    originals: bool
    original_kind: str
    delivery_moment: str
    valid_until: date | None = None

    @property
    def title(self) -> str:
        """What a person calls it: the lender's own words, else those of the list."""
        return self.description or self.document_text or self.document


@dataclass(frozen=True, slots=True)
class ListStand:
    """The list as other capabilities need it; `rank` and `request_version` are those of its newest DA."""

    application_id: str
    rank: str
    lender_reference: str
    request_version: int
