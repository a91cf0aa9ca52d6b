"""Shapes of stukken and their files, of files on their way, and what a person decides about them. Sizes in bytes."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from portal_api.shapes.exchanges import DoneShape, Id, Reason, Request
from portal_api.shapes.shape import Shape

DelivererWord = Literal["customer", "adviser", "third", "source"]


class AttachmentShape(Shape):
    """A file that was handed in for a line, kept as it came."""

    id: str
    name: str = Field(examples=["loonstrook oktober.pdf"])
    kind: str = Field(examples=["pdf"], description="pdf, jpg, png, heic or tiff, by its content.")
    size: int
    pages: int
    handed_in_at: datetime
    handed_in_by: str
    state: str = Field(examples=["clean"], description="received, scanning, clean, infected or unscannable.")
    judgement: str = Field(examples=["approved"], description="Empty until the office looked.")
    reason: str = Field(description="Why it was refused, by the office or the scanner.")
    may_be_opened: bool
    is_asked: bool = Field(description="It counts for what the lender asks now.")
    is_sent: bool
    href: str = Field(description="The original; 409 until it is clean.")


class PageShape(Shape):
    attachment: str
    index: int = Field(description="From 0.")
    turn: int = Field(description="Degrees clockwise.")


class PreparedShape(Shape):
    """The PDF/A of these pages; what the lender gets is this, byte for byte."""

    href: str
    pages: int
    size: int
    sources: tuple[str, ...] = Field(description="The SHA-256 of each original in it.")
    made_at: datetime | None


class SentShape(Shape):
    at: datetime
    outgoing_id: str
    state: str = Field(examples=["delivered"], description="Of the outgoing message; empty for what a package sent.")


class AnswerShape(Shape):
    """The lender's answer to the last delivery, and what to do about it."""

    code: str = Field(examples=["04"])
    text: str = Field(examples=["Bestandsformaat te groot"])
    reason: str
    nl: str
    en: str


class ObstacleShape(Shape):
    slug: str = Field(examples=["stuk-not-judged"])
    nl: str
    en: str


class StukShape(Shape):
    """One line of a stukkenlijst as the office works on it."""

    id: str
    application_id: str
    number: str = Field(description="The lender's DocumentMijNr.", examples=["D-17"])
    title: str = Field(examples=["Werkgeversverklaring(en)"])
    document: str = Field(examples=["009"])
    document_text: str
    status: str = Field(description="The lender's own.", examples=["01"])
    status_text: str
    person: str
    due: date | None
    deliverer: str = Field(examples=["customer"])
    is_default_deliverer: bool
    state: str = Field(
        examples=["handed_in"],
        description="requested, handed_in, approved, rejected, sent, refused, in_treatment, received, provisional, "
        "accepted, returned, withdrawn or from_source.",
    )
    reason: str
    attachments: tuple[AttachmentShape, ...]
    pages: tuple[PageShape, ...]
    prepared: PreparedShape | None
    trouble: ObstacleShape | None = Field(description="Why no document could be made of these pages.")
    is_being_made: bool
    sent: SentShape | None
    answer: AnswerShape | None
    obstacle: ObstacleShape | None = Field(description="Why it cannot be sent now; null when it can.")


class StukkenShape(Shape):
    """`loose` are files whose line left the dossier with its exchange."""

    items: tuple[StukShape, ...]
    loose: tuple[AttachmentShape, ...]


class UploadShape(Shape):
    """A file on its way. `ended` is empty, `attached` or `refused`."""

    id: str
    name: str
    length: int
    offset: int
    expires_at: datetime
    ended: str
    attachment_id: str


class DelivererShape(Shape):
    """Who delivers a kind of document at your office."""

    document: str = Field(examples=["009"])
    text: str = Field(examples=["Werkgeversverklaring(en)"])
    deliverer: str = Field(examples=["customer"])
    default: str
    why: str = Field(examples=["de klant heeft het of vraagt het aan"])
    is_own: bool


class DeliverersShape(Shape):
    items: tuple[DelivererShape, ...]


class PageRequest(Request):
    attachment: Id
    index: Annotated[int, Field(ge=0)] = Field(examples=[0])
    turn: Literal[0, 90, 180, 270] = 0


class PagesRequest(Request):
    """The pages in the order in which they go out; none means every page as it was handed in."""

    pages: Annotated[tuple[PageRequest, ...], Field(max_length=500)] = ()


class JudgementRequest(Request):
    """Approve, or reject with a reason that the deliverer reads."""

    approved: bool
    reason: Reason = Field(default="", examples=["Pagina 2 ontbreekt."])


class DelivererRequest(Request):
    deliverer: DelivererWord


class OfficeDelivererRequest(Request):
    """Null: the shipped table counts again."""

    deliverer: DelivererWord | None


DocumentCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{3}$")]


class LeavingShape(Shape):
    """A stuk when everything that may go is sent; `why` is null for what goes."""

    stuk_id: str
    number: str = Field(examples=["D-17"])
    title: str = Field(examples=["Werkgeversverklaring(en)"])
    state: str = Field(examples=["approved"])
    goes: bool
    never: bool = Field(description="Approved, withdrawn or fetched from a source: it never goes.")
    why: ObstacleShape | None


class LeavingsShape(Shape):
    """What sending everything would do now."""

    items: tuple[LeavingShape, ...]
    goes: int = Field(description="How many would go.")


class SentStukShape(Shape):
    """What became of one stuk; `slug` names what held it, empty for what went."""

    number: str
    slug: str = Field(examples=["stuk-not-judged"])


class StukkenSentShape(DoneShape):
    """What became of the sending, and of each stuk."""

    stukken: tuple[SentStukShape, ...]


class LineChangeShape(Shape):
    """A field of a line, as the timeline tells it."""

    field: str = Field(examples=["line.4.status"])
    old: Any
    new: Any


class LineDifferenceShape(Shape):
    number: str = Field(examples=["4"])
    title: str = Field(examples=["Werkgeversverklaring(en)"])
    kind: str = Field(description="added, dropped, rejected, approved, moved or reworded.", examples=["rejected"])
    status: str = Field(description="The lender's own.", examples=["07"])
    status_text: str
    note: str
    changes: tuple[LineChangeShape, ...]


class ListStepShape(Shape):
    """One document request and what it made of the list."""

    message_id: str
    moment: str = Field(description="The lender's own, local, without a zone.", examples=["2026-11-20T10:00:00"])
    request_version: int
    is_first: bool
    counts: dict[str, int] = Field(examples=[{"rejected": 1, "added": 2}])
    same: int = Field(description="Lines that it left as they were.")
    lines: tuple[LineDifferenceShape, ...]


class ListStepsShape(Shape):
    items: tuple[ListStepShape, ...]
