"""The table of opinions about help texts, private to this folder; it has no column for a person."""

from datetime import datetime

from sqlmodel import Field, Index, SQLModel

from handlers.guidance import rules
from hub.columns import Instant
from hub.rows import Rows


class HelpOpinionTable(SQLModel, table=True):
    __tablename__ = "help_opinions"
    __table_args__ = (Index("help_opinions_page", "page", "at"),)
    id: str = Field(primary_key=True)
    page: str
    office_id: str | None = None
    language: str
    useful: bool
    remark: str
    at: datetime = Field(sa_type=Instant)


HELP_OPINIONS = Rows(HelpOpinionTable, rules.HelpOpinion, scope="page")
