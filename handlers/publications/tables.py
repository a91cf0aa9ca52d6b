"""The tables of publications, private to this folder."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from handlers.publications import rules
from hub.columns import Instant, Json
from hub.rows import Rows


class PublicationTable(SQLModel, table=True):
    __tablename__ = "publications"
    dossier_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    category: str
    title: str
    parties: list[Any] = Field(sa_type=Json)
    versions: int
    made_by: str
    made_at: datetime = Field(sa_type=Instant)
    withdrawn_by: str
    withdrawn_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    withdrawn_why: str


class VersionTable(SQLModel, table=True):
    """Which document each version is; the document itself stays with whoever has it."""

    __tablename__ = "publication_versions"
    dossier_id: str = Field(primary_key=True)
    publication_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    source: str
    blob: str
    name: str
    kind: str
    size: int
    made_by: str
    made_at: datetime = Field(sa_type=Instant)


class OpeningTable(SQLModel, table=True):
    """Who opened what, and when first."""

    __tablename__ = "publication_openings"
    dossier_id: str = Field(primary_key=True)
    publication_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    reader: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant)


class CategoryTable(SQLModel, table=True):
    """Categories as offices made or changed them."""

    __tablename__ = "document_categories"
    office_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    nl: str
    en: str
    position: int
    is_active: bool
    set_by: str
    set_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)


PUBLICATIONS = Rows(PublicationTable, rules.Publication)
VERSIONS = Rows(VersionTable, rules.PublishedVersion)
OPENINGS = Rows(OpeningTable, rules.Opening)
CATEGORIES = Rows(CategoryTable, rules.DocumentCategory, scope="office_id")
