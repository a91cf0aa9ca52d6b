"""The tables of applications, private to this folder. Every key starts with the dossier: rows are loaded by it."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, Index, SQLModel

from handlers.applications import additions, rules
from hub.columns import Instant, Json
from hub.rows import Rows


class ApplicationTable(SQLModel, table=True):
    __tablename__ = "applications"
    __table_args__ = (Index("applications_number", "number"), Index("applications_partner", "partner", "dossier_id"))
    dossier_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    office_id: str
    partner: str
    domain: str
    number: str
    request_version: int
    rank: str
    package: str
    sent_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    content_hash: str


class VersionTable(SQLModel, table=True):
    __tablename__ = "application_versions"
    dossier_id: str = Field(primary_key=True)
    application_id: str = Field(primary_key=True)
    rank: str = Field(primary_key=True)
    lane_id: str = Field(primary_key=True)
    unit_id: str
    request_version: int
    sent_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    content_hash: str
    facts: dict[str, Any] = Field(sa_type=Json)


class ApplicationLinkTable(SQLModel, table=True):
    __tablename__ = "application_links"
    dossier_id: str = Field(primary_key=True)
    lane_id: str = Field(primary_key=True)
    application_id: str


class LinkChangeTable(SQLModel, table=True):
    __tablename__ = "link_changes"
    __table_args__ = (Index("link_changes_lane", "lane_id", "at"), Index("link_changes_at", "at"))
    dossier_id: str = Field(primary_key=True)
    lane_id: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant)
    actor: str
    reason: str
    from_dossier_id: str | None = None
    from_application_id: str | None = None
    to_dossier_id: str | None = None


APPLICATIONS = Rows(ApplicationTable, rules.Application)


class AdditionTable(SQLModel, table=True):
    """What the office fills in itself when an application is sent; the latest at a place counts."""

    __tablename__ = "application_additions"
    dossier_id: str = Field(primary_key=True)
    application_id: str = Field(primary_key=True)
    place: str = Field(primary_key=True)
    value: str
    replaces: bool
    set_by: str
    set_at: datetime = Field(sa_type=Instant)


VERSIONS = Rows(VersionTable, rules.Version)
LINKS = Rows(ApplicationLinkTable, rules.ApplicationLink)
LINK_CHANGES = Rows(LinkChangeTable, rules.LinkChange)
ADDITIONS = Rows(AdditionTable, additions.KeptAddition)
