"""The tables of documents, private to this folder."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from handlers.documents import rules
from hub.columns import Instant
from hub.rows import Rows


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


DOCUMENTS = Rows(DocumentTable, rules.Document)
JUDGEMENTS = Rows(JudgementTable, rules.Judgement)
