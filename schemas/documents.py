"""Documents: files that somebody delivered, what the office thinks of them, and what goes to the lender."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from schemas.commands import Command, Event
from schemas.hdn.deliverers import Deliverer
from schemas.offers import OfferFile
from schemas.values import CodedText, Node, Provenance, Value

Blob = Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")]
Suffix = Literal["pdf", "jpg", "png", "heic", "tiff"]
Turn = Literal[0, 90, 180, 270]
Verdict = Literal["clean", "infected", "unscannable"]
MOST_PAGES = 500


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


class OfLine(Command):
    """Something about one line of the stock list of one application (`line_number` is the DocumentMijNr)."""

    dossier_id: str
    application_id: str
    line_number: str


class OfAttachment(Command):
    """Something about one attachment."""

    dossier_id: str
    attachment_id: str


class AttachFile(OfLine):
    """A file was handed in for a line. `blob` is the original as it came, `name` what its owner calls it.

    `kind` is what its content is, `size` in bytes, `pages` how many it has.
    """

    blob: Blob
    name: Annotated[str, StringConstraints(max_length=255)]
    size: Annotated[int, Field(ge=1)]
    kind: Suffix
    pages: Annotated[int, Field(ge=1, le=MOST_PAGES)]


class BeginScan(OfAttachment):
    """The file is with the scanner from here on, also as long as that is away."""


class RegisterScan(OfAttachment):
    """What the scanner says; `found` is the name of what it found, or why it could not judge."""

    verdict: Verdict
    found: str = ""


class JudgeAttachment(OfAttachment):
    """The office looked at a file; one that is not approved needs a reason, which its deliverer reads."""

    approved: bool
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""


class RemoveAttachment(OfAttachment):
    """The file leaves the line; the original and the timeline keep what it was. Only before it was sent."""


class PageChoice(Value):
    """One page of the document that goes out: of which attachment, which page (from 0), turned how far clockwise."""

    attachment: str
    index: Annotated[int, Field(ge=0)]
    turn: Turn = 0


class ArrangePages(OfLine):
    """The pages of the document that goes out, in this order; none means every page as it was handed in."""

    pages: Annotated[tuple[PageChoice, ...], Field(max_length=MOST_PAGES)] = ()


class RegisterPreparation(OfLine):
    """The document that was made of exactly these pages (`made_of`), or why it could not be made.

    `blob` is empty when `trouble` holds the refusal; sizes in bytes, `sources` are the hashes of the originals.
    """

    made_of: str
    blob: Blob | Literal[""] = ""
    pages: int = 0
    size: int = 0
    sources: tuple[str, ...] = ()
    trouble: dict[str, str] = {}

    @model_validator(mode="after")
    def _either(self) -> "RegisterPreparation":
        if bool(self.blob) == bool(self.trouble):
            raise ValueError("a preparation has a document or a reason")
        return self


class SendStuk(OfLine):
    """The office sends the document of a line to its lender, over this exchange.

    `receiver` is the lender's node and `most_bytes` the largest file that it takes, without a limit when absent.
    """

    lane_id: str
    receiver: Node
    receiver_code: str = ""
    receiver_name: str = ""
    most_bytes: int | None = None


class SendStukken(Command):
    """The office sends every stuk of an application that may go now, over this exchange, each as a document of its own.

    The way is that of `SendStuk`.
    """

    dossier_id: str
    application_id: str
    lane_id: str
    receiver: Node
    receiver_code: str = ""
    receiver_name: str = ""
    most_bytes: int | None = None


class SetDeliverer(OfLine):
    """A person says who delivers this one line."""

    deliverer: Deliverer


class SetOfficeDeliverer(Command):
    """An office says who delivers a kind of document by default; without a deliverer the shipped table counts again."""

    office_id: str
    document: Annotated[str, StringConstraints(pattern=r"^[0-9]{3}$")]
    deliverer: Deliverer | None = None
