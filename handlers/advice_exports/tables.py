"""The table of exports, private to this folder."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, Index, SQLModel

from handlers.advice_exports import rules
from hub.columns import Instant, Json
from hub.rows import Rows


class AdviceExportTable(SQLModel, table=True):
    __tablename__ = "advice_exports"
    # What comes back is known by its number.
    __table_args__ = (Index("advice_exports_correlation", "correlation"),)
    dossier_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    office_id: str
    environment: str
    correlation: str
    version: int
    format: str
    receiver: str
    blob: str
    size: int
    facts: dict[str, Any] = Field(sa_type=Json)
    answers: list[Any] = Field(sa_type=Json)
    made_by: str
    made_at: datetime = Field(sa_type=Instant)


ADVICE_EXPORTS = Rows(AdviceExportTable, rules.AdviceExport)
