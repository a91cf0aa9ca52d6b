"""The tables of dates, private to this folder."""

from datetime import date, datetime

from sqlmodel import Field, Index, SQLModel

from handlers.dates.rules import watching
from hub.columns import Instant
from hub.rows import Rows


class WatchedDateTable(SQLModel, table=True):
    __tablename__ = "watched_dates"
    __table_args__ = (Index("watched_dates_near", "office_id", "environment", "state", "ends_on", "dossier_id", "id"),)
    dossier_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    office_id: str
    environment: str
    kind: str
    subject: str
    application_id: str
    title: str
    day: date
    ends_on: date
    notice_days: int
    notice_kind: str
    rejections_required: int
    guarantee_date: date | None = None
    termijnenwet_applies: bool
    state: str
    set_by: str
    set_at: datetime = Field(sa_type=Instant)
    ended_by: str
    ended_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)
    ended_why: str
    told_on: date | None = None
    is_escalated: bool


class DateChangeTable(SQLModel, table=True):
    """History: who set, moved or ended a date, when and why."""

    __tablename__ = "date_changes"
    dossier_id: str = Field(primary_key=True)
    date_id: str = Field(primary_key=True)
    unit_id: str = Field(primary_key=True)
    what: str
    was: date | None = None
    becomes: date | None = None
    reason: str
    by: str
    at: datetime = Field(sa_type=Instant)


WATCHED_DATES = Rows(WatchedDateTable, watching.WatchedDate)
DATE_CHANGES = Rows(DateChangeTable, watching.DateChange)
