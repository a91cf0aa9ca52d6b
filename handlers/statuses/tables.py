"""The tables of statuses, private to this folder."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, Index, SQLModel

from handlers.statuses import rules
from hub.columns import Instant, Json
from hub.rows import Rows


class StatusEntryTable(SQLModel, table=True):
    """History: one line per unit, never read while a message is applied."""

    __tablename__ = "status_history"
    dossier_id: str = Field(primary_key=True)
    unit_id: str = Field(primary_key=True)
    application_id: str
    lane_id: str
    rank: str
    domain: str
    code: str
    text: str
    moment: str
    request_version: int
    lender_reference: str
    lines: list[str] = Field(sa_type=Json)
    details: dict[str, Any] = Field(sa_type=Json)
    by_hand: bool
    actor: str
    at: datetime = Field(sa_type=Instant)


class CurrentStatusTable(SQLModel, table=True):
    __tablename__ = "application_statuses"
    __table_args__ = (
        Index("application_statuses_shown", "hand_code", "code", "dossier_id"),
        Index("application_statuses_reference", "lender_reference"),
    )
    dossier_id: str = Field(primary_key=True)
    application_id: str = Field(primary_key=True)
    standing: str
    domain: str
    code: str
    text: str
    moment: str
    request_version: int
    lender_reference: str
    lines: list[str] = Field(sa_type=Json)
    details: dict[str, Any] = Field(sa_type=Json)
    hand_code: str
    hand_text: str
    hand_note: str
    hand_by: str
    hand_at: datetime | None = Field(default=None, sa_type=Instant, nullable=True)


STATUS_HISTORY = Rows(StatusEntryTable, rules.StatusEntry)
CURRENT_STATUSES = Rows(CurrentStatusTable, rules.CurrentStatus)
