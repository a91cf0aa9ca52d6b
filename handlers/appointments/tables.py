"""The table of appointments, private to this folder."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, Index, SQLModel

from handlers.appointments import rules
from hub.columns import Instant, Json
from hub.rows import Rows


class AppointmentTable(SQLModel, table=True):
    __tablename__ = "appointments"
    # A person's own and everybody's, the next first.
    __table_args__ = (Index("appointments_assignee", "assignee", "starts"), Index("appointments_next", "starts", "id"))
    dossier_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    starts: datetime = Field(sa_type=Instant)
    ends: datetime = Field(sa_type=Instant)
    place: str
    location: str
    assignee: str
    guests: list[Any] = Field(sa_type=Json)
    subject: str
    remark: str
    language: str
    form: str
    state: str
    sequence: int
    reason: str
    made_by: str
    made_at: datetime = Field(sa_type=Instant)
    changed_by: str
    changed_at: datetime = Field(sa_type=Instant)


APPOINTMENTS = Rows(AppointmentTable, rules.Appointment)
