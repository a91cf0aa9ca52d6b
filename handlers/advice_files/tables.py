"""The table of advice files, private to this folder."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from handlers.advice_files import rules
from hub.columns import Instant
from hub.rows import Rows


class AdviceLineTable(SQLModel, table=True):
    __tablename__ = "advice_lines"
    dossier_id: str = Field(primary_key=True)
    product_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    item: str
    standing: str
    said: str
    made_by: str
    made_at: datetime = Field(sa_type=Instant)


ADVICE_LINES = Rows(AdviceLineTable, rules.AdviceLine)
