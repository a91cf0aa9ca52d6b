"""The tables of conversations, private to this folder."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from handlers.conversations import rules
from hub.columns import Instant, Json
from hub.rows import Rows

_NEW = text("seen_at IS NULL AND withdrawn_at IS NULL AND side = 'customer'")


class SayingTable(SQLModel, table=True):
    __tablename__ = "sayings"
    __table_args__ = (Index("sayings_unread", "dossier_id", postgresql_where=_NEW, sqlite_where=_NEW),)
    dossier_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    number: int
    about: str
    person: str
    side: str
    text: str
    enclosures: list[Any] = Field(sa_type=Json)
    said_by: str
    said_at: datetime = Field(sa_type=Instant)
    seen_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    withdrawn_by: str
    withdrawn_why: str


class ReadingTable(SQLModel, table=True):
    """Who read what, and when first."""

    __tablename__ = "saying_readings"
    dossier_id: str = Field(primary_key=True)
    saying_id: str = Field(primary_key=True)
    reader: str = Field(primary_key=True)
    read_at: datetime = Field(sa_type=Instant)


SAYINGS = Rows(SayingTable, rules.Saying)
READINGS = Rows(ReadingTable, rules.Reading)
