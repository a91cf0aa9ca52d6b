"""The table of reports of meetings, private to this folder."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from handlers.meeting_reports import rules
from hub.columns import Instant, Json
from hub.rows import Rows


class MeetingReportTable(SQLModel, table=True):
    __tablename__ = "meeting_reports"
    dossier_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    about: str
    met_at: datetime = Field(sa_type=Instant)
    subject: str
    text: str
    digest: str
    recipients: list[Any] = Field(sa_type=Json)
    language: str
    form: str
    sent_by: str
    sent_at: datetime = Field(sa_type=Instant)


MEETING_REPORTS = Rows(MeetingReportTable, rules.MeetingReport)
