"""The access log, private to this folder. The database itself refuses to change or remove a row."""

from datetime import datetime

from sqlmodel import Field, Index, SQLModel

from handlers.access import rules
from hub.columns import Instant, Json
from hub.rows import Rows


class LookTable(SQLModel, table=True):
    __tablename__ = "looks"
    __table_args__ = (
        Index("looks_dossier", "dossier_id", "at"),
        Index("looks_office", "office_id", "at"),
        Index("looks_at", "at", "id"),
    )
    id: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant)
    actor: str
    office_id: str
    dossier_id: str
    kind: str
    what: str
    subject: str
    said: dict[str, str] = Field(sa_type=Json)
    reason: str


LOOKS = Rows(LookTable, rules.Look, scope="dossier_id")
