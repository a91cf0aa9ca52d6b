"""The tables of documents, private to this folder."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from handlers.documents.rules import attachments, deliverers, deliveries, stukken, uploads
from hub.columns import Instant, Json
from hub.rows import Rows


def _due(name: str, *columns: str, where: str) -> Index:
    """An index over what waits for the hub itself."""
    return Index(name, *columns, postgresql_where=text(where), sqlite_where=text(where))


class DocumentTable(SQLModel, table=True):
    __tablename__ = "documents"
    dossier_id: str = Field(primary_key=True)
    application_id: str = Field(primary_key=True)
    line_number: str = Field(primary_key=True)
    blob: str = Field(primary_key=True)
    lane_id: str = Field(primary_key=True)
    rank: str
    unit_id: str
    document: str
    document_text: str
    description: str
    file_kind: str
    size: int
    moment: str
    delivered_at: datetime = Field(sa_type=Instant)
    outgoing_id: str = Field(default="", sa_column_kwargs={"server_default": ""})
    asked_rank: str = Field(default="", sa_column_kwargs={"server_default": ""})


class JudgementTable(SQLModel, table=True):
    __tablename__ = "document_judgements"
    dossier_id: str = Field(primary_key=True)
    unit_id: str = Field(primary_key=True)
    application_id: str
    lane_id: str
    line_number: str
    rank: str
    moment: str
    code: str
    text: str
    reason: str


class AttachmentTable(SQLModel, table=True):
    """Files as they were handed in, with what the scanner and the office said."""

    __tablename__ = "attachments"
    __table_args__ = (
        _due("attachments_waiting", "handed_in_at", where="state IN ('received', 'scanning')"),
        _due("attachments_to_judge", "handed_in_at", where="state = 'clean' AND judgement = ''"),
    )
    dossier_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    application_id: str
    line_number: str
    blob: str
    name: str
    kind: str
    size: int
    pages: int
    handed_in_at: datetime = Field(sa_type=Instant)
    handed_in_by: str
    asked_rank: str
    state: str
    found: str
    scanned_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    judgement: str
    reason: str
    judged_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    judged_by: str
    outgoing_id: str


class StukTable(SQLModel, table=True):
    """What was decided about a line of a stock list: who delivers it, which pages, the document made of them."""

    __tablename__ = "stukken"
    __table_args__ = (_due("stukken_due", "dossier_id", where="wanted <> made_of AND wanted <> ''"),)
    dossier_id: str = Field(primary_key=True)
    application_id: str = Field(primary_key=True)
    line_number: str = Field(primary_key=True)
    id: str
    document: str
    deliverer: str
    deliverer_by: str
    pages: list[Any] = Field(sa_type=Json)
    wanted: str
    made_of: str
    blob: str
    page_count: int
    size: int
    sources: list[Any] = Field(sa_type=Json)
    made_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    trouble: dict[str, Any] = Field(sa_type=Json)


class OfficeDelivererTable(SQLModel, table=True):
    """Who delivers a kind of document at an office that thinks otherwise than the shipped table."""

    __tablename__ = "office_deliverers"
    office_id: str = Field(primary_key=True)
    document: str = Field(primary_key=True)
    deliverer: str
    set_by: str
    set_at: datetime = Field(sa_type=Instant)


class UploadTable(SQLModel, table=True):
    """Files on their way; replay does not need them, because what arrived is attached by a command."""

    __tablename__ = "uploads"
    __table_args__ = (Index("uploads_owner", "owner"), Index("uploads_expiry", "expires_at"))
    id: str = Field(primary_key=True)
    owner: str
    dossier_id: str
    application_id: str
    line_number: str
    name: str
    length: int
    offset: int
    opened_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)
    ended: str
    attachment_id: str


class UploadPartTable(SQLModel, table=True):
    """The bytes of a file on its way, at most a megabyte a row."""

    __tablename__ = "upload_parts"
    upload_id: str = Field(primary_key=True)
    start: int = Field(primary_key=True)
    body: bytes = Field(sa_type=LargeBinary)


DOCUMENTS = Rows(DocumentTable, deliveries.Document)
JUDGEMENTS = Rows(JudgementTable, deliveries.Judgement)
ATTACHMENTS = Rows(AttachmentTable, attachments.Attachment)
STUKKEN = Rows(StukTable, stukken.Stuk)
OFFICE_DELIVERERS = Rows(OfficeDelivererTable, deliverers.OfficeDeliverer, scope="office_id")
UPLOADS = Rows(UploadTable, uploads.Upload, scope="owner")
UPLOAD_PARTS = Rows(UploadPartTable, uploads.UploadPart, scope="upload_id")
